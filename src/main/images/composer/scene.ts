/** What every layout works with: the scene, its colour roles, and the column of words as layers. */
import type { Turns } from '../../core/turns.ts'
import { type Canvas, rounded } from './canvas.ts'
import { contrastRatio } from './colour.ts'
import { type Arrangement, planCrop } from './crop-plan.ts'
import type { Palette } from './palette.ts'
import { type CutPhoto, cutPhoto, type OpenPhoto } from './photo.ts'
import type { PostCopy } from './post-copy.ts'
import { canvasSvg } from './shapes.ts'
import { measureStack, type StackColours, type StackDrawing, type StackInput } from './stack.ts'
import type { Overlay, Typesetter } from './typesetter.ts'

/** What a layout works with. */
export interface Scene {
  readonly canvas: Canvas
  readonly palette: Palette
  readonly copy: PostCopy
  readonly typesetter: Typesetter
  readonly turn: Turn
  readonly turns: Turns
}

/** What changes between posts of one layout. */
export interface Turn {
  /** Swaps sides: left with right, upper with lower. */
  readonly isMirrored: boolean
  /** How close crops come; 1 shows the most. */
  readonly zoom: number
}

export interface PhotoScene extends Scene {
  readonly photo: OpenPhoto
}

/** A shape that is to be seen as one, such as a button, stands out this much. */
const MIN_SHAPE_CONTRAST = 2
const WHITE_WORDS = { headline: '#ffffff', body: '#ffffff', brand: '#ffffff' } as const

/** White words on a dark ground or scrim, the button in the first brand colour that stands out from it. */
export function onDark(palette: Palette, ground: string): StackColours {
  const pairs = [
    [palette.accent, palette.onAccent],
    [palette.primary, palette.onPrimary]
  ] as const
  const [action, onAction] = pairs.find(
    ([colour]) => contrastRatio(colour, ground) >= MIN_SHAPE_CONTRAST
  ) ?? [palette.paper, palette.ink]
  return { ...WHITE_WORDS, brandMark: action, action, onAction }
}

/** Words on the brand's colour. */
export const onPrimary = (palette: Palette): StackColours => ({
  headline: palette.onPrimary,
  body: palette.onPrimary,
  brand: palette.onPrimary,
  brandMark: palette.accent,
  action: palette.accent,
  onAction: palette.onAccent
})

/** Words on a light ground; a pale brand colour gives its place to ink where it would not be seen. */
export function onPaper(palette: Palette): StackColours {
  const pairs = [
    [palette.primary, palette.onPrimary],
    [palette.accent, palette.onAccent]
  ] as const
  const [action, onAction] = pairs.find(
    ([colour]) => contrastRatio(colour, palette.paper) >= MIN_SHAPE_CONTRAST
  ) ?? [palette.ink, palette.paper]
  const words = { headline: palette.ink, body: palette.inkSoft, brand: palette.ink }
  return { ...words, brandMark: action, action, onAction }
}

/** A column with the usual choices, changed by `parts`. */
export function stackInput(
  scene: Scene,
  parts: Pick<StackInput, 'box' | 'colours'> & Partial<StackInput>
): StackInput {
  return {
    copy: scene.copy,
    canvas: scene.canvas,
    align: 'left',
    anchor: 'center',
    headlineScale: 1,
    withBrand: true,
    ...parts
  }
}

/** The photo cut for the best of the arrangements. */
export interface PlacedPhoto<Choice extends Arrangement> {
  readonly chosen: Choice
  readonly photo: CutPhoto
}

/** Chooses among arrangements by where the photo's subject is, and cuts it. */
export async function placePhoto<Choice extends Arrangement>(
  scene: PhotoScene,
  first: Choice,
  others: readonly Choice[] = []
): Promise<PlacedPhoto<Choice>> {
  const choices = [first, ...others]
  const { photo } = scene
  const plan = await planCrop(
    photo.map,
    { zoom: scene.turn.zoom, widthPx: photo.widthPx, heightPx: photo.heightPx, turns: scene.turns },
    choices
  )
  const chosen = choices[plan.index] ?? first
  return { chosen, photo: await cutPhoto(photo, plan.crop, rounded(chosen.frame)) }
}

/** Measures and draws in one go. */
export async function drawStack(scene: Scene, input: StackInput): Promise<StackDrawing> {
  const stack = await measureStack(scene.typesetter, input)
  return stack.draw(input.box)
}

/** Layers below, then the column's shapes, then its words. */
export const toLayers = (
  scene: Scene,
  below: readonly Overlay[],
  drawing: StackDrawing
): readonly Overlay[] => [...below, canvasSvg(scene.canvas, drawing.shapes), ...drawing.overlays]
