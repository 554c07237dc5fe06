/** One post image from words, colours and a photo: chooses the layout, paints the layers, encodes a JPEG. */
import sharp from 'sharp'
import type { PlatformId } from '#shared/domain/platform.ts'
import { createTurns, type Turns } from '../../core/turns.ts'
import { planCanvas } from './canvas.ts'
import {
  drawPhotoLayout,
  drawTypeLayout,
  PHOTO_LAYOUTS,
  type PhotoLayout,
  TYPE_LAYOUTS,
  type TypeLayout
} from './layouts.ts'
import { planPalette } from './palette.ts'
import { openPhoto, type PhotoInput } from './photo.ts'
import { coloursOfPhoto } from './photo-colours.ts'
import type { PostCopy } from './post-copy.ts'
import type { Turn } from './scene.ts'
import type { Overlay, Typesetter } from './typesetter.ts'

export interface PostInput {
  readonly copy: PostCopy
  readonly brandColours: readonly string[]
  readonly photo: PhotoInput | null
  /** Without brand colours the post takes its colours from this photo; null leaves a palette chosen by name. */
  readonly colourPhotoPath: string | null
  readonly widthPx: number
  readonly heightPx: number
  readonly platform: PlatformId | null
  /** Any whole number; posts with different numbers get different layouts in turn. */
  readonly variant: number
}

/** What one post looks like before its words and photo are known. */
export interface LayoutPlan {
  readonly layout: PhotoLayout | TypeLayout
  readonly turn: Turn
}

/** With a photo every fifth post is type alone, so that a campaign breathes. */
const WITH_PHOTO = [
  'full-bleed',
  'split',
  'card',
  'inset',
  'statement',
  'arch',
  'full-bleed',
  'split',
  'card',
  'paper'
] as const
const ZOOMS: readonly number[] = [1, 1.12, 1, 1.28, 1, 1.12, 1.28]

/** Which layout a post gets. Same input, same layout on every platform; sides change from round to round. */
export function planLayout(hasPhoto: boolean, variant: number): LayoutPlan {
  const list = hasPhoto ? WITH_PHOTO : TYPE_LAYOUTS
  const isMirrored = Math.floor(variant / (hasPhoto ? 5 : TYPE_LAYOUTS.length)) % 2 !== 0
  return {
    layout: at<PhotoLayout | TypeLayout>(list, variant) ?? 'statement',
    turn: { isMirrored, zoom: at(ZOOMS, variant) ?? 1 }
  }
}

function at<Item>(list: readonly Item[], turn: number): Item | undefined {
  return list[((turn % list.length) + list.length) % list.length]
}

/** True when the post shows its photo, and is not one of those in type alone. */
export function showsPhoto(input: Pick<PostInput, 'photo' | 'variant'>): boolean {
  return input.photo !== null && isPhotoLayout(planLayout(true, input.variant).layout)
}

/**
 * JPEG bytes of exactly the asked size. Reads the photo and the fonts; throws FILE_DAMAGED for an unreadable photo.
 * @param turns shared by posts composed beside each other
 */
export async function composePost(
  typesetter: Typesetter,
  input: PostInput,
  turns: Turns = createTurns()
): Promise<Buffer> {
  const layers = await drawLayers(typesetter, input, turns)
  return sharp({
    create: { width: input.widthPx, height: input.heightPx, channels: 3, background: '#ffffff' }
  })
    .composite([...layers])
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

async function drawLayers(
  typesetter: Typesetter,
  input: PostInput,
  turns: Turns
): Promise<readonly Overlay[]> {
  const { layout, turn } = planLayout(input.photo !== null, input.variant)
  const canvas = planCanvas(input, input.platform)
  const palette = planPalette(await coloursFor(input), input.copy.brand || input.copy.headline)
  const scene = { canvas, palette, copy: input.copy, typesetter, turn, turns }
  if (input.photo !== null && isPhotoLayout(layout))
    return drawPhotoLayout(layout, { ...scene, photo: await openPhoto(input.photo, canvas, turns) })
  return drawTypeLayout(isPhotoLayout(layout) ? 'statement' : layout, scene)
}

function isPhotoLayout(layout: PhotoLayout | TypeLayout): layout is PhotoLayout {
  return PHOTO_LAYOUTS.some((known) => known === layout)
}

async function coloursFor(input: PostInput): Promise<readonly string[]> {
  if (input.brandColours.length > 0 || input.colourPhotoPath === null) return input.brandColours
  return (await coloursOfPhoto(input.colourPhotoPath)) ?? []
}
