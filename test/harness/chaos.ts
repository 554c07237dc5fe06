/** Breaks a library in random ways while it works, puts it right with the product's own verbs, and counts losses. */
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { type Copy, findLosses, type Losses, listWholeCopies, type Place } from './chaos-check.ts'
import { createFolderPlace } from './chaos-stores.ts'
import { attempt, killed, must, noteAccepted, openWorld, type World, writeNotes } from './chaos-world.ts'
import { REPOSITORY } from './command-line.ts'
import { createSeededRandom } from './seeded-random.ts'

export interface ChaosOptions {
  readonly seed: number
  /** No new round begins after this; setting right and checking come on top. */
  readonly seconds: number
  /** Empty; kept afterwards for looking into. */
  readonly folder: string
  say(line: string): void
}

export interface ChaosResult {
  readonly rounds: Readonly<Record<string, number>>
  /** Assets that were accepted: named in an answer, or committed when the process was killed. */
  readonly accepted: number
  /** How often each fault, clock jump and kill happened. */
  readonly faults: Readonly<Record<string, number>>
  readonly losses: Losses
  /** Verbs that should have worked and did not. */
  readonly failures: readonly string[]
}

type Round = (world: World) => Promise<void>

const SAMPLE = path.join(REPOSITORY, 'resources', 'sample')
const PICTURES = ['gift-set.jpg', 'flat-lay.jpg'].map((name) => path.join(SAMPLE, name))

/** Rounds with how often they are chosen. */
const ROUNDS: readonly (readonly [name: string, weight: number, run: Round])[] = [
  ['import', 4, importRound],
  ['generate', 2, (world) => killed(world, ['generate', '--campaign', world.campaignId, '--posts', '2'])],
  ['render', 1, renderRound],
  ['sync', 2, (world) => killed(world, ['storage', 'sync'])],
  ['corrupt object', 2, corruptRound],
  ['delete object', 2, deleteRound],
  ['remove store', 1, removeStoreRound],
  ['corrupt catalog', 1, corruptCatalogRound]
]

/** Every kind of round once in random order, then as chance wills until the time is over. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const random = createSeededRandom(options.seed)
  const world = await openWorld(options.folder, random)
  const endAt = performance.now() + options.seconds * 1000
  const rounds: Record<string, number> = {}
  const first = shuffled(ROUNDS, random)
  while (performance.now() < endAt) {
    const [name, , run] = first.shift() ?? choose(random)
    rounds[name] = (rounds[name] ?? 0) + 1
    await run(world)
    noteAccepted(world)
    options.say(`${name}: ${world.accepted.size} accepted, ${world.counts['killed'] ?? 0} kills`)
  }
  await setRight(world)
  const losses = findLosses(world, world.accepted)
  await world.close()
  return { rounds, accepted: world.accepted.size, faults: world.counts, losses, failures: world.failures }
}

function choose(random: () => number): (typeof ROUNDS)[number] {
  const bag = ROUNDS.flatMap((round) => Array.from({ length: round[1] }, () => round))
  return pick(bag, random)
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to choose from')
  return item
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

async function importRound(world: World): Promise<void> {
  await killed(world, ['import', ...(await writeNotes(world)), ...PICTURES, '--campaign', world.campaignId])
}

async function renderRound(world: World): Promise<void> {
  const images = PICTURES.flatMap((file) => ['--image', file])
  const out = path.join(world.inbox, `film-${world.nextFile()}.mp4`)
  const shape = ['--preset', 'square', '--seconds', '1', '--quality', 'draft']
  await killed(world, ['slideshow', 'render', '--out', out, ...shape, ...images])
}

async function corruptRound(world: World): Promise<void> {
  await damageRound(world, ({ place, key }) => {
    const at = placeOf(world, place)
    at.corrupt(key, Math.floor(world.random() * (at.read(key)?.length ?? 1)))
  })
}

async function deleteRound(world: World): Promise<void> {
  await damageRound(world, ({ place, key }) => placeOf(world, place).remove(key))
}

function placeOf({ dataFolder, stores }: World, place: Place) {
  return place === 'spool' ? createFolderPlace(path.join(dataFolder, 'spool')) : stores[place]
}

/** Damages some copies of one place. Each damaged content has another whole copy at that moment. */
async function damageRound(world: World, damage: (copy: Copy) => void): Promise<void> {
  await must(world, ['storage', 'sync'])
  noteAccepted(world)
  const copies = listWholeCopies(world)
  const place = pick<Place>(['primary', 'backup', 'spool'], world.random)
  const copyCount = (sha256: string): number => copies.filter((copy) => copy.sha256 === sha256).length
  const hurt = copies.filter(
    (copy) => copy.place === place && copyCount(copy.sha256) > 1 && world.random() < 0.2
  )
  for (const copy of hurt) damage(copy)
  // A wrong local copy is found by reading it, which is what a deep verification does.
  await attempt(world, ['storage', 'verify', '--deep'])
  await must(world, ['storage', 'repair'])
}

async function removeStoreRound(world: World): Promise<void> {
  await must(world, ['storage', 'sync'])
  noteAccepted(world)
  world.stores[pick(['primary', 'backup'] as const, world.random)].empty()
  await killed(world, ['storage', 'repair', '--force'])
  await must(world, ['storage', 'repair', '--force'])
}

async function corruptCatalogRound(world: World): Promise<void> {
  await must(world, ['storage', 'sync'])
  noteAccepted(world)
  const catalog = path.join(world.dataFolder, 'catalog.db')
  for (const suffix of ['-wal', '-shm']) rmSync(`${catalog}${suffix}`, { force: true })
  const pages = Math.floor(statSync(catalog).size / 4096)
  const page = Math.floor(world.random() * pages)
  const bytes = Buffer.from(Array.from({ length: 4096 }, () => Math.floor(world.random() * 256)))
  overwrite(catalog, { from: page * 4096, bytes })
  await must(world, ['storage', 'rebuild', '--from', pick(['primary', 'backup'], world.random)])
}

function overwrite(file: string, { from, bytes }: { readonly from: number; readonly bytes: Buffer }): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, from)
  closeSync(handle)
}

async function setRight(world: World): Promise<void> {
  await must(world, ['storage', 'sync'])
  noteAccepted(world)
  await must(world, ['storage', 'repair', '--force'])
  await must(world, ['storage', 'verify', '--deep'])
}
