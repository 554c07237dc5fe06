/** A library under chaos: its folder, the places behind it, what it accepted, and the verbs that are run on it. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { listAccepted } from './chaos-check.ts'
import {
  BUCKET,
  type ChaosBucket,
  type ChaosStores,
  createFolderPlace,
  startChaosBucket
} from './chaos-stores.ts'
import { type CommandResult, REPOSITORY, runCommand } from './command-line.ts'

export interface World {
  readonly dataFolder: string
  readonly inbox: string
  readonly stores: ChaosStores
  readonly random: () => number
  /** Lines of `listAccepted`, of all times. */
  readonly accepted: Set<string>
  /** Verbs that should have worked and did not. */
  readonly failures: string[]
  readonly campaignId: string
  /** What a small import takes here now; moments to kill at are chosen around it. */
  readonly verbMs: number
  /** How often each fault, jump and kill happened. */
  readonly counts: Record<string, number>
  nextFile(): number
  close(): Promise<void>
}

const KEYS = { B2_ACCESS_KEY_ID: 'test-key', B2_SECRET_ACCESS_KEY: 'test-secret' }
const DAY_MS = 86_400_000

/** A library with one campaign and some notes; the primary is a folder, the backup a bucket. */
export async function openWorld(folder: string, random: () => number): Promise<World> {
  const dataFolder = path.join(folder, 'data')
  const bucket: ChaosBucket = await startChaosBucket()
  const stores = { primary: createFolderPlace(path.join(dataFolder, 'stores', 'primary')), backup: bucket }
  let files = 0
  const draft = {
    dataFolder,
    inbox: path.join(folder, 'inbox'),
    stores,
    random,
    accepted: new Set<string>(),
    failures: [],
    counts: {},
    nextFile: () => files++,
    close: () => bucket.close()
  }
  await mkdir(draft.inbox, { recursive: true })
  const world = { ...draft, campaignId: '', verbMs: 0 }
  const use = ['--kind', 'b2', '--endpoint', bucket.url, '--bucket', BUCKET, '--region', 'us-east-005']
  await must(world, ['store', 'set', 'backup', ...use])
  const facts = ['--name', 'Chaos', '--product', 'Lantern', '--benefit', 'Burns']
  const created = await must(world, ['campaign', 'create', ...facts])
  const campaignId = String(Object(created.json).id)
  const startedAt = performance.now()
  await must(world, ['import', ...(await writeNotes(world)), '--campaign', campaignId])
  noteAccepted(world)
  return { ...world, campaignId, verbMs: performance.now() - startedAt }
}

/** What is committed counts as accepted, whether or not the process lived to say so. */
export function noteAccepted({ dataFolder, accepted }: Pick<World, 'dataFolder' | 'accepted'>): void {
  for (const line of listAccepted(dataFolder)) accepted.add(line)
}

/** Runs a verb that has to succeed. */
export async function must(world: World, args: readonly string[]): Promise<CommandResult> {
  const result = await runCommand(args, { dataFolder: world.dataFolder, environment: KEYS })
  if (result.exitCode !== 0) world.failures.push(`${args.join(' ')}: ${result.exitCode} ${reasonOf(result)}`)
  return result
}

/** What a verb says went wrong: its error, or the items that failed. */
function reasonOf({ json, stdout }: CommandResult): string {
  const { error, failed } = Object(json)
  return error === undefined && failed === undefined
    ? stdout.slice(0, 300)
    : JSON.stringify({ error, failed }).slice(0, 600)
}

/** Runs a verb that may fail, as while damage is there. */
export async function attempt(world: World, args: readonly string[]): Promise<CommandResult> {
  return await runCommand(args, { dataFolder: world.dataFolder, environment: KEYS })
}

/**
 * Runs a verb while a place may misbehave and the clock may jump, and kills it at a random moment, sometimes after its
 * end. A verb that ends by itself has to succeed or name a code.
 */
export async function killed(world: World, args: readonly string[]): Promise<void> {
  const { random, stores } = world
  const side = random() < 0.5 ? 'primary' : 'backup'
  const isSpoiled = random() < 0.5
  if (isSpoiled) count(world, `${side} ${stores[side].spoil(random)}`)
  const result = await runCommand(args, {
    dataFolder: world.dataFolder,
    environment: { ...KEYS, ...clockOf(world) },
    killAfterMs: Math.round(world.verbMs * (0.1 + 0.9 * random()))
  })
  stores[side].mend()
  if (result.signal === 'SIGKILL') count(world, 'killed')
  else if (!isExplained(result, isSpoiled)) world.failures.push(`${args.join(' ')}: ${reasonOf(result)}`)
}

/** While a place misbehaves, a verb may end with a code, or with items that each have one. */
function isExplained({ exitCode, json }: CommandResult, isSpoiled: boolean): boolean {
  const { error, failed } = Object(json)
  const codes = Array.isArray(failed) && failed.length > 0 ? failed.map(codeOf) : [codeOf(error)]
  return exitCode === 0 || (isSpoiled && codes.every((code) => typeof code === 'string'))
}

const codeOf = (value: unknown): unknown => Object(value).code

/** Now and then the clock of the process jumps by up to 400 days, either way, while it works. */
function clockOf(world: World): Readonly<Record<string, string>> {
  const { random } = world
  if (random() < 0.7) return {}
  const shiftMs = Math.round((random() * 2 - 1) * 400 * DAY_MS)
  count(world, shiftMs < 0 ? 'clock jumped back' : 'clock jumped ahead')
  const loader = pathToFileURL(path.join(REPOSITORY, 'test/harness/clock-shift.mjs')).href
  return {
    NODE_OPTIONS: `--import ${loader}`,
    CHAOS_CLOCK_SHIFT_MS: String(shiftMs),
    CHAOS_CLOCK_AFTER_MS: String(Math.round(random() * world.verbMs))
  }
}

function count({ counts }: World, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

/** New files to import: notes of a few bytes to 200 KB; gives their paths. */
export async function writeNotes(
  world: Pick<World, 'inbox' | 'random' | 'nextFile'>
): Promise<readonly string[]> {
  const paths: string[] = []
  for (let written = 0; written < 12; written++) {
    const number = world.nextFile()
    const file = path.join(world.inbox, `note-${number}.txt`)
    const line = createHash('sha256').update(`${number} ${world.random()}`).digest('hex')
    await writeFile(file, `Note ${number}\n${`${line}\n`.repeat(1 + Math.floor(world.random() * 3000))}`)
    paths.push(file)
  }
  return paths
}
