/** A slideshow while it is edited: order, lengths as the renderer lays them, and the request it becomes. */
import { describe, expect, it } from 'vitest'
import { planTimeline } from '#main/slideshow/timeline.ts'
import {
  type Draft,
  layersAt,
  newDraft,
  renderRequestOf,
  spansOf,
  totalSeconds,
  withImages,
  withoutSlide,
  withSlide,
  withSlideAt
} from '#renderer/features/slideshows/draft.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { anAsset } from '#test/harness/an-asset.ts'

function draftOf(count: number): Draft {
  let key = 0
  const images = Array.from({ length: count }, (_, index) => anAsset({ id: `a${index + 1}` }))
  return withImages(newDraft('Show', null), images, () => `k${++key}`)
}
const order = (draft: Draft): string => draft.slides.map((slide) => slide.assetId).join(' ')

describe('draft', () => {
  it('moves a slide to a place, and to the ends for places beyond them', () => {
    const draft = draftOf(3)
    expect([
      order(withSlideAt(draft, 'k1', 1)),
      order(withSlideAt(draft, 'k1', 99)),
      order(withSlideAt(draft, 'k3', -5)),
      order(withSlideAt(draft, 'unknown', 0)),
      order(withoutSlide(draft, 'k2'))
    ]).toEqual(['a2 a1 a3', 'a2 a3 a1', 'a3 a1 a2', 'a1 a2 a3', 'a1 a3'])
  })

  it('takes only pictures', () => {
    const added = withImages(newDraft('Show', null), [anAsset({ kind: 'document' }), anAsset()], () => 'k')
    expect(added.slides).toHaveLength(1)
  })

  it.each([
    { count: 1, seconds: 3, fadeSeconds: 0.5 },
    { count: 10, seconds: 3, fadeSeconds: 0.5 },
    { count: 3, seconds: 0.5, fadeSeconds: 3 },
    { count: 2, seconds: 1, fadeSeconds: 3 }
  ])('says the same length as the renderer for %j', ({ count, seconds, fadeSeconds }) => {
    const base = { ...draftOf(count), fadeSeconds }
    const draft = base.slides.reduce((sum, slide) => withSlide(sum, slide.key, { seconds }), base)
    const storyboard = storyboardSchema.parse(renderRequestOf(draft, 'draft').storyboard)
    const frames = planTimeline(storyboard).frames
    expect(Math.abs(totalSeconds(draft) * 30 - frames)).toBeLessThanOrEqual(count)
  })

  it('shows one picture outside transitions and two inside them', () => {
    const draft = draftOf(2)
    const [, second] = spansOf(draft)
    expect(layersAt(draft, 1).map((layer) => layer.span.slide.assetId)).toEqual(['a1'])
    const during = layersAt(draft, (second?.startSeconds ?? 0) + 0.25)
    expect(during.map((layer) => [layer.span.slide.assetId, layer.opacity])).toEqual([
      ['a1', 1],
      ['a2', 0.5]
    ])
    expect(layersAt(draft, 999).map((layer) => layer.span.slide.assetId)).toEqual(['a2'])
    expect(layersAt(newDraft('Show', null), 0)).toEqual([])
  })

  it('becomes a request that the contract takes, with a name even when none was given', () => {
    const request = renderRequestOf({ ...draftOf(1), name: '  ' }, 'standard')
    expect(request.name).toBe('Slideshow')
    expect(storyboardSchema.safeParse(request.storyboard).success).toBe(true)
  })
})
