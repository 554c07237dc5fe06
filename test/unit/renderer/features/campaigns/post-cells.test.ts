/** Which picture a square shows, and what a bundle would hold. */
import { describe, expect, it } from 'vitest'
import { emptyPost } from '#renderer/features/campaigns/campaign-draft.ts'
import type { PlanCell } from '#renderer/features/campaigns/campaign-state.ts'
import { planContents } from '#renderer/features/campaigns/export-contents.ts'
import { gatherPosts } from '#renderer/features/campaigns/post-cells.ts'
import { anAsset } from '#test/harness/an-asset.ts'

const cell = (change: Partial<PlanCell>): PlanCell => ({
  platform: 'instagram',
  post: 1,
  variant: 1,
  state: 'planned',
  prompt: 'p',
  negativePrompt: '',
  asset: null,
  isPicked: false,
  code: null,
  message: null,
  ...change
})
const delivered = (id: string, change: Partial<PlanCell> = {}): PlanCell =>
  cell({ state: 'delivered', asset: anAsset({ id }), ...change })
const shownOf = (cells: readonly PlanCell[]) => gatherPosts(cells).get('instagram 1')?.shown

describe('gatherPosts', () => {
  it('shows the picture chosen by hand before the first one', () => {
    expect(shownOf([delivered('a'), delivered('b', { variant: 2, isPicked: true })])?.asset?.id).toBe('b')
  })

  it('shows a picture before a failure, and a failure before what is only planned', () => {
    expect(shownOf([cell({ state: 'failed' }), delivered('b', { variant: 2 })])?.asset?.id).toBe('b')
    expect(shownOf([cell({}), cell({ variant: 2, state: 'unknown' })])?.state).toBe('unknown')
  })
})

describe('planContents', () => {
  it('counts what a bundle would hold per platform, and the posts it would miss', () => {
    const contents = planContents({
      platforms: ['instagram', 'tiktok'],
      posts: 2,
      cells: [
        delivered('a'),
        delivered('b', { post: 2, asset: anAsset({ id: 'b', altText: 'A jar' }) }),
        cell({ platform: 'tiktok', state: 'failed' })
      ],
      words: [{ ...emptyPost('instagram', 1), caption: 'Hello', scheduledAt: 5 }]
    })
    expect(contents).toMatchObject({ pictures: 2, missing: 2 })
    expect(contents.platforms).toEqual([
      { platform: 'instagram', posts: 2, pictures: 2, captions: 1, altTexts: 1, days: 1 },
      { platform: 'tiktok', posts: 2, pictures: 0, captions: 0, altTexts: 0, days: 0 }
    ])
  })
})
