/** Joins plan files with campaigns, the library and documents: posts and storyboards in and out, storyboards from papers. */
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Asset } from '#shared/domain/asset.ts'
import type { PlanFormat, PlanImport, PlannedPost, StoryboardImport } from '#shared/domain/plan.ts'
import type { Slide, SlideshowPreset, Storyboard } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import { mergePosts } from '../campaigns/planned-posts.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { toFileError, writeFileAtomic } from '../core/files.ts'
import type { OutputJournal } from '../core/output-journal.ts'
import type { DocumentService } from '../documents/document-service.ts'
import { decodeText } from '../documents/encoding.ts'
import { formatPosts, formatStoryboard, readPosts } from '../imports/plan-file.ts'
import type { ChosenPictures } from './campaign-choices.ts'
import { campaignPictures } from './campaign-storyboard.ts'
import { planDocumentStoryboard } from './document-storyboard.ts'
import { postKey, toPlace } from './post-uses.ts'
import { pictureOf, placeStoryboard } from './storyboard-files.ts'

export interface Plans {
  /** The plan of every post that has words or a picture; words changed on the picture count. NOT_FOUND. */
  postsOf(campaignId: string): Promise<readonly PlannedPost[]>
  /** Replaces what is planned for these posts and writes the words on their pictures. Gives the whole plan. NOT_FOUND. */
  savePosts(campaignId: string, posts: readonly PlannedPost[]): Promise<readonly PlannedPost[]>
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
  readonly catalog: Pick<CatalogService, 'get' | 'find' | 'list' | 'photos' | 'update'>
  readonly campaigns: Pick<CampaignService, 'get' | 'postsOf' | 'savePosts'>
  readonly documents: Pick<DocumentService, 'slideTexts'>
  readonly outputs: OutputJournal
  readonly pictures: ChosenPictures
}

export function createPlans(deps: PlansDeps): Plans {
  const { catalog, campaigns, outputs } = deps
  const write = (outPath: string, text: string): Promise<void> =>
    outputs.guard(outPath, () => writeFileAtomic(outPath, text))

  async function postsOf(campaignId: string): Promise<readonly PlannedPost[]> {
    const planned = campaigns.postsOf(campaignId)
    return joinWords(planned, await deps.pictures.chosen(campaignId))
  }

  async function savePosts(
    campaignId: string,
    posts: readonly PlannedPost[]
  ): Promise<readonly PlannedPost[]> {
    campaigns.savePosts(campaignId, posts)
    const pictures = await deps.pictures.chosen(campaignId)
    for (const post of posts) {
      const picture = pictures.get(postKey(post))
      if (picture !== undefined) catalog.update(picture.id, { caption: post.caption, altText: post.altText })
    }
    return await postsOf(campaignId)
  }

  return {
    postsOf,
    savePosts,
    async importPosts(campaignId, filePath) {
      const known = await postsOf(campaigns.get(campaignId).id)
      const { rows, errors } = readPosts(await readPlanFile(filePath))
      const given = rows.map(({ value }) => fillBlanks(value, known))
      const posts = given.length === 0 ? known : await savePosts(campaignId, given)
      return { imported: given.length, errors: [...errors], posts: [...posts] }
    },
    async exportPosts({ campaignId, outPath, format }) {
      const posts = await postsOf(campaigns.get(campaignId).id)
      await write(outPath, formatPosts(posts, format))
      return { path: outPath, posts: posts.length }
    },
    importStoryboard: async (filePath) =>
      await placeStoryboard(catalog, filePath, await readPlanFile(filePath)),
    async exportStoryboard({ storyboard, outPath, format }) {
      const imageOf = (slide: Slide): string => pictureOf(catalog, slide, path.dirname(outPath))
      await write(outPath, formatStoryboard(storyboard, format, imageOf))
      return { path: outPath, slides: storyboard.slides.length }
    },
    async storyboardFromDocument({ documentId, imageIds, preset }) {
      const texts = deps.documents.slideTexts(documentId)
      const { campaignId } = catalog.get(documentId)
      const colour = campaignId === null ? undefined : campaigns.get(campaignId).brief.brandColours[0]
      const ids =
        imageIds.length > 0
          ? imageIds.map((id) => getImage(catalog, id).id)
          : await picturesOf(catalog, campaignId, preset)
      return planDocumentStoryboard({ texts, imageIds: ids, preset, colour })
    }
  }
}

/** The plan with the words that the posts' pictures carry, which a person may have changed there. */
function joinWords(
  planned: readonly PlannedPost[],
  pictures: ReadonlyMap<string, Asset>
): readonly PlannedPost[] {
  const carried = [...pictures].map(([key, { caption, altText }]): PlannedPost => {
    const kept = planned.find((post) => postKey(post) === key)
    const words = { caption: caption ?? '', altText: altText ?? '' }
    return { prompt: '', scheduledAt: null, ...toPlace(key), ...kept, ...words }
  })
  return mergePosts(planned, carried)
}

/** A cell left empty in a spreadsheet keeps what is there. */
function fillBlanks(post: PlannedPost, known: readonly PlannedPost[]): PlannedPost {
  const kept = known.find((each) => postKey(each) === postKey(post))
  if (kept === undefined) return post
  return {
    ...post,
    prompt: post.prompt || kept.prompt,
    caption: post.caption || kept.caption,
    altText: post.altText || kept.altText,
    scheduledAt: post.scheduledAt ?? kept.scheduledAt
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

function getImage(catalog: PlansDeps['catalog'], id: string): Asset {
  const asset = catalog.get(id)
  if (asset.kind !== 'image')
    throw new AppError('INVALID_INPUT', `${asset.name} is no picture. Choose pictures for the slides.`)
  return asset
}

async function picturesOf(
  catalog: PlansDeps['catalog'],
  campaignId: string | null,
  preset: SlideshowPreset
): Promise<readonly string[]> {
  if (campaignId === null) return []
  return await campaignPictures({ catalog }, campaignId, preset)
}
