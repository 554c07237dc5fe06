/** Edits of a storyboard as data, applied by pure functions, with undo and redo; window and command line share them. */
import { AppError, assertNever } from '../errors.ts'
import type { Slide, Storyboard } from './slideshow.ts'

export type StoryboardEdit =
  | { readonly kind: 'insert'; readonly at: number; readonly slides: readonly Slide[] }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'move'; readonly from: number; readonly to: number }
  | { readonly kind: 'duplicate'; readonly at: number }
  | { readonly kind: 'slide'; readonly at: number; readonly patch: Partial<Slide> }
  /** The same change on every slide, e.g. length or transition. */
  | { readonly kind: 'everySlide'; readonly patch: Partial<Slide> }
  | { readonly kind: 'storyboard'; readonly patch: Partial<Omit<Storyboard, 'slides'>> }

/** The storyboard after the edit; the given one stays as it is. INVALID_INPUT for places that do not exist. */
export function applyEdit(storyboard: Storyboard, edit: StoryboardEdit): Storyboard {
  const { slides } = storyboard
  switch (edit.kind) {
    case 'insert':
      requirePlace(edit.at, slides.length)
      return withSlides(storyboard, slides.toSpliced(edit.at, 0, ...edit.slides))
    case 'remove':
      slideAt(slides, edit.at)
      if (slides.length === 1) throw new AppError('INVALID_INPUT', 'The last slide cannot be removed.')
      return withSlides(storyboard, slides.toSpliced(edit.at, 1))
    case 'move': {
      const slide = slideAt(slides, edit.from)
      requirePlace(edit.to, slides.length - 1)
      return withSlides(storyboard, slides.toSpliced(edit.from, 1).toSpliced(edit.to, 0, slide))
    }
    case 'duplicate':
      return withSlides(storyboard, slides.toSpliced(edit.at, 0, slideAt(slides, edit.at)))
    case 'slide':
      return withSlides(storyboard, slides.with(edit.at, { ...slideAt(slides, edit.at), ...edit.patch }))
    case 'everySlide':
      return withSlides(
        storyboard,
        slides.map((slide) => ({ ...slide, ...edit.patch }))
      )
    case 'storyboard':
      return { ...storyboard, ...edit.patch }
    default:
      return assertNever(edit)
  }
}

const MOST_SLIDES = 500

function withSlides(storyboard: Storyboard, slides: Slide[]): Storyboard {
  if (slides.length > MOST_SLIDES) {
    throw new AppError('INVALID_INPUT', `A slideshow has at most ${MOST_SLIDES} slides.`)
  }
  return { ...storyboard, slides }
}

function slideAt(slides: readonly Slide[], at: number): Slide {
  const slide = Number.isInteger(at) && at >= 0 ? slides[at] : undefined
  if (slide === undefined) throw new AppError('INVALID_INPUT', `There is no slide ${at + 1}.`)
  return slide
}

function requirePlace(at: number, last: number): void {
  if (!Number.isInteger(at) || at < 0 || at > last) {
    throw new AppError('INVALID_INPUT', `There is no place ${at + 1}.`)
  }
}

/** A storyboard with what it was before and what was undone. */
export interface StoryboardHistory {
  readonly past: readonly Storyboard[]
  readonly present: Storyboard
  readonly future: readonly Storyboard[]
}

const KEPT_STEPS = 100

export function startHistory(present: Storyboard): StoryboardHistory {
  return { past: [], present, future: [] }
}

/** Applies an edit; what was undone before is forgotten. */
export function edit(history: StoryboardHistory, change: StoryboardEdit): StoryboardHistory {
  const present = applyEdit(history.present, change)
  return { past: [...history.past, history.present].slice(-KEPT_STEPS), present, future: [] }
}

/** One step back; the same history when there is none. */
export function undo(history: StoryboardHistory): StoryboardHistory {
  const present = history.past.at(-1)
  if (present === undefined) return history
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future] }
}

/** One step forward again; the same history when nothing was undone. */
export function redo(history: StoryboardHistory): StoryboardHistory {
  const [present, ...future] = history.future
  if (present === undefined) return history
  return { past: [...history.past, history.present], present, future }
}
