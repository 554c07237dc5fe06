/** Everything a slideshow test needs: a folder of its own, test pictures, a service on the real ffmpeg, decoded frames. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import type { z } from 'zod'
import { createProcessRunner } from '#main/core/process.ts'
import { packagedFfmpegPath } from '#main/slideshow/find-ffmpeg.ts'
import { createSlideshowService, type SlideshowService } from '#main/slideshow/slideshow-service.ts'
import { type Storyboard, storyboardSchema } from '#shared/domain/slideshow.ts'

/** Decided when tests are collected; suites that encode are skipped without it. */
export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

export const FONTS_FOLDER = path.resolve(import.meta.dirname, '../../resources/fonts')

export interface SlideshowLab {
  readonly folder: string
  readonly service: SlideshowService
  file(name: string): string
  /** A picture of smooth colours and fine detail, different for each seed. */
  photo(name: string, options?: { seed?: number; widthPx?: number; heightPx?: number }): Promise<string>
  remove(): void
}

export function createSlideshowLab(settingPath: string | null = null): SlideshowLab {
  const folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-test-'))
  const file = (name: string): string => path.join(folder, name)
  return {
    folder,
    file,
    service: createSlideshowService({
      ffmpegPlaces: () => ({
        settingPath,
        packagedPath: packagedFfmpegPath(),
        searchPath: process.env['PATH'] ?? ''
      }),
      processes: createProcessRunner(),
      fontsFolder: FONTS_FOLDER,
      clock: { now: () => Date.now() }
    }),
    async photo(name, { seed = 1, widthPx = 1600, heightPx = 1200 } = {}) {
      await sharp(Buffer.from(photoSvg(seed, widthPx, heightPx)))
        .flatten()
        .toFile(file(name))
      return file(name)
    },
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
}

function photoSvg(seed: number, widthPx: number, heightPx: number): string {
  const circles = Array.from({ length: 24 }, (_, index) => {
    const turn = (seed * 37 + index * 61) % 360
    const x = ((index * 377 + seed * 131) % 100) / 100
    const y = ((index * 233 + seed * 71) % 100) / 100
    const radius = (Math.min(widthPx, heightPx) * (5 + ((index * 7 + seed) % 13))) / 100
    return `<circle cx="${x * widthPx}" cy="${y * heightPx}" r="${radius}" fill="hsl(${turn},60%,55%)" fill-opacity="0.6"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">
<defs><linearGradient id="g" x2="0.4" y2="1"><stop stop-color="hsl(${seed * 40},55%,75%)"/>
<stop offset="1" stop-color="hsl(${seed * 40 + 90},50%,22%)"/></linearGradient></defs>
<rect width="100%" height="100%" fill="url(#g)"/>${circles.join('')}</svg>`
}

/** A valid storyboard from the parts a test cares about. */
export function aStoryboard(parts: z.input<typeof storyboardSchema>): Storyboard {
  return storyboardSchema.parse(parts)
}

/** A job context that only obeys its signal. */
export function quietContext(signal: AbortSignal = new AbortController().signal) {
  return { signal, report: () => undefined }
}

export interface ProbedVideo {
  readonly codec: string
  readonly profile: string
  readonly pixelFormat: string
  readonly widthPx: number
  readonly heightPx: number
  readonly frameRate: string
  readonly frames: number
  readonly colours: readonly string[]
  readonly audioCodec: string | null
}

/** What ffprobe counts and reads; a decode warning fails the test. */
export function probeVideo(file: string): ProbedVideo {
  const text = execFileSync('ffprobe', ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', file])
  const parsed = JSON.parse(String(text)) as { streams: Record<string, string>[] }
  const video = parsed.streams.find((stream) => stream['codec_type'] === 'video') ?? {}
  const audio = parsed.streams.find((stream) => stream['codec_type'] === 'audio')
  return {
    codec: String(video['codec_name']),
    profile: String(video['profile']),
    pixelFormat: String(video['pix_fmt']),
    widthPx: Number(video['width']),
    heightPx: Number(video['height']),
    frameRate: String(video['r_frame_rate']),
    frames: Number(video['nb_read_frames']),
    colours: ['color_primaries', 'color_transfer', 'color_space', 'color_range'].map((key) =>
      String(video[key])
    ),
    audioCodec: audio === undefined ? null : String(audio['codec_name'])
  }
}

/** Strict decode of the whole file; the empty list means no warning at all. */
export function decodeWarnings(file: string): readonly string[] {
  const { stderr, status } = spawnSync('ffmpeg', ['-v', 'warning', '-xerror', '-i', file, '-f', 'null', '-'])
  const lines = String(stderr)
    .split('\n')
    .filter((line) => line !== '')
  return status === 0 ? lines : [...lines, `exit ${status}`]
}

/** Decoded 4:2:0 frames, one after another. */
export function decodeFrames(file: string, frames: readonly number[] | 'all'): readonly Buffer[] {
  const pick =
    frames === 'all' ? [] : ['-vf', `select='${frames.map((frame) => `eq(n,${frame})`).join('+')}'`]
  const args = [
    '-v',
    'error',
    '-i',
    file,
    '-an',
    ...pick,
    '-vsync',
    '0',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    '-'
  ]
  const all = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 31 - 1 })
  const { widthPx, heightPx } = sizeOfVideo(file)
  const bytes = (widthPx * heightPx * 3) / 2
  return Array.from({ length: all.length / bytes }, (_, index) =>
    all.subarray(index * bytes, (index + 1) * bytes)
  )
}

function sizeOfVideo(file: string): { widthPx: number; heightPx: number } {
  const args = [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-show_entries',
    'stream=width,height',
    '-of',
    'csv=p=0',
    file
  ]
  const [widthPx = 0, heightPx = 0] = String(execFileSync('ffprobe', args)).trim().split(',').map(Number)
  return { widthPx, heightPx }
}

/** Root mean square of the difference of two pictures, in levels. */
export function rmsBetween(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2
  return Math.sqrt(sum / a.length)
}

/** Names of the top boxes in file order: moov before mdat is what "faststart" means. */
export function topBoxes(file: string): readonly string[] {
  const bytes = readFileSync(file)
  const names: string[] = []
  for (let at = 0; at + 8 <= bytes.length; ) {
    names.push(bytes.toString('latin1', at + 4, at + 8))
    const size = bytes.readUInt32BE(at)
    at += size === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : Math.max(size, 8)
  }
  return names
}

/** Processes whose command line names this folder. */
export function processesIn(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')]
      } catch {
        return []
      }
    })
    .filter((line) => line.includes(folder) && line.includes('ffmpeg'))
}
