/** Photo on one part of the canvas, the brand's colour with the words on the other. */
import { type Box, type Canvas, grown, overlapOf, rounded } from '../canvas.ts'
import type { Arrangement } from '../crop-plan.ts'
import { onPrimary, type PhotoScene, placePhoto, stackInput, toLayers } from '../scene.ts'
import { canvasSvg, photoLayer } from '../shapes.ts'
import { measureStack } from '../stack.ts'
import type { Overlay } from '../typesetter.ts'

interface SplitBoxes {
  readonly photoBox: Box
  readonly panelBox: Box
  readonly textBox: Box
}

const CUT_WORDS_COST = 0.5
const HEADLINE_SCALE = 0.94

interface Placed extends Arrangement {
  readonly boxes: SplitBoxes
  /** The size of box in which the words come out as measured. */
  readonly room: Box
}

/** Reads the photo. */
export async function drawSplit(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const [first, ...others] = waysOf(canvas)
  const { chosen, photo } = await placePhoto(
    scene,
    await planPlace(scene, first),
    await Promise.all(others.map((way) => planPlace(scene, way)))
  )
  const { panelBox, textBox } = chosen.boxes
  const panel = canvasSvg(
    canvas,
    `<rect width="100%" height="100%" fill="${palette.primary}"/>${quarterDisc(scene, panelBox)}`
  )
  const layers = [panel, await photoLayer(photo, chosen.frame)]
  const stack = await measureStack(scene.typesetter, words(scene, { ...chosen.room, leftPx: textBox.leftPx }))
  return toLayers(scene, layers, await stack.draw(textBox))
}

const words = (scene: PhotoScene, box: Box) =>
  stackInput(scene, { box, colours: onPrimary(scene.palette), headlineScale: HEADLINE_SCALE })

type Way = (scene: PhotoScene, textHeightPx: number) => SplitBoxes

/** A square takes what suits its photo; a wide canvas gives a broad subject more room. */
function waysOf(canvas: Canvas): readonly [Way, ...Way[]] {
  if (canvas.format === 'tall') return [oneAboveOther]
  if (canvas.format === 'square') return [oneAboveOther, (scene) => besideEachOther(scene, 0.55)]
  return [(scene) => besideEachOther(scene, 0.5), (scene) => besideEachOther(scene, 0.42)]
}

async function planPlace(scene: PhotoScene, way: Way): Promise<Placed> {
  const { canvas } = scene
  const room = way(scene, canvas.heightPx).textBox
  const stack = await measureStack(scene.typesetter, words(scene, room))
  const boxes = way(scene, stack.heightPx)
  const frame = rounded(boxes.photoBox)
  const clear = overlapOf(grown(frame, -0.3 * canvas.marginPx), canvas.seen)
  return { frame, clear, covered: [], bonus: stack.isCut ? -CUT_WORDS_COST : 0, boxes, room }
}

function besideEachOther({ canvas, turn }: PhotoScene, panelRatio: number): SplitBoxes {
  const { widthPx, heightPx, safe, marginPx } = canvas
  const gapPx = Math.round(marginPx * 0.85)
  const panelPx = Math.round(widthPx * panelRatio)
  const panelLeftPx = turn.isMirrored ? widthPx - panelPx : 0
  return {
    panelBox: { leftPx: panelLeftPx, topPx: 0, widthPx: panelPx, heightPx },
    photoBox: { leftPx: turn.isMirrored ? 0 : panelPx, topPx: 0, widthPx: widthPx - panelPx, heightPx },
    textBox: {
      ...safe,
      leftPx: turn.isMirrored ? panelLeftPx + gapPx : safe.leftPx,
      widthPx: panelPx - marginPx - gapPx
    }
  }
}

/** The panel takes what the words need; the photo takes the rest. */
function oneAboveOther({ canvas, turn }: PhotoScene, textHeightPx: number): SplitBoxes {
  const { widthPx, heightPx, safe, marginPx } = canvas
  const gapPx = Math.round(marginPx * 0.85)
  const isPanelAbove = canvas.isHiddenBelow || turn.isMirrored
  const nearPx = isPanelAbove ? safe.topPx : heightPx - safe.topPx - safe.heightPx
  const leastPhotoPx = heightPx * 0.42
  const panelPx = Math.round(Math.min(textHeightPx + nearPx + gapPx, heightPx - leastPhotoPx))
  const panelTopPx = isPanelAbove ? 0 : heightPx - panelPx
  return {
    panelBox: { leftPx: 0, topPx: panelTopPx, widthPx, heightPx: panelPx },
    photoBox: { leftPx: 0, topPx: isPanelAbove ? panelPx : 0, widthPx, heightPx: heightPx - panelPx },
    textBox: {
      ...safe,
      topPx: isPanelAbove ? safe.topPx : panelTopPx + gapPx,
      heightPx: panelPx - nearPx - gapPx
    }
  }
}

/** A disc in the panel's outer corner, in a neighbour of its colour. */
function quarterDisc({ palette, canvas }: PhotoScene, panel: Box): string {
  const radiusPx = Math.min(panel.widthPx, panel.heightPx) * 0.42
  const isUpper = panel.topPx === 0 && panel.heightPx < canvas.heightPx
  const y = isUpper ? panel.topPx : panel.topPx + panel.heightPx
  const clip = `<clipPath id="panel"><rect x="${panel.leftPx}" y="${panel.topPx}" width="${panel.widthPx}" height="${panel.heightPx}"/></clipPath>`
  return `<defs>${clip}</defs><circle cx="${panel.leftPx + panel.widthPx}" cy="${y}" r="${radiusPx}" fill="${palette.primaryShade}" clip-path="url(#panel)"/>`
}
