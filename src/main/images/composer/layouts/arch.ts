/** A light ground, the photo in an arch, words beside or below it. */
import { type Box, type Canvas, grown, overlapOf, rounded } from '../canvas.ts'
import { onPaper, type PhotoScene, placePhoto, stackInput, toLayers } from '../scene.ts'
import { arch, canvasSvg, photoLayer } from '../shapes.ts'
import { measureStack, type StackDrawing } from '../stack.ts'
import type { Overlay } from '../typesetter.ts'

/** Reads the photo. */
export async function drawArch(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const arranged = canvas.format === 'tall' ? await stackAboveArch(scene) : await stackBesideArch(scene)
  const { drawing } = arranged
  const photoBox = rounded(arranged.photoBox)
  const inside = grown(photoBox, -0.06 * photoBox.widthPx)
  const roundPx = photoBox.widthPx * 0.22
  const clear = overlapOf(
    { ...inside, topPx: inside.topPx + roundPx, heightPx: inside.heightPx - roundPx },
    canvas.seen
  )
  const { photo } = await placePhoto(scene, { frame: photoBox, clear, covered: [], bonus: 0 })
  const ringPx = 16 * canvas.unitPx
  const ring = arch({
    leftPx: photoBox.leftPx - ringPx,
    topPx: photoBox.topPx - ringPx,
    widthPx: photoBox.widthPx + ringPx * 2,
    heightPx: photoBox.heightPx + ringPx
  })
  const ground = `<rect width="100%" height="100%" fill="${palette.paper}"/><path d="${ring}" fill="${palette.tint}"/>`
  const clip = arch({ ...photoBox, leftPx: 0, topPx: 0 })
  return toLayers(scene, [canvasSvg(canvas, ground), await photoLayer(photo, photoBox, clip)], drawing)
}

interface Arranged {
  readonly photoBox: Box
  readonly drawing: StackDrawing
}

/** Words first; the photo takes all they leave and runs to the lower edge. */
async function stackAboveArch(scene: PhotoScene): Promise<Arranged> {
  const { canvas } = scene
  const { safe } = canvas
  const box = { ...safe, heightPx: safe.heightPx * 0.5 }
  const input = stackInput(scene, {
    box,
    colours: onPaper(scene.palette),
    anchor: 'top',
    headlineScale: 0.98
  })
  const stack = await measureStack(scene.typesetter, input)
  const topPx = safe.topPx + stack.heightPx + Math.round(canvas.marginPx * 1.1)
  const widthPx = Math.round(canvas.widthPx - canvas.marginPx * 2)
  const photoBox = { leftPx: canvas.marginPx, topPx, widthPx, heightPx: canvas.heightPx - topPx }
  return { photoBox, drawing: await stack.draw(box) }
}

async function stackBesideArch(scene: PhotoScene): Promise<Arranged> {
  const { photoBox, textBox } = sideBoxes(scene.canvas, scene.turn.isMirrored)
  const input = stackInput(scene, { box: textBox, colours: onPaper(scene.palette), headlineScale: 0.92 })
  const stack = await measureStack(scene.typesetter, input)
  return { photoBox, drawing: await stack.draw(textBox) }
}

function sideBoxes(canvas: Canvas, isMirrored: boolean): { readonly photoBox: Box; readonly textBox: Box } {
  const { safe, widthPx, heightPx, marginPx } = canvas
  const photoWidth = Math.round(widthPx * (canvas.format === 'wide' ? 0.36 : 0.4))
  const topPx = Math.round(heightPx * (canvas.format === 'wide' ? 0.1 : 0.14))
  const leftPx = isMirrored ? marginPx : widthPx - marginPx - photoWidth
  const gapPx = Math.round(marginPx * 0.7)
  const textLeftPx = isMirrored ? leftPx + photoWidth + gapPx : safe.leftPx
  return {
    photoBox: { leftPx, topPx, widthPx: photoWidth, heightPx: heightPx - topPx },
    textBox: { ...safe, leftPx: textLeftPx, widthPx: widthPx - marginPx * 2 - photoWidth - gapPx }
  }
}
