/** Around the video: previews that equal the render, all shapes in one queue, limits of platforms, captions as files. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMp4Facts } from '#main/slideshow/mp4/mp4-facts.ts'
import { checkPlacements } from '#main/slideshow/placements.ts'
import { captionStyleSchema } from '#shared/domain/slideshow.ts'
import {
  aStoryboard,
  createSlideshowLab,
  decodeFrames,
  hasFfmpeg,
  quietContext,
  type SlideshowLab
} from '#test/harness/slideshow-lab.ts'

let lab: SlideshowLab
const photos: string[] = []

beforeAll(async () => {
  lab = createSlideshowLab()
  for (const seed of [1, 2, 3]) photos.push(await lab.photo(`photo-${seed}.jpg`, { seed }))
})
afterAll(() => lab.remove())

/** Root mean square of the difference in brightness between an image and a decoded frame, in levels. */
async function lumaGap(image: Uint8Array, decoded: Uint8Array, count: number): Promise<number> {
  const rgb = await sharp(image).removeAlpha().raw().toBuffer()
  expect(rgb.length).toBe(count * 3)
  let sum = 0
  for (let at = 0; at < count; at++) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(at * 3, at * 3 + 3)
    const luma = 16 + ((0.2126 * red + 0.7152 * green + 0.0722 * blue) * 219) / 255
    sum += (luma - (decoded[at] ?? 0)) ** 2
  }
  return Math.sqrt(sum / count)
}

describe('previewFrame', () => {
  it('draws any frame at any size and never larger than the preset', async () => {
    const storyboard = aStoryboard({ slides: photos.map((path) => ({ path, seconds: 1 })) })
    for (const [frame, maxWidthPx, widthPx] of [
      [0, 320, 320],
      [31, 640, 640],
      [-5, 33, 34],
      [99_999, 5000, 1920]
    ] as const) {
      const image = await lab.service.previewFrame({ storyboard, frame, maxWidthPx })
      expect(await sharp(image.bytes).metadata()).toMatchObject({ format: 'jpeg', width: widthPx })
      expect(image.frames).toBe(62)
    }
  })

  it.skipIf(!hasFfmpeg)(
    'shows what the render shows, in holds, fades, motion and wipes',
    { timeout: 240_000 },
    async () => {
      const kinds = ['fade', 'fade', 'wipe', 'fade'] as const
      const slides = kinds.map((transition, index) => ({
        path: photos[index % 3] ?? '',
        seconds: 0.8,
        transition,
        caption: `Slide ${index}`,
        motion: index === 3 ? ('kenburns' as const) : ('none' as const)
      }))
      const storyboard = aStoryboard({ slides, preset: 'square', quality: 'high', fadeSeconds: 0.3 })
      const outPath = lab.file('compared.mp4')
      const { frames } = await lab.service.render({ storyboard, outPath }, quietContext())
      const wanted = [0, 10, 18, 22, 30, 37, 41, 55, 60, frames - 1]
      const decoded = decodeFrames(outPath, wanted)
      for (const [index, frame] of wanted.entries()) {
        const preview = await lab.service.previewFrame({ storyboard, frame, maxWidthPx: 1080 })
        const gap = await lumaGap(preview.bytes, decoded[index] ?? Buffer.alloc(0), 1080 ** 2)
        expect(gap, `frame ${frame}`).toBeLessThan(2.5)
      }
    }
  )

  it.skipIf(!hasFfmpeg)(
    'shows captions of every style as the render does',
    { timeout: 240_000 },
    async () => {
      const brand = { captionColour: '#ffd54f', captionGroundColour: '#0a5f38' }
      const looks = [
        ...captionStyleSchema.options.map((captionStyle) => ({ captionStyle })),
        { captionStyle: 'bar' as const, ...brand }
      ]
      const slides = looks.map((look, index) => ({
        path: photos[index % 3] ?? '',
        seconds: 0.2,
        transition: 'cut' as const,
        caption: 'Fresh today 🎉\nBaked before sunrise',
        ...look
      }))
      const storyboard = aStoryboard({ slides, preset: 'feed', quality: 'high' })
      const outPath = lab.file('styles.mp4')
      await lab.service.render({ storyboard, outPath }, quietContext())
      const wanted = slides.map((_, index) => index * 6 + 2)
      for (const [index, picture] of decodeFrames(outPath, wanted).entries()) {
        const preview = await lab.service.previewFrame({
          storyboard,
          frame: wanted[index] ?? 0,
          maxWidthPx: 1080,
          format: 'png'
        })
        expect(await lumaGap(preview.bytes, picture, 1080 * 1350), `style ${index}`).toBeLessThan(2.5)
        const bare = { ...storyboard, slides: storyboard.slides.map((slide) => ({ ...slide, caption: '' })) }
        const without = await lab.service.previewFrame({
          storyboard: bare,
          frame: wanted[index] ?? 0,
          maxWidthPx: 1080,
          format: 'png'
        })
        expect(await lumaGap(without.bytes, picture, 1080 * 1350), `style ${index}`).toBeGreaterThan(8)
      }
    }
  )

  it('names a missing picture', async () => {
    const storyboard = aStoryboard({ slides: [{ path: lab.file('gone.jpg'), seconds: 1 }] })
    await expect(lab.service.previewFrame({ storyboard, frame: 0, maxWidthPx: 100 })).rejects.toMatchObject({
      code: 'NOT_FOUND'
    })
  })
})

describe.skipIf(!hasFfmpeg)('renderSet', { timeout: 240_000 }, () => {
  it('makes four shapes with the same cuts, posters, captions and a manifest that names them all', async () => {
    mkdirSync(lab.file('set'))
    const slides = photos.map((path, index) => ({
      path,
      seconds: 1.5,
      caption: index === 1 ? 'A & <b>' : ''
    }))
    const storyboard = aStoryboard({ slides, quality: 'draft' })
    const presets = ['landscape', 'portrait', 'square', 'feed'] as const
    const result = await lab.service.renderSet(
      { storyboard, presets, outFolder: lab.file('set'), name: 'launch' },
      quietContext()
    )
    expect(result.videos.map((video) => [video.preset, video.frames, video.widthPx, video.heightPx])).toEqual(
      [
        ['landscape', 105, 640, 360],
        ['portrait', 105, 360, 640],
        ['square', 105, 360, 360],
        ['feed', 105, 360, 450]
      ]
    )
    const manifest = JSON.parse(readFileSync(result.manifestPath, 'utf8'))
    const named = [
      ...manifest.captions,
      ...manifest.videos.flatMap((video: { file: string; poster: string }) => [video.file, video.poster])
    ]
    expect(readdirSync(lab.file('set')).sort()).toEqual([...named, 'launch.json'].sort())
    expect(manifest.cuts.map((cut: { firstFrame: number }) => cut.firstFrame)).toEqual([0, 30, 60])
    expect(readFileSync(lab.file('set/launch.srt'), 'utf8')).toBe(
      '1\n00:00:01,250 --> 00:00:02,250\nA & <b>\n'
    )
    expect(readFileSync(lab.file('set/launch.vtt'), 'utf8')).toContain(
      '00:00:01.250 --> 00:00:02.250\nA &amp; &lt;b>'
    )
  })

  it('removes what it made when a later shape fails', async () => {
    mkdirSync(lab.file('broken-set'))
    const stop = new AbortController()
    const storyboard = aStoryboard({ slides: photos.map((path) => ({ path, seconds: 1 })), quality: 'draft' })
    const context = { signal: stop.signal, report: (done: number) => done > 100 && stop.abort() }
    const request = {
      storyboard,
      presets: ['square', 'feed'] as const,
      outFolder: lab.file('broken-set'),
      name: 'x'
    }
    await expect(lab.service.renderSet(request, context)).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(readdirSync(lab.file('broken-set'))).toEqual([])
  })
})

describe.skipIf(!hasFfmpeg)('checkPlacements', { timeout: 240_000 }, () => {
  it('reads the finished file and says which platforms take it, and why not', async () => {
    const storyboard = aStoryboard({ slides: [{ path: photos[0] ?? '', seconds: 2 }], preset: 'portrait' })
    const outPath = lab.file('short.mp4')
    const { placements = [] } = await lab.service.render({ storyboard, outPath }, quietContext())
    const reel = placements.find((placement) => placement.id === 'instagram-reel')
    expect(reel).toEqual({
      id: 'instagram-reel',
      label: 'Instagram reel',
      fits: false,
      problems: ['shorter than 3 s']
    })
    expect(placements.find((placement) => placement.id === 'youtube-short')?.fits).toBe(true)
    const facts = await readMp4Facts(outPath)
    expect(facts).toMatchObject({
      frames: 60,
      framesPerSecond: 30,
      seconds: 2,
      videoCodec: 'avc1',
      isIndexFirst: true,
      hasEditList: false
    })
    const long = checkPlacements({ ...facts, seconds: 100, sizeBytes: 600e6, hasEditList: true })
    expect(long.find((placement) => placement.id === 'instagram-reel')?.problems).toEqual([
      'larger than 300 MB',
      'more than 25 Mbit/s',
      'has an edit list'
    ])
    expect(long.find((placement) => placement.id === 'facebook-reel')?.problems).toEqual(['longer than 90 s'])
  })

  it('refuses a file that is no video', async () => {
    writeFileSync(lab.file('fake.mp4'), 'ftyp nothing')
    await expect(readMp4Facts(lab.file('fake.mp4'))).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    await expect(readMp4Facts(lab.file('gone.mp4'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
