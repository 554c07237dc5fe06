// Measures the catalog: gallery pages, search and near duplicates at sizes no person's library reaches soon.
// node bench/catalog.ts [--documents 20000] [--assets 100000] [--keep FOLDER]; what a kept folder holds is not made again
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { createAssetRepository } from '#main/catalog/asset-repository.ts'
import { findNear, packHashes } from '#main/catalog/near-duplicates.ts'
import { createSearchClient } from '#main/catalog/search-client.ts'
import type { Db } from '#main/db/connection.ts'
import { openDatabase } from '#main/db/database.ts'
import type { AssetFilter } from '#shared/domain/asset.ts'
import { record } from './figures.ts'

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '20000' },
    assets: { type: 'string', default: '100000' },
    keep: { type: 'string' }
  }
})
const documentCount = Number(options.documents)
const assetCount = Number(options.assets)
const WORDS_PER_DOCUMENT = 1000
const VOCABULARY = 50_000

/** A repeatable source of chance: mulberry32. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const CONSONANTS = 'bcdfghjklmnprstvwz'
const VOWELS = 'aeiou'

/** Pronounceable, different for each rank. */
function wordOf(rank: number): string {
  let rest = rank + 37
  let word = ''
  while (rest > 0) {
    word += CONSONANTS.charAt(rest % 18) + VOWELS.charAt(Math.floor(rest / 18) % 5)
    rest = Math.floor(rest / 90)
  }
  return word
}

/** Ranks by Zipf's law: the inverse of the harmonic sum, near enough. */
function zipf(random: () => number): number {
  return Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** random()) - 1)
}

function fill(db: Db): void {
  const random = chance(7)
  const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(rank))
  const putBlob = db.prepare(`INSERT INTO blob VALUES (?, ?, 'image/png', ?, 0)`)
  const putReplica = db.prepare(
    `INSERT INTO replica (sha256, side, state, queued_at, changed_at) VALUES (?, ?, 'stored', 0, 0)`
  )
  const putAsset = db.prepare(/* sql */ `
    INSERT INTO asset (id, sha256, kind, origin, name, campaign_id, platform, provider, prompt, cost_microusd, created_at, updated_at)
    VALUES (:id, :sha256, :kind, 'generated', :name, :campaign, :platform, :provider, :prompt, :cost, :at, :at)`)
  const putDocument = db.prepare(
    `INSERT INTO document VALUES (?, 'txt', NULL, ?, NULL, ${WORDS_PER_DOCUMENT}, 'en', 0, '[]')`
  )
  for (let each = 0; each < 50; each++) {
    db.prepare(
      `INSERT INTO campaign (id, name, brief_json, created_at, updated_at) VALUES (?, ?, '{}', 0, 0)`
    ).run(`campaign-${each}`, `Campaign ${each}`)
  }
  const total = documentCount + assetCount
  const addOne = (index: number): void => {
    const isDocument = index < documentCount
    const sha256 = index.toString(16).padStart(64, '0')
    const id = `asset-${String(index).padStart(9, '0')}`
    putBlob.run(sha256, 1000, `images/x/${index}.png`)
    putReplica.run(sha256, 'primary')
    putReplica.run(sha256, 'backup')
    const place = {
      campaign: `campaign-${index % 50}`,
      platform: ['instagram', 'facebook', 'tiktok', 'linkedin'][index % 4] ?? null,
      provider: ['composer', 'together', 'stability'][index % 3] ?? null
    }
    const kind = isDocument ? 'document' : 'image'
    const prompt = isDocument ? null : `${words[zipf(random)]} ${words[zipf(random)]} ${words[zipf(random)]}`
    putAsset.run({
      id,
      sha256,
      kind,
      name: `${kind}-${index}.png`,
      prompt,
      cost: index % 5000,
      at: index,
      ...place
    })
    if (!isDocument) return
    const text = Array.from({ length: WORDS_PER_DOCUMENT }, () => words[zipf(random)]).join(' ')
    putDocument.run(id, text)
  }
  for (let start = 0; start < total; start += 1000) {
    db.transaction(() => {
      for (let index = start; index < Math.min(total, start + 1000); index++) addOne(index)
    })()
  }
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((left, right) => left - right)
  const at = (fraction: number): string => (sorted[Math.floor(sorted.length * fraction)] ?? 0).toFixed(2)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(0.9999)} ms (${sorted.length} times)`
}

function measurePages(db: Db): void {
  const repository = createAssetRepository(db)
  const filters: Readonly<Record<string, AssetFilter>> = {
    'no filter': {},
    'kind, campaign, platform': { kind: 'image', campaignId: 'campaign-8', platform: 'instagram' },
    'kind, campaign, status': { kind: 'image', campaignId: 'campaign-8', status: 'fully_synced' },
    'status primary_only': { status: 'primary_only' },
    provider: { provider: 'together' }
  }
  for (const [name, filter] of Object.entries(filters)) {
    const first = performance.now()
    let cursor = repository.page(filter, { limit: 100, cursor: null }).nextCursor
    const firstMs = performance.now() - first
    const times = Array.from({ length: 40 }, () => {
      const startedAt = performance.now()
      cursor = repository.page(filter, { limit: 100, cursor }).nextCursor
      return performance.now() - startedAt
    })
    console.log(`page of 100, ${name}: first with count ${firstMs.toFixed(1)} ms, then ${spread(times)}`)
    const limit = Object.keys(filter).length > 2 ? { atMost: 5 } : {}
    for (const value of times)
      record({ name: `page of 100, ${name}`, value, unit: 'ms', isQuiet: true, ...limit })
  }
}

/** What the product promises at 100,000 documents. */
const SEARCH_LIMITS_MS: Readonly<Record<string, number>> = { 'usual word': 50, 'prefix of 3 letters': 150 }

async function measureSearch(paths: {
  readonly catalogPath: string
  readonly indexPath: string
}): Promise<void> {
  const search = createSearchClient(paths)
  const startedAt = performance.now()
  for (let isCurrent = false; !isCurrent; )
    isCurrent = (await search.ask('catchUp', { maxMs: 500 })).isCurrent
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`index of ${documentCount + assetCount} assets built in ${seconds} s`)
  const ranks = { 'word in nearly every document': 1, 'usual word': 400, 'rare word': 30_000 }
  const queries: Record<string, readonly string[]> = Object.fromEntries(
    Object.entries(ranks).map(([name, rank]) => [
      name,
      [0, 1, 2, 3, 4, 5, 6, 7].map((add) => wordOf(rank + add * 3))
    ])
  )
  queries['two usual words'] = [0, 1, 2, 3, 4, 5].map((add) => `${wordOf(300 + add)} ${wordOf(500 + add)}`)
  queries['phrase of two words'] = [0, 1, 2, 3].map((add) => `"${wordOf(20 + add)} ${wordOf(40 + add)}"`)
  queries['prefix of 3 letters'] = ['bab*', 'kel*', 'mip*', 'tog*', 'ved*', 'zur*']
  queries['prefix of 2 letters'] = ['ba*', 'ke*', 'mi*']
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  for (const [name, list] of Object.entries(queries)) {
    const times: number[] = []
    for (let round = 0; round < 5; round++) {
      for (const query of list) {
        const askedAt = performance.now()
        await search.ask('search', { query, limit: 20 })
        times.push(performance.now() - askedAt)
      }
    }
    console.log(`search with snippets, ${name}: ${spread(times)}`)
    const limit = SEARCH_LIMITS_MS[name]
    for (const value of times)
      record({
        name: `search with snippets, ${name}`,
        value,
        unit: 'ms',
        isQuiet: true,
        ...(limit === undefined ? {} : { atMost: limit })
      })
  }
  delay.disable()
  console.log(
    `main's loop delay meanwhile: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, of which 5 ms are the sampling`
  )
  record({
    name: "main's loop delay while searching, p99",
    value: delay.percentile(99) / 1e6,
    unit: 'ms',
    atMost: 20
  })
  await search.stop()
}

function measureNearDuplicates(): void {
  const random = chance(3)
  const half = (): number => Math.floor(random() * 4_294_967_296) | 0
  const hashes = Array.from({ length: 100_000 }, (_, index) => ({
    assetId: String(index),
    high: half(),
    low: half()
  }))
  const packed = packHashes(hashes)
  const times = Array.from({ length: 20 }, () => {
    const startedAt = performance.now()
    findNear({ high: half(), low: half() }, packed, { maxDistance: 8 })
    return performance.now() - startedAt
  })
  console.log(`one picture against 100,000 hashes: ${spread(times)}`)
  for (const value of times)
    record({ name: 'one picture against 100,000 hashes', value, unit: 'ms', atMost: 20, isQuiet: true })
}

const folder = options.keep ?? mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-'))
mkdirSync(folder, { recursive: true })
try {
  console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`)
  const catalogPath = path.join(folder, 'catalog.sqlite')
  const db = openDatabase(catalogPath)
  const startedAt = performance.now()
  const isFilled = db.prepare('SELECT 1 FROM asset LIMIT 1').get() !== undefined
  if (!isFilled) fill(db)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  console.log(
    `${isFilled ? 'found' : 'filled'} with ${documentCount} documents and ${assetCount} images in ${seconds} s`
  )
  measurePages(db)
  measureNearDuplicates()
  await measureSearch({ catalogPath, indexPath: path.join(folder, 'search.sqlite') })
  db.close()
} finally {
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true })
}
