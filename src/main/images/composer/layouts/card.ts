/** The photo over the whole canvas and the words on a light card above it. */
import type { Box, Canvas } from '../canvas.ts'
import { calmestBox, cutPhoto } from '../photo.ts'
import { onPaper, type PhotoScene, stackInput, toLayers } from '../scene.ts'
import { canvasSvg, photoLayer, roundedRect } from '../shapes.ts'
import { measureStack } from '../stack.ts'
import type { Overlay } from '../typesetter.ts'

/** Reads the photo; throws FILE_DAMAGED. */
export async function drawCard(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const photo = await cutPhoto(scene.photo, canvas)
  const sides = [cardBox(canvas, false), cardBox(canvas, true)]
  const isRight = canvas.format === 'wide' && (await calmestBox(photo, sides)) === 1
  const padPx = Math.round(52 * canvas.unitPx)
  const outer = cardBox(canvas, isRight)
  const inner = {
    leftPx: outer.leftPx + padPx,
    topPx: outer.topPx + padPx,
    widthPx: outer.widthPx - padPx * 2,
    heightPx: outer.heightPx - padPx * 2
  }
  const stack = await measureStack(
    scene.typesetter,
    stackInput(scene, { box: inner, colours: onPaper(palette), headlineScale: 0.78 })
  )
  const heightPx = stack.heightPx + padPx * 2
  const sparePx = outer.heightPx - heightPx
  const topPx = outer.topPx + (canvas.format === 'wide' ? sparePx / 2 : sparePx)
  const drawing = await stack.draw({ ...inner, topPx: topPx + padPx, heightPx: stack.heightPx })
  const card = roundedRect({ ...outer, topPx, heightPx }, 26 * canvas.unitPx)
  const shade = `<defs><linearGradient id="v" x1="0" y1="1" x2="0" y2="0"><stop offset="0" stop-color="${palette.ink}" stop-opacity="0.34"/><stop offset="0.6" stop-color="${palette.ink}" stop-opacity="0"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#v)"/>`
  return toLayers(
    scene,
    [
      await photoLayer(photo, { leftPx: 0, topPx: 0 }),
      canvasSvg(canvas, `${shade}<path d="${card}" fill="${palette.paper}"/>`)
    ],
    drawing
  )
}

function cardBox(canvas: Canvas, isRight: boolean): Box {
  const insetPx = Math.round(canvas.marginPx * 0.35)
  const safe = canvas.safe
  const area = {
    leftPx: safe.leftPx - insetPx,
    topPx: safe.topPx - insetPx,
    widthPx: safe.widthPx + insetPx * 2,
    heightPx: safe.heightPx + insetPx * 2
  }
  if (canvas.format !== 'wide') {
    const heightPx = Math.round(area.heightPx * 0.58)
    return { ...area, topPx: area.topPx + area.heightPx - heightPx, heightPx }
  }
  const widthPx = Math.round(area.widthPx * 0.54)
  return { ...area, leftPx: isRight ? area.leftPx + area.widthPx - widthPx : area.leftPx, widthPx }
}
