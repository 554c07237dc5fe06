/** What the stream of a slideshow decodes to: held pictures bit for bit, exact crossfades, joins without a fault. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planTimeline } from '#main/slideshow/timeline.ts'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import {
  aStoryboard,
  createSlideshowLab,
  decodeFrames,
  decodeWarnings,
  hasFfmpeg,
  probeVideo,
  quietContext,
  rmsBetween,
  type SlideshowLab
} from '#test/harness/slideshow-lab.ts'

let lab: SlideshowLab
const photos: string[] = []

beforeAll(async () => {
  lab = createSlideshowLab()
  for (const seed of [1, 2, 3, 4]) {
    photos.push(await lab.photo(`photo-${seed}.jpg`, { seed, widthPx: 900, heightPx: 600 }))
  }
})
afterAll(() => lab.remove())

async function renderDraft(name: string, parts: Partial<Storyboard>): Promise<string> {
  const slides = photos.map((path, index) => ({ path, seconds: 0.8, caption: `Slide ${index + 1}` }))
  const storyboard = aStoryboard({ slides, fadeSeconds: 0.3, preset: 'square', quality: 'draft', ...parts })
  const outPath = lab.file(`${name}.mp4`)
  const { frames } = await lab.service.render({ storyboard, outPath }, quietContext())
  expect(probeVideo(outPath).frames).toBe(frames)
  expect(decodeWarnings(outPath)).toEqual([])
  return outPath
}

describe.skipIf(!hasFfmpeg)('the video stream', { timeout: 240_000 }, () => {
  it('holds every still bit for bit and mixes crossfades exactly', async () => {
    const file = await renderDraft('holds', {})
    const frames = decodeFrames(file, 'all')
    const slides = photos.map(() => ({ seconds: 0.8, transition: 'fade' as const }))
    const { slides: spans } = planTimeline({ framesPerSecond: 30, fadeSeconds: 0.3, slides })
    const stillOf = (index: number): Buffer => {
      const span = spans[index]
      return frames[span === undefined ? -1 : span.firstFrame + span.inFrames] ?? Buffer.alloc(0)
    }
    for (const span of spans) {
      const still = stillOf(span.index)
      const end = span.firstFrame + span.frames - span.outFrames
      for (let frame = span.firstFrame + span.inFrames; frame < end; frame++) {
        expect(frames[frame]?.equals(still), `frame ${frame}`).toBe(true)
      }
      for (let step = 1; step <= span.inFrames; step++) {
        const share = step / (span.inFrames + 1)
        const before = stillOf(span.index - 1)
        const exact = still.map((level, at) => Math.round((before[at] ?? 0) * (1 - share) + level * share))
        const decoded = frames[span.firstFrame + step - 1] ?? Buffer.alloc(0)
        expect(rmsBetween(decoded, exact), `slide ${span.index} step ${step}`).toBeLessThan(1.5)
      }
    }
  })

  it('joins stills, motion and every transition in one stream with exactly the planned frames', async () => {
    const kinds = ['fade', 'wipe', 'fade', 'cut', 'zoom', 'push', 'slide', 'dissolve', 'fade'] as const
    const slides = kinds.map((transition, index) => ({
      path: photos[index % photos.length] ?? '',
      seconds: 0.7,
      fit: 'cover' as const,
      caption: '',
      transition,
      motion: index === 2 || index === 5 ? ('kenburns' as const) : ('none' as const)
    }))
    await renderDraft('mixed', { slides })
    await renderDraft('mixed-standard', { slides: slides.slice(0, 4), quality: 'standard' })
    await renderDraft('mixed-high', { slides: slides.slice(0, 4), quality: 'high' })
  })

  it('renders one slide, two slides, slides shorter than the fade, and leaves the stream to x264 when asked', async () => {
    const first = aStoryboard({ slides: [{ path: photos[0] ?? '', seconds: 0.1 }] }).slides
    await renderDraft('single', { slides: first })
    const two = photos.slice(0, 2).map((path) => ({ path, seconds: 1 }))
    await renderDraft('two', { slides: aStoryboard({ slides: two }).slides })
    const short = photos.map((path) => ({
      ...aStoryboard({ slides: [{ path, seconds: 0.1 }] }).slides[0],
      path
    }))
    await renderDraft('short', {
      slides: aStoryboard({ slides: short.map((slide) => ({ ...slide, seconds: 0.1 })) }).slides,
      fadeSeconds: 3
    })
    await renderDraft('compatible', { quality: 'compatible' })
  })

  it('puts a key picture at least every ten seconds and a bit, so that seeking stays quick', async () => {
    const slides = photos.map((path) => ({
      path,
      seconds: 4,
      fit: 'cover' as const,
      caption: '',
      transition: 'fade' as const,
      motion: 'none' as const
    }))
    const file = await renderDraft('keys', { slides: [...slides, ...slides] })
    const frames = decodeFrames(file, 'all')
    expect(frames).toHaveLength(8 * 120 - 7 * 9)
  })
})

describe.skipIf(!hasFfmpeg)('long shows', { timeout: 240_000 }, () => {
  it('renders 300 slides with exactly the planned frames', async () => {
    const small = await lab.photo('small.png', { widthPx: 64, heightPx: 64 })
    const slides = Array.from({ length: 300 }, () => ({ path: small, seconds: 0.2 }))
    const storyboard = aStoryboard({ slides, fadeSeconds: 0.1, preset: 'square', quality: 'draft' })
    const outPath = lab.file('long.mp4')
    const { frames } = await lab.service.render({ storyboard, outPath }, quietContext())
    expect(frames).toBe(300 * 6 - 299 * 2)
    expect(probeVideo(outPath).frames).toBe(frames)
    expect(decodeWarnings(outPath)).toEqual([])
  })
})
