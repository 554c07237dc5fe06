import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPixels } from '#main/slideshow/pixels.ts'
import { coverCrop, loadPicture } from '#main/slideshow/slide-picture.ts'
import type { Card, Fit } from '#shared/domain/slideshow.ts'
import { createSlideshowLab, type SlideshowLab } from '#test/harness/slideshow-lab.ts'

let lab: SlideshowLab
beforeAll(() => {
  lab = createSlideshowLab()
})
afterAll(() => lab.remove())

const frame = { widthPx: 160, heightPx: 90 }

/** Luma and the two chroma levels at a point. */
async function levelsOf(
  name: string,
  { fit = 'cover', card, at }: { fit?: Fit; card?: Card; at: readonly [number, number] }
): Promise<readonly number[]> {
  const request = { path: lab.file(name), fit, focalPoint: undefined, card, backgroundColour: '#000000' }
  const { bytes } = await loadPicture(createPixels(frame), request, frame)
  const [x, y] = at
  const chroma = (y >> 1) * 80 + (x >> 1)
  return [bytes[y * 160 + x] ?? 0, bytes[14400 + chroma] ?? 0, bytes[18000 + chroma] ?? 0]
}

const RED = [63, 102, 240]
const BLACK = [16, 128, 128]

async function saveRed(name: string, widthPx: number, heightPx: number): Promise<void> {
  await sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#ff0000' } }).toFile(
    lab.file(name)
  )
}

const near = (levels: readonly number[]) =>
  levels.map((level) => expect.toBeOneOf([level - 1, level, level + 1]))

describe('loadPicture', () => {
  it('fills the frame, pads with the background, or pads with the blurred picture', async () => {
    await saveRed('tall.png', 90, 160)
    expect(await levelsOf('tall.png', { at: [4, 40] })).toEqual(near(RED))
    expect(await levelsOf('tall.png', { fit: 'contain', at: [4, 40] })).toEqual(near(BLACK))
    expect(await levelsOf('tall.png', { fit: 'contain', at: [80, 40] })).toEqual(near(RED))
    const [luma = 0, , red = 0] = await levelsOf('tall.png', { fit: 'blur', at: [4, 40] })
    expect(luma).toBeGreaterThan(30)
    expect(red).toBeGreaterThan(180)
    expect(await levelsOf('tall.png', { fit: 'blur', at: [80, 40] })).toEqual(near(RED))
  })

  it('turns a photo upright by its camera note', async () => {
    const half = await sharp({ create: { width: 320, height: 90, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer()
    await sharp({ create: { width: 320, height: 180, channels: 3, background: '#000000' } })
      .composite([{ input: half, top: 90, left: 0 }])
      .withMetadata({ orientation: 3 })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toFile(lab.file('upside-down.jpg'))
    const [above = 0] = await levelsOf('upside-down.jpg', { at: [80, 20] })
    const [below = 0] = await levelsOf('upside-down.jpg', { at: [80, 70] })
    expect([Math.round(above / 10), Math.round(below / 10)]).toEqual([6, 2])
  })

  it('shows a card picture through its colour', async () => {
    await saveRed('ground.png', 320, 180)
    const card: Card = { kind: 'opening', title: 'T', subtitle: '', action: '', colour: '#000000' }
    const [, , red = 0] = await levelsOf('ground.png', { card, at: [20, 10] })
    expect(red).toBeGreaterThan(132)
    expect(red).toBeLessThan(175)
  })
})

describe('coverCrop', () => {
  it('brings the focal point to the middle where the picture reaches, and never leaves a gap', () => {
    const picture = { widthPx: 4000, heightPx: 1000 }
    const square = { widthPx: 500, heightPx: 500 }
    const at = (xFraction: number) => coverCrop(picture, square, { xFraction, yFraction: 0.5 })
    expect(at(0.5)).toEqual({ scaled: { widthPx: 2000, heightPx: 500 }, leftPx: 750, topPx: 0 })
    expect(at(0).leftPx).toBe(0)
    expect(at(1).leftPx).toBe(1500)
  })

  it('covers exactly also when rounding would leave a pixel free', () => {
    const { scaled } = coverCrop(
      { widthPx: 1, heightPx: 1 },
      { widthPx: 1920, heightPx: 1080 },
      { xFraction: 0, yFraction: 0 }
    )
    expect(scaled).toEqual({ widthPx: 1920, heightPx: 1920 })
  })
})
