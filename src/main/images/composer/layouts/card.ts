/** The words on a light card that lies where the photo is calm. */
import { type Box, type Canvas, grown, overlapOf, rounded } from '../canvas.ts'
import type { Arrangement } from '../crop-plan.ts'
import { onPaper, type PhotoScene, placePhoto, stackInput, toLayers } from '../scene.ts'
import { canvasSvg, photoLayer, roundedRect, type Side, softShadow } from '../shapes.ts'
import { measureStack } from '../stack.ts'
import type { Overlay } from '../typesetter.ts'
import { farPart } from './beside.ts'

interface Placed extends Arrangement {
  readonly card: Box
}

const WHOLE_BONUS = 0.1
/** Words above are much better than words below where controls hide the lower end. */
const HIDDEN_BELOW_BONUS = 0.3
const TURN_BONUS = 0.05
/** Share of the card that lies on the photo, or the photo fills the canvas. */
type Overlap = number | 'whole'
const PARTIAL: readonly number[] = [0.34, 0.1]

/** Reads the photo. */
export async function drawCard(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const padPx = Math.round(50 * canvas.unitPx)
  const area = grown(canvas.safe, Math.round(canvas.marginPx * 0.35))
  const inner = grown({ ...area, ...cardLimit(canvas, area) }, -padPx)
  const colours = onPaper(palette)
  const stack = await measureStack(
    scene.typesetter,
    stackInput(scene, { box: inner, colours, headlineScale: 0.8 })
  )
  const size = {
    widthPx: cardWidthPx(area, stack.widthPx + padPx * 2, inner.widthPx + padPx * 2),
    heightPx: stack.heightPx + padPx * 2
  }
  const [first, ...others] = planPlaces(scene, area, size)
  const { chosen, photo } = await placePhoto(scene, first, others)
  const textBox = { ...grown(chosen.card, -padPx), widthPx: inner.widthPx }
  const placed = await measureStack(
    scene.typesetter,
    stackInput(scene, { box: { ...inner, leftPx: textBox.leftPx }, colours, headlineScale: 0.8 })
  )
  const drawing = await placed.draw(textBox)
  const radiusPx = 26 * canvas.unitPx
  const shadow = softShadow(chosen.card, { colour: palette.ink, reachPx: 26 * canvas.unitPx, radiusPx })
  const card = `${shadow}<path d="${roundedRect(chosen.card, radiusPx)}" fill="${palette.paper}"/>`
  const ground = canvasSvg(canvas, `<rect width="100%" height="100%" fill="${palette.primary}"/>`)
  const picture = await photoLayer(photo, rounded(chosen.frame))
  return toLayers(scene, [ground, picture, canvasSvg(canvas, card)], drawing)
}

function cardLimit(canvas: Canvas, area: Box): { readonly widthPx: number; readonly heightPx: number } {
  return canvas.format === 'wide'
    ? { widthPx: Math.round(area.widthPx * 0.52), heightPx: area.heightPx }
    : {
        widthPx: area.widthPx,
        heightPx: Math.round(area.heightPx * (canvas.format === 'tall' ? 0.5 : 0.55))
      }
}

/** As narrow as the words allow; nearly the whole width becomes the whole width. */
function cardWidthPx(area: Box, neededPx: number, limitPx: number): number {
  return Math.round(
    Math.min(limitPx, neededPx > area.widthPx * 0.8 ? limitPx : Math.max(neededPx, area.widthPx * 0.4))
  )
}

function planPlaces(
  { canvas, turn }: PhotoScene,
  area: Box,
  size: { readonly widthPx: number; readonly heightPx: number }
): readonly [Placed, ...Placed[]] {
  const sides: readonly [Side, Side] = canvas.format === 'wide' ? ['left', 'right'] : ['bottom', 'top']
  const isSwapped = canvas.isHiddenBelow || turn.isMirrored
  const [near, far] = isSwapped ? [sides[1], sides[0]] : sides
  const nearBonus = canvas.isHiddenBelow ? HIDDEN_BELOW_BONUS : TURN_BONUS
  const whole = { leftPx: 0, topPx: 0, widthPx: canvas.widthPx, heightPx: canvas.heightPx }
  const at = (side: Side, overlap: Overlap, bonus: number): Placed => {
    const card = cardAt(canvas, { area, side, size })
    const frame = overlap === 'whole' ? whole : beyondCard(canvas, side, { card, overlapRatio: overlap })
    const clear = overlapOf(
      overlapOf(beyondCard(canvas, side, { card, overlapRatio: 0 }), frame),
      canvas.seen
    )
    return { card, frame, clear, covered: [overlapOf(grown(card, 14 * canvas.unitPx), frame)], bonus }
  }
  return [
    at(near, 'whole', WHOLE_BONUS + nearBonus),
    at(far, 'whole', WHOLE_BONUS),
    ...PARTIAL.map((overlap) => at(near, overlap, nearBonus)),
    ...PARTIAL.map((overlap) => at(far, overlap, 0))
  ]
}

function cardAt(
  canvas: Canvas,
  place: {
    readonly area: Box
    readonly side: Side
    readonly size: { readonly widthPx: number; readonly heightPx: number }
  }
): Box {
  const { area, side, size } = place
  const isFar = side === 'right' || side === 'bottom'
  if (canvas.format === 'wide') {
    const topPx = area.topPx + (area.heightPx - size.heightPx) / 2
    return rounded({
      ...size,
      topPx,
      leftPx: isFar ? area.leftPx + area.widthPx - size.widthPx : area.leftPx
    })
  }
  const topPx = isFar ? area.topPx + area.heightPx - size.heightPx : area.topPx
  return rounded({ ...size, topPx, leftPx: area.leftPx })
}

/** The canvas beyond the card, with `overlapRatio` of the card's own length. */
function beyondCard(
  canvas: Canvas,
  side: Side,
  place: { readonly card: Box; readonly overlapRatio: number }
): Box {
  const { card, overlapRatio } = place
  const acrossPx = card.widthPx * (1 - overlapRatio)
  const downPx = card.heightPx * (1 - overlapRatio)
  const cutPx = {
    left: card.leftPx + acrossPx,
    right: canvas.widthPx - card.leftPx - card.widthPx + acrossPx,
    top: card.topPx + downPx,
    bottom: canvas.heightPx - card.topPx - card.heightPx + downPx
  }[side]
  return farPart(canvas, side, cutPx)
}
