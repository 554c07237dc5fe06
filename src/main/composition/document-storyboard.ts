/** Pure: the texts of a document as a storyboard: headings become cards, the facts under them captions. */
import { type SlideshowPreset, type Storyboard, storyboardSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { SlideText } from '../documents/slide-texts.ts'

export interface DocumentStoryboardRequest {
  readonly texts: readonly SlideText[]
  /** In the wanted order; used again from the start when there are fewer than slides. Empty makes cards alone. */
  readonly imageIds: readonly string[]
  readonly preset: SlideshowPreset
  readonly colour?: string | undefined
}

/** Throws INVALID_INPUT when the document has no texts to show. */
export function planDocumentStoryboard(request: DocumentStoryboardRequest): Storyboard {
  const { texts, imageIds } = request
  if (texts.length === 0) {
    throw new AppError('INVALID_INPUT', 'This document has no text to make slides of.')
  }
  const drafts = imageIds.length === 0 ? texts.map(toCard) : toPictures(texts)
  const slides = drafts.map(({ title, subtitle, caption }, index) => {
    const picture = imageIds.length === 0 ? {} : { assetId: imageIds[index % imageIds.length] }
    const card =
      title === null
        ? {}
        : {
            card: {
              kind: 'opening',
              title,
              subtitle,
              ...(request.colour === undefined ? {} : { colour: request.colour })
            }
          }
    const words = [title ?? '', subtitle, caption].join(' ')
    return { ...picture, ...card, caption, seconds: secondsToRead(words) }
  })
  return storyboardSchema.parse({ preset: request.preset, slides })
}

interface Draft {
  /** Null where the slide is a picture with a caption. */
  readonly title: string | null
  readonly subtitle: string
  readonly caption: string
}

const MAX_TITLE = 200

function toCard({ heading, caption }: SlideText): Draft {
  const title = heading === '' ? caption : heading
  return {
    title: title.slice(0, MAX_TITLE),
    subtitle: heading === '' ? '' : caption,
    caption: ''
  }
}

/** A heading stands alone on its card before its facts; texts without a heading are captions at once. */
function toPictures(texts: readonly SlideText[]): readonly Draft[] {
  return texts.flatMap(({ heading, caption }, index): Draft[] => {
    const isNew = heading !== '' && texts[index - 1]?.heading !== heading
    return [
      ...(isNew ? [{ title: heading.slice(0, MAX_TITLE), subtitle: '', caption: '' }] : []),
      ...(caption === '' ? [] : [{ title: null, subtitle: '', caption }])
    ]
  })
}

const LEAST_SECONDS = 2.5
const MOST_SECONDS = 10
/** Unhurried reading on a screen. */
const WORDS_PER_SECOND = 3

function secondsToRead(words: string): number {
  const count = words.split(/\s+/).filter((word) => word !== '').length
  const seconds = Math.round((1.5 + count / WORDS_PER_SECOND) * 2) / 2
  return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, seconds))
}
