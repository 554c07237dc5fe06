/** The photo in a frame of the brand's light ground, words beside or below it. */
import { type Box, type Canvas, grown, overlapOf, rounded } from '../canvas.ts'
import type { Arrangement } from '../crop-plan.ts'
import { onPaper, type PhotoScene, placePhoto, stackInput, toLayers } from '../scene.ts'
import { canvasSvg, photoLayer, roundedRect } from '../shapes.ts'
import { measureStack } from '../stack.ts'
import type { Overlay } from '../typesetter.ts'

const CUT_WORDS_COST = 0.5
const HEADLINE_SCALE = 0.86

interface Placed extends Arrangement {
  readonly textBox: Box
  /** The size of box in which the words come out as measured. */
  readonly room: Box
}

/** Reads the photo. */
export async function drawInset(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const [first, ...others] = waysOf(canvas)
  const { chosen, photo } = await placePhoto(
    scene,
    await planPlace(scene, first),
    await Promise.all(others.map((way) => planPlace(scene, way)))
  )
  const ground = `<rect width="100%" height="100%" fill="${palette.tint}"/>`
  const clip = roundedRect({ ...chosen.frame, leftPx: 0, topPx: 0 }, 24 * canvas.unitPx)
  const layers = [canvasSvg(canvas, ground), await photoLayer(photo, chosen.frame, clip)]
  const stack = await measureStack(
    scene.typesetter,
    words(scene, { ...chosen.room, leftPx: chosen.textBox.leftPx })
  )
  return toLayers(scene, layers, await stack.draw(chosen.textBox))
}

const words = (scene: PhotoScene, box: Box) =>
  stackInput(scene, { box, colours: onPaper(scene.palette), headlineScale: HEADLINE_SCALE })

type Way = (scene: PhotoScene, textHeightPx: number) => InsetBoxes

/** A square takes what suits its photo. */
function waysOf(canvas: Canvas): readonly [Way, ...Way[]] {
  if (canvas.format === 'wide') return [besideEachOther]
  const stacked: Way = ({ canvas: own }, textHeightPx) =>
    own.isHiddenBelow ? wordsAbove(own, textHeightPx) : wordsBelow(own, textHeightPx)
  return canvas.format === 'square' ? [stacked, besideEachOther] : [stacked]
}

async function planPlace(scene: PhotoScene, way: Way): Promise<Placed> {
  const { canvas } = scene
  const room = way(scene, canvas.heightPx).textBox
  const stack = await measureStack(scene.typesetter, words(scene, room))
  const { photoBox, textBox } = way(scene, stack.heightPx)
  const frame = rounded(photoBox)
  const clear = overlapOf(grown(frame, -0.35 * canvas.marginPx), canvas.seen)
  return { frame, clear, covered: [], bonus: stack.isCut ? -CUT_WORDS_COST : 0, textBox, room }
}

interface InsetBoxes {
  readonly photoBox: Box
  readonly textBox: Box
}

function besideEachOther({ canvas, turn }: PhotoScene): InsetBoxes {
  const { safe, widthPx, heightPx } = canvas
  const edgePx = Math.round(canvas.marginPx * 0.6)
  const photoPx = Math.round(widthPx * (canvas.format === 'wide' ? 0.44 : 0.4))
  const gapPx = Math.round(canvas.marginPx * 0.8)
  const textPx = widthPx - photoPx - edgePx - canvas.marginPx - gapPx
  const photo = { topPx: edgePx, widthPx: photoPx, heightPx: heightPx - edgePx * 2 }
  return turn.isMirrored
    ? {
        photoBox: { ...photo, leftPx: edgePx },
        textBox: { ...safe, leftPx: edgePx + photoPx + gapPx, widthPx: textPx }
      }
    : {
        photoBox: { ...photo, leftPx: widthPx - edgePx - photoPx },
        textBox: { ...safe, widthPx: textPx }
      }
}

function wordsBelow(canvas: Canvas, textHeightPx: number): InsetBoxes {
  const { safe } = canvas
  const edgePx = Math.round(canvas.marginPx * 0.6)
  const gapPx = Math.round(canvas.marginPx * 0.7)
  const bottomPx = safe.topPx + safe.heightPx
  const textPx = Math.min(textHeightPx, (bottomPx - edgePx) * 0.58 - gapPx)
  return {
    photoBox: {
      leftPx: edgePx,
      topPx: edgePx,
      widthPx: canvas.widthPx - edgePx * 2,
      heightPx: bottomPx - edgePx - textPx - gapPx
    },
    textBox: { ...safe, topPx: bottomPx - textPx, heightPx: textPx }
  }
}

/** The photo runs to the lower edge, below the platform's controls. */
function wordsAbove(canvas: Canvas, textHeightPx: number): InsetBoxes {
  const { safe } = canvas
  const edgePx = Math.round(canvas.marginPx * 0.6)
  const textPx = Math.min(textHeightPx, safe.heightPx * 0.5)
  const topPx = safe.topPx + textPx + Math.round(canvas.marginPx * 0.8)
  return {
    photoBox: {
      leftPx: edgePx,
      topPx,
      widthPx: canvas.widthPx - edgePx * 2,
      heightPx: canvas.heightPx - topPx - edgePx
    },
    textBox: { ...safe, heightPx: textPx }
  }
}
