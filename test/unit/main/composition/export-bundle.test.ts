/** What goes into a bundle and under which names. */
import { describe, expect, it } from 'vitest'
import { fileStem, planBundle, planTexts } from '#main/composition/export-bundle.ts'
import { plannedPostSchema } from '#shared/domain/plan.ts'
import { anAsset } from '#test/harness/an-asset.ts'

describe('planBundle', () => {
  it('takes the first picture of each post and rendered videos, and leaves photos and documents out', () => {
    const post = { platform: 'instagram' as const, post: 1, mediaType: 'image/jpeg' }
    const files = planBundle([
      anAsset({ ...post, id: 'new' }),
      anAsset({ ...post, id: 'old' }),
      anAsset({ ...post, id: 'second', post: 2, mediaType: 'image/png' }),
      anAsset({ id: 'photo', origin: 'imported' }),
      anAsset({ id: 'sheet', origin: 'imported', kind: 'document' }),
      anAsset({
        id: 'film',
        origin: 'rendered',
        kind: 'video',
        mediaType: 'video/mp4',
        name: 'Spring: a/b.mp4'
      })
    ])
    expect(files.map(({ name, asset }) => [name, asset.id])).toEqual([
      ['instagram/post-01.jpg', 'new'],
      ['instagram/post-02.png', 'second'],
      ['videos/Spring a b.mp4', 'film']
    ])
  })
})

describe('planTexts', () => {
  it('writes words beside their post and a manifest with hashes', () => {
    const asset = anAsset({
      platform: 'linkedin',
      post: 1,
      caption: 'Light!',
      altText: 'A candle',
      costMicroUsd: 2700
    })
    const words = [
      plannedPostSchema.parse({ platform: 'linkedin', post: 1, scheduledAt: 86_400_000 }),
      plannedPostSchema.parse({ platform: 'tiktok', post: 2, scheduledAt: 0 })
    ]
    const texts = planTexts('Spring', { files: [{ name: 'linkedin/post-01.png', asset }], words }, 0)
    expect(texts[0]).toEqual({
      name: 'linkedin/post-01.png.txt',
      text: 'Caption:\nLight!\n\nAlternative text:\nA candle\n'
    })
    expect(JSON.parse(texts[1]?.text ?? '')).toMatchObject({
      campaign: 'Spring',
      exportedAt: '1970-01-01T00:00:00.000Z',
      files: [
        {
          file: 'linkedin/post-01.png',
          sha256: asset.sha256,
          costUsd: 0.0027,
          plannedFor: '1970-01-02T00:00:00.000Z'
        }
      ],
      calendar: [
        { platform: 'tiktok', post: 2, plannedFor: '1970-01-01T00:00:00.000Z', file: null },
        { platform: 'linkedin', post: 1, file: 'linkedin/post-01.png' }
      ]
    })
  })
})

describe('fileStem', () => {
  it.each([
    ['Spring: 50% / off?', 'Spring 50% off'],
    ['..', 'Campaign'],
    ['CON', 'Campaign CON'],
    ['name. ', 'name'],
    ['', 'Campaign'],
    ['Kerzen für Zuhause', 'Kerzen für Zuhause']
  ])('%j becomes %j', (name, stem) => {
    expect(fileStem(name)).toBe(stem)
  })
})
