/** A light ground, the photo in an arch, words beside or below it. */
import type { Box, Canvas } from '../canvas.ts'
import { cutPhoto } from '../photo.ts'
import { onPaper, type PhotoScene, stackInput, toLayers } from '../scene.ts'
import { arch, canvasSvg, photoLayer } from '../shapes.ts'
import { measureStack, type StackDrawing } from '../stack.ts'
import type { Overlay } from '../typesetter.ts'

/** Reads the photo; throws FILE_DAMAGED. */
export async function drawArch(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const { photoBox, drawing } =
    canvas.format === 'tall' ? await stackUnderArch(scene) : await stackBesideArch(scene)
  const photo = await cutPhoto(scene.photo, photoBox)
  const ringPx = 16 * canvas.unitPx
  const ring = arch({
    leftPx: photoBox.leftPx - ringPx,
    topPx: photoBox.topPx - ringPx,
    widthPx: photoBox.widthPx + ringPx * 2,
    heightPx: photoBox.heightPx + ringPx * (canvas.format === 'tall' ? 2 : 1)
  })
  const ground = `<rect width="100%" height="100%" fill="${palette.paper}"/>${cornerDisc(scene)}<path d="${ring}" fill="${palette.tint}"/>`
  const clip = arch({ ...photoBox, leftPx: 0, topPx: 0 })
  return toLayers(scene, [canvasSvg(canvas, ground), await photoLayer(photo, photoBox, clip)], drawing)
}

/** Fills what a platform's own controls leave empty below the words. */
function cornerDisc({ canvas, palette }: PhotoScene): string {
  if (canvas.format !== 'tall') return ''
  return `<circle cx="${canvas.widthPx}" cy="${canvas.heightPx}" r="${canvas.widthPx * 0.4}" fill="${palette.tint}"/>`
}

interface Arranged {
  readonly photoBox: Box
  readonly drawing: StackDrawing
}

/** Words first; the photo takes all the height they leave. */
async function stackUnderArch(scene: PhotoScene): Promise<Arranged> {
  const { canvas } = scene
  const { safe } = canvas
  const gapPx = Math.round(canvas.marginPx * 0.9)
  const textBox = { ...safe, topPx: safe.topPx + safe.heightPx * 0.45, heightPx: safe.heightPx * 0.55 }
  const input = stackInput(scene, {
    box: textBox,
    colours: onPaper(scene.palette),
    anchor: 'bottom',
    headlineScale: 0.98
  })
  const stack = await measureStack(scene.typesetter, input)
  const photoHeight = Math.round(safe.heightPx - stack.heightPx - gapPx)
  const photoWidth = Math.round(Math.min(safe.widthPx * 0.92, photoHeight * 0.86))
  const photoBox = { leftPx: safe.leftPx, topPx: safe.topPx, widthPx: photoWidth, heightPx: photoHeight }
  const topPx = safe.topPx + safe.heightPx - stack.heightPx
  return { photoBox, drawing: await stack.draw({ ...safe, topPx, heightPx: stack.heightPx }) }
}

async function stackBesideArch(scene: PhotoScene): Promise<Arranged> {
  const { photoBox, textBox } = sideBoxes(scene.canvas)
  const input = stackInput(scene, { box: textBox, colours: onPaper(scene.palette), headlineScale: 0.92 })
  const stack = await measureStack(scene.typesetter, input)
  return { photoBox, drawing: await stack.draw(textBox) }
}

function sideBoxes(canvas: Canvas): { readonly photoBox: Box; readonly textBox: Box } {
  const { safe, widthPx, heightPx, marginPx } = canvas
  const photoWidth = Math.round(widthPx * (canvas.format === 'wide' ? 0.36 : 0.4))
  const topPx = Math.round(heightPx * (canvas.format === 'wide' ? 0.1 : 0.14))
  const leftPx = widthPx - marginPx - photoWidth
  return {
    photoBox: { leftPx, topPx, widthPx: photoWidth, heightPx: heightPx - topPx },
    textBox: { ...safe, widthPx: leftPx - safe.leftPx - Math.round(marginPx * 0.7) }
  }
}
