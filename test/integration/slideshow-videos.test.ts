/** Videos as slides: the planned frames of the right moments, cropped, beside pictures, in the render and the preview. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aStoryboard,
  createSlideshowLab,
  decodeFrames,
  decodeWarnings,
  hasFfmpeg,
  probeVideo,
  processesIn,
  quietContext,
  type SlideshowLab
} from '#test/harness/slideshow-lab.ts'

let lab: SlideshowLab
let photo: string
beforeAll(async () => {
  lab = createSlideshowLab()
  photo = await lab.photo('photo.jpg', { widthPx: 600, heightPx: 600 })
})
afterAll(() => lab.remove())

const WIDE = { width: 320, height: 180 }
/** Brightness that tells which frame of the source is shown; a dark left third tells how it was cropped. */
const levelOf = (index: number): number => 60 + index * 2

/** A tiny lossless MP4 with sound, whose frame n is of brightness 60 + 2n. */
function saveClip(name: string, frames: number, framesPerSecond: number): string {
  const luma = WIDE.width * WIDE.height
  const raw = Buffer.alloc(frames * luma * 1.5, 128)
  for (let index = 0; index < frames; index++) {
    for (let at = 0; at < luma; at++) {
      raw[index * luma * 1.5 + at] = at % WIDE.width < WIDE.width / 3 ? 30 : levelOf(index)
    }
  }
  writeFileSync(lab.file('clip.yuv'), raw)
  const size = `${WIDE.width}x${WIDE.height}`
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', size, '-r', String(framesPerSecond)]
  const colours = [
    '-colorspace',
    'bt709',
    '-color_primaries',
    'bt709',
    '-color_trc',
    'bt709',
    '-color_range',
    'tv'
  ]
  const video = ['-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv420p', ...colours]
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440', '-c:a', 'aac', '-shortest']
  const args = ['-v', 'error', '-y', ...input, '-i', lab.file('clip.yuv'), ...sound, ...video, lab.file(name)]
  execFileSync('ffmpeg', args)
  return lab.file(name)
}

/** Brightness at a place of a decoded square frame, given as fractions. */
function levelAt(frame: Buffer | undefined, x: number, y: number): number {
  return frame?.[Math.floor(y * 360) * 360 + Math.floor(x * 360)] ?? -1
}

describe.skipIf(!hasFfmpeg)('a video as a slide', { timeout: 240_000 }, () => {
  it('shows each of its frames once at its own moment, without its sound, and holds the last', async () => {
    const clip = saveClip('clip.mp4', 45, 30)
    const slides = [
      { path: photo, seconds: 0.5, transition: 'cut' as const },
      { path: clip, seconds: 2, transition: 'cut' as const },
      { path: photo, seconds: 0.5, transition: 'cut' as const }
    ]
    const outPath = lab.file('one.mp4')
    const storyboard = aStoryboard({ slides, preset: 'square', quality: 'draft' })
    const { frames } = await lab.service.render({ storyboard, outPath }, quietContext())
    expect(frames).toBe(90)
    expect(probeVideo(outPath)).toMatchObject({ frames: 90, audioCodec: null })
    expect(decodeWarnings(outPath)).toEqual([])
    const decoded = decodeFrames(outPath, 'all')
    for (let index = 0; index < 60; index++) {
      const level = levelAt(decoded[15 + index], 0.7, 0.5)
      expect(Math.abs(level - levelOf(Math.min(index, 44))), `frame ${index}`).toBeLessThanOrEqual(1)
    }
    expect(processesIn(lab.folder)).toEqual([])
  })

  it('starts where asked, fades into pictures, keeps time at other rates and its focal point in view', async () => {
    const clip = saveClip('slow.mp4', 50, 25)
    const slides = [
      { path: photo, seconds: 1 },
      {
        path: clip,
        seconds: 1,
        startSeconds: 1,
        focalPoint: { xFraction: 0, yFraction: 0.5 },
        caption: 'Clip'
      },
      { path: photo, seconds: 1 }
    ]
    const outPath = lab.file('two.mp4')
    const storyboard = aStoryboard({ slides, preset: 'square', quality: 'draft', fadeSeconds: 0.2 })
    const { frames } = await lab.service.render({ storyboard, outPath }, quietContext())
    expect(probeVideo(outPath).frames).toBe(frames)
    expect(decodeWarnings(outPath)).toEqual([])
    const decoded = decodeFrames(outPath, 'all')
    for (let index = 6; index < 24; index += 3) {
      const shown = decoded[24 + index]
      const source = 25 + (index * 25) / 30
      expect(Math.abs(levelAt(shown, 0.9, 0.2) - (60 + 2 * source)), `frame ${index}`).toBeLessThanOrEqual(3)
      expect(Math.abs(levelAt(shown, 0.2, 0.2) - 30), `frame ${index}`).toBeLessThanOrEqual(3)
    }
  })

  it('previews any of its frames in any order as the render shows them', async () => {
    const clip = saveClip('scrub.mp4', 60, 30)
    const storyboard = aStoryboard({
      slides: [{ path: clip, seconds: 3 }],
      preset: 'square',
      quality: 'draft'
    })
    for (const frame of [5, 6, 7, 40, 12, 59, 85, 0]) {
      const image = await lab.service.previewFrame({ storyboard, frame, maxWidthPx: 270, format: 'png' })
      const { data, info } = await sharp(image.bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
      const full = data[Math.floor(info.height / 2) * info.width + Math.floor(info.width * 0.7)] ?? 0
      const level = 16 + (full * 219) / 255
      expect(Math.abs(level - levelOf(Math.min(frame, 59))), `frame ${frame}`).toBeLessThanOrEqual(2)
    }
    await lab.service.closePreviews()
    expect(processesIn(lab.folder)).toEqual([])
  })

  it('refuses a video without a readable picture, and leaves no process when cancelled', async () => {
    const whole = saveClip('whole.mp4', 30, 30)
    writeFileSync(lab.file('broken.mp4'), Buffer.from('\0\0\0\x18ftypisom0000 and nothing else'))
    const outPath = lab.file('broken-out.mp4')
    const codeOf = async (
      path: string,
      signal?: AbortSignal,
      report = (_: number) => {}
    ): Promise<string> => {
      const storyboard = aStoryboard({ slides: [{ path, seconds: 60 }], preset: 'square', quality: 'draft' })
      const context = { ...quietContext(signal), report }
      return await lab.service.render({ storyboard, outPath }, context).then(
        () => 'done',
        (error: { code: string }) => error.code
      )
    }
    expect(await codeOf(lab.file('broken.mp4'))).toBe('FILE_DAMAGED')
    const stop = new AbortController()
    expect(await codeOf(whole, stop.signal, (done) => done > 10 && stop.abort())).toBe('CANCELLED')
    expect(processesIn(lab.folder)).toEqual([])
  })
})
