/** What the editor asks about a storyboard whose pictures and sounds are assets: its plan, its sound, its beats. */
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { SoundShape, StoryboardPlan } from '#shared/domain/slideshow-plan.ts'
import { AppError } from '#shared/errors.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { SlideshowService } from '../slideshow/slideshow-service.ts'
import { assetIdsOf, openAssets, withAssetFacts } from './opened-storyboard.ts'

/** Exactly one of the two. */
export interface SoundRequest {
  readonly assetId?: string | undefined
  readonly path?: string | undefined
  readonly parts: number
}

export interface StoryboardAidDeps {
  readonly engine: Pick<SlideshowService, 'plan' | 'readSound' | 'snapToBeats'>
  readonly catalog: Pick<CatalogService, 'find' | 'openCopy'>
}

/** See Slideshows.plan. */
export async function planWithAssets(
  { engine, catalog }: StoryboardAidDeps,
  storyboard: Storyboard
): Promise<StoryboardPlan> {
  const plan = await engine.plan(withAssetFacts(catalog, storyboard))
  const gone = new Set(assetIdsOf(storyboard).filter((id) => catalog.find(id) === null))
  const missing = storyboard.slides.flatMap(({ assetId }, slide) =>
    assetId !== undefined && gone.has(assetId)
      ? [missingWarning(slide, `Slide ${slide + 1}: its picture`)]
      : []
  )
  const { musicAssetId, voiceAssetId, watermark } = storyboard
  const others = [
    [musicAssetId, 'The music'],
    [voiceAssetId, 'The voice'],
    [watermark?.assetId, 'The logo']
  ] as const
  for (const [id, what] of others) {
    if (id !== undefined && gone.has(id)) missing.push(missingWarning(null, what))
  }
  return { ...plan, warnings: [...missing, ...plan.warnings] }
}

function missingWarning(slide: number | null, what: string): StoryboardPlan['warnings'][number] {
  return { kind: 'missing', slide, message: `${what} is not in the library any more.`, characters: [] }
}

/** See Slideshows.readSound. */
export async function readSound(
  { engine, catalog }: StoryboardAidDeps,
  { assetId, path: soundPath, parts }: SoundRequest,
  signal: AbortSignal
): Promise<SoundShape> {
  if ((assetId === undefined) === (soundPath === undefined)) {
    throw new AppError('INVALID_INPUT', 'Name either an asset or a file.')
  }
  if (soundPath !== undefined) return await engine.readSound({ soundPath, parts, signal })
  const copy = await catalog.openCopy(assetId ?? '', signal)
  try {
    return await engine.readSound({ soundPath: copy.path, parts, signal })
  } finally {
    await copy.release()
  }
}

/** See Slideshows.snapToBeats. */
export async function snapToBeats(
  { engine, catalog }: StoryboardAidDeps,
  storyboard: Storyboard,
  signal: AbortSignal
): Promise<Storyboard> {
  const { musicAssetId, musicPath } = storyboard
  const opened = await openAssets(catalog, musicAssetId === undefined ? [] : [musicAssetId])
  try {
    const sound = opened.paths[0] ?? musicPath
    if (sound === undefined) return storyboard
    const { slides } = await engine.snapToBeats({ ...storyboard, musicPath: sound }, signal)
    return { ...storyboard, slides }
  } finally {
    await opened.release()
  }
}
