/** Breaks a library in random ways while it works, puts it right with the product's own verbs, and counts losses. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  type Copy,
  findLosses,
  type Losses,
  listAccepted,
  listWholeCopies,
  type Place
} from './chaos-check.ts'
import { type CommandResult, REPOSITORY, runCommand } from './command-line.ts'
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
  /** Contents that were accepted: named in an answer, or committed when the process was killed. */
  readonly accepted: number
  readonly kills: number
  readonly losses: Losses
  /** Verbs that should have worked and did not. */
  readonly failures: readonly string[]
}

interface World {
  readonly dataFolder: string
  readonly inbox: string
  readonly random: () => number
  readonly accepted: Set<string>
  readonly failures: string[]
  campaignId: string
  files: number
  kills: number
  /** What a small import takes here now; moments to kill at are chosen around it. */
  verbMs: number
}

type Round = (world: World) => Promise<void>

const SAMPLE = path.join(REPOSITORY, 'resources', 'sample')

/** Rounds with how often they are chosen. */
const ROUNDS: readonly (readonly [name: string, weight: number, run: Round])[] = [
  ['import', 4, importRound],
  ['generate', 2, (world) => killed(world, ['generate', '--campaign', world.campaignId, '--posts', '2'])],
  ['render', 1, renderRound],
  ['sync', 2, (world) => killed(world, ['storage', 'sync'])],
  ['corrupt object', 2, (world) => damageRound(world, corrupt)],
  ['delete object', 2, (world) => damageRound(world, ({ file }) => rmSync(file))],
  ['remove store', 1, removeStoreRound],
  ['corrupt catalog', 1, corruptCatalogRound]
]

/** Every kind of round once in random order, then as chance wills until the time is over. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const world: World = {
    dataFolder: path.join(options.folder, 'data'),
    inbox: path.join(options.folder, 'inbox'),
    random: createSeededRandom(options.seed),
    accepted: new Set(),
    failures: [],
    campaignId: '',
    files: 0,
    kills: 0,
    verbMs: 0
  }
  await mkdir(world.inbox, { recursive: true })
  const created = await must(world, [
    'campaign',
    'create',
    '--name',
    'Chaos',
    '--product',
    'Lantern',
    '--benefit',
    'Burns'
  ])
  world.campaignId = String(Object(created.json).id)
  const startedAt = Date.now()
  await must(world, ['import', ...(await writeNotes(world)), '--campaign', world.campaignId])
  world.verbMs = Date.now() - startedAt
  noteAccepted(world)
  const endAt = Date.now() + options.seconds * 1000
  const rounds: Record<string, number> = {}
  const first = shuffled(ROUNDS, world.random)
  while (Date.now() < endAt) {
    const [name, , run] = first.shift() ?? choose(world.random)
    rounds[name] = (rounds[name] ?? 0) + 1
    await run(world)
    noteAccepted(world)
    options.say(`${name}: ${world.accepted.size} accepted, ${world.kills} kills`)
  }
  await setRight(world)
  return {
    rounds,
    accepted: world.accepted.size,
    kills: world.kills,
    losses: findLosses(world.dataFolder, world.accepted),
    failures: world.failures
  }
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

/** What is committed counts as accepted, whether or not the process lived to say so. */
function noteAccepted({ dataFolder, accepted }: World): void {
  for (const sha256 of listAccepted(dataFolder)) accepted.add(sha256)
}

async function must(world: World, args: readonly string[]): Promise<CommandResult> {
  const result = await runCommand(args, { dataFolder: world.dataFolder })
  if (result.exitCode !== 0)
    world.failures.push(`${args.join(' ')}: ${result.exitCode} ${result.stdout.slice(0, 300)}`)
  return result
}

/** Runs a verb and kills it at a random moment, sometimes after its end. */
async function killed(world: World, args: readonly string[]): Promise<void> {
  const killAfterMs = Math.round(world.verbMs * (0.1 + 0.9 * world.random()))
  const result = await runCommand(args, { dataFolder: world.dataFolder, killAfterMs })
  if (result.signal === 'SIGKILL') world.kills += 1
  else if (result.exitCode !== 0) world.failures.push(`${args.join(' ')}: ${result.stdout.slice(0, 300)}`)
}

async function importRound(world: World): Promise<void> {
  const pictures = ['gift-set.jpg', 'flat-lay.jpg'].map((name) => path.join(SAMPLE, name))
  await killed(world, ['import', ...(await writeNotes(world)), ...pictures, '--campaign', world.campaignId])
}

async function writeNotes(world: World): Promise<readonly string[]> {
  const paths: string[] = []
  for (let count = 0; count < 12; count++) {
    const number = world.files++
    const file = path.join(world.inbox, `note-${number}.txt`)
    const line = createHash('sha256').update(`${number} ${world.random()}`).digest('hex')
    await writeFile(file, `Note ${number}\n${`${line}\n`.repeat(1 + Math.floor(world.random() * 3000))}`)
    paths.push(file)
  }
  return paths
}

async function renderRound(world: World): Promise<void> {
  const images = ['gift-set.jpg', 'flat-lay.jpg'].flatMap((name) => ['--image', path.join(SAMPLE, name)])
  const out = path.join(world.inbox, `film-${world.files++}.mp4`)
  const shape = ['--preset', 'square', '--seconds', '1', '--quality', 'draft']
  await killed(world, ['slideshow', 'render', '--out', out, ...shape, ...images])
}

/** Damages some copies of one place. Each damaged content has another whole copy at that moment. */
async function damageRound(world: World, damage: (copy: Copy, random: () => number) => void): Promise<void> {
  await must(world, ['storage', 'sync'])
  noteAccepted(world)
  const copies = listWholeCopies(world.dataFolder)
  const place = pick<Place>(['primary', 'backup', 'spool'], world.random)
  const copyCount = (sha256: string): number => copies.filter((copy) => copy.sha256 === sha256).length
  const hurt = copies.filter(
    (copy) => copy.place === place && copyCount(copy.sha256) > 1 && world.random() < 0.2
  )
  for (const copy of hurt) damage(copy, world.random)
  // A wrong local copy is found by reading it, which is what a deep verification does.
  await runCommand(['storage', 'verify', '--deep'], { dataFolder: world.dataFolder })
  await must(world, ['storage', 'repair'])
}

function corrupt({ file }: Copy, random: () => number): void {
  overwrite(file, { from: Math.floor(random() * statSync(file).size), bytes: Buffer.from([7, 7, 7, 7]) })
}

function overwrite(file: string, { from, bytes }: { readonly from: number; readonly bytes: Buffer }): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, from)
  closeSync(handle)
}

async function removeStoreRound(world: World): Promise<void> {
  await must(world, ['storage', 'sync'])
  noteAccepted(world)
  const side = pick(['primary', 'backup'], world.random)
  rmSync(path.join(world.dataFolder, 'stores', side), { recursive: true, force: true })
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

async function setRight(world: World): Promise<void> {
  await must(world, ['storage', 'sync'])
  noteAccepted(world)
  await must(world, ['storage', 'repair', '--force'])
  await must(world, ['storage', 'verify', '--deep'])
}
