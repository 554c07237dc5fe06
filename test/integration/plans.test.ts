/** Plans in files, and where assets are used: through the services that the window and the command line use. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwatched } from '#main/core/jobs.ts'
import { openNodeServices, RESOURCES_FOLDER } from '#main/node-services.ts'
import type { Services } from '#main/services.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'

const sample = (name: string): string => path.join(RESOURCES_FOLDER, 'sample', name)
const NO_LIMITS = { providers: ['composer' as const], budgetMicroUsd: null, maxPriceMicroUsd: null }

describe('plans and uses', { timeout: 120_000 }, () => {
  let folder = ''
  let services: Services
  let campaignId = ''
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const generate = (posts: number): ReturnType<Services['generation']['generateCampaign']> =>
    services.generation.generateCampaign(
      { campaignId, platforms: ['instagram'], posts, allowEmergency: false, ...NO_LIMITS },
      unwatched()
    )

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-plans-'))
    services = await openNodeServices({
      dataFolder: path.join(folder, 'data'),
      environment: { PATH: process.env['PATH'] }
    })
    const made = await services.campaigns.create({
      name: 'Spring',
      briefPaths: [sample('product-sheet.docx')],
      patch: {}
    })
    campaignId = made.id
  })
  afterAll(async () => {
    await services.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('rows that fit are planned, the others named; words reach prompts, pictures and the file that goes out', async () => {
    const plan = await file(
      'plan.csv',
      Buffer.from(
        'Platform;Post;Prompt;Caption;Date\r\ninstagram;1;A jar on a shelf;Größe zählt;2026-12-01\r\nmyspace;2;;;\r\nfacebook;1;;=1+1;\r\n',
        'latin1'
      )
    )
    const result = await services.plans.importPosts(campaignId, plan)
    expect(result).toMatchObject({ imported: 2, errors: [{ row: 3, field: 'platform' }] })
    expect(result.posts.map(({ platform, caption }) => [platform, caption])).toEqual([
      ['instagram', 'Größe zählt'],
      ['facebook', '=1+1']
    ])
    const [cell] = await services.generation.plan(campaignId, { platforms: ['instagram'], posts: 1 })
    expect(cell?.prompt).toBe('A jar on a shelf')
    const [image] = (await generate(1)).images
    expect(services.catalog.get(image?.assetId ?? '')).toMatchObject({ caption: 'Größe zählt' })

    services.catalog.update(image?.assetId ?? '', { caption: 'Changed on the picture' })
    const outPath = path.join(folder, 'out.csv')
    expect(await services.plans.exportPosts({ campaignId, outPath, format: 'csv' })).toMatchObject({
      posts: 2
    })
    const text = await readFile(outPath, 'utf8')
    expect(text).toContain('Changed on the picture')
    expect(text).toContain("'=1+1")

    const later = await file(
      'later.json',
      JSON.stringify([{ platform: 'instagram', post: 1, caption: 'Third' }])
    )
    await services.plans.importPosts(campaignId, later)
    expect(services.catalog.get(image?.assetId ?? '')).toMatchObject({ caption: 'Third' })
    // What the second file leaves out stays.
    expect((await services.plans.postsOf(campaignId))[0]).toMatchObject({ prompt: 'A jar on a shelf' })
  })

  test.each([
    ['nothing.csv', '', 'INVALID_INPUT'],
    ['words.csv', 'hello\nworld\n', 'INVALID_INPUT'],
    ['broken.json', '{"posts": [', 'INVALID_INPUT']
  ])('%s is refused as a whole', async (name, content, code) => {
    await expect(services.plans.importPosts(campaignId, await file(name, content))).rejects.toMatchObject({
      code
    })
    await expect(services.plans.importPosts(campaignId, '/no/such/plan.csv')).rejects.toMatchObject({
      code: 'NOT_FOUND'
    })
  })

  test('a storyboard finds its pictures beside the file and in the library, and comes back the same', async () => {
    const { items } = await services.imports.importPaths(
      { paths: [sample('gift-box.jpg')], campaignId: null, tags: [] },
      unwatched()
    )
    const inLibrary = items[0]?.assetId ?? ''
    await file(
      'beside.png',
      await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a33' } })
        .png()
        .toBuffer()
    )
    const plan = await file(
      'storyboard.csv',
      'image,seconds,caption\nbeside.png,2,One\ngift-box.jpg,,Two\nnowhere.jpg,3,Three\nbeside.png,x,Four\n'
    )
    const { storyboard, errors } = await services.plans.importStoryboard(plan)
    expect(storyboard?.slides.map(({ path: place, assetId }) => place ?? assetId)).toEqual([
      path.join(folder, 'beside.png'),
      inLibrary
    ])
    expect(errors.map(({ row, field }) => [row, field])).toEqual([
      [4, 'image'],
      [5, 'seconds']
    ])
    for (const format of ['csv', 'json'] as const) {
      const outPath = path.join(folder, `again.${format}`)
      await services.plans.exportStoryboard({
        storyboard: storyboardSchema.parse(storyboard),
        outPath,
        format
      })
      expect(await services.plans.importStoryboard(outPath)).toEqual({ storyboard, errors: [] })
    }
  })

  test('a document becomes cards and captions, with the campaign’s pictures where there are any', async () => {
    const { items } = await services.catalog.list(
      { campaignId, kind: 'document' },
      { limit: 1, cursor: null }
    )
    const documentId = items[0]?.id ?? ''
    const { slides } = await services.plans.storyboardFromDocument({
      documentId,
      imageIds: [],
      preset: 'square'
    })
    expect(slides.filter((slide) => slide.card !== undefined).length).toBeGreaterThan(2)
    expect(slides.some((slide) => slide.caption !== '' && slide.assetId !== undefined)).toBe(true)
    const alone = await services.imports.importPaths(
      {
        paths: [await file('facts.md', '# Lantern\n\n## Light\n\n- Burns for 40 hours\n')],
        campaignId: null,
        tags: []
      },
      unwatched()
    )
    const bare = await services.plans.storyboardFromDocument({
      documentId: alone.items[0]?.assetId ?? '',
      imageIds: [],
      preset: 'square'
    })
    expect(bare.slides.at(-1)?.card).toMatchObject({ title: 'Light', subtitle: 'Burns for 40 hours' })
    const outPath = path.join(folder, 'cards.mp4')
    const draft = { ...bare, quality: 'draft' as const, slides: bare.slides.slice(0, 1) }
    expect(
      (await services.slideshows.renderStoryboard({ storyboard: draft, outPath }, unwatched())).frames
    ).toBeGreaterThan(10)
  })

  test('posts, photos in them, videos and saved slideshows are uses; a kept look-alike takes all of them over', async () => {
    const { items } = await services.imports.importPaths(
      { paths: [sample('gift-set.jpg'), sample('flat-lay.jpg')], campaignId, tags: ['photo'] },
      unwatched()
    )
    const photo = items[0]?.assetId ?? ''
    const made = await generate(3)
    const pictureOf = (post: number): string =>
      made.images.find((image) => image.post === post)?.assetId ?? ''
    const place = `${campaignId}/instagram/2`
    expect(await services.whereUsed.of([pictureOf(2)])).toMatchObject([
      {
        usedBy: 'post',
        userId: place,
        label: 'Spring, instagram 2',
        post: { campaignId, platform: 'instagram', post: 2 }
      }
    ])
    const inPosts = await services.whereUsed.of(items.map(({ assetId }) => assetId ?? ''))
    expect(inPosts.map(({ label }) => label)).toContain('Spring, instagram 2, as its photo')
    const original = inPosts.find(({ userId }) => userId.startsWith(place))?.assetId ?? ''
    expect(services.library.versionsOf(original).map(({ id }) => id)).toContain(pictureOf(2))

    const storyboard = storyboardSchema.parse({
      preset: 'square',
      quality: 'draft',
      slides: [{ assetId: pictureOf(2), seconds: 0.2 }]
    })
    const video = await services.slideshows.renderToLibrary(
      { storyboard, campaignId, name: 'Teaser' },
      unwatched()
    )
    const saved = services.storyboards.save({ campaignId, name: 'Teaser', storyboard })
    const usersOf = async (id: string): Promise<readonly string[]> =>
      (await services.whereUsed.of([id])).map(({ usedBy, userId }) => `${usedBy} ${userId}`)
    const users = [`post ${place}`, `slideshow ${saved.id}`, `video ${video.assetId}`]
    expect(await usersOf(pictureOf(2))).toEqual(users)

    await services.whereUsed.resolveDuplicates({ keepId: photo, dropIds: [pictureOf(2), pictureOf(3)] })
    expect(await usersOf(photo)).toEqual(expect.arrayContaining([...users, `post ${campaignId}/instagram/3`]))
    expect(await usersOf(pictureOf(2))).toEqual([])
    expect(services.storyboards.get(saved.id).storyboard.slides).toMatchObject([{ assetId: photo }])
    const cells = await services.generation.plan(campaignId, { platforms: ['instagram'], posts: 3 })
    expect(cells.map(({ asset }) => asset?.id)).toEqual([pictureOf(1), photo, photo])

    services.catalog.trash([video.assetId])
    services.storyboards.remove(saved.id)
    const cell = { platform: 'instagram' as const, post: 3, variant: 1 }
    await services.generation.retry(
      { campaignId, cells: [cell], allowEmergency: false, ...NO_LIMITS },
      unwatched()
    )
    const left = (await usersOf(photo)).filter((user) => !user.endsWith('/photo'))
    expect(left).toEqual([`post ${place}`])
  })

  test('a campaign’s plan survives in the catalog’s row', async () => {
    await services.plans.savePosts(campaignId, [
      { platform: 'tiktok', post: 9, prompt: '', caption: 'Late', altText: '', scheduledAt: 5 }
    ])
    expect(services.campaigns.postsOf(campaignId)).toContainEqual(
      expect.objectContaining({ platform: 'tiktok', post: 9, scheduledAt: 5 })
    )
    const blank = {
      platform: 'tiktok' as const,
      post: 9,
      prompt: '',
      caption: '',
      altText: '',
      scheduledAt: null
    }
    const posts = await services.plans.savePosts(campaignId, [blank])
    expect(posts.some(({ platform }) => platform === 'tiktok')).toBe(false)
  })
})
