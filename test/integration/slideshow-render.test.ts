/** A storyboard becomes an MP4 that any player takes: exact frames, right colours, nothing left behind on failure. */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'
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
  type SlideshowLab,
  topBoxes
} from '#test/harness/slideshow-lab.ts'

let lab: SlideshowLab
const photos: string[] = []

beforeAll(async () => {
  lab = createSlideshowLab()
  for (const seed of [1, 2, 3]) photos.push(await lab.photo(`photo-${seed}.jpg`, { seed }))
})
afterAll(() => lab.remove())

const slidesOf = (seconds = 0.5) => photos.map((path) => ({ path, seconds, caption: 'Fresh today' }))

describe.skipIf(!hasFfmpeg)('render', { timeout: 240_000 }, () => {
  it('delivers H.264, 4:2:0, full HD, the planned frames, the index first and colours tagged', async () => {
    const out = lab.file('main.mp4')
    const result = await lab.service.render(
      { storyboard: aStoryboard({ slides: slidesOf(1), fadeSeconds: 0.3 }), outPath: out },
      quietContext()
    )
    expect(result).toMatchObject({
      path: out,
      frames: 72,
      widthPx: 1920,
      heightPx: 1080,
      framesPerSecond: 30
    })
    expect(result.durationSeconds).toBeCloseTo(2.4)
    expect(probeVideo(out)).toEqual({
      codec: 'h264',
      profile: 'High',
      pixelFormat: 'yuv420p',
      widthPx: 1920,
      heightPx: 1080,
      frameRate: '30/1',
      frames: 72,
      colours: ['bt709', 'bt709', 'bt709', 'tv'],
      audioCodec: null
    })
    expect(decodeWarnings(out)).toEqual([])
    const boxes = topBoxes(out)
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'))
  })

  it('keeps source colours: a red, a green and a blue picture decode to BT.709 red, green and blue', async () => {
    const colours = ['#e02020', '#20c040', '#2040e0']
    const slides: { path: string; seconds: number; transition: 'cut' }[] = []
    for (const [index, background] of colours.entries()) {
      const path = lab.file(`colour-${index}.png`)
      await sharp({ create: { width: 640, height: 360, channels: 3, background } }).toFile(path)
      slides.push({ path, seconds: 0.2, transition: 'cut' })
    }
    const out = lab.file('colours.mp4')
    await lab.service.render(
      { storyboard: aStoryboard({ slides, preset: 'square' }), outPath: out },
      quietContext()
    )
    const frames = decodeFrames(out, [2, 8, 14])
    const centres = frames.map((frame) =>
      [540 * 1080 + 540, 1080 * 1080 + 270 * 540 + 270, 1080 * 1080 * 1.25 + 270 * 540 + 270].map(
        (at) => frame[at] ?? 0
      )
    )
    const expected = colours.map(limitedYuvOf)
    for (const [index, centre] of centres.entries()) {
      for (const [plane, level] of centre.entries()) {
        expect(Math.abs(level - (expected[index]?.[plane] ?? 0))).toBeLessThanOrEqual(2)
      }
    }
  })

  it('takes whatever pictures people have', async () => {
    const odd = await oddPictures()
    const slides = odd.map((path, index) => ({
      path,
      seconds: 0.2,
      fit: (['cover', 'contain', 'blur'] as const)[index % 3] ?? 'cover',
      caption: ['Ähren & Körner <50 %>', '🎉 日本語 مرحبا', 'x'.repeat(300), '\u0007', '  '][index % 5] ?? ''
    }))
    const out = lab.file('odd.mp4')
    const storyboard = aStoryboard({ slides, preset: 'portrait', quality: 'draft', fadeSeconds: 0.1 })
    const result = await lab.service.render({ storyboard, outPath: out }, quietContext())
    expect(probeVideo(out).frames).toBe(result.frames)
    expect(decodeWarnings(out)).toEqual([])
  })

  it('reports every frame and ends at the total', async () => {
    const seen: number[] = []
    const storyboard = aStoryboard({ slides: slidesOf(0.3), quality: 'draft' })
    const context = { ...quietContext(), report: (done: number) => void seen.push(done) }
    const { frames } = await lab.service.render({ storyboard, outPath: lab.file('progress.mp4') }, context)
    expect(seen.at(-1)).toBe(frames)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  it('a cancelled render ends within a second and leaves no process and no file', async () => {
    const stop = new AbortController()
    const slides = Array.from({ length: 30 }, () => slidesOf(10)).flat()
    const started = Promise.withResolvers<void>()
    const context = { signal: stop.signal, report: (done: number) => done > 20 && started.resolve() }
    mkdirSync(lab.file('cancelled'))
    const outPath = lab.file('cancelled/out.mp4')
    const storyboard = aStoryboard({ slides, quality: 'compatible' })
    const ended = lab.service.render({ storyboard, outPath }, context).then(
      () => 'done',
      (error: { code: string }) => error.code
    )
    await started.promise
    const askedAt = performance.now()
    stop.abort()
    expect(await ended).toBe('CANCELLED')
    expect(performance.now() - askedAt).toBeLessThan(1000)
    expect(readdirSync(lab.file('cancelled'))).toEqual([])
    expect(processesIn(lab.folder)).toEqual([])
  })
})

describe.skipIf(!hasFfmpeg)('render failures', { timeout: 240_000 }, () => {
  const codeOf = async (path: string, outPath: string, service = lab.service): Promise<string> => {
    const storyboard = aStoryboard({ slides: [{ path, seconds: 0.2 }], quality: 'draft' })
    return await service.render({ storyboard, outPath }, quietContext()).then(
      () => 'done',
      (error: { code: string }) => error.code
    )
  }
  const photo = () => photos[0] ?? ''

  it('names what is wrong and leaves the folder as it was', async () => {
    mkdirSync(lab.file('failures'))
    const out = lab.file('failures/out.mp4')
    writeFileSync(lab.file('broken.jpg'), 'not a picture')
    writeFileSync(lab.file('empty.png'), '')
    const whole = await sharp(photo()).jpeg().toBuffer()
    writeFileSync(lab.file('cut.jpg'), whole.subarray(0, whole.length / 2))
    expect(await codeOf(lab.file('absent.jpg'), out)).toBe('NOT_FOUND')
    expect(await codeOf(lab.file('broken.jpg'), out)).toBe('FILE_DAMAGED')
    expect(await codeOf(lab.file('empty.png'), out)).toBe('FILE_DAMAGED')
    expect(await codeOf(lab.file('cut.jpg'), out)).toBe('FILE_DAMAGED')
    expect(await codeOf(photo(), lab.file('no-such-folder/out.mp4'))).toBe('NOT_FOUND')
    expect(readdirSync(lab.file('failures'))).toEqual([])
  })

  it('keeps the old video when a new render of the same name fails', async () => {
    writeFileSync(lab.file('kept.mp4'), 'old')
    expect(await codeOf(lab.file('broken.jpg'), lab.file('kept.mp4'))).toBe('FILE_DAMAGED')
    expect(existsSync(lab.file('kept.mp4'))).toBe(true)
  })

  it('tells a missing ffmpeg from one that fails', async () => {
    const missing = createSlideshowLab('/nowhere/ffmpeg')
    expect(await codeOf(photo(), lab.file('out.mp4'), missing.service)).toBe('FFMPEG_MISSING')
    missing.remove()
    const failing = lab.file('failing-ffmpeg')
    writeFileSync(failing, '#!/bin/sh\necho "something broke" >&2\nexit 3\n')
    chmodSync(failing, 0o755)
    const lame = createSlideshowLab(failing)
    expect(await codeOf(photo(), lab.file('out.mp4'), lame.service)).toBe('FFMPEG_FAILED')
    writeFileSync(
      failing,
      '#!/bin/sh\necho "av_interleaved_write_frame(): No space left on device" >&2\nexit 1\n'
    )
    expect(await codeOf(photo(), lab.file('out.mp4'), lame.service)).toBe('DISK_FULL')
    writeFileSync(failing, '#!/bin/sh\nkill -9 $$\n')
    expect(await codeOf(photo(), lab.file('out.mp4'), lame.service)).toBe('FFMPEG_FAILED')
    lame.remove()
    expect(existsSync(lab.file('out.mp4'))).toBe(false)
  })
})

function limitedYuvOf(hex: string): readonly number[] {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return [
    16 + (luma * 219) / 255,
    128 + ((blue - luma) / 1.8556) * (224 / 255),
    128 + ((red - luma) / 1.5748) * (224 / 255)
  ]
}

async function oddPictures(): Promise<readonly string[]> {
  const base = { create: { width: 300, height: 500, channels: 3 as const, background: '#3080c0' } }
  const save = async (name: string, image: Sharp): Promise<string> => {
    await image.toFile(lab.file(name))
    return lab.file(name)
  }
  const clear = { ...base.create, channels: 4 as const, background: { r: 200, g: 30, b: 90, alpha: 0.4 } }
  return [
    await save('rotated.jpg', sharp(base).withMetadata({ orientation: 6 }).jpeg()),
    await save('pixel.png', sharp({ create: { ...base.create, width: 1, height: 1 } })),
    await save('panorama.jpg', sharp({ create: { ...base.create, width: 12000, height: 700 } }).jpeg()),
    await save('clear.png', sharp({ create: clear })),
    await save('cmyk.jpg', sharp(base).toColourspace('cmyk').jpeg()),
    await save('deep.tiff', sharp(base).toColourspace('rgb16').tiff()),
    await save('grey.png', sharp(base).greyscale()),
    await save('tower.png', sharp({ create: { ...base.create, width: 3, height: 4000 } }))
  ]
}
