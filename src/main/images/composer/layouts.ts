/** The layouts a post can have. Each gives the layers of one canvas, bottom first; nothing is written anywhere. */
import { drawArch } from './layouts/arch.ts'
import { drawCard } from './layouts/card.ts'
import { drawFullBleed } from './layouts/full-bleed.ts'
import { drawInset } from './layouts/inset.ts'
import { drawSplit } from './layouts/split.ts'
import { drawGlow, drawPaper, drawStatement } from './layouts/type-only.ts'
import type { PhotoScene, Scene } from './scene.ts'
import type { Overlay } from './typesetter.ts'

export const PHOTO_LAYOUTS = ['full-bleed', 'split', 'card', 'arch', 'inset'] as const
export const TYPE_LAYOUTS = ['statement', 'paper', 'glow'] as const
export type PhotoLayout = (typeof PHOTO_LAYOUTS)[number]
export type TypeLayout = (typeof TYPE_LAYOUTS)[number]

/** Layers of a layout with the campaign's photo. */
export function drawPhotoLayout(layout: PhotoLayout, scene: PhotoScene): Promise<readonly Overlay[]> {
  const draw = {
    'full-bleed': drawFullBleed,
    split: drawSplit,
    card: drawCard,
    arch: drawArch,
    inset: drawInset
  }[layout]
  return draw(scene)
}

/** Layers of a layout made of type and shapes alone. */
export function drawTypeLayout(layout: TypeLayout, scene: Scene): Promise<readonly Overlay[]> {
  const draw = { statement: drawStatement, paper: drawPaper, glow: drawGlow }[layout]
  return draw(scene)
}
