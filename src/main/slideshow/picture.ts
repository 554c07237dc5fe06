/** Pictures as planar YUV 4:2:0 bytes, the form in which slides are composed and encoded. */

export interface PixelSize {
  readonly widthPx: number
  readonly heightPx: number
}

/** Luma plane, then the two chroma planes at half width and height. Sides are even. */
export interface Picture extends PixelSize {
  readonly bytes: Uint8Array
}

/** Bytes of a 4:2:0 picture with even sides. */
export function pictureBytes({ widthPx, heightPx }: PixelSize): number {
  return (widthPx * heightPx * 3) / 2
}

/**
 * A rectangle with premultiplied colours that is laid over pictures. Its corner is even and its width a multiple of
 * 16; where it reaches past the picture's right edge it is fully transparent.
 */
export interface Overlay extends PixelSize {
  readonly leftPx: number
  readonly topPx: number
  /** Premultiplied luma, chroma, chroma in the layout of a Picture. */
  readonly bytes: Uint8Array
  /** Alpha of the luma plane, then of the chroma planes. */
  readonly alpha: Uint8Array
}

/** Nearest even number at or above. */
export function evenUp(value: number): number {
  return Math.ceil(value / 2) * 2
}
