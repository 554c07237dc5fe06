/** Makes a storyboard from a brief and pictures: opening card, benefits as captions, closing card. Pure. */
import type { Brief } from '#shared/domain/campaign.ts'
import {
  type Fit,
  type Motion,
  type RenderQuality,
  type SlideshowPreset,
  type Storyboard,
  storyboardSchema,
  type Transition
} from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'

/** A picture by asset, or by absolute path. */
export type SlideSource = { readonly assetId: string } | { readonly path: string }

export interface StoryboardRequest {
  /** Null makes slides of the pictures alone, without cards. */
  readonly brief: Brief | null
  /** In the wanted order. */
  readonly pictures: readonly SlideSource[]
  /** Captions by picture; where given they replace the brief's benefits. */
  readonly captions?: readonly string[]
  readonly preset?: SlideshowPreset
  readonly secondsPerSlide?: number
  readonly fadeSeconds?: number
  readonly transition?: Transition
  readonly motion?: Motion
  readonly fit?: Fit
  readonly quality?: RenderQuality
  readonly musicPath?: string
}

type SlideDraft = SlideSource & { readonly caption: string }

const NEUTRAL_COLOUR = '#1f2937'
const MAX_CARD_TITLE = 200

/** Throws INVALID_INPUT without pictures. Every benefit gets a slide; pictures are used again when they are fewer. */
export function storyboardFrom(request: StoryboardRequest): Storyboard {
  const {
    brief,
    pictures: sources,
    secondsPerSlide = 3,
    transition = 'fade',
    motion = 'none',
    fit = 'cover'
  } = request
  if (sources.length === 0) {
    throw new AppError('INVALID_INPUT', 'A slideshow needs at least one picture. Add one and try again.')
  }
  const captions = request.captions ?? brief?.benefits ?? []
  const look = { seconds: secondsPerSlide, transition, motion, fit }
  const pictures = pairUp(sources, captions).map((draft) => ({ ...look, ...draft }))
  const cards = brief === null ? null : cardsFrom(brief)
  const first = sources[0]
  const last = sources.at(-1)
  const slides = [
    ...(cards?.opening === undefined ? [] : [{ ...look, ...first, motion: 'none', card: cards.opening }]),
    ...pictures,
    ...(cards?.closing === undefined ? [] : [{ ...look, ...last, motion: 'none', card: cards.closing }])
  ]
  return storyboardSchema.parse({
    preset: request.preset ?? 'landscape',
    fadeSeconds: request.fadeSeconds ?? 0.5,
    quality: request.quality ?? 'standard',
    slides,
    ...(request.musicPath === undefined ? {} : { musicPath: request.musicPath })
  })
}

/** As many slides as the longer list needs, pictures repeating in order; captions never repeat. */
function pairUp(sources: readonly SlideSource[], captions: readonly string[]): readonly SlideDraft[] {
  const count = Math.min(Math.max(sources.length, captions.length), 498)
  return Array.from({ length: count }, (_, index) => ({
    ...(sources[index % sources.length] ?? { path: '' }),
    caption: captions[index] ?? ''
  }))
}

interface CardDraft {
  readonly kind: 'opening' | 'closing'
  readonly title: string
  readonly subtitle: string
  readonly action: string
  readonly colour: string
}

function cardsFrom(brief: Brief): { readonly opening?: CardDraft; readonly closing?: CardDraft } {
  const title = brief.productName.slice(0, MAX_CARD_TITLE)
  const colour = brief.brandColours[0] ?? NEUTRAL_COLOUR
  const action = brief.callsToAction[0] ?? ''
  const opening = { kind: 'opening' as const, title, subtitle: brief.tagline, action: '', colour }
  const closing = { kind: 'closing' as const, title, subtitle: brief.price, action, colour }
  return {
    ...(title === '' ? {} : { opening }),
    ...(title === '' && action === '' ? {} : { closing })
  }
}
