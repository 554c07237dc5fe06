/**
 * Measures storage against rclone, in alternation, with 40 ms added to every request of two strict S3 servers:
 * `node bench/storage.ts [--what small|large|verify] [--rounds N]`. Without rclone only our own figures are shown.
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { record } from './figures.ts'
import { bundleLane } from './storage-bundle.ts'
import { eachVerifyObject, VERIFY_FOLDER } from './storage-verify-objects.ts'

const LATENCY_MS = 40
const SETS = {
  small: { count: 500, bytes: 200_000 },
  large: { count: 5, bytes: 100_000_000 },
  verify: { count: 10_000, bytes: 4096 }
} as const
type What = keyof typeof SETS
const isWhat = (name: string): name is What => Object.hasOwn(SETS, name)

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, what: { type: 'string', default: 'small' } }
})
if (!isWhat(options.what)) throw new Error('--what is small, large or verify')
const what = options.what
const set = SETS[what]

interface Run {
  readonly wallMs: number
  readonly cpuSeconds: number
}

interface OurRun extends Run {
  readonly acceptedMs?: number
  readonly startCpuSeconds?: number
  readonly readBytes?: number
  readonly rssGrowthBytes?: number
  readonly synced?: number
  readonly same?: number
}

interface Server {
  readonly url: string
  /** How many came so far. */
  requests(): Promise<number>
  stop(): void
}

async function startServer(bucket: string): Promise<Server> {
  const script = path.join(import.meta.dirname, 'storage-server.ts')
  const seeded = what === 'verify' ? set.count : 0
  const child = spawn(process.execPath, [script, bucket, String(LATENCY_MS), String(seeded)], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => String((await lines.next()).value)
  return {
    url: await nextLine(),
    async requests() {
      child.kill('SIGUSR2')
      return Number(await nextLine())
    },
    stop: () => void child.kill()
  }
}

/** Wall time and processor time of a command, as bash's own `time` tells them. */
function timed(command: string, env: Readonly<Record<string, string>>): Run {
  const script = `TIMEFORMAT='%R %U %S'; time { ${command} ; }`
  const done = spawnSync('bash', ['-c', script], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    encoding: 'utf8'
  })
  const match = /([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(done.stderr)
  if (done.status !== 0 || match === null) throw new Error(`${command} failed: ${done.stderr.slice(-500)}`)
  const [, wall, user, system] = match.map(Number)
  return { wallMs: (wall ?? 0) * 1000, cpuSeconds: (user ?? 0) + (system ?? 0) }
}

const rcloneRemote = (name: string, url: string) => ({
  [`RCLONE_CONFIG_${name.toUpperCase()}_TYPE`]: 's3',
  [`RCLONE_CONFIG_${name.toUpperCase()}_PROVIDER`]: 'Other',
  [`RCLONE_CONFIG_${name.toUpperCase()}_ENDPOINT`]: url,
  [`RCLONE_CONFIG_${name.toUpperCase()}_REGION`]: 'us-east-1',
  [`RCLONE_CONFIG_${name.toUpperCase()}_ACCESS_KEY_ID`]: 'test-key',
  [`RCLONE_CONFIG_${name.toUpperCase()}_SECRET_ACCESS_KEY`]: 'test-secret',
  [`RCLONE_CONFIG_${name.toUpperCase()}_NO_CHECK_BUCKET`]: 'true'
})

/** The same work for both buckets, one after the other, as rclone does it. */
function runRclone(source: string, urls: readonly string[], extra: string): Run {
  const env = {
    ...rcloneRemote('primary', urls[0] ?? ''),
    ...rcloneRemote('backup', urls[1] ?? ''),
    RCLONE_CONFIG: '/dev/null',
    RCLONE_S3_LIST_VERSION: '2'
  }
  const each = (name: string): string =>
    what === 'verify'
      ? `rclone check ${extra} '${source}' ${name}:${name}/${VERIFY_FOLDER}`
      : `rclone copy ${extra} '${source}' ${name}:${name}/rclone`
  return timed(`${each('primary')} && ${each('backup')}`, env)
}

function runOurs(lane: string, source: string, urls: readonly string[]): OurRun {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-'))
  const input = what === 'verify' ? String(set.count) : source
  const done = spawnSync(process.execPath, [lane, input, dataFolder, ...urls], { encoding: 'utf8' })
  rmSync(dataFolder, { recursive: true })
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout)
}

async function withServers<T>(run: (urls: readonly string[]) => T) {
  const servers = [await startServer('primary'), await startServer('backup')]
  try {
    const result = run(servers.map(({ url }) => url))
    return { result, requests: await Promise.all(servers.map(async (server) => await server.requests())) }
  } finally {
    for (const server of servers) server.stop()
  }
}

function writeSource(folder: string): void {
  mkdirSync(folder)
  if (what === 'verify') {
    for (const { key, bytes } of eachVerifyObject(set.count)) {
      writeFileSync(path.join(folder, path.basename(key)), bytes)
    }
    return
  }
  for (let index = 0; index < set.count; index++) {
    writeFileSync(path.join(folder, `file-${index}.png`), randomBytes(set.bytes))
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

function describe(run: OurRun, requests: readonly number[]): string {
  const total = set.count * set.bytes
  const facts = [
    `ours ${seconds(run.wallMs)}`,
    `cpu ${run.cpuSeconds.toFixed(2)} s`,
    ...(run.acceptedMs === undefined ? [] : [`accepted after ${seconds(run.acceptedMs)}`]),
    ...(run.startCpuSeconds === undefined ? [] : [`of it start ${run.startCpuSeconds.toFixed(2)} s`]),
    ...(run.readBytes === undefined ? [] : [`read ${(run.readBytes / total).toFixed(2)} x`]),
    ...(run.rssGrowthBytes === undefined ? [] : [`memory +${Math.round(run.rssGrowthBytes / 1e6)} MB`]),
    `${run.synced ?? run.same} right`,
    `requests ${requests.join(' and ')}`
  ]
  return facts.join(', ')
}

function median(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  return `${middle.toFixed(2)} (${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`
}

/** What the product promises against rclone run once a store. */
const PROMISES: Readonly<
  Record<What, Readonly<Record<string, { readonly wall?: number; readonly cpu?: number }>>>
> = {
  small: { '': { wall: 0.45, cpu: 1.2 }, '--transfers 16': { wall: 1 } },
  large: { '': { wall: 1.3, cpu: 0.8 } },
  verify: { '': { wall: 1 } }
}
const TITLES: Readonly<Record<What, string>> = {
  small: '500 files of 200 KB',
  large: '5 files of 100 MB',
  verify: 'quick verify of 10,000 objects'
}

function recordRatios(mode: string, ratio: { readonly wall: number; readonly cpu: number }): void {
  const promise = PROMISES[what][mode] ?? {}
  const peer = mode === '' ? 'rclone' : `rclone ${mode}`
  for (const kind of ['wall', 'cpu'] as const) {
    const atMost = promise[kind]
    const name = `${TITLES[what]}, ${kind}, against ${peer}`
    record({ name, value: ratio[kind], unit: '×', ...(atMost === undefined ? {} : { atMost }) })
  }
}

function recordOurs(run: OurRun, requests: readonly number[]): void {
  const title = TITLES[what]
  if (run.readBytes !== undefined)
    record({
      // Parts are read from the copy in the data folder, so that the source may go as soon as a file is accepted.
      name: `${title}, ${what === 'large' ? 'source and local copy' : 'source'}, bytes read`,
      value: run.readBytes / (set.count * set.bytes),
      unit: '×',
      ...(what === 'large' ? {} : { atMost: 1.1 })
    })
  if (run.rssGrowthBytes !== undefined)
    record({ name: `${title}, memory growth`, value: run.rssGrowthBytes / 1e6, unit: 'MB', atMost: 200 })
  if (what === 'verify')
    record({ name: `${title}, requests a store`, value: Math.max(...requests), unit: 'requests', atMost: 12 })
}

const folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-source-'))
// Inside the project, so that the bundle finds the packages.
const built = path.join(import.meta.dirname, '..', 'out', 'bench-storage')
try {
  const source = path.join(folder, 'files')
  writeSource(source)
  const lane = await bundleLane(what === 'verify' ? 'storage-verify-ours.ts' : 'storage-ours.ts', built)
  const hasRclone = spawnSync('rclone', ['version']).status === 0
  if (!hasRclone) console.log('rclone is not installed; only our own figures follow.')
  const modes = what === 'verify' ? [''] : ['', '--transfers 16']
  const ratios = modes.map((mode) => ({ mode, wall: [] as number[], cpu: [] as number[] }))
  for (let index = 0; index < Number(options.rounds); index++) {
    const { result: ours, requests } = await withServers((urls) => runOurs(lane, source, urls))
    console.log(`round ${index + 1}: ${describe(ours, requests)}`)
    recordOurs(ours, requests)
    for (const ratio of hasRclone ? ratios : []) {
      const { result, requests: theirs } = await withServers((urls) => runRclone(source, urls, ratio.mode))
      ratio.wall.push(ours.wallMs / result.wallMs)
      ratio.cpu.push(ours.cpuSeconds / result.cpuSeconds)
      recordRatios(ratio.mode, {
        wall: ours.wallMs / result.wallMs,
        cpu: ours.cpuSeconds / result.cpuSeconds
      })
      console.log(
        `  rclone twice ${ratio.mode} ${seconds(result.wallMs)}, cpu ${result.cpuSeconds.toFixed(2)} s, requests ${theirs.join(' and ')}`
      )
    }
  }
  for (const { mode, wall, cpu } of hasRclone ? ratios : []) {
    console.log(`against rclone twice ${mode}: wall ${median(wall)}, cpu ${median(cpu)} (median, range)`)
  }
} finally {
  rmSync(folder, { recursive: true })
  rmSync(built, { recursive: true, force: true })
}
