/** A campaign as files to hand over: a folder per platform with exact files, captions, alt texts and a manifest. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Asset } from '#shared/domain/asset.ts'
import { type ExportManifest, type ExportResult, exportManifestSchema } from '#shared/domain/export.ts'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { AppError } from '#shared/errors.ts'
import { toUsd } from '#shared/money.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { Clock } from '../core/clock.ts'
import { ensureWritableFolder, tryDelete, writeFileAtomic } from '../core/files.ts'
import type { JobContext } from '../core/jobs.ts'
import { writeZip, type ZipEntry } from '../core/zip-writer.ts'
import type { ChosenPictures } from './campaign-choices.ts'
import { toPlace } from './post-uses.ts'

export interface ExportRequest {
  readonly campaignId: string
  /** An existing folder; the bundle gets a new name in it. */
  readonly intoFolder: string
  readonly format: 'folder' | 'zip'
}

export interface ExportDeps {
  readonly catalog: Pick<CatalogService, 'list' | 'openCopy' | 'exportCopy'>
  readonly campaigns: Pick<CampaignService, 'get' | 'postsOf'>
  readonly pictures: ChosenPictures
  readonly clock: Pick<Clock, 'now'>
}

/** One file of the bundle that comes from an asset. */
export interface BundleFile {
  /** Inside the bundle, with forward slashes. */
  readonly name: string
  readonly asset: Asset
}

/** More than a campaign ever holds. */
const MOST_VIDEOS = 5000

/**
 * Writes the bundle; a failed or cancelled one leaves nothing. Disk; reads fail over between the copies.
 * Throws NOT_FOUND for an unknown campaign or one without pictures, CANCELLED, and the storage's codes.
 */
export async function exportBundle(
  deps: ExportDeps,
  request: ExportRequest,
  context: JobContext
): Promise<ExportResult> {
  const campaign = deps.campaigns.get(request.campaignId)
  await ensureWritableFolder(request.intoFolder)
  const files = planBundle(await listAssets(deps, campaign.id))
  if (files.length === 0) {
    throw new AppError('NOT_FOUND', 'This campaign has no pictures yet. Generate some first.')
  }
  const words = deps.campaigns.postsOf(campaign.id)
  const extras = planTexts(
    campaign.name,
    { files: files.map((file) => withWords(file, words)), words },
    deps.clock.now()
  )
  const stem = `${fileStem(campaign.name)} ${new Date(deps.clock.now()).toISOString().slice(0, 10)}`
  const outPath = path.join(request.intoFolder, request.format === 'zip' ? `${stem}.zip` : stem)
  context.report(0, files.length, 'files')
  if (request.format === 'zip') await writeAsZip(deps, { outPath, files, extras }, context)
  else await writeAsFolder(deps, { outPath, files, extras }, context)
  return { path: outPath, files: files.length + extras.length }
}

/** The posts' pictures, each under its post because a chosen one may have been made for another, then the videos. */
async function listAssets({ catalog, pictures }: ExportDeps, campaignId: string): Promise<readonly Asset[]> {
  const { items } = await catalog.list({ campaignId, kind: 'video' }, { limit: MOST_VIDEOS, cursor: null })
  const chosen = [...(await pictures.chosen(campaignId))].map(
    ([key, asset]): Asset => ({ ...asset, ...toPlace(key), origin: 'generated' })
  )
  return [...chosen, ...items]
}

/** What is planned for the post goes out with its picture; where nothing is, the picture's own words do. */
function withWords(file: BundleFile, words: readonly PlannedPost[]): BundleFile {
  const { asset } = file
  const planned = words.find(({ platform, post }) => platform === asset.platform && post === asset.post)
  if (planned === undefined) return file
  const caption = planned.caption || asset.caption
  return { ...file, asset: { ...asset, caption, altText: planned.altText || asset.altText } }
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'image/avif': '.avif',
  'video/mp4': '.mp4'
}

/** The picture of each post on each platform, and every rendered video. Pure; the first of a post is taken. */
export function planBundle(assets: readonly Asset[]): readonly BundleFile[] {
  const taken = new Set<string>()
  const files: BundleFile[] = []
  for (const asset of assets) {
    const name = nameInBundle(asset)
    if (name === null || taken.has(name.stem)) continue
    taken.add(name.stem)
    files.push({ name: name.stem + name.ending, asset })
  }
  return files.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
}

function nameInBundle(asset: Asset): { readonly stem: string; readonly ending: string } | null {
  const ending = ENDINGS[asset.mediaType] ?? path.extname(asset.name)
  if (asset.origin === 'rendered' && asset.kind === 'video') {
    return { stem: `videos/${fileStem(asset.name.replace(/\.[^.]{1,5}$/, ''))}`, ending }
  }
  if (asset.origin !== 'generated' || asset.platform === null || asset.post === null) return null
  return { stem: `${asset.platform}/post-${String(asset.post).padStart(2, '0')}`, ending }
}

/** A name every system takes, at most 80 characters. */
export function fileStem(name: string): string {
  const safe = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}<>:"/\\|?*]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
    .replace(/[. ]+$/, '')
  return safe === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(safe) ? `Campaign ${safe}`.trim() : safe
}

interface TextFile {
  readonly name: string
  readonly text: string
}

/** The words beside the files: one text per post that has any, and the manifest. Pure. */
export function planTexts(
  campaignName: string,
  { files, words }: { readonly files: readonly BundleFile[]; readonly words: readonly PlannedPost[] },
  now: number
): readonly TextFile[] {
  const texts = files.flatMap(({ name, asset }): TextFile[] => {
    const parts = [
      ...(asset.caption === null || asset.caption === '' ? [] : [`Caption:\n${asset.caption}`]),
      ...(asset.altText === null || asset.altText === '' ? [] : [`Alternative text:\n${asset.altText}`])
    ]
    return parts.length === 0 ? [] : [{ name: `${name}.txt`, text: `${parts.join('\n\n')}\n` }]
  })
  const manifest = exportManifestSchema.parse({
    campaign: campaignName,
    exportedAt: new Date(now).toISOString(),
    files: files.map(({ name, asset }) => ({
      file: name,
      sha256: asset.sha256,
      sizeBytes: asset.sizeBytes,
      mediaType: asset.mediaType,
      platform: asset.platform,
      post: asset.post,
      widthPx: asset.widthPx,
      heightPx: asset.heightPx,
      caption: asset.caption,
      altText: asset.altText,
      plannedFor: plannedFor(words, asset),
      provider: asset.provider,
      model: asset.model,
      costUsd: toUsd(asset.costMicroUsd)
    })),
    calendar: planCalendar(files, words)
  })
  return [...texts, { name: 'manifest.json', text: `${JSON.stringify(manifest, null, 2)}\n` }]
}

function plannedFor(words: readonly PlannedPost[], asset: Asset): string | null {
  const planned = words.find(({ platform, post }) => platform === asset.platform && post === asset.post)
  return planned === undefined || planned.scheduledAt === null
    ? null
    : new Date(planned.scheduledAt).toISOString()
}

function planCalendar(
  files: readonly BundleFile[],
  words: readonly PlannedPost[]
): ExportManifest['calendar'] {
  return words
    .flatMap(({ platform, post, scheduledAt }) => {
      if (scheduledAt === null) return []
      const file = files.find(({ asset }) => asset.platform === platform && asset.post === post)?.name ?? null
      return [{ platform, post, plannedFor: new Date(scheduledAt).toISOString(), file }]
    })
    .toSorted((one, other) => one.plannedFor.localeCompare(other.plannedFor))
}

interface Bundle {
  readonly outPath: string
  readonly files: readonly BundleFile[]
  readonly extras: readonly TextFile[]
}

/** A new folder: an older export of the same day is left alone. */
async function writeAsFolder(deps: ExportDeps, bundle: Bundle, context: JobContext): Promise<void> {
  await mkdir(bundle.outPath).catch((cause: unknown) => {
    throw new AppError(
      'CONFLICT',
      `There is a folder ${path.basename(bundle.outPath)} already. Move it first.`,
      {
        cause
      }
    )
  })
  try {
    for (const [index, { name, asset }] of bundle.files.entries()) {
      const target = path.join(bundle.outPath, name)
      await mkdir(path.dirname(target), { recursive: true })
      await deps.catalog.exportCopy(asset.id, target, { signal: context.signal })
      context.report(index + 1, bundle.files.length, 'files')
    }
    for (const { name, text } of bundle.extras) await writeFileAtomic(path.join(bundle.outPath, name), text)
  } catch (thrown) {
    await tryDelete(bundle.outPath)
    throw thrown
  }
}

/** Copies stay open until the zip is written, so that each is read where it was proven. */
async function writeAsZip(deps: ExportDeps, bundle: Bundle, context: JobContext): Promise<void> {
  const opened: { readonly release: () => Promise<void> }[] = []
  try {
    const entries: ZipEntry[] = []
    for (const { name, asset } of bundle.files) {
      const copy = await deps.catalog.openCopy(asset.id, context.signal)
      opened.push(copy)
      entries.push({ name, source: { path: copy.path } })
    }
    for (const { name, text } of bundle.extras) entries.push({ name, source: { bytes: Buffer.from(text) } })
    await writeZip(bundle.outPath, entries, {
      signal: context.signal,
      at: deps.clock.now(),
      onEntry: (done) => context.report(Math.min(done, bundle.files.length), bundle.files.length, 'files')
    })
  } finally {
    await Promise.all(opened.map((copy) => copy.release()))
  }
}
