/** Joins storyboards in files with the library: where the picture of each slide is, and how it is written down. */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { RowError, StoryboardImport } from '#shared/domain/plan.ts'
import { type Slide, storyboardSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { type PlanRow, readStoryboard, type SlideInFile } from '../imports/plan-file.ts'

export type PictureCatalog = Pick<CatalogService, 'find' | 'list'>

/** Throws INVALID_INPUT when the file is no table. Disk: looks for the pictures. */
export async function placeStoryboard(
  catalog: PictureCatalog,
  filePath: string,
  text: string
): Promise<StoryboardImport> {
  const folder = path.dirname(path.resolve(filePath))
  const { rows, errors, settings } = readStoryboard(text)
  const all: RowError[] = [...errors]
  const slides: unknown[] = []
  for (const row of rows) {
    const place = await placeOf(catalog, row, folder)
    const { image: _image, assetId: _assetId, ...slide } = row.value
    if (place === null) all.push({ row: row.row, field: 'image', message: noPicture(row.value) })
    else slides.push({ ...slide, ...place })
  }
  all.sort((one, other) => one.row - other.row)
  if (slides.length === 0) return { storyboard: null, errors: all }
  const { musicPath, voicePath } = settings
  const sounds = {
    ...(musicPath === undefined ? {} : { musicPath: path.resolve(folder, musicPath) }),
    ...(voicePath === undefined ? {} : { voicePath: path.resolve(folder, voicePath) })
  }
  const parsed = storyboardSchema.safeParse({ ...settings, ...sounds, slides })
  if (!parsed.success)
    throw new AppError('INVALID_INPUT', parsed.error.issues[0]?.message ?? 'No storyboard.')
  return { storyboard: parsed.data, errors: all }
}

/** Where a slide's picture is: an asset, a file beside the plan, or a picture of the library by its name. */
async function placeOf(
  catalog: PictureCatalog,
  { value }: PlanRow<SlideInFile>,
  folder: string
): Promise<Pick<Slide, 'assetId' | 'path'> | null> {
  const asset = value.assetId === undefined ? null : catalog.find(value.assetId)
  if (asset?.kind === 'image' && asset.deletedAt === null) return { assetId: asset.id }
  if (value.image === '') return value.card === undefined || value.assetId !== undefined ? null : {}
  const filePath = path.resolve(folder, value.image)
  if (await isFile(filePath)) return { path: filePath }
  const name = path.basename(value.image.replaceAll('\\', '/'))
  const query = `name:"${name.replaceAll('"', '')}"`
  const { items } = await catalog.list({ kind: 'image', query }, { limit: 50, cursor: null })
  const named = items.find((item) => item.name === name)
  return named === undefined ? null : { assetId: named.id }
}

function noPicture({ image, assetId }: SlideInFile): string {
  return image === ''
    ? `There is no picture ${assetId ?? ''} in the library.`
    : `There is no picture ${image} beside the file or in the library.`
}

async function isFile(filePath: string): Promise<boolean> {
  return await stat(filePath).then(
    (stats) => stats.isFile(),
    () => false
  )
}

/** A path inside the plan's folder is written relative to it, so that both can be moved together. */
export function pictureOf(catalog: PictureCatalog, slide: Slide, folder: string): string {
  if (slide.assetId !== undefined) return catalog.find(slide.assetId)?.name ?? ''
  if (slide.path === undefined) return ''
  const relative = path.relative(folder, slide.path)
  return relative.startsWith('..') || path.isAbsolute(relative) ? slide.path : relative
}
