import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planCanvas } from '#main/images/composer/canvas.ts'
import { composePost, type PostInput, planLayout } from '#main/images/composer/compose-post.ts'
import { PHOTO_LAYOUTS, TYPE_LAYOUTS } from '#main/images/composer/layouts.ts'
import { BODY_MIN_UNITS } from '#main/images/composer/stack.ts'
import { createTypesetter } from '#main/images/composer/typesetter.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'

const typesetter = createTypesetter({
  fontsFolder: resolve(import.meta.dirname, '../../../../../resources/fonts')
})
let folder: string
let photoPath: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-compose-'))
  photoPath = join(folder, 'photo.jpg')
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="100%" height="100%" fill="#fffbe8"/><circle cx="600" cy="500" r="200" fill="#c63"/></svg>'
  await sharp(Buffer.from(svg)).flatten().jpeg().toFile(photoPath)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const isPhotoLayout = (layout: string): boolean => PHOTO_LAYOUTS.some((known) => known === layout)

const post = (changes: Partial<PostInput> = {}): PostInput => ({
  copy: {
    brand: 'Test Kettle',
    headline: 'Boils in a minute',
    body: 'Tea, sooner',
    callToAction: 'Order now',
    price: '€39'
  },
  brandColours: ['#123a5c', '#f7c948'],
  photo: null,
  colourPhotoPath: null,
  widthPx: 600,
  heightPx: 600,
  platform: null,
  variant: 0,
  ...changes
})

describe('composePost', () => {
  it.each(PLATFORM_IDS)('every layout gives exactly the pixels of %s', async (platform) => {
    const { widthPx, heightPx } = PLATFORMS[platform]
    const photo = { path: photoPath, focal: null }
    const inputs = [
      ...[0, 1, 2, 3, 4, 5].map((variant) => post({ photo, variant, platform, widthPx, heightPx })),
      ...TYPE_LAYOUTS.map((_, variant) => post({ variant, platform, widthPx, heightPx }))
    ]
    for (const input of inputs) {
      const { width, height, format } = await sharp(await composePost(typesetter, input)).metadata()
      expect([width, height, format]).toEqual([widthPx, heightPx, 'jpeg'])
    }
  })

  it('posts of one campaign look different', async () => {
    const drawn = await Promise.all(
      [0, 1, 2, 3, 4].map((variant) =>
        composePost(typesetter, post({ photo: { path: photoPath, focal: null }, variant }))
      )
    )
    expect(new Set(drawn.map((bytes) => bytes.toString('base64'))).size).toBe(5)
  })

  it('the same post comes out the same', async () => {
    const [one, other] = await Promise.all([composePost(typesetter, post()), composePost(typesetter, post())])
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true)
  })

  it('an empty brief still gives a picture', async () => {
    const copy = { brand: '', headline: '', body: '', callToAction: '', price: '' }
    const { width } = await sharp(await composePost(typesetter, post({ copy, brandColours: [] }))).metadata()
    expect(width).toBe(600)
  })

  it('a photo that cannot be read is named as such', async () => {
    const broken = join(folder, 'broken.jpg')
    await writeFile(broken, 'no photo')
    await expect(
      composePost(typesetter, post({ photo: { path: broken, focal: null } }))
    ).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
  })

  it('very long words and texts do not leave the canvas or fail', async () => {
    const copy = {
      brand: 'B'.repeat(90),
      headline: 'Extraordinarily'.repeat(8),
      body: 'long '.repeat(90),
      callToAction: 'Click '.repeat(20),
      price: '€ 1.234.567,89'
    }
    for (const variant of [0, 1, 2, 3]) {
      const input = post({
        copy,
        variant,
        photo: { path: photoPath, focal: null },
        widthPx: 1200,
        heightPx: 630
      })
      expect((await sharp(await composePost(typesetter, input)).metadata()).width).toBe(1200)
    }
  })

  it.each([
    [64, 64],
    [1600, 320],
    [300, 1500]
  ])('%i × %i is drawn in exactly that size by every layout', async (widthPx, heightPx) => {
    for (const variant of [0, 1, 2, 3, 4, 5]) {
      const photo = { path: photoPath, focal: null }
      const bytes = await composePost(typesetter, post({ widthPx, heightPx, variant, photo }))
      expect(await sharp(bytes).metadata()).toMatchObject({ width: widthPx, height: heightPx })
    }
  })

  it('body text keeps 2.4 % of the shorter side on every platform', () => {
    for (const id of PLATFORM_IDS) {
      const { unitPx, widthPx, heightPx } = planCanvas(PLATFORMS[id], id)
      expect(BODY_MIN_UNITS * unitPx).toBeGreaterThanOrEqual(0.024 * Math.min(widthPx, heightPx))
    }
  })
})

describe('layout of a post', () => {
  it('neighbouring posts never look alike', () => {
    for (let variant = 0; variant < 40; variant += 1) {
      expect(planLayout(true, variant).layout).not.toBe(planLayout(true, variant + 1).layout)
      expect(planLayout(false, variant).layout).not.toBe(planLayout(false, variant + 1).layout)
    }
  })

  it('a layout that comes back comes back with its sides swapped', () => {
    expect(planLayout(true, 6)).toMatchObject({
      layout: planLayout(true, 0).layout,
      turn: { isMirrored: true }
    })
    expect(planLayout(true, 0).turn.isMirrored).toBe(false)
  })

  it('every photo layout is used, and type alone for every fifth post only', () => {
    const ten = Array.from({ length: 10 }, (_, variant) => planLayout(true, variant).layout)
    for (const layout of PHOTO_LAYOUTS) expect(ten).toContain(layout)
    expect(ten.flatMap((layout, index) => (isPhotoLayout(layout) ? [] : [index]))).toEqual([4, 9])
  })

  it.each([-1, -12, 1e9])('variant %i has a layout too', (variant) => {
    expect(planLayout(true, variant).layout).toBeTypeOf('string')
  })
})
