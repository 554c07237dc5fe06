import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fitImage, type Provenance, toXmp } from '#main/images/provenance.ts'

const PROVENANCE: Provenance = {
  prompt: 'A "kettle" & <steam>',
  provider: 'together',
  model: 'some-model',
  seed: 7,
  costMicroUsd: 2_700,
  madeAt: Date.UTC(2026, 10, 22),
  isTrainedModel: true,
  hasPhoto: false
}

/** Left half red, right half blue. */
async function twoHalves(widthPx: number, heightPx: number, format: 'png' | 'jpeg' = 'png') {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><rect width="50%" height="100%" fill="red"/><rect x="50%" width="50%" height="100%" fill="blue"/></svg>`
  const bytes = await sharp(Buffer.from(svg)).flatten().toFormat(format).toBuffer()
  return { bytes, widthPx, heightPx, mediaType: `image/${format}` }
}

async function meanColour(bytes: Uint8Array): Promise<readonly number[]> {
  const { channels } = await sharp(bytes).stats()
  return channels.map((channel) => Math.round(channel.mean))
}

describe('fitImage', () => {
  it('gives exactly the wanted pixels and cuts rather than stretches', async () => {
    const fitted = await fitImage(await twoHalves(1600, 800), {
      size: { widthPx: 400, heightPx: 400 },
      focal: { xRatio: 0, yRatio: 0.5 },
      provenance: PROVENANCE
    })
    const { width, height, format } = await sharp(fitted).metadata()
    expect([width, height, format]).toEqual([400, 400, 'jpeg'])
    const [red = 0, , blue = 0] = await meanColour(fitted)
    expect(red).toBeGreaterThan(240)
    expect(blue).toBeLessThan(10)
  })

  it('does not stretch either when the most salient part decides', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="100%" height="100%" fill="#fff"/><rect x="350" y="150" width="100" height="100"/></svg>'
    const bytes = await sharp(Buffer.from(svg)).png().toBuffer()
    const fitted = await fitImage(
      { bytes, widthPx: 800, heightPx: 400, mediaType: 'image/png' },
      { size: { widthPx: 200, heightPx: 200 }, focal: null, provenance: PROVENANCE }
    )
    // A square of a quarter of the height covers a sixteenth of the cut; half of that if it were squeezed.
    expect(((await meanColour(fitted))[0] ?? 0) / 255).toBeCloseTo(1 - 1 / 16, 2)
  })

  it('keeps the pixels of a JPEG that fits already and still marks its origin', async () => {
    const drawn = await twoHalves(300, 200, 'jpeg')
    const fitted = await fitImage(drawn, {
      size: { widthPx: 300, heightPx: 200 },
      focal: null,
      provenance: PROVENANCE
    })
    const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer()
    expect((await pixels(fitted)).equals(await pixels(drawn.bytes))).toBe(true)
    expect((await sharp(fitted).metadata()).xmpAsString).toContain('trainedAlgorithmicMedia')
  })

  it('carries prompt, provider, model, seed and cost through the cut', async () => {
    const size = { widthPx: 256, heightPx: 256 }
    const fitted = await fitImage(await twoHalves(600, 300), { size, focal: null, provenance: PROVENANCE })
    const xmp = (await sharp(fitted).metadata()).xmpAsString ?? ''
    for (const part of [
      'cf:Provider="together"',
      'cf:Model="some-model"',
      'cf:Seed="7"',
      'cf:CostUsd="0.002700"',
      'A &quot;kettle&quot; &amp; &lt;steam&gt;'
    ]) {
      expect(xmp).toContain(part)
    }
  })

  it('refuses bytes that are no image', async () => {
    const drawn = { bytes: Buffer.from('no image'), widthPx: 9, heightPx: 9, mediaType: 'image/png' }
    await expect(
      fitImage(drawn, { size: { widthPx: 4, heightPx: 4 }, focal: null, provenance: PROVENANCE })
    ).rejects.toMatchObject({ code: 'BAD_RESPONSE' })
  })

  it('a prompt of any length leaves a readable file', async () => {
    const size = { widthPx: 64, heightPx: 64 }
    const provenance = { ...PROVENANCE, prompt: '<&"'.repeat(20_000) }
    const fitted = await fitImage(await twoHalves(64, 64), { size, focal: null, provenance })
    expect((await sharp(fitted).metadata()).width).toBe(64)
  })
})

describe('toXmp', () => {
  it('a composed post is not called the work of a trained model', () => {
    const composed = { ...PROVENANCE, isTrainedModel: false }
    expect(
      [composed, { ...composed, hasPhoto: true }].map(
        (each) => /digitalsourcetype\/(\w+)/.exec(toXmp(each))?.[1]
      )
    ).toEqual(['digitalCreation', 'compositeCapture'])
  })
})
