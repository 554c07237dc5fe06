/** A slideshow while it is edited: a storyboard whose slides keep a key when they move. Pure. */
import type { Asset } from '#shared/domain/asset.ts'
import type { Card, Slide, Storyboard } from '#shared/domain/slideshow.ts'

export interface DraftSlide extends Slide {
  /** Stays with the slide when it moves; the same picture may stand in several slides. */
  readonly key: string
}

/** All of a storyboard but its slides. */
export type Board = Omit<Storyboard, 'slides'>

export interface Draft {
  readonly name: string
  readonly campaignId: string | null
  readonly board: Board
  readonly slides: readonly DraftSlide[]
}

/** Gives a key that no slide has. */
export type NewKey = () => string

const DEFAULT_SECONDS = 3
const CARD_SECONDS = 3

/** The draft of a saved storyboard. */
export function draftOf(
  saved: { readonly name: string; readonly campaignId: string | null; readonly storyboard: Storyboard },
  newKey: NewKey
): Draft {
  const { slides, ...board } = saved.storyboard
  return {
    name: saved.name,
    campaignId: saved.campaignId,
    board,
    slides: slides.map((slide) => ({ ...slide, key: newKey() }))
  }
}

/** The storyboard of a draft, as it is saved, shown and rendered. */
export function storyboardOf({ board, slides }: Draft): Storyboard {
  return { ...board, slides: slides.map(({ key: _, ...slide }) => slide) }
}

/** One slide per picture, in order; other assets are left out. */
export function slidesOf(images: readonly Asset[]): readonly Slide[] {
  return images
    .filter((asset) => asset.kind === 'image')
    .map((asset) => ({
      assetId: asset.id,
      seconds: DEFAULT_SECONDS,
      fit: 'blur',
      motion: 'none',
      transition: 'fade',
      caption: asset.caption ?? ''
    }))
}

/** The slides after the one with this key; at the end, but before a closing card, when there is none. */
export function withSlides(draft: Draft, slides: readonly DraftSlide[], afterKey: string | null): Draft {
  const found = draft.slides.findIndex((slide) => slide.key === afterKey)
  const isClosed = draft.slides.at(-1)?.card?.kind === 'closing'
  const end = isClosed ? draft.slides.length - 1 : draft.slides.length
  return { ...draft, slides: draft.slides.toSpliced(found < 0 ? end : found + 1, 0, ...slides) }
}

export function withSlide(draft: Draft, key: string, change: Partial<Slide>): Draft {
  return {
    ...draft,
    slides: draft.slides.map((slide) => (slide.key === key ? { ...slide, ...change } : slide))
  }
}

/** The same change on every slide that shows a picture of its own. */
export function withEverySlide(draft: Draft, change: Partial<Slide>): Draft {
  return { ...draft, slides: draft.slides.map((slide) => ({ ...slide, ...change })) }
}

export function withBoard(draft: Draft, change: Partial<Board>): Draft {
  return { ...draft, board: { ...draft.board, ...change } }
}

/** The board without what the change names: nothing stays behind as an empty value. */
export function withoutOnBoard(draft: Draft, names: readonly (keyof Board)[]): Draft {
  const kept = Object.entries(draft.board).filter(([name]) => !names.some((other) => other === name))
  // Only optional parts are ever named.
  return { ...draft, board: Object.fromEntries(kept) as Board }
}

/** The last slide stays: a slideshow has at least one. */
export function withoutSlide(draft: Draft, key: string): Draft {
  if (draft.slides.length <= 1) return draft
  return { ...draft, slides: draft.slides.filter((slide) => slide.key !== key) }
}

/** Moves a slide so that it stands at `index`; places beyond the ends mean the ends. */
export function withSlideAt(draft: Draft, key: string, index: number): Draft {
  const moved = draft.slides.find((slide) => slide.key === key)
  if (moved === undefined) return draft
  const others = draft.slides.filter((slide) => slide.key !== key)
  return { ...draft, slides: others.toSpliced(Math.min(others.length, Math.max(0, index)), 0, moved) }
}

/** The card of this kind put in, or taken out without a title, over the picture that stands beside it. */
export function withCard(
  draft: Draft,
  { kind, title }: { readonly kind: Card['kind']; readonly title: string | null },
  newKey: NewKey
): Draft {
  const slides = draft.slides.filter((slide) => slide.card?.kind !== kind)
  if (title === null) return slides.length === 0 ? draft : { ...draft, slides }
  const beside = kind === 'opening' ? slides[0] : slides.at(-1)
  const slide: DraftSlide = {
    key: newKey(),
    ...(beside?.assetId === undefined ? {} : { assetId: beside.assetId }),
    seconds: CARD_SECONDS,
    fit: 'cover',
    motion: 'none',
    transition: 'fade',
    caption: '',
    card: { kind, title, subtitle: '', action: '', colour: '#1f2937' }
  }
  return { ...draft, slides: kind === 'opening' ? [slide, ...slides] : [...slides, slide] }
}

/** What the slide is called in words: its card's title, or the name of its picture. */
export function nameOfSlide(slide: Slide, names: ReadonlyMap<string, string>): string {
  if (slide.card !== undefined) return slide.card.title === '' ? 'Card' : slide.card.title
  return (slide.assetId === undefined ? undefined : names.get(slide.assetId)) ?? 'Picture'
}
