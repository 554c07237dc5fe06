/** The photo over the whole canvas, a scrim just dark enough, words where the subject is not. */
import type { Box, Canvas } from '../canvas.ts'
import { calmestBox, cutPhoto, scrimOpacity } from '../photo.ts'
import { drawStack, onDark, type PhotoScene, type Scene, stackInput, toLayers } from '../scene.ts'
import { canvasSvg, photoLayer, softStops } from '../shapes.ts'
import type { Overlay } from '../typesetter.ts'

/** Reads the photo; throws FILE_DAMAGED. */
export async function drawFullBleed(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const photo = await cutPhoto(scene.photo, canvas)
  const isWide = canvas.format === 'wide'
  // Words stand where they hide least: at the calmer side of a wide canvas, at the calmer end of the others.
  const boxes = isWide
    ? [sideBox(canvas, 'left'), sideBox(canvas, 'right')]
    : [endBox(canvas, false), endBox(canvas, true)]
  const chosen = await calmestBox(photo, boxes)
  const box = boxes[chosen] ?? canvas.safe
  const isRight = isWide && chosen === 1
  const isUpper = !isWide && chosen === 1
  const anchor = isUpper ? 'top' : 'bottom'
  const input = stackInput(scene, { box, colours: onDark(palette), anchor: isWide ? 'center' : anchor })
  const drawing = await drawStack(scene, input)
  const opacity = await scrimOpacity(photo, drawing.box, palette.ink)
  const scrim = isWide
    ? sideScrim(scene, { box, isRight, opacity })
    : endScrim(scene, { text: drawing.box, isUpper, opacity })
  return toLayers(scene, [await photoLayer(photo, { leftPx: 0, topPx: 0 }), scrim], drawing)
}

function sideBox(canvas: Canvas, side: 'left' | 'right'): Box {
  const widthPx = Math.round(canvas.safe.widthPx * 0.56)
  const leftPx = side === 'left' ? canvas.safe.leftPx : canvas.safe.leftPx + canvas.safe.widthPx - widthPx
  return { ...canvas.safe, leftPx, widthPx }
}

function endBox(canvas: Canvas, isUpper: boolean): Box {
  const { safe } = canvas
  const heightPx = Math.round(safe.heightPx * (canvas.format === 'tall' ? 0.5 : 0.58))
  return { ...safe, topPx: isUpper ? safe.topPx : safe.topPx + safe.heightPx - heightPx, heightPx }
}

function sideScrim(
  scene: Scene,
  side: { readonly box: Box; readonly isRight: boolean; readonly opacity: number }
): Overlay {
  const { canvas, palette } = scene
  const reachRatio =
    (side.isRight ? canvas.widthPx - side.box.leftPx : side.box.leftPx + side.box.widthPx) / canvas.widthPx
  const stops = softStops(palette.ink, {
    fullUntilRatio: reachRatio,
    goneAtRatio: Math.min(1, reachRatio + 0.38),
    opacity: Math.max(0.5, side.opacity)
  })
  const direction = side.isRight ? 'x1="1" y1="0" x2="0" y2="0"' : 'x1="0" y1="0" x2="1" y2="0"'
  return canvasSvg(
    canvas,
    `<defs><linearGradient id="s" ${direction}>${stops}</linearGradient></defs><rect width="100%" height="100%" fill="url(#s)"/>`
  )
}

function endScrim(
  scene: Scene,
  end: { readonly text: Box; readonly isUpper: boolean; readonly opacity: number }
): Overlay {
  const { canvas, palette } = scene
  const coveredPx = end.isUpper ? end.text.topPx + end.text.heightPx : canvas.heightPx - end.text.topPx
  const reachRatio = (coveredPx + 24 * canvas.unitPx) / canvas.heightPx
  const stops = softStops(palette.ink, {
    fullUntilRatio: reachRatio,
    goneAtRatio: Math.min(1.05, reachRatio + 0.34),
    opacity: Math.max(0.45, end.opacity)
  })
  const direction = end.isUpper ? 'x1="0" y1="0" x2="0" y2="1"' : 'x1="0" y1="1" x2="0" y2="0"'
  return canvasSvg(
    canvas,
    `<defs><linearGradient id="s" ${direction}>${stops}</linearGradient></defs><rect width="100%" height="100%" fill="url(#s)"/>`
  )
}
