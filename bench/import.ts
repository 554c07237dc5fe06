// Measures importing: 1,000 mixed files in and again, hostile files, thumbnails of 12 MP photos against vipsthumbnail.
// node bench/import.ts [--files 1000] [--photo FILE]
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { readPicture } from '#main/documents/picture.ts'
import { HOSTILE_FILES, writeHostileFiles } from '#test/harness/hostile-files.ts'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'
import { makeDocx, makePdf } from '#test/harness/make-documents.ts'

import { record } from './figures.ts'

const { values: options } = parseArgs({
  options: { files: { type: 'string', default: '1000' }, photo: { type: 'string' } }
})
const SENTENCE =
  'The candle burns with a calm and even flame for forty-eight hours on the table of people who read late. '

async function writeOne(folder: string, index: number): Promise<void> {
  const text = `${SENTENCE.repeat(20 + (index % 30))} number ${index}`
  const kind = index % 20
  const file = (ending: string): string => path.join(folder, `file-${index}.${ending}`)
  if (kind < 8) await writePicture(file(kind < 6 ? 'jpg' : 'png'), index)
  else if (kind < 12) await writeFile(file('txt'), text)
  else if (kind < 14) await writeFile(file('md'), `# Paper ${index}\n\n- point\n\n${text}`)
  else if (kind < 17) await writeFile(file('docx'), makeDocx([`# Paper ${index}`, text]))
  else if (kind < 19)
    await writeFile(
      file('pdf'),
      makePdf([
        [
          { text: `Paper ${index}`, sizePt: 20 },
          { text: SENTENCE, sizePt: 10 }
        ]
      ])
    )
  else await writeFile(file('rtf'), `{\\rtf1\\ansi ${text}\\par}`)
}

async function writePicture(file: string, index: number): Promise<void> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 + (index % 30) } as const
  const picture = sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#888', noise } })
  await (file.endsWith('.png') ? picture.resize(500).png() : picture.jpeg({ quality: 80 })).toFile(file)
}

interface Watch {
  stop(): {
    readonly seconds: number
    readonly grownMegabytes: number
    readonly loopMaxMs: number
    readonly loopP99Ms: number
    /** Longest stretch of this thread's own processor time between two turns of its loop. */
    readonly heldMs: number
  }
}

/** Memory of this process is what the app would grow by; parsers are processes of their own. */
function watch(): Watch {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const ownCpuMs = (): number => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let heldMs = 0
  let lastCpuMs = ownCpuMs()
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
    const cpuMs = ownCpuMs()
    heldMs = Math.max(heldMs, cpuMs - lastCpuMs)
    lastCpuMs = cpuMs
  }, 2)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const startedAt = performance.now()
  return {
    stop() {
      clearInterval(timer)
      delay.disable()
      return {
        seconds: (performance.now() - startedAt) / 1000,
        grownMegabytes: Math.round((peak - before) / 1048576),
        heldMs: Math.round(heldMs),
        loopMaxMs: Math.round(delay.max / 1e6),
        loopP99Ms: Math.round(delay.percentile(99) / 1e6)
      }
    }
  }
}

async function measureMixed(library: TestLibrary, folder: string): Promise<void> {
  const inbox = path.join(folder, 'mixed')
  await mkdir(inbox)
  for (let index = 0; index < Number(options.files); index++) await writeOne(inbox, index)
  const took: number[] = []
  for (const round of ['first', 'second']) {
    const watching = watch()
    const { items } = await library.importPaths([inbox])
    const { seconds, grownMegabytes, loopMaxMs, loopP99Ms, heldMs } = watching.stop()
    took.push(seconds)
    record({ name: `${round} import of ${options.files} mixed files`, value: seconds, unit: 's' })
    record({ name: `${round} import, growth of the app`, value: grownMegabytes, unit: 'MB' })
    const outcomes = Object.entries(Object.groupBy(items, (item) => item.outcome)).map(
      ([name, list]) => `${list?.length ?? 0} ${name}`
    )
    console.log(
      `${round} import: ${outcomes.join(', ')} in ${seconds.toFixed(1)} s; app grew by ${grownMegabytes} MB; held the loop ${heldMs} ms at most; loop delay p99 ${loopP99Ms} ms, max ${loopMaxMs} ms`
    )
  }
}

async function measureHostile(library: TestLibrary, folder: string): Promise<void> {
  const inbox = path.join(folder, 'hostile')
  await writeHostileFiles(inbox)
  for (const { name } of HOSTILE_FILES) {
    const watching = watch()
    const { items } = await library.importPaths([path.join(inbox, name)])
    const { seconds, grownMegabytes, loopMaxMs, heldMs } = watching.stop()
    console.log(
      `hostile ${name}: ${items[0]?.error?.code ?? items[0]?.outcome} after ${seconds.toFixed(1)} s; app grew by ${grownMegabytes} MB; held the loop ${heldMs} ms at most, delay max ${loopMaxMs} ms`
    )
  }
}

/** The shell counts in hundredths of a second, so several runs are taken together. */
const VIPS_RUNS = 5

/** User and system time of one run, in ms, from the shell's own bookkeeping of its children. */
function cpuOfVips(photo: string, out: string): number {
  const once = `vipsthumbnail "${photo}" --size 512 -o "${out}"`
  const script = `${Array.from({ length: VIPS_RUNS }, () => once).join('; ')}; times`
  const lines = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n')
  const [user = '', system = ''] = (lines.at(-1) ?? '').split(' ')
  const toMs = (text: string): number => {
    const [, minutes, seconds] = /(\d+)m([\d.]+)s/.exec(text) ?? []
    return (Number(minutes) * 60 + Number(seconds)) * 1000
  }
  return (toMs(user) + toMs(system)) / VIPS_RUNS
}

async function cpuOfOurs(photo: string, out: string): Promise<number> {
  const before = process.cpuUsage()
  await readPicture({ path: photo, format: 'jpeg', thumbnailPath: out, maxPx: 512 })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0

async function measureThumbnails(folder: string): Promise<void> {
  const photo = options.photo ?? path.join(folder, 'photo.jpg')
  if (options.photo === undefined) {
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
    const picture = sharp({ create: { width: 1000, height: 750, channels: 3, background: '#888', noise } })
    await picture.resize(4000, 3000, { kernel: 'cubic' }).jpeg({ quality: 90 }).toFile(photo)
  }
  await cpuOfOurs(photo, path.join(folder, 'warm'))
  const ours: number[] = []
  const vips: number[] = []
  for (let round = 0; round < 9; round++) {
    ours.push(await cpuOfOurs(photo, path.join(folder, `ours-${round}`)))
    try {
      vips.push(cpuOfVips(photo, path.join(folder, `vips-${round}.jpg`)))
    } catch {
      console.log('vipsthumbnail is not installed; only our own time is measured')
    }
  }
  const ratio =
    vips.length === 0
      ? 'no comparison'
      : `${(median(ours) / median(vips)).toFixed(2)} of vipsthumbnail's ${median(vips).toFixed(0)} ms`
  for (const [round, value] of vips.entries())
    record({
      name: 'CPU of a 12 MP thumbnail, against vipsthumbnail',
      value: (ours[round] ?? Number.NaN) / value,
      unit: '×',
      atMost: 0.7
    })
  console.log(`thumbnail, hash and checks of a 12 MP photo: ${median(ours).toFixed(0)} ms CPU, ${ratio}`)
}

console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`)
const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-bench-'))
const library = await createTestLibrary()
try {
  if (Number(options.files) > 0) await measureMixed(library, folder)
  await measureThumbnails(folder)
  await measureHostile(library, folder)
} finally {
  await library.close()
  await rm(folder, { recursive: true, force: true })
}
