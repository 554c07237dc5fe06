/** Photo on one part of the canvas, the brand's colour with the words on the other. */
import type { Box, Canvas } from '../canvas.ts'
import { cutPhoto } from '../photo.ts'
import { drawStack, onPrimary, type PhotoScene, stackInput, toLayers } from '../scene.ts'
import { canvasSvg, photoLayer } from '../shapes.ts'
import type { Overlay } from '../typesetter.ts'

/** Reads the photo; throws FILE_DAMAGED. */
export async function drawSplit(scene: PhotoScene): Promise<readonly Overlay[]> {
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
