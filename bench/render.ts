// Slideshow rendering against peers on the same work: 10 photographs of 12 megapixels, 3 s each, crossfades of 0.5 s,
// captions, music, full HD at 30 frames a second. All lanes alternate in one run; processor time of whole process trees.
// node bench/render.ts [--rounds 1] [--lanes ours,xfade,ultrafast]
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { encodingPlan } from '#main/slideshow/encoding.ts'
import { record } from './figures.ts'
import {
  type Command,
  documentCommand,
  hasProgram,
  makeCaptions,
  meltCommand,
  ssimOf,
  x264Command,
  xfadeCommand
} from './render-peers.ts'
import { makeMaterial, workStoryboard, writeRawFrames } from './render-work.ts'

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, lanes: { type: 'string', default: '' } }
})

interface Lane {
  readonly name: string
  readonly command: (out: string) => Command
  /** What its frames should look like; null where the timing differs too much to compare. */
  readonly reference: (() => string) | null
  readonly needsMotionFrames?: boolean
}

interface Measured {
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly sizeBytes: number
}

// Frames come "from memory" where the system has a memory file system.
const root = existsSync('/dev/shm') && freeBytes('/dev/shm') > 6e9 ? '/dev/shm' : tmpdir()
const folder = mkdtempSync(path.join(root, 'campaignforge-bench-'))
const file = (name: string): string => path.join(folder, name)
const ours =
  (slides: number, motion: string, quality: string) =>
  (out: string): Command => ({
    program: process.execPath,
    args: [path.join(import.meta.dirname, 'render-lane.ts'), folder, out, String(slides), motion, quality]
  })
const still = (): string => file('still.yuv')
const moving = (): string => file('moving.yuv')
const effort = encodingPlan('standard').moving

const ALL_LANES: readonly Lane[] = [
  { name: 'ours', command: ours(10, 'none', 'standard'), reference: still },
  {
    name: 'xfade',
    command: (out) => xfadeCommand(folder, out),
    reference: () => file('xfade-reference.mkv')
  },
  {
    name: 'ultrafast',
    command: (out) => x264Command(still(), out, { preset: 'ultrafast', rateFactor: 23 }),
    reference: still
  },
  { name: 'document', command: (out) => documentCommand(folder, out), reference: null },
  { name: 'compatible', command: ours(10, 'none', 'compatible'), reference: still },
  { name: 'draft', command: ours(10, 'none', 'draft'), reference: null },
  { name: 'ours-60', command: ours(60, 'none', 'standard'), reference: null },
  { name: 'motion', command: ours(10, 'kenburns', 'standard'), reference: moving, needsMotionFrames: true },
  {
    name: 'motion-x264',
    command: (out) => x264Command(moving(), out, effort),
    reference: moving,
    needsMotionFrames: true
  },
  ...(hasProgram('melt')
    ? [{ name: 'melt', command: (out: string) => meltCommand(folder, out), reference: null }]
    : [])
]

function freeBytes(where: string): number {
  const line = String(execFileSync('df', ['-B1', '--output=avail', where]))
    .trim()
    .split('\n')
    .at(-1)
  return Number(line)
}

/** Processor time of the command and all it started, as the shell counts it; memory as the largest sum seen. */
async function measure({ program, args }: Command, out: string): Promise<Measured> {
  const child = spawn('bash', ['-c', '"$@" && times', 'bash', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += String(chunk)
  })
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, treeBytes(child.pid ?? -1))
  }, 200)
  const [code] = await once(child, 'close')
  clearInterval(timer)
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  const times = [...text.matchAll(/(\d+)m([\d.]+)s/g)].map(
    (match) => Number(match[1]) * 60 + Number(match[2])
  )
  return {
    cpuSeconds: (times.at(-2) ?? 0) + (times.at(-1) ?? 0),
    peakMegabytes: peak / 1e6,
    sizeBytes: statSync(out).size
  }
}

/** Bytes in memory of a process and everything below it; pages that several share count once. */
function treeBytes(rootPid: number): number {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const parent = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])
      parents.set(Number(name), parent)
    } catch {
      // The process ended between listing and reading.
    }
  }
  const isBelow = (pid: number): boolean =>
    pid === rootPid || (parents.has(pid) && isBelow(parents.get(pid) ?? 0))
  return [...parents.keys()].reduce((sum, pid) => (isBelow(pid) ? sum + ownBytes(pid) : sum), 0)
}

function ownBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/Pss:\s+(\d+)/.exec(text)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function prepare(lanes: readonly Lane[]): Promise<void> {
  await makeMaterial(folder)
  await makeCaptions(folder)
  await writeRawFrames(workStoryboard(folder, { slides: 10, motion: 'none', hasMusic: false }), still())
  if (lanes.some((lane) => lane.needsMotionFrames)) {
    await writeRawFrames(
      workStoryboard(folder, { slides: 10, motion: 'kenburns', hasMusic: false }),
      moving()
    )
  }
  if (lanes.some((lane) => lane.name === 'xfade')) {
    const { program, args } = xfadeCommand(folder, file('xfade-reference.mkv'), [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-qp',
      '1'
    ])
    execFileSync(program, [...args])
  }
}

async function main(): Promise<void> {
  const wanted = options.lanes === '' ? ALL_LANES.map((lane) => lane.name) : options.lanes.split(',')
  const lanes = ALL_LANES.filter((lane) => wanted.includes(lane.name))
  await prepare(lanes)
  const results = new Map<string, Measured[]>()
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const lane of lanes) {
      const out = file(`${lane.name}.mp4`)
      results.set(lane.name, [...(results.get(lane.name) ?? []), await measure(lane.command(out), out)])
    }
  }
  console.log(`${cpus().length} processors, ${options.rounds} round(s), medians`)
  const base = median((results.get('ours') ?? []).map((each) => each.cpuSeconds))
  for (const lane of lanes) {
    const all = results.get(lane.name) ?? []
    recordLane(lane.name, results)
    const cpu = median(all.map((each) => each.cpuSeconds))
    const ssim =
      lane.reference === null
        ? ''
        : ` · SSIM ${ssimOf(file(`${lane.name}.mp4`), lane.reference()).toFixed(4)}`
    const peak = Math.round(median(all.map((each) => each.peakMegabytes)))
    const size = Math.round((all.at(-1)?.sizeBytes ?? 0) / 1000)
    console.log(
      `${lane.name.padEnd(12)} ${cpu.toFixed(1).padStart(7)} CPU s · ours/this ${(base / cpu).toFixed(3)} · ${peak} MB · ${size} kB${ssim}`
    )
  }
}

/** What the product promises of its own lanes against others. */
const PROMISES: Readonly<Record<string, readonly [against: string, atMost?: number]>> = {
  xfade: ['ours', 0.15],
  ultrafast: ['ours', 0.6],
  'motion-x264': ['motion', 1.25],
  document: ['ours'],
  melt: ['ours']
}

function recordLane(name: string, results: ReadonlyMap<string, readonly Measured[]>): void {
  const theirs = results.get(name) ?? []
  for (const each of theirs) {
    record({ name: `${name}, processor time`, value: each.cpuSeconds, unit: 's' })
    record({ name: `${name}, peak memory`, value: each.peakMegabytes, unit: 'MB' })
  }
  const [against = '', atMost] = PROMISES[name] ?? []
  const ours = results.get(against) ?? []
  for (const [round, each] of theirs.entries()) {
    const value = (ours[round]?.cpuSeconds ?? Number.NaN) / each.cpuSeconds
    if (!Number.isNaN(value))
      record({
        name: `${against} against ${name}, processor time`,
        value,
        unit: '×',
        ...(atMost === undefined ? {} : { atMost })
      })
  }
}

try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
