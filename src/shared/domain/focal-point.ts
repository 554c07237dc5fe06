/** The point of a picture that every crop keeps in view, and the crop that follows from it. */
import { z } from 'zod'

/** As fractions of the picture's width and height, from the upper left. */
export const focalPointSchema = z.object({
  xFraction: z.number().min(0).max(1),
  yFraction: z.number().min(0).max(1)
})
export type FocalPoint = z.output<typeof focalPointSchema>

export const CENTRE: FocalPoint = { xFraction: 0.5, yFraction: 0.5 }

export interface PixelSize {
  readonly widthPx: number
  readonly heightPx: number
}

/** Part of a picture as fractions of its sides. */
export interface CropFractions {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * The largest part of the picture with the frame's shape whose middle lies as near to the focal point as the
 * picture's edges allow. Pure.
 */
export function cropAround(picture: PixelSize, frame: PixelSize, focal: FocalPoint): CropFractions {
  const pictureShape = picture.widthPx / picture.heightPx
  const frameShape = frame.widthPx / frame.heightPx
  const width = Math.min(1, frameShape / pictureShape)
  const height = Math.min(1, pictureShape / frameShape)
  return {
    left: within(focal.xFraction - width / 2, 1 - width),
    top: within(focal.yFraction - height / 2, 1 - height),
    width,
    height
  }
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
