/** Which colours a caption is drawn in, and how well its letters read on them. Pure. */

import type { CaptionLook } from '#shared/domain/slideshow.ts'
import { assertNever } from '#shared/errors.ts'
import { contrast, inkOn } from './contrast.ts'
import { channelsOf } from './hex-colour.ts'

/** What stands behind the letters, and how much of the picture it covers. */
export interface Ground {
  readonly colour: string
  readonly opacity: number
}

export interface CaptionColours {
  readonly ink: string
  readonly ground: Ground
}

export type CaptionShape = 'box' | 'band' | 'outline'

/** WCAG 2.2, level AA. */
export const READABLE_CONTRAST = 4.5

const BLACK = '#000000'
const WHITE = '#ffffff'

/**
 * The style's own colours where the slide names none. A chosen box or band is opaque, so that a brand's colour is seen as
 * it is, and letters without a colour of their own turn light or dark on it. An outline is light or dark, as the letters
 * need it.
 */
export function captionColours(
  usual: CaptionColours & { readonly shape: CaptionShape },
  { colour, groundColour }: Pick<CaptionLook, 'colour' | 'groundColour'>
): CaptionColours {
  const { ink, ground, shape } = usual
  switch (shape) {
    case 'outline':
      return colour === null ? { ink, ground } : { ink: colour, ground: opaque(clearest(colour)) }
    case 'box':
    case 'band': {
      const behind = groundColour === null ? ground : opaque(groundColour)
      return { ink: colour ?? readableOn(ink, behind), ground: behind }
    }
    default:
      return assertNever(shape)
  }
}

/** 1 … 21 by WCAG 2.2, over the picture on which the letters read worst. */
export function captionContrast({ ink, ground }: CaptionColours): number {
  return Math.min(...[BLACK, WHITE].map((picture) => contrast(ink, mixed(ground, picture))))
}

function readableOn(ink: string, ground: Ground): string {
  return [ink, inkOn(ground.colour)].find(isReadable) ?? clearest(ground.colour)

  function isReadable(candidate: string): boolean {
    return captionContrast({ ink: candidate, ground }) >= READABLE_CONTRAST
  }
}

/** Black or white; one of the two always has more than 4.5. */
function clearest(hexColour: string): string {
  return contrast(BLACK, hexColour) >= contrast(WHITE, hexColour) ? BLACK : WHITE
}

function opaque(colour: string): Ground {
  return { colour, opacity: 1 }
}

function mixed({ colour, opacity }: Ground, picture: string): string {
  const under = channelsOf(picture)
  const channels = channelsOf(colour).map((over, at) =>
    Math.round(over * opacity + (under[at] ?? 0) * (1 - opacity))
  )
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
