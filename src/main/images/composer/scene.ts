/** What every layout works with: the scene, its colour roles, and the column of words as layers. */
import type { Canvas } from './canvas.ts'
import type { Palette } from './palette.ts'
import type { PhotoInput } from './photo.ts'
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
}

export interface PhotoScene extends Scene {
  readonly photo: PhotoInput
}

/** White words over a photo and its scrim. */
export const onDark = (palette: Palette): StackColours => ({
  headline: '#ffffff',
  body: '#ffffff',
  brand: '#ffffff',
  brandMark: palette.accent,
  action: palette.accent,
  onAction: palette.onAccent
})

/** Words on the brand's colour. */
export const onPrimary = (palette: Palette): StackColours => ({
  ...onDark(palette),
  headline: palette.onPrimary,
  body: palette.onPrimary,
  brand: palette.onPrimary
})

/** Words on the light ground. */
export const onPaper = (palette: Palette): StackColours => ({
  headline: palette.ink,
  body: palette.inkSoft,
  brand: palette.ink,
  brandMark: palette.primary,
  action: palette.primary,
  onAction: palette.onPrimary
})

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
