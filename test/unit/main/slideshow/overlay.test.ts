/** A logo in any corner: the words of captions and cards stay clear of it in every style, shape and alignment. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { captionOverlay } from '#main/slideshow/caption-overlay.ts'
import { cardOverlay, watermarkOverlay } from '#main/slideshow/overlay.ts'
import type { Overlay } from '#main/slideshow/picture.ts'
import { createTextPainter } from '#main/slideshow/text.ts'
import {
  captionAlignSchema,
  captionPositionSchema,
  captionStyleSchema,
  cardSchema,
  presetSchema,
  SLIDESHOW_PRESETS,
  type SlideshowPreset,
  watermarkSchema
} from '#shared/domain/slideshow.ts'
import { FONTS_FOLDER } from '#test/harness/slideshow-lab.ts'

const painter = createTextPainter(FONTS_FOLDER)
const CORNERS = watermarkSchema.shape.corner.unwrap().options
/** The style's own colours. */
const PLAIN = { colour: null, groundColour: null } as const
const WORDS = 'Baked before sunrise in our own ovens, gone by noon on every day of the week'

let folder = ''
const logoPath = () => path.join(folder, 'logo.png')

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-test-'))
  const ground = { width: 120, height: 100, channels: 3 as const, background: '#c00' }
  await sharp({ create: ground }).png().toFile(logoPath())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A quarter of the size draws the same picture smaller. */
const frameOf = (preset: SlideshowPreset) => {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  return { preset, widthPx: widthPx / 4, heightPx: Math.round(heightPx / 4) }
}

async function logoIn(preset: SlideshowPreset, corner: (typeof CORNERS)[number], widthFraction = 0.14) {
  const mark = watermarkSchema.parse({ path: logoPath(), corner, widthFraction })
  return await watermarkOverlay(mark, frameOf(preset))
}

/** Pixels that both cover. */
function sharedPixels(one: Overlay, other: Overlay): number {
  let shared = 0
  for (let y = 0; y < one.heightPx; y++) {
    for (let x = 0; x < one.widthPx; x++) {
      if ((one.alpha[y * one.widthPx + x] ?? 0) === 0) continue
      const [otherX, otherY] = [one.leftPx + x - other.leftPx, one.topPx + y - other.topPx]
      const isInside = otherX >= 0 && otherX < other.widthPx && otherY >= 0 && otherY < other.heightPx
      if (isInside && (other.alpha[otherY * other.widthPx + otherX] ?? 0) > 0) shared += 1
    }
  }
  return shared
}

const places = captionStyleSchema.options.flatMap((style) =>
  captionPositionSchema.options.flatMap((position) =>
    captionAlignSchema.options.map((align) => ({ style, position, align, ...PLAIN }))
  )
)

describe.each(presetSchema.options)('a logo in %s', (preset) => {
  it.each(CORNERS)('in the %s corner is clear of every caption', async (corner) => {
    const logo = await logoIn(preset, corner)
    for (const look of places) {
      const frame = { ...frameOf(preset), keepClear: logo.area }
      const caption = await captionOverlay(painter, { text: WORDS, ...look }, frame)
      if (caption === null) throw new Error('nothing drawn')
      expect(sharedPixels(caption, logo.overlay), JSON.stringify(look)).toBe(0)
    }
  })

  it('is clear of a caption that does not fit its place, and of the words of a card', async () => {
    const logo = await logoIn(preset, 'top-right', 0.4)
    const frame = { ...frameOf(preset), keepClear: logo.area }
    const look = { style: 'headline', position: 'middle', align: 'centre', ...PLAIN } as const
    const caption = await captionOverlay(painter, { text: 'word '.repeat(90), ...look }, frame)
    const words = { kind: 'closing', title: WORDS.repeat(2), subtitle: WORDS, action: 'Order before noon' }
    const card = await cardOverlay(painter, cardSchema.parse(words), frame)
    if (caption === null || card === null) throw new Error('nothing drawn')
    expect(sharedPixels(caption, logo.overlay)).toBe(0)
    expect(sharedPixels(card, logo.overlay)).toBe(0)
  })
})

describe('a caption', () => {
  it('keeps its place, to the pixel, where the logo is not in its way', async () => {
    const logo = await logoIn('landscape', 'top-right')
    const caption = { text: WORDS, style: 'box', position: 'bottom', align: 'left', ...PLAIN } as const
    const alone = await captionOverlay(painter, caption, { ...frameOf('landscape'), keepClear: null })
    const beside = await captionOverlay(painter, caption, { ...frameOf('landscape'), keepClear: logo.area })
    expect(beside).toEqual(alone)
  })

  it('stands at the same place in a preview as in the video', async () => {
    const sizes = [1, 0.25].map((scale) => {
      const { widthPx, heightPx } = SLIDESHOW_PRESETS.square
      return { preset: 'square' as const, widthPx: widthPx * scale, heightPx: heightPx * scale }
    })
    const tops: number[] = []
    for (const frame of sizes) {
      const mark = watermarkSchema.parse({ path: logoPath() })
      const { area } = await watermarkOverlay(mark, frame)
      const look = { style: 'bar', position: 'top', align: 'centre', ...PLAIN } as const
      const band = await captionOverlay(painter, { text: WORDS, ...look }, { ...frame, keepClear: area })
      tops.push((band?.topPx ?? 0) / frame.heightPx)
    }
    expect(tops[0]).toBeGreaterThan(0.15)
    expect(tops[1]).toBeCloseTo(tops[0] ?? 0, 2)
  })
})
