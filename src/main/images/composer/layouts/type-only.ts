/** Layouts of type and shapes alone, for posts without a photo and for a change between photos. */
import { drawStack, onPaper, onPrimary, type Scene, stackInput, toLayers } from '../scene.ts'
import { canvasSvg } from '../shapes.ts'
import type { Overlay } from '../typesetter.ts'

/** A large headline on the brand's colour. */
export async function drawStatement(scene: Scene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const side = Math.min(canvas.widthPx, canvas.heightPx)
  const drawing = await drawStack(
    scene,
    stackInput(scene, { box: canvas.safe, colours: onPrimary(palette), headlineScale: 1.22 })
  )
  const ground = canvasSvg(
    canvas,
    `<rect width="100%" height="100%" fill="${palette.primary}"/>
     <circle cx="${canvas.widthPx}" cy="0" r="${side * 0.52}" fill="${palette.primaryShade}"/>
     <circle cx="${canvas.widthPx}" cy="0" r="${side * 0.2}" fill="${palette.accent}"/>`
  )
  return toLayers(scene, [ground], drawing)
}

/** A large headline on a light ground beside a bar of the accent colour. */
export async function drawPaper(scene: Scene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const side = Math.min(canvas.widthPx, canvas.heightPx)
  const barPx = 14 * canvas.unitPx
  const box = {
    ...canvas.safe,
    leftPx: canvas.safe.leftPx + barPx + 34 * canvas.unitPx,
    widthPx: canvas.safe.widthPx - barPx - 34 * canvas.unitPx
  }
  const drawing = await drawStack(
    scene,
    stackInput(scene, { box, colours: onPaper(palette), headlineScale: 1.1 })
  )
  const bar = `<rect x="${canvas.safe.leftPx}" y="${drawing.box.topPx}" width="${barPx}" height="${drawing.box.heightPx}" rx="${barPx / 2}" fill="${palette.accent}"/>`
  const ground = `<rect width="100%" height="100%" fill="${palette.paper}"/><circle cx="${canvas.widthPx * 0.98}" cy="${canvas.heightPx}" r="${side * 0.46}" fill="${palette.tint}"/>`
  return toLayers(scene, [canvasSvg(canvas, ground + bar)], drawing)
}

/** A centred headline on a gradient of the brand's colour. */
export async function drawGlow(scene: Scene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const drawing = await drawStack(
    scene,
    stackInput(scene, { box: canvas.safe, colours: onPrimary(palette), align: 'center', headlineScale: 1.08 })
  )
  const ring = Math.hypot(canvas.widthPx, canvas.heightPx)
  const rings = [0.3, 0.42, 0.55].map(
    (share) =>
      `<circle cx="50%" cy="108%" r="${ring * share}" fill="none" stroke="${palette.onPrimary}" stroke-opacity="0.07" stroke-width="${2 * canvas.unitPx}"/>`
  )
  const ground = canvasSvg(
    canvas,
    `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${palette.primary}"/><stop offset="1" stop-color="${palette.primaryShade}"/></linearGradient></defs>
     <rect width="100%" height="100%" fill="url(#g)"/>${rings.join('')}`
  )
  return toLayers(scene, [ground], drawing)
}
