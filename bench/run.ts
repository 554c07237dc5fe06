/**
 * `npm run bench`: every benchmark in turn, with peers in alternation where they are installed. Prints a table for each
 * and writes bench/RESULTS.md with machine and date. `-- --only storage,render` renews only those.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Figure } from './figures.ts'
import { mergeSections, type Section, toMarkdown } from './results.ts'

interface Benchmark {
  readonly id: string
  readonly title: string
  /** Programs it is compared with, when they are there. */
  readonly peers: readonly string[]
  readonly runs: readonly (readonly string[])[]
}

const BENCHMARKS: readonly Benchmark[] = [
  {
    id: 'cascade',
    title: 'Cascade: what choosing, budget and ledger add to a bare fetch',
    peers: [],
    runs: [['cascade.ts']]
  },
  {
    id: 'storage',
    title: 'Storage: two buckets, 40 ms on every request',
    peers: ['rclone'],
    runs: ['small', 'large', 'verify'].map((what) => ['storage.ts', '--rounds', '3', '--what', what])
  },
  {
    id: 'catalog',
    title: 'Catalog: pages, search, near duplicates',
    peers: [],
    runs: [['catalog.ts', '--documents', '20000', '--assets', '100000']]
  },
  {
    id: 'import',
    title: 'Import: 1,000 mixed files, thumbnails',
    peers: ['vipsthumbnail'],
    runs: [['import.ts']]
  },
  {
    id: 'render',
    title: 'Slideshow: 10 photographs of 12 megapixels, full HD',
    peers: ['melt', 'ffmpeg'],
    runs: [['render.ts', '--rounds', '3']]
  },
  {
    id: 'window',
    title: 'Window: library of 100,000 assets, in alternation with an empty list',
    peers: [],
    runs: [['window.ts']]
  }
]

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const wanted = options.only === '' ? BENCHMARKS.map(({ id }) => id) : options.only.split(',')
const folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-'))

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
}

function measure(benchmark: Benchmark): Section {
  const file = path.join(folder, `${benchmark.id}.jsonl`)
  writeFileSync(file, '')
  const failed = benchmark.runs.filter(([script = '', ...args]) => {
    console.log(`\n── ${script} ${args.join(' ')}`)
    const flags = ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, script), ...args]
    const env = { ...process.env, BENCH_FIGURES: file }
    return spawnSync(process.execPath, flags, { stdio: 'inherit', env }).status !== 0
  })
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const absent = benchmark.peers.filter((peer) => !isInstalled(peer))
  const notes = [
    ...(absent.length > 0 ? [`Not installed, so not compared: ${absent.join(', ')}.`] : []),
    ...failed.map(([script]) => `${script} ended with an error; its figures are incomplete.`)
  ]
  return {
    title: benchmark.title,
    figures: lines.map((line): Figure => JSON.parse(line)),
    note: notes.length > 0 ? notes.join(' ') : null
  }
}

function describeMachine(): string {
  const [first] = cpus()
  const memoryGib = Math.round(totalmem() / 2 ** 30)
  return `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${first?.model ?? 'unknown'}, ${memoryGib} GiB, ${process.platform} ${release()}, Node ${process.version}`
}

const file = path.join(import.meta.dirname, 'RESULTS.md')
const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
const sections = BENCHMARKS.filter(({ id }) => wanted.includes(id)).map(measure)
rmSync(folder, { recursive: true })
const made = sections.map((section) => toMarkdown(section, describeMachine()))
console.log(`\n${made.join('\n')}`)
const titles = BENCHMARKS.map(({ title }) => title)
writeFileSync(file, mergeSections(before, made, titles))
process.exitCode = sections.some(({ note }) => note?.includes('error') === true) ? 1 : 0
