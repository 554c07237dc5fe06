/** Joins plan files with campaigns, the library and documents: posts and storyboards in and out, storyboards from papers. */
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { PlanFormat, PlanImport, RowError, StoryboardImport } from '#shared/domain/plan.ts'
import {
  type Slide,
  type SlideshowPreset,
  type Storyboard,
  storyboardSchema
} from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { toFileError, writeFileAtomic } from '../core/files.ts'
import type { OutputJournal } from '../core/output-journal.ts'
import type { DocumentService } from '../documents/document-service.ts'
import { decodeText } from '../documents/encoding.ts'
import {
  formatPosts,
  formatStoryboard,
  type PlanRow,
  readPosts,
  readStoryboard,
  type SlideInFile
} from '../imports/plan-file.ts'
import { choosePictures } from './campaign-storyboard.ts'
import { planDocumentStoryboard } from './document-storyboard.ts'

export interface Plans {
  /**
   * Takes the rows that fit into the campaign's plan; the others are named with their line. Disk.
   * NOT_FOUND for an unknown campaign or file, INVALID_INPUT when the file is no table, FILE_TOO_LARGE.
   */
  importPosts(campaignId: string, filePath: string): Promise<PlanImport>
  /** Writes the campaign's plan. NOT_FOUND for an unknown campaign, and the codes of writing. */
  exportPosts(request: {
    readonly campaignId: string
    readonly outPath: string
    readonly format: PlanFormat
  }): Promise<{ readonly path: string; readonly posts: number }>
  /** A storyboard from a file; a slide whose picture is neither beside it nor in the library is named. */
  importStoryboard(filePath: string): Promise<StoryboardImport>
  exportStoryboard(request: {
    readonly storyboard: Storyboard
    readonly outPath: string
    readonly format: PlanFormat
  }): Promise<{ readonly path: string; readonly slides: number }>
  /**
   * Headings become cards, facts captions. Without pictures those of the document's campaign are taken, else none.
   * NOT_FOUND when an asset is unknown or no document, INVALID_INPUT when the document has no text.
   */
  storyboardFromDocument(request: {
    readonly documentId: string
    readonly imageIds: readonly string[]
    readonly preset: SlideshowPreset
  }): Promise<Storyboard>
}

export interface PlansDeps {
  readonly catalog: Pick<CatalogService, 'get' | 'find' | 'list'>
  readonly campaigns: Pick<CampaignService, 'get' | 'postsOf' | 'savePosts'>
  readonly documents: Pick<DocumentService, 'slideTexts'>
  readonly outputs: OutputJournal
}

export function createPlans(deps: PlansDeps): Plans {
  const { catalog, campaigns, outputs } = deps
  const write = (outPath: string, text: string): Promise<void> =>
    outputs.guard(outPath, () => writeFileAtomic(outPath, text))

  return {
    async importPosts(campaignId, filePath) {
      const { id } = campaigns.get(campaignId)
      const { rows, errors } = readPosts(await readPlanFile(filePath))
      const given = rows.map((row) => row.value)
      const posts = given.length === 0 ? campaigns.postsOf(id) : campaigns.savePosts(id, given)
      return { imported: given.length, errors: [...errors], posts: [...posts] }
    },
    async exportPosts({ campaignId, outPath, format }) {
      const posts = campaigns.postsOf(campaignId)
      await write(outPath, formatPosts(posts, format))
      return { path: outPath, posts: posts.length }
    },
    importStoryboard: (filePath) => importStoryboard(catalog, filePath),
    async exportStoryboard({ storyboard, outPath, format }) {
      const imageOf = (slide: Slide): string => pictureOf(catalog, slide, path.dirname(outPath))
      await write(outPath, formatStoryboard(storyboard, format, imageOf))
      return { path: outPath, slides: storyboard.slides.length }
    },
    async storyboardFromDocument({ documentId, imageIds, preset }) {
      const texts = deps.documents.slideTexts(documentId)
      const { campaignId } = catalog.get(documentId)
      const campaign = campaignId === null ? null : campaigns.get(campaignId)
      const ids =
        imageIds.length > 0
          ? imageIds.map((id) => catalog.get(id).id)
          : await picturesOf(catalog, campaignId, preset)
      return planDocumentStoryboard({ texts, imageIds: ids, preset, colour: campaign?.brief.brandColours[0] })
    }
  }
}

const MAX_PLAN_BYTES = 10 * 1024 * 1024

/** Spreadsheets write many encodings; the text is read as documents are. */
async function readPlanFile(filePath: string): Promise<string> {
  try {
    const { size } = await stat(filePath)
    if (size > MAX_PLAN_BYTES) {
      throw new AppError('FILE_TOO_LARGE', 'A plan may have up to 10 MB. Split the file.', {
        details: { limitBytes: MAX_PLAN_BYTES }
      })
    }
    return decodeText(await readFile(filePath)).text
  } catch (cause) {
    throw toFileError(cause, filePath)
  }
}

async function picturesOf(
  catalog: PlansDeps['catalog'],
  campaignId: string | null,
  preset: SlideshowPreset
): Promise<readonly string[]> {
  if (campaignId === null) return []
  const { items } = await catalog.list({ kind: 'image', campaignId }, { limit: 500, cursor: null })
  return items.length === 0 ? [] : choosePictures(items, preset).map((asset) => asset.id)
}

async function importStoryboard(catalog: PlansDeps['catalog'], filePath: string): Promise<StoryboardImport> {
  const folder = path.dirname(path.resolve(filePath))
  const { rows, errors, settings } = readStoryboard(await readPlanFile(filePath))
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
  catalog: PlansDeps['catalog'],
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
function pictureOf(catalog: PlansDeps['catalog'], slide: Slide, folder: string): string {
  if (slide.assetId !== undefined) return catalog.find(slide.assetId)?.name ?? ''
  if (slide.path === undefined) return ''
  const relative = path.relative(folder, slide.path)
  return relative.startsWith('..') || path.isAbsolute(relative) ? slide.path : relative
}
