/** A storyboard whose asset ids are replaced by proven local files, for as long as they are needed. */
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'

export interface OpenedStoryboard {
  readonly storyboard: Storyboard
  release(): Promise<void>
}

export interface OpenedAssets {
  readonly paths: readonly string[]
  release(): Promise<void>
}

type Assets = Pick<CatalogService, 'find' | 'openCopy'>

/** Network only where the local copy is gone. NOT_FOUND for unknown assets, and the storage's codes. */
export async function openStoryboard(catalog: Assets, storyboard: Storyboard): Promise<OpenedStoryboard> {
  const ids = assetIdsOf(storyboard)
  const { paths, release } = await openAssets(catalog, ids)
  const pathOf = new Map(ids.map((id, index) => [id, paths[index] ?? '']))
  return { storyboard: withPaths(withAssetFacts(catalog, storyboard), (id) => pathOf.get(id) ?? ''), release }
}

/** What the library knows of its pictures: which are videos, and what must stay in view where a slide does not say. */
export function withAssetFacts(catalog: Pick<Assets, 'find'>, storyboard: Storyboard): Storyboard {
  const slides = storyboard.slides.map((slide) => {
    const asset = slide.assetId === undefined ? null : catalog.find(slide.assetId)
    if (asset === null) return slide
    const media = asset.kind === 'video' ? ('video' as const) : ('picture' as const)
    return { ...slide, media, focalPoint: slide.focalPoint ?? asset.focalPoint ?? undefined }
  })
  return { ...storyboard, slides }
}

/** Every asset a storyboard names, once. Pure. */
export function assetIdsOf(storyboard: Storyboard): readonly string[] {
  const { slides, musicAssetId, voiceAssetId, watermark } = storyboard
  const ids = [...slides.map((slide) => slide.assetId), musicAssetId, voiceAssetId, watermark?.assetId]
  return [...new Set(ids.filter((id) => id !== undefined))]
}

/** The storyboard with paths in place of asset ids. Pure. */
export function withPaths(storyboard: Storyboard, pathOf: (assetId: string) => string): Storyboard {
  const { musicAssetId, voiceAssetId, watermark, ...rest } = storyboard
  return {
    ...rest,
    slides: rest.slides.map(({ assetId, ...slide }) =>
      assetId === undefined ? slide : { ...slide, path: pathOf(assetId) }
    ),
    ...(musicAssetId === undefined ? {} : { musicPath: pathOf(musicAssetId) }),
    ...(voiceAssetId === undefined ? {} : { voicePath: pathOf(voiceAssetId) }),
    ...(watermark === undefined ? {} : { watermark: withMarkPath(watermark, pathOf) })
  }
}

function withMarkPath(
  { assetId, ...mark }: NonNullable<Storyboard['watermark']>,
  pathOf: (assetId: string) => string
): NonNullable<Storyboard['watermark']> {
  return assetId === undefined ? mark : { ...mark, path: pathOf(assetId) }
}

/** All or none: when one cannot be opened, those opened before are released. */
export async function openAssets(catalog: Assets, ids: readonly string[]): Promise<OpenedAssets> {
  const copies: Awaited<ReturnType<Assets['openCopy']>>[] = []
  const release = async (): Promise<void> => void (await Promise.all(copies.map((copy) => copy.release())))
  try {
    for (const id of ids) copies.push(await catalog.openCopy(id))
    return { paths: copies.map((copy) => copy.path), release }
  } catch (thrown) {
    await release()
    throw thrown
  }
}
