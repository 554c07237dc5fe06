/** Captions in every style and shape: inside the safe area, whole, and readable on any picture. */
import { describe, expect, it } from 'vitest'
import { type Caption, captionOverlay } from '#main/slideshow/caption-overlay.ts'
import { contrast } from '#main/slideshow/contrast.ts'
import type { Overlay } from '#main/slideshow/picture.ts'
import { safeAreaOf } from '#main/slideshow/safe-area.ts'
import { createTextPainter } from '#main/slideshow/text.ts'
import {
  type CaptionStyle,
  captionLookOf,
  captionStyleSchema,
  presetSchema,
  SLIDESHOW_PRESETS,
  type SlideshowPreset
} from '#shared/domain/slideshow.ts'
import { FONTS_FOLDER } from '#test/harness/slideshow-lab.ts'

const painter = createTextPainter(FONTS_FOLDER)
const STYLES = captionStyleSchema.options
const TEXTS = {
  'a long caption': 'word '.repeat(100),
  'one word without end': 'x'.repeat(500),
  'right to left': 'مرحبا بكم في متجرنا الجديد اليوم، عروض لا تفوت',
  'emoji and two paragraphs': 'Fresh today 🎉\nBaked before sunrise, gone by noon 🥐'
}

/** Half the preset's size draws the same picture smaller. */
const frameOf = (preset: SlideshowPreset) => {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  return { preset, widthPx: widthPx / 2, heightPx: heightPx / 2 }
}

async function drawn(
  style: CaptionStyle,
  preset: SlideshowPreset,
  parts: Partial<Caption> = {}
): Promise<Overlay> {
  const look = captionLookOf({ captionStyle: style }, preset)
  const caption = { text: 'Fresh today', ...look, ...parts }
  const overlay = await captionOverlay(painter, caption, { ...frameOf(preset), keepClear: null })
  if (overlay === null) throw new Error('nothing drawn')
  return overlay
}

const isDarkInk = (style: CaptionStyle): boolean => style === 'light'

/** Letters are fully opaque, and lighter or darker than any ground. */
function isInk({ bytes, alpha }: Overlay, at: number, style: CaptionStyle): boolean {
  if (alpha[at] !== 255) return false
  const level = bytes[at] ?? 0
  return isDarkInk(style) ? level < 45 : level > 222
}

/** The smallest rectangle with all letters, in the frame. */
function inkBounds(overlay: Overlay, style: CaptionStyle) {
  const { widthPx, heightPx, leftPx, topPx } = overlay
  const bounds = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY
  }
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (!isInk(overlay, y * widthPx + x, style)) continue
      bounds.left = Math.min(bounds.left, leftPx + x)
      bounds.right = Math.max(bounds.right, leftPx + x + 1)
      bounds.top = Math.min(bounds.top, topPx + y)
      bounds.bottom = Math.max(bounds.bottom, topPx + y + 1)
    }
  }
  return bounds
}

/** Luma of the darkest pixel that nothing shines through. */
function darkestSolid({ bytes, alpha, widthPx, heightPx }: Overlay): number {
  return bytes
    .subarray(0, widthPx * heightPx)
    .reduce((least, level, at) => (alpha[at] === 255 ? Math.min(least, level) : least), 255)
}

/** Around a pixel, near enough to count as beside it. */
const NEAR = [-3, -2, -1, 0, 1, 2, 3]

/** Contrast between the letters' edges and what stands right beside them, where it is least, over a grey picture. */
function leastContrast(overlay: Overlay, style: CaptionStyle, greyLevel: number): number {
  const { widthPx, heightPx, bytes, alpha } = overlay
  const levelAt = (at: number): number =>
    (bytes[at] ?? 0) + ((255 - (alpha[at] ?? 0)) / 255) * (16 + (greyLevel * 219) / 255)
  const seen: number[] = []
  for (let y = 3; y < heightPx - 3; y++) {
    for (let x = 3; x < widthPx - 3; x++) {
      const at = y * widthPx + x
      const isEdge = isInk(overlay, at, style) && !isInk(overlay, at + 1, style)
      if (!isEdge) continue
      const near = NEAR.flatMap((down) => NEAR.map((right) => levelAt(at + down * widthPx + right)))
      const beside = isDarkInk(style) ? Math.max(...near) : Math.min(...near)
      seen.push(contrast(hexOf(levelAt(at)), hexOf(beside)))
    }
  }
  expect(seen.length).toBeGreaterThan(50)
  return seen.toSorted((one, other) => one - other)[Math.floor(seen.length / 50)] ?? 0
}

function hexOf(level: number): string {
  const grey = Math.round(Math.min(255, Math.max(0, ((level - 16) * 255) / 219)))
  return `#${grey.toString(16).padStart(2, '0').repeat(3)}`
}

describe.each(STYLES)('a caption of style %s', (style) => {
  it.each(presetSchema.options)('keeps every letter inside the safe area in %s', async (preset) => {
    const area = safeAreaOf(preset, frameOf(preset))
    for (const [name, text] of Object.entries(TEXTS)) {
      for (const position of ['top', 'middle', 'bottom'] as const) {
        const overlay = await drawn(style, preset, { text, position })
        const ink = inkBounds(overlay, style)
        const where = `${name}, ${position}`
        expect(ink.left, where).toBeGreaterThanOrEqual(area.leftPx)
        expect(ink.right, where).toBeLessThanOrEqual(area.leftPx + area.widthPx)
        expect(ink.top, where).toBeGreaterThanOrEqual(area.topPx)
        expect(ink.bottom, where).toBeLessThanOrEqual(area.topPx + area.heightPx)
        // What would be cut off stands at the rectangle's edge.
        expect(ink.top - overlay.topPx, where).toBeGreaterThanOrEqual(6)
        expect(overlay.topPx + overlay.heightPx - ink.bottom, where).toBeGreaterThanOrEqual(6)
        expect(ink.left - overlay.leftPx, where).toBeGreaterThanOrEqual(6)
      }
    }
  })

  it.each([0, 128, 255])('reads on a picture of grey %s', async (greyLevel) => {
    const text = 'Fresh today and every day\nBaked before sunrise'
    const overlay = await drawn(style, 'landscape', { text })
    expect(leastContrast(overlay, style, greyLevel)).toBeGreaterThan(4.5)
  })

  it('stands left, in the middle or right as asked', async () => {
    const centres: number[] = []
    for (const align of ['left', 'centre', 'right'] as const) {
      const { left, right } = inkBounds(await drawn(style, 'landscape', { align }), style)
      centres.push((left + right) / 2)
    }
    const [left = 0, centre = 0, right = 0] = centres
    expect(Math.abs(centre - 480)).toBeLessThan(6)
    expect(Math.abs(left + right - 960)).toBeLessThan(12)
    expect(left).toBeLessThan(300)
  })
})

describe('captionOverlay', () => {
  it('runs the band from edge to edge of the frame', async () => {
    const { leftPx, widthPx, heightPx, alpha } = await drawn('bar', 'portrait')
    expect(leftPx).toBe(0)
    const middle = Math.floor(heightPx / 2) * widthPx
    expect([alpha[middle], alpha[middle + 539], alpha[middle + 540]]).toEqual([184, 184, 0])
  })

  it('sets a headline larger than any other style', async () => {
    const heights = new Map<CaptionStyle, number>()
    for (const style of STYLES) {
      const { top, bottom } = inkBounds(await drawn(style, 'square'), style)
      heights.set(style, bottom - top)
    }
    const { headline = 0, ...others } = Object.fromEntries(heights)
    for (const height of Object.values(others)) expect(headline).toBeGreaterThan(height * 1.4)
  })

  it('draws the usual look for slides that name none', async () => {
    const colours = { colour: null, groundColour: null }
    const look = { position: 'bottom', style: 'box', align: 'left', ...colours } as const
    expect(captionLookOf({}, 'landscape')).toEqual(look)
    expect(captionLookOf({}, 'portrait')).toEqual({ ...look, align: 'centre' })
    expect(captionLookOf({ captionStyle: 'bar', captionAlign: 'right' }, 'landscape')).toEqual({
      position: 'bottom',
      style: 'bar',
      align: 'right',
      ...colours
    })
  })

  it.each(['box', 'light', 'bar'] as const)(
    'of style %s stands on the chosen colour, opaque',
    async (style) => {
      const colours = { colour: '#ffffff', groundColour: '#0a5f38' }
      const { bytes, alpha, widthPx, heightPx } = await drawn(style, 'landscape', colours)
      const luma = widthPx * heightPx
      const at = (Math.floor(heightPx / 2) - 1) * widthPx + 12
      const green = { luma: 16 + (0.2126 * 10 + 0.7152 * 95 + 0.0722 * 56) * (219 / 255) }
      expect(alpha[at]).toBe(255)
      expect(Math.abs((bytes[at] ?? 0) - green.luma)).toBeLessThan(2)
      expect(Math.max(...bytes.subarray(0, luma))).toBeGreaterThan(230)
    }
  )

  it('turns letters without a colour dark on a light brand, and an outline light around dark letters', async () => {
    const onYellow = await drawn('box', 'landscape', { groundColour: '#ffd54f' })
    expect(darkestSolid(onYellow)).toBeLessThan(45)
    const outlined = await drawn('outline', 'landscape', { colour: '#101820' })
    const { bytes, alpha } = outlined
    const light = bytes
      .subarray(0, outlined.widthPx * outlined.heightPx)
      .filter((level, at) => level > 225 && alpha[at] === 255)
    expect(darkestSolid(outlined)).toBeLessThan(45)
    expect(light.length).toBeGreaterThan(100)
  })
})
