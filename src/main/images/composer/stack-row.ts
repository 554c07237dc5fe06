/** What a column of words is made from, and one row of it. */
import type { Box, Canvas } from './canvas.ts'
import type { PostCopy } from './post-copy.ts'
import type { Overlay } from './typesetter.ts'

export interface StackColours {
  readonly headline: string
  readonly body: string
  readonly brand: string
  readonly brandMark: string
  readonly action: string
  readonly onAction: string
}

export interface StackInput {
  readonly copy: PostCopy
  readonly canvas: Canvas
  readonly box: Box
  readonly colours: StackColours
  readonly align: 'left' | 'center'
  readonly anchor: 'top' | 'center' | 'bottom'
  /** Relative size of the headline; 1 is the usual. */
  readonly headlineScale: number
  /** False when the layout places the brand itself. */
  readonly withBrand: boolean
}

/** A measured row that can be drawn at any height. */
export interface Row {
  readonly widthPx: number
  readonly heightPx: number
  readonly gapBeforePx: number
  readonly draw: (
    topPx: number
  ) => Promise<{ readonly shapes: string; readonly overlays: readonly Overlay[] }>
}
