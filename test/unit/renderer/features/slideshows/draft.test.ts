/** A slideshow while it is edited: order, cards, and the storyboard it becomes. */
import { describe, expect, it } from 'vitest'
import {
  type Draft,
  draftOf,
  nameOfSlide,
  slidesOf,
  storyboardOf,
  withCard,
  withEverySlide,
  withoutOnBoard,
  withoutSlide,
  withSlideAt,
  withSlides
} from '#renderer/features/slideshows/draft.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { anAsset } from '#test/harness/an-asset.ts'

let lastKey = 0
const newKey = (): string => `k${++lastKey}`

function aDraft(count: number): Draft {
  lastKey = 0
  const images = Array.from({ length: count }, (_, index) => anAsset({ id: `a${index + 1}` }))
  const storyboard = storyboardSchema.parse({ slides: slidesOf(images) })
  return draftOf({ name: 'Show', campaignId: null, storyboard }, newKey)
}
const order = (draft: Draft): string =>
  draft.slides.map((slide) => slide.card?.kind ?? slide.assetId).join(' ')

describe('draft', () => {
  it('moves a slide to a place, and to the ends for places beyond them', () => {
    const draft = aDraft(3)
    expect([
      order(withSlideAt(draft, 'k1', 1)),
      order(withSlideAt(draft, 'k1', 99)),
      order(withSlideAt(draft, 'k3', -5)),
      order(withSlideAt(draft, 'unknown', 0)),
      order(withoutSlide(draft, 'k2'))
    ]).toEqual(['a2 a1 a3', 'a2 a3 a1', 'a3 a1 a2', 'a1 a2 a3', 'a1 a3'])
  })

  it('keeps its last slide, because no video has none', () => {
    expect(order(withoutSlide(aDraft(1), 'k1'))).toBe('a1')
  })

  it('takes only pictures', () => {
    expect(slidesOf([anAsset({ kind: 'document' }), anAsset()])).toHaveLength(1)
  })

  it('puts cards at the ends over the picture beside them, once each, and takes them out again', () => {
    const opened = withCard(aDraft(2), { kind: 'opening', title: 'Hello' }, newKey)
    const both = withCard(opened, { kind: 'closing', title: 'Bye' }, newKey)
    const twice = withCard(both, { kind: 'opening', title: 'Again' }, newKey)
    expect(order(twice)).toBe('opening a1 a2 closing')
    expect([twice.slides[0]?.assetId, twice.slides.at(-1)?.assetId]).toEqual(['a1', 'a2'])
    expect(order(withCard(twice, { kind: 'closing', title: null }, newKey))).toBe('opening a1 a2')
    expect(twice.slides.slice(0, 1).map((slide) => nameOfSlide(slide, new Map()))).toEqual(['Again'])
  })

  it('adds slides after the selected one, else before a closing card', () => {
    const draft = withCard(aDraft(2), { kind: 'closing', title: 'Bye' }, newKey)
    const added = slidesOf([anAsset({ id: 'new' })]).map((slide) => ({ ...slide, key: newKey() }))
    expect([order(withSlides(draft, added, 'k1')), order(withSlides(draft, added, null))]).toEqual([
      'a1 new a2 closing',
      'a1 a2 new closing'
    ])
  })

  it('becomes a storyboard that the contract takes, without keys and without what was taken away', () => {
    const draft = withEverySlide(aDraft(2), { seconds: 2 })
    const withMusic = { ...draft, board: { ...draft.board, musicAssetId: 'm1' } }
    const storyboard = storyboardOf(withoutOnBoard(withMusic, ['musicAssetId', 'music']))
    expect(storyboardSchema.parse(storyboard)).toEqual(storyboard)
    expect(Object.keys(storyboard)).not.toContain('musicAssetId')
    expect(storyboard.slides.map((slide) => [slide.seconds, 'key' in slide])).toEqual([
      [2, false],
      [2, false]
    ])
  })
})
