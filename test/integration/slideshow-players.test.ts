/** The same picture in players that share no code with ffmpeg: Chromium plays and seeks, openh264 decodes. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { storyboardSchema } from '#shared/domain/slideshow.ts'
import { chromiumPath, WINDOW_PX, watchInChromium } from '#test/harness/chromium-video.ts'
import {
  aStoryboard,
  createSlideshowLab,
  decodeFrames,
  hasFfmpeg,
  quietContext,
  type SlideshowLab
} from '#test/harness/slideshow-lab.ts'

const hasOpenH264 = spawnSync('gst-inspect-1.0', ['openh264dec']).status === 0
const SIDE_PX = 360
/** GStreamer fills rows up to four bytes. */
const PADDED_CHROMA_PX = 180

let lab: SlideshowLab
let file: string
let frameCount = 0

beforeAll(async () => {
  lab = createSlideshowLab()
  if (!hasFfmpeg) return
  const slides: z.input<typeof storyboardSchema>['slides'] = []
  for (const [index, transition] of (
    ['fade', 'fade', 'wipe', 'fade', 'cut', 'fade', 'fade'] as const
  ).entries()) {
    const path = await lab.photo(`photo-${index}.jpg`, { seed: index + 1, widthPx: 900, heightPx: 700 })
    const motion = index === 3 ? ('kenburns' as const) : ('none' as const)
    slides.push({ path, seconds: 2.5, transition, motion })
  }
  const storyboard = aStoryboard({ slides, preset: 'square', quality: 'draft' })
  file = lab.file('played.mp4')
  frameCount = (await lab.service.render({ storyboard, outPath: file }, quietContext())).frames
}, 240_000)
afterAll(() => lab.remove())

describe.skipIf(!hasFfmpeg || !hasOpenH264)('openh264', () => {
  it('decodes every frame to the same bytes as ffmpeg', { timeout: 240_000 }, () => {
    const raw = lab.file('gst.yuv')
    const pipeline = `filesrc location=${file} ! qtdemux ! h264parse ! openh264dec ! video/x-raw,format=I420`
    execFileSync('gst-launch-1.0', ['-q', ...`${pipeline} ! filesink location=${raw}`.split(' ')])
    const other = readFileSync(raw)
    const bytes = SIDE_PX * SIDE_PX + SIDE_PX * PADDED_CHROMA_PX
    expect(other.length).toBe(frameCount * bytes)
    const hash = (frame: Buffer) => createHash('sha256').update(frame).digest('hex')
    const ours = decodeFrames(file, 'all').map(hash)
    const theirs = ours.map((_, index) => hash(unpadded(other.subarray(index * bytes, (index + 1) * bytes))))
    expect(theirs).toEqual(ours)
  })
})

describe.skipIf(!hasFfmpeg || chromiumPath === null)('Chromium', () => {
  it('seeks to the right frame anywhere, in any order, and plays to the end', {
    timeout: 240_000
  }, async () => {
    const wanted = Array.from({ length: 40 }, (_, index) => (index * 197 + 13) % frameCount)
    const seconds = wanted.map((frame) => (frame + 0.5) / 30)
    const seen = await watchInChromium(file, seconds)
    expect(seen.playedToEnd).toBe(true)
    expect(seen.durationSeconds).toBeCloseTo(frameCount / 30, 1)
    const decoded = decodeFrames(file, 'all')
    for (const [index, frame] of wanted.entries()) {
      const pixels = seen.frames[index]?.pixels ?? []
      const best = [-2, -1, 0, 1, 2]
        .filter((step) => decoded[frame + step] !== undefined)
        .map((step) => ({
          step,
          difference: lumaDifference(decoded[frame + step] ?? Buffer.alloc(0), pixels)
        }))
      const here = best.find(({ step }) => step === 0)?.difference ?? 99
      expect(here, `frame ${frame}`).toBeLessThan(2)
      expect(here, `frame ${frame}`).toBeLessThanOrEqual(
        Math.min(...best.map(({ difference }) => difference)) + 0.2
      )
    }
  })
})

function unpadded(frame: Buffer): Buffer {
  const rows = Array.from({ length: SIDE_PX }, (_, row) => {
    const start = SIDE_PX * SIDE_PX + row * PADDED_CHROMA_PX
    return frame.subarray(start, start + SIDE_PX / 2)
  })
  return Buffer.concat([frame.subarray(0, SIDE_PX * SIDE_PX), ...rows])
}

/** Mean difference of brightness in the middle of the frame, in levels. */
function lumaDifference(frame: Buffer, rgba: readonly number[]): number {
  const left = Math.round(SIDE_PX / 2 - WINDOW_PX / 2)
  let sum = 0
  for (let y = 0; y < WINDOW_PX; y++) {
    for (let x = 0; x < WINDOW_PX; x++) {
      const at = (y * WINDOW_PX + x) * 4
      const full = 0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0)
      sum += Math.abs(16 + (full * 219) / 255 - (frame[(left + y) * SIDE_PX + left + x] ?? 0))
    }
  }
  return sum / WINDOW_PX ** 2
}
