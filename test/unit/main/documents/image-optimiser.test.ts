import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { optimiseImage, planFormat } from '#main/documents/image-optimiser.ts'
import { settingsSchema } from '#shared/domain/settings.ts'

const defaults = settingsSchema.parse({}).images
const on = { ...defaults, optimise: true }

/** A picture with enough detail that quality matters. */
async function picture(widthPx: number, heightPx: number, alpha = false) {
  const channels = alpha ? 4 : 3
  const pixels = Buffer.alloc(widthPx * heightPx * channels)
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * 31 + (at >> 7) * 17) % 256
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels } })
}

const run = async (bytes: Buffer, settings = on) => await optimiseImage(bytes, settings, bytes.length)

describe('optimiseImage', () => {
  test('leaves everything alone when it is switched off', async () => {
    const bytes = await (await picture(50, 50)).png().toBuffer()
    expect(await run(bytes, defaults)).toBeNull()
  })

  test('fits the longer side and keeps the shape', async () => {
    const bytes = await (await picture(800, 400)).png().toBuffer()
    const made = await run(bytes, { ...on, maxSidePx: 256, format: 'jpeg' })
    expect(made).toMatchObject({ widthPx: 256, heightPx: 128, mediaType: 'image/jpeg', extension: '.jpg' })
    expect(made?.bytes.length).toBeLessThan(bytes.length)
    expect((await sharp(made?.bytes).metadata()).format).toBe('jpeg')
  })

  test('never makes a picture larger', async () => {
    const bytes = await (await picture(40, 40)).jpeg({ quality: 10 }).toBuffer()
    expect(await run(bytes, { ...on, quality: 100 })).toBeNull()
  })

  test('keeps transparency, also when JPEG is wanted', async () => {
    const bytes = await (await picture(600, 600, true)).png({ compressionLevel: 0 }).toBuffer()
    const made = await run(bytes, { ...on, format: 'jpeg' })
    expect(made?.mediaType).toBe('image/png')
    expect((await sharp(made?.bytes).metadata()).hasAlpha).toBe(true)
  })

  test('turns the picture upright before its orientation note is lost', async () => {
    const bytes = await (await picture(400, 200))
      .jpeg({ quality: 100 })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const made = await run(bytes, { ...on, quality: 60 })
    expect(made).toMatchObject({ widthPx: 200, heightPx: 400 })
  })

  test('keeps the colour profile', async () => {
    const bytes = await (await picture(400, 400)).jpeg({ quality: 100 }).withIccProfile('p3').toBuffer()
    const made = await run(bytes, { ...on, quality: 50 })
    const before = (await sharp(bytes).metadata()).icc
    expect((await sharp(made?.bytes).metadata()).icc?.equals(before ?? Buffer.alloc(0))).toBe(true)
  })

  test('leaves animations and drawings alone', async () => {
    const frames = await (await picture(20, 40)).raw().toBuffer()
    const gif = await sharp(frames, { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } })
      .webp()
      .toBuffer()
    expect((await sharp(gif).metadata()).pages).toBe(2)
    expect(await run(gif, { ...on, format: 'jpeg' })).toBeNull()
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
    )
    expect(await run(svg, { ...on, format: 'png' })).toBeNull()
  })

  test('says that a broken picture is damaged', async () => {
    const bytes = await (await picture(200, 200)).jpeg().toBuffer()
    await expect(run(bytes.subarray(0, 500))).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    await expect(run(Buffer.from('nothing'))).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
  })
})

test('the planned format', () => {
  expect(planFormat('keep', { format: 'png', hasAlpha: false })).toBe('png')
  expect(planFormat('keep', { format: 'gif', hasAlpha: false })).toBeNull()
  expect(planFormat('webp', { format: 'gif', hasAlpha: true })).toBe('webp')
  expect(planFormat('jpeg', { format: 'webp', hasAlpha: true })).toBe('webp')
})
