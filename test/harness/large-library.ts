/**
 * A data folder with very many assets, as if they had been imported long ago: rows put straight into the catalog, the
 * search index built, small pictures in the cache under their contents' names. Contents themselves are not there.
 */
import { linkSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { createSearchClient } from '#main/catalog/search-client.ts'
import type { Db } from '#main/db/connection.ts'
import { openDatabase } from '#main/db/database.ts'
import { createSeededRandom } from './seeded-random.ts'

export interface LargeLibrary {
  readonly dataFolder: string
  readonly assets: number
  /** Distinct small pictures; all others are links to these. */
  readonly pictures: number
}

const PLATFORMS = ['instagram', 'facebook', 'tiktok', 'linkedin'] as const
const SIZES = [
  [1024, 1024],
  [1200, 630],
  [1080, 1920],
  [1200, 627]
] as const
const PROVIDERS = ['composer', 'together', 'replicate', 'stability'] as const
const WORDS = [
  'amber',
  'linen',
  'harvest',
  'window',
  'evening',
  'workshop',
  'studio',
  'garden',
  'copper',
  'winter'
]
const DAY_MS = 86_400_000
const NEWEST_AT = Date.UTC(2026, 10, 1)
const CAMPAIGNS = 40
const FOLDERS = 256

/** Fills an empty data folder. Disk: about 200 MB for 100,000 assets. */
export async function fillLargeLibrary({ dataFolder, assets, pictures }: LargeLibrary): Promise<void> {
  mkdirSync(dataFolder, { recursive: true })
  const catalogPath = join(dataFolder, 'catalog.db')
  const db = openDatabase(catalogPath)
  fillRows(db, assets)
  // What each store was told already, so that the first start does not write a manifest per asset.
  db.exec('DELETE FROM catalog_change')
  db.close()
  const search = createSearchClient({ catalogPath, indexPath: join(dataFolder, 'search.db') })
  for (let isCurrent = false; !isCurrent; )
    isCurrent = (await search.ask('catchUp', { maxMs: 2000 })).isCurrent
  await search.stop()
  await fillPictures(join(dataFolder, 'cache', 'pictures'), { assets, pictures })
}

const shaOf = (index: number): string =>
  `${(index % FOLDERS).toString(16).padStart(2, '0')}${index.toString(16).padStart(62, '0')}`

function fillRows(db: Db, assets: number): void {
  const random = createSeededRandom(11)
  const word = (): string => WORDS[Math.floor(random() * WORDS.length)] ?? 'amber'
  for (let index = 0; index < CAMPAIGNS; index += 1)
    db.prepare(
      `INSERT INTO campaign (id, name, brief_json, created_at, updated_at) VALUES (?, ?, '{}', ?, 0)`
    ).run(`campaign-${index}`, `${word()} ${index}`, index)
  const putBlob = db.prepare(
    `INSERT INTO blob (sha256, size_bytes, media_type, object_key, created_at) VALUES (?, ?, 'image/webp', ?, 0)`
  )
  const putReplica = db.prepare(
    `INSERT INTO replica (sha256, side, state, queued_at, changed_at) VALUES (?, ?, 'stored', 0, 0)`
  )
  const putAsset = db.prepare(/* sql */ `
    INSERT INTO asset (id, sha256, kind, origin, name, title, campaign_id, platform, post, provider, model, prompt,
      cost_microusd, width_px, height_px, rating, created_at, updated_at)
    VALUES (:id, :sha256, :kind, :origin, :name, :title, :campaign, :platform, :post, :provider, 'model-1', :prompt,
      :cost, :width, :height, :rating, :at, :at)`)
  const putOne = (index: number): void => {
    const sha256 = shaOf(index)
    putBlob.run(sha256, 100_000 + index, `images/local/general/${index}.webp`)
    putReplica.run(sha256, 'primary')
    putReplica.run(sha256, 'backup')
    const [width, height] = SIZES[index % SIZES.length] ?? [1024, 1024]
    putAsset.run({
      id: `large-${String(index).padStart(7, '0')}`,
      sha256,
      kind: index % 50 === 7 ? 'document' : 'image',
      origin: index % 3 === 0 ? 'imported' : 'generated',
      name: `${word()}-${word()}-${index}.webp`,
      title: index % 4 === 0 ? `${word()} ${word()} by the ${word()} ${index}` : null,
      campaign: `campaign-${index % CAMPAIGNS}`,
      platform: PLATFORMS[index % PLATFORMS.length] ?? null,
      post: 1 + (index % 12),
      provider: PROVIDERS[index % PROVIDERS.length] ?? null,
      prompt: `${word()} ${word()} ${word()}`,
      cost: index % 5000,
      width,
      height,
      rating: index % 6,
      at: NEWEST_AT - Math.floor((index * 700 * DAY_MS) / assets)
    })
  }
  for (let start = 0; start < assets; start += 5000) {
    db.transaction(() => {
      for (let index = start; index < Math.min(assets, start + 5000); index += 1) putOne(index)
    })()
  }
}

/** The distinct pictures are drawn; every other content's picture is a link to one of them. */
async function fillPictures(
  folder: string,
  { assets, pictures }: Pick<LargeLibrary, 'assets' | 'pictures'>
): Promise<void> {
  const random = createSeededRandom(5)
  for (let index = 0; index < FOLDERS; index += 1)
    mkdirSync(join(folder, index.toString(16).padStart(2, '0')), { recursive: true })
  const fileOf = (index: number, side: 256 | 512): string =>
    join(folder, shaOf(index).slice(0, 2), `${shaOf(index)}-${side}.webp`)
  for (let index = 0; index < Math.min(pictures, assets); index += 1) {
    const [width, height] = SIZES[index % SIZES.length] ?? [1024, 1024]
    const picture = sharp(Buffer.from(sceneSvg({ width, height, random })))
    for (const side of [256, 512] as const)
      await picture
        .clone()
        .resize(side, side, { fit: 'inside' })
        .webp({ quality: 80 })
        .toFile(fileOf(index, side))
  }
  for (let index = pictures; index < assets; index += 1) {
    // Steps of the same length keep each content's picture in its own shape.
    const original = index % pictures
    for (const side of [256, 512] as const) linkSync(fileOf(original, side), fileOf(index, side))
  }
}

interface Scene {
  readonly width: number
  readonly height: number
  readonly random: () => number
}

function sceneSvg({ width, height, random }: Scene): string {
  const hue = (): number => Math.floor(random() * 360)
  const first = hue()
  const discs = Array.from({ length: 14 }, () => {
    const radius = width * (0.04 + random() * 0.2)
    return `<circle cx="${random() * width}" cy="${random() * height}" r="${radius}" fill="hsl(${hue()} 55% ${30 + random() * 50}%)" opacity="0.75"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <linearGradient id="ground" x2="1" y2="1"><stop stop-color="hsl(${first} 50% 70%)"/><stop offset="1" stop-color="hsl(${(first + 60) % 360} 45% 35%)"/></linearGradient>
    <rect width="100%" height="100%" fill="url(#ground)"/>${discs.join('')}</svg>`
}
