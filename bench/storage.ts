/**
 * Measures uploads to two buckets against rclone, in alternation, with time added to every request:
 * `node bench/storage.ts [--rounds N] [--large]`. Without rclone only our own figures are shown.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const LATENCY_MS = 40
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, large: { type: 'boolean', default: false } }
})
const files = options.large ? { count: 5, bytes: 100_000_000 } : { count: 500, bytes: 200_000 }

interface Run {
  readonly wallMs: number
  readonly cpuSeconds: number
}

interface OurRun extends Run {
  readonly acceptedMs: number
  readonly readBytes: number
  readonly rssGrowthBytes: number
  readonly synced: number
}

async function startServers(): Promise<{ readonly child: ChildProcess; readonly urls: readonly string[] }> {
  const script = path.join(import.meta.dirname, 'storage-servers.ts')
  const child = spawn(process.execPath, [script, String(LATENCY_MS)], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  for await (const line of child.stdout) return { child, urls: JSON.parse(String(line)) }
  throw new Error('the servers did not start')
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

function runRclone(source: string, urls: readonly string[], extra: string): Run {
  const remote = (name: string, url: string) => ({
    [`RCLONE_CONFIG_${name.toUpperCase()}_TYPE`]: 's3',
    [`RCLONE_CONFIG_${name.toUpperCase()}_PROVIDER`]: 'Other',
    [`RCLONE_CONFIG_${name.toUpperCase()}_ENDPOINT`]: url,
    [`RCLONE_CONFIG_${name.toUpperCase()}_REGION`]: 'us-east-1',
    [`RCLONE_CONFIG_${name.toUpperCase()}_ACCESS_KEY_ID`]: 'test-key',
    [`RCLONE_CONFIG_${name.toUpperCase()}_SECRET_ACCESS_KEY`]: 'test-secret',
    [`RCLONE_CONFIG_${name.toUpperCase()}_NO_CHECK_BUCKET`]: 'true'
  })
  const env = {
    ...remote('primary', urls[0] ?? ''),
    ...remote('backup', urls[1] ?? ''),
    RCLONE_CONFIG: '/dev/null'
  }
  const copy = (name: string) => `rclone copy ${extra} '${source}' ${name}:${name}/rclone`
  return timed(`${copy('primary')} && ${copy('backup')}`, env)
}

function runOurs(source: string, urls: readonly string[]): OurRun {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-'))
  const script = path.join(import.meta.dirname, 'storage-ours.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, source, dataFolder, ...urls]
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' })
  rmSync(dataFolder, { recursive: true })
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout)
}

async function round(source: string, hasRclone: boolean) {
  const row: { ours: OurRun | null; rclone: Run | null; rclone16: Run | null } = {
    ours: null,
    rclone: null,
    rclone16: null
  }
  const withServers = async <T>(run: (urls: readonly string[]) => T): Promise<T> => {
    const { child, urls } = await startServers()
    try {
      return run(urls)
    } finally {
      child.kill()
    }
  }
  row.ours = await withServers((urls) => runOurs(source, urls))
  if (hasRclone) {
    row.rclone = await withServers((urls) => runRclone(source, urls, ''))
    row.rclone16 = await withServers((urls) => runRclone(source, urls, '--transfers 16'))
  }
  return row
}

const folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-source-'))
const source = path.join(folder, 'files')
mkdirSync(source)
for (let index = 0; index < files.count; index++) {
  writeFileSync(path.join(source, `file-${index}.png`), randomBytes(files.bytes))
}
const hasRclone = spawnSync('rclone', ['version']).status === 0
if (!hasRclone) console.log('rclone is not installed; only our own figures follow.')
for (let index = 0; index < Number(options.rounds); index++) {
  const { ours, rclone, rclone16 } = await round(source, hasRclone)
  if (ours === null) continue
  const total = files.count * files.bytes
  console.log(
    `round ${index + 1}: ours ${(ours.wallMs / 1000).toFixed(2)} s (accepted after ${(ours.acceptedMs / 1000).toFixed(2)} s),`,
    `cpu ${ours.cpuSeconds.toFixed(2)} s, read ${(ours.readBytes / total).toFixed(2)} x, memory +${Math.round(ours.rssGrowthBytes / 1e6)} MB,`,
    `${ours.synced} synced`
  )
  if (rclone === null || rclone16 === null) continue
  const ratio = (of: Run) =>
    `wall ${(ours.wallMs / of.wallMs).toFixed(2)}, cpu ${(ours.cpuSeconds / of.cpuSeconds).toFixed(2)}`
  console.log(
    `  against rclone copy twice (${(rclone.wallMs / 1000).toFixed(2)} s, cpu ${rclone.cpuSeconds.toFixed(2)} s): ${ratio(rclone)}`
  )
  console.log(
    `  against --transfers 16 (${(rclone16.wallMs / 1000).toFixed(2)} s, cpu ${rclone16.cpuSeconds.toFixed(2)} s): ${ratio(rclone16)}`
  )
}
rmSync(folder, { recursive: true })
