/** The layouts a post can have. Each gives the layers of one canvas, bottom first; nothing is written anywhere. */
import type { Box, Canvas } from './canvas.ts'
import type { Palette } from './palette.ts'
import { cutPhoto, type PhotoInput, scrimOpacity } from './photo.ts'
import type { PostCopy } from './post-copy.ts'
import { arch, canvasSvg, photoLayer, roundedRect, softStops } from './shapes.ts'
import { measureStack, type StackColours, type StackDrawing, type StackInput } from './stack.ts'
import type { Overlay, Typesetter } from './typesetter.ts'

/** What a layout works with. */
export interface Scene {
  readonly canvas: Canvas
  readonly palette: Palette
  readonly copy: PostCopy
  readonly typesetter: Typesetter
}

export interface PhotoScene extends Scene {
  readonly photo: PhotoInput
}

export const PHOTO_LAYOUTS = ['full-bleed', 'split', 'card', 'arch'] as const
export const TYPE_LAYOUTS = ['statement', 'paper', 'glow'] as const
export type PhotoLayout = (typeof PHOTO_LAYOUTS)[number]
export type TypeLayout = (typeof TYPE_LAYOUTS)[number]

/** Layers of a layout with the campaign's photo. Reads the photo; throws FILE_DAMAGED. */
export function drawPhotoLayout(layout: PhotoLayout, scene: PhotoScene): Promise<readonly Overlay[]> {
  const draw = { 'full-bleed': drawFullBleed, split: drawSplit, card: drawCard, arch: drawArch }[layout]
  return draw(scene)
}

/** Layers of a layout made of type and shapes alone. */
export function drawTypeLayout(layout: TypeLayout, scene: Scene): Promise<readonly Overlay[]> {
  const draw = { statement: drawStatement, paper: drawPaper, glow: drawGlow }[layout]
  return draw(scene)
}

const onDark = (palette: Palette): StackColours => ({
  headline: '#ffffff',
  body: '#ffffff',
  brand: '#ffffff',
  brandMark: palette.accent,
  action: palette.accent,
  onAction: palette.onAccent
})

const onPrimary = (palette: Palette): StackColours => ({
  ...onDark(palette),
  headline: palette.onPrimary,
  body: palette.onPrimary,
  brand: palette.onPrimary
})

const onPaper = (palette: Palette): StackColours => ({
  headline: palette.ink,
  body: palette.inkSoft,
  brand: palette.ink,
  brandMark: palette.primary,
  action: palette.primary,
  onAction: palette.onPrimary
})

function stackInput(
  scene: Scene,
  parts: Pick<StackInput, 'box' | 'colours'> & Partial<StackInput>
): StackInput {
  return {
    copy: scene.copy,
    canvas: scene.canvas,
    align: 'left',
    anchor: 'center',
    headlineScale: 1,
    withBrand: true,
    ...parts
  }
}

async function drawStack(scene: Scene, input: StackInput): Promise<StackDrawing> {
  const stack = await measureStack(scene.typesetter, input)
  return stack.draw(input.box)
}

const toLayers = (scene: Scene, below: readonly Overlay[], drawing: StackDrawing): readonly Overlay[] => [
  ...below,
  canvasSvg(scene.canvas, drawing.shapes),
  ...drawing.overlays
]

async function drawFullBleed(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const photo = await cutPhoto(scene.photo, canvas)
  const isWide = canvas.format === 'wide'
  const isRight = isWide && photo.focal.xRatio < 0.42
  const box = isWide ? sideBox(canvas, isRight ? 'right' : 'left') : lowerBox(canvas)
  const drawing = await drawStack(
    scene,
    stackInput(scene, { box, colours: onDark(palette), anchor: isWide ? 'center' : 'bottom' })
  )
  const opacity = await scrimOpacity(photo, drawing.box, palette.ink)
  const scrim = isWide ? sideScrim(scene, { box, isRight, opacity }) : lowerScrim(scene, drawing.box, opacity)
  return toLayers(scene, [await photoLayer(photo, { leftPx: 0, topPx: 0 }), scrim], drawing)
}

function sideBox(canvas: Canvas, side: 'left' | 'right'): Box {
  const widthPx = Math.round(canvas.safe.widthPx * 0.56)
  const leftPx = side === 'left' ? canvas.safe.leftPx : canvas.safe.leftPx + canvas.safe.widthPx - widthPx
  return { ...canvas.safe, leftPx, widthPx }
}

function lowerBox(canvas: Canvas): Box {
  const share = canvas.format === 'tall' ? 0.62 : 0.7
  const heightPx = Math.round(canvas.safe.heightPx * share)
  return { ...canvas.safe, topPx: canvas.safe.topPx + canvas.safe.heightPx - heightPx, heightPx }
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

function lowerScrim(scene: Scene, text: Box, opacity: number): Overlay {
  const { canvas, palette } = scene
  const reachRatio = (canvas.heightPx - text.topPx + 24 * canvas.unitPx) / canvas.heightPx
  const stops = softStops(palette.ink, {
    fullUntilRatio: reachRatio,
    goneAtRatio: Math.min(1.05, reachRatio + 0.34),
    opacity: Math.max(0.45, opacity)
  })
  return canvasSvg(
    canvas,
    `<defs><linearGradient id="s" x1="0" y1="1" x2="0" y2="0">${stops}</linearGradient></defs><rect width="100%" height="100%" fill="url(#s)"/>`
  )
}

async function drawSplit(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const { photoBox, panelBox, textBox } = splitBoxes(canvas)
  const photo = await cutPhoto(scene.photo, photoBox)
  const drawing = await drawStack(scene, stackInput(scene, { box: textBox, colours: onPrimary(palette) }))
  const radius = Math.min(panelBox.widthPx, panelBox.heightPx) * 0.42
  const panel = canvasSvg(
    canvas,
    `<rect width="100%" height="100%" fill="${palette.primary}"/>
     <circle cx="${panelBox.leftPx + panelBox.widthPx}" cy="${panelBox.topPx + panelBox.heightPx}" r="${radius}" fill="${palette.primaryShade}"/>`
  )
  return toLayers(scene, [panel, await photoLayer(photo, photoBox)], drawing)
}

interface SplitBoxes {
  readonly photoBox: Box
  readonly panelBox: Box
  readonly textBox: Box
}

function splitBoxes(canvas: Canvas): SplitBoxes {
  const { widthPx, heightPx, safe } = canvas
  if (canvas.format === 'wide') {
    const panelPx = Math.round(widthPx * 0.52)
    return {
      panelBox: { leftPx: 0, topPx: 0, widthPx: panelPx, heightPx },
      photoBox: { leftPx: panelPx, topPx: 0, widthPx: widthPx - panelPx, heightPx },
      textBox: { ...safe, widthPx: panelPx - safe.leftPx - Math.round(canvas.marginPx * 0.8) }
    }
  }
  const photoPx = Math.round(heightPx * (canvas.format === 'tall' ? 0.44 : 0.46))
  const topPx = photoPx + Math.round(canvas.marginPx * 0.8)
  const bottomPx = safe.topPx + safe.heightPx
  return {
    panelBox: { leftPx: 0, topPx: photoPx, widthPx, heightPx: heightPx - photoPx },
    photoBox: { leftPx: 0, topPx: 0, widthPx, heightPx: photoPx },
    textBox: { ...safe, topPx, heightPx: bottomPx - topPx }
  }
}

async function drawCard(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const photo = await cutPhoto(scene.photo, canvas)
  const isRight = canvas.format === 'wide' && photo.focal.xRatio < 0.42
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

async function drawArch(scene: PhotoScene): Promise<readonly Overlay[]> {
  const { canvas, palette } = scene
  const { photoBox, textBox } = archBoxes(canvas)
  const photo = await cutPhoto(scene.photo, photoBox)
  const drawing = await drawStack(
    scene,
    stackInput(scene, { box: textBox, colours: onPaper(palette), headlineScale: 0.92 })
  )
  const ringPx = 16 * canvas.unitPx
  const ring = arch({
    leftPx: photoBox.leftPx - ringPx,
    topPx: photoBox.topPx - ringPx,
    widthPx: photoBox.widthPx + ringPx * 2,
    heightPx: photoBox.heightPx + ringPx * 2
  })
  const ground = canvasSvg(
    canvas,
    `<rect width="100%" height="100%" fill="${palette.paper}"/><path d="${ring}" fill="${palette.tint}"/>`
  )
  return toLayers(
    scene,
    [ground, await photoLayer(photo, photoBox, arch({ ...photoBox, leftPx: 0, topPx: 0 }))],
    drawing
  )
}

function archBoxes(canvas: Canvas): { readonly photoBox: Box; readonly textBox: Box } {
  const { safe, widthPx, heightPx, marginPx } = canvas
  if (canvas.format === 'tall') {
    const photoHeight = Math.round(heightPx * 0.4)
    const photoWidth = Math.round(widthPx * 0.62)
    const photoBox = { leftPx: safe.leftPx, topPx: safe.topPx, widthPx: photoWidth, heightPx: photoHeight }
    const topPx = safe.topPx + photoHeight + marginPx * 0.8
    return { photoBox, textBox: { ...safe, topPx, heightPx: safe.topPx + safe.heightPx - topPx } }
  }
  const photoWidth = Math.round(widthPx * (canvas.format === 'wide' ? 0.36 : 0.4))
  const topPx = Math.round(heightPx * (canvas.format === 'wide' ? 0.1 : 0.14))
  const photoBox = {
    leftPx: widthPx - marginPx - photoWidth,
    topPx,
    widthPx: photoWidth,
    heightPx: heightPx - topPx
  }
  return {
    photoBox,
    textBox: { ...safe, widthPx: photoBox.leftPx - safe.leftPx - Math.round(marginPx * 0.7) }
  }
}

async function drawStatement(scene: Scene): Promise<readonly Overlay[]> {
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

async function drawPaper(scene: Scene): Promise<readonly Overlay[]> {
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

async function drawGlow(scene: Scene): Promise<readonly Overlay[]> {
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
