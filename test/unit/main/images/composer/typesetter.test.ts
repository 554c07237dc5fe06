import { resolve } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createTypesetter, type TextStyle } from '#main/images/composer/typesetter.ts'

const typesetter = createTypesetter({
  fontsFolder: resolve(import.meta.dirname, '../../../../../resources/fonts')
})
const STYLE: TextStyle = {
  weight: 'bold',
  maxSizePx: 90,
  minSizePx: 30,
  maxLines: 4,
  lineHeightRatio: 1.1,
  trackingRatio: -0.02
}
const BOX = { widthPx: 500, heightPx: 320 }
const TEXTS = [
  'Boils in a minute',
  'Keeps tea warm for hours and hours without a single watt of power',
  'Donaudampfschifffahrtsgesellschaftskapitän',
  'W'.repeat(400),
  'word '.repeat(300),
  '日本語のとても長いテキストを組む',
  'مرحبا بالعالم، شاي ساخن',
  '🎉 Party ☕ time 👩‍🍳 at home',
  'Ä Ö Ü é ñ ç ř ő',
  '<b>&amp; "quoted"</b>'
]

describe('typesetter', () => {
  it.each(TEXTS)('sets %j inside its box, measured', async (text) => {
    const block = await typesetter.fit(text, STYLE, BOX)
    if (block === null) throw new Error('it should have set the text')
    expect(block.widthPx).toBeLessThanOrEqual(BOX.widthPx)
    expect(block.heightPx).toBeLessThanOrEqual(BOX.heightPx)
    const place = { leftPx: 20, topPx: 40, widthPx: BOX.widthPx, align: 'left', colour: '#000000' } as const
    for (const overlay of await typesetter.draw(block, place)) {
      const { width = 0 } = await sharp(overlay.input).metadata()
      expect(overlay.left + width).toBeLessThanOrEqual(20 + BOX.widthPx + 1)
    }
  })

  it('short text is larger than long text', async () => {
    const [short, long] = await Promise.all(
      ['Tea', TEXTS[1] ?? ''].map((text) => typesetter.fit(text, STYLE, BOX))
    )
    expect(short?.sizePx).toBeGreaterThan(long?.sizePx ?? 0)
    expect([short?.isShortened, long?.isShortened]).toEqual([false, false])
  })

  it('text that cannot fit ends in an ellipsis and says so', async () => {
    const block = await typesetter.fit('word '.repeat(300), STYLE, BOX)
    expect(block?.isShortened).toBe(true)
    expect(block?.lines.at(-1)?.text.endsWith('…')).toBe(true)
  })

  it.each(['', '   ', '\u200d', '\u0000'])(
    'nothing to draw (%j) is no text or an empty one',
    async (text) => {
      const block = await typesetter.fit(text, STYLE, BOX)
      expect(block === null || block.widthPx === 0).toBe(true)
    }
  )

  it('lines of different letters share their baseline', async () => {
    const bottomOf = async (text: string) => {
      const block = await typesetter.fit(text, { ...STYLE, maxSizePx: 60, minSizePx: 59 }, BOX)
      if (block === null) throw new Error('no block')
      const [overlay] = await typesetter.draw(block, {
        leftPx: 0,
        topPx: 50,
        widthPx: 500,
        align: 'left',
        colour: '#000000'
      })
      if (overlay === undefined) throw new Error('nothing drawn')
      const alpha = await sharp(overlay.input)
        .extractChannel(3)
        .threshold(64)
        .raw()
        .toBuffer({ resolveWithObject: true })
      const last = alpha.data.lastIndexOf(255)
      return overlay.top + Math.floor(last / alpha.info.width)
    }
    const [tall, low] = await Promise.all(['HHH', 'mmm'].map(bottomOf))
    expect(Math.abs((tall ?? 0) - (low ?? 99))).toBeLessThanOrEqual(1)
  })
})
