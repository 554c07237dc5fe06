import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createTextPainter, type TextRequest } from '#main/slideshow/text.ts'
import { FONTS_FOLDER } from '#test/harness/slideshow-lab.ts'

const painter = createTextPainter(FONTS_FOLDER)

function aRequest(changes: Partial<TextRequest>): TextRequest {
  return {
    text: 'Fresh today',
    maxWidthPx: 600,
    maxHeightPx: 300,
    largestPx: 50,
    smallestPx: 20,
    align: 'left',
    colour: '#ffffff',
    ...changes
  }
}

describe('createTextPainter', () => {
  it.each([
    'Short',
    'word '.repeat(90),
    'x'.repeat(400),
    'First line\nsecond line\n\nfourth & <last>',
    '🎉 日本語 مرحبا שלום Ελληνικά',
    'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'
  ])('never draws outside of its room: %s', async (text) => {
    const picture = await painter.paint(aRequest({ text }))
    expect(picture?.widthPx).toBeLessThanOrEqual(600)
    expect(picture?.heightPx).toBeLessThanOrEqual(300)
    expect(picture?.bytes.length).toBe((picture?.widthPx ?? 0) * (picture?.heightPx ?? 0) * 4)
  })

  it.each(['', '  \n ', '\u0007\u0000'])('draws nothing for text without a visible mark', async (text) => {
    expect(await painter.paint(aRequest({ text }))).toBeNull()
  })

  it('uses the largest size that fits', async () => {
    const short = await painter.paint(aRequest({ text: 'Hx' }))
    const long = await painter.paint(aRequest({ text: 'Hx word '.repeat(60) }))
    expect(short?.heightPx).toBeGreaterThan(34)
    expect(long?.heightPx).toBeGreaterThan(150)
  })

  it('leaves no word alone on the last line where lines can be even', async () => {
    const picture = await painter.paint(aRequest({ text: 'Marrowfield Evenglow soy candles', largestPx: 60 }))
    if (picture === null) throw new Error('nothing drawn')
    const { widthPx: width, heightPx: height } = picture
    const lower = await sharp(picture.bytes, { raw: { width, height, channels: 4 } })
      .extract({ left: 0, top: Math.round(height * 0.6), width, height: Math.floor(height * 0.4) })
      .trim()
      .toBuffer({ resolveWithObject: true })
    expect(lower.info.width).toBeGreaterThan(width * 0.6)
  })

  it('shows emoji in colour', async () => {
    const picture = await painter.paint(aRequest({ text: '🎉' }))
    const bytes = picture?.bytes ?? Buffer.alloc(0)
    let colourful = 0
    for (let at = 0; at < bytes.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = bytes.subarray(at, at + 4)
      if (alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 80) colourful++
    }
    expect(colourful).toBeGreaterThan(100)
  })
})
