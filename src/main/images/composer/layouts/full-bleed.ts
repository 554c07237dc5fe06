/** The photo over the whole canvas, or fading into a ground of its own colours, and the words beside its subject. */
import { type Canvas, rounded } from '../canvas.ts'
import type { CutPhoto } from '../photo.ts'
import { groundsOfPhoto } from '../photo-colours.ts'
import { drawStack, onDark, onPaper, type PhotoScene, placePhoto, stackInput, toLayers } from '../scene.ts'
import { canvasSvg, fadeFrom, photoLayer } from '../shapes.ts'
import { measureStack } from '../stack.ts'
import { measureTextGround, type TextGround } from '../text-ground.ts'
import type { Overlay } from '../typesetter.ts'
import { type Beside, type Column, columnBox, planBeside } from './beside.ts'

/** The photo's mean lightness above which a fading photo gets a light ground. */
const LIGHT_PHOTO = 0.7

/** Reads the photo. */
export async function drawFullBleed(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const columns = await Promise.all(columnKinds(canvas).map((kind) => measureColumn(scene, kind)))
  const [first, ...others] = planBeside(scene, columns)
  const { chosen, photo } = await placePhoto(scene, first, others)
  const ground = await groundBelow(photo, chosen)
  const colours = ground.isDark ? onDark(palette, ground.scrimColour) : onPaper(palette)
  const box = { ...chosen.column, leftPx: chosen.text.leftPx, topPx: chosen.text.topPx }
  const drawing = await drawStack(scene, stackInput(scene, { box, colours, anchor: 'top' }))
  const { scrimColour: colour, opacity } = ground
  const plain = canvasSvg(canvas, `<rect width="100%" height="100%" fill="${colour}"/>`)
  const scrim = canvasSvg(canvas, fadeFrom(chosen.side, canvas, { ...chosen.fade, colour, opacity }))
  return toLayers(scene, [plain, await photoLayer(photo, rounded(chosen.frame)), scrim], drawing)
}

/** A wide canvas has room beside the subject, a tall one above and below, a square a little of both. */
function columnKinds(canvas: Canvas): readonly Column['kind'][] {
  if (canvas.format === 'wide') return ['side']
  return canvas.format === 'tall' ? ['end'] : ['end', 'side']
}

async function measureColumn(scene: PhotoScene, kind: Column['kind']): Promise<Column> {
  const box = columnBox(scene.canvas, kind)
  const colours = onDark(scene.palette, '#000000')
  const stack = await measureStack(scene.typesetter, stackInput(scene, { box, colours }))
  return {
    kind,
    room: box,
    widthPx: Math.min(box.widthPx, stack.widthPx),
    heightPx: stack.heightPx,
    isCut: stack.isCut
  }
}

async function groundBelow(photo: CutPhoto, chosen: Beside): Promise<TextGround> {
  const grounds = await groundsOfPhoto(photo)
  if (chosen.isWhole) return measureTextGround(photo, chosen.text, grounds)
  const isDark = grounds.lightness < LIGHT_PHOTO
  return { isDark, scrimColour: isDark ? grounds.dark : grounds.light, opacity: 1 }
}
