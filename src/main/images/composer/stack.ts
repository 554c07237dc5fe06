/** The words of a post as one column: brand, headline, body, call to action. Measured first, then drawn where they fit. */
import { planAction } from './action-row.ts'
import type { Box } from './canvas.ts'
import type { Row, StackColours, StackInput } from './stack-row.ts'
import type { Overlay, TextBlock, TextStyle, Typesetter } from './typesetter.ts'

export type { StackColours, StackInput }

/** Vector shapes below the words, and the words. */
export interface StackDrawing {
  readonly shapes: string
  readonly overlays: readonly Overlay[]
  /** What the column really covers. */
  readonly box: Box
  readonly headlineSizePx: number
}

/** Smallest body text in canvas units; no placement gets less than 2.4 % of its shorter side. */
export const BODY_MIN_UNITS = 31

export interface MeasuredStack {
  readonly heightPx: number
  readonly widthPx: number
  readonly headlineSizePx: number
  /** True when the headline or the call had to be shortened, or the body left out. */
  readonly isCut: boolean
  /** Draws the column into `box`, following the input's anchor. */
  draw(box: Box): Promise<StackDrawing>
}

const BRAND: Omit<TextStyle, 'maxSizePx' | 'minSizePx'> = {
  weight: 'semibold',
  maxLines: 1,
  lineHeightRatio: 1.2,
  trackingRatio: 0
}
const HEADLINE: Omit<TextStyle, 'maxSizePx' | 'minSizePx'> = {
  weight: 'bold',
  maxLines: 6,
  lineHeightRatio: 1.08,
  trackingRatio: -0.024
}
const BODY: Omit<TextStyle, 'maxSizePx' | 'minSizePx'> = {
  weight: 'medium',
  maxLines: 5,
  lineHeightRatio: 1.36,
  trackingRatio: -0.006
}
/** Measures without drawing. Words that do not fit shrink first; then the body gives way, then an ellipsis stands. */
export async function measureStack(typesetter: Typesetter, input: StackInput): Promise<MeasuredStack> {
  const withBody = await planRows(typesetter, input, true)
  const plan = withBody.isCramped ? await planRows(typesetter, input, false) : withBody
  const rows = plan.rows
  const heightPx = rows.reduce(
    (sum, row, index) => sum + row.heightPx + (index === 0 ? 0 : row.gapBeforePx),
    0
  )
  return {
    heightPx,
    widthPx: plan.widthPx,
    headlineSizePx: plan.headlineSizePx,
    isCut: withBody.isCramped || plan.isCut,
    draw: async (box) =>
      drawRows(rows, { box, heightPx, anchor: input.anchor, headlineSizePx: plan.headlineSizePx })
  }
}

interface RowPlan {
  readonly rows: readonly Row[]
  readonly widthPx: number
  readonly headlineSizePx: number
  readonly isCramped: boolean
  readonly isCut: boolean
}

async function planRows(typesetter: Typesetter, input: StackInput, wantsBody: boolean): Promise<RowPlan> {
  const { copy, canvas, box } = input
  const unit = canvas.unitPx
  const brand = input.withBrand ? await planBrand(typesetter, input, copy.brand) : null
  const action = await planAction(typesetter, input)
  const hasBody = wantsBody && copy.body !== ''
  const fixedPx =
    (brand === null ? 0 : brand.heightPx + 44 * unit) +
    (action === null ? 0 : action.heightPx + action.gapBeforePx)
  const freePx = Math.max(unit * 60, box.heightPx - fixedPx)
  const headline = await typesetter.fit(
    copy.headline,
    {
      ...HEADLINE,
      maxSizePx: 104 * unit * input.headlineScale * headlineBoost(copy.headline),
      minSizePx: 40 * unit
    },
    { widthPx: box.widthPx, heightPx: hasBody ? freePx * 0.68 : freePx }
  )
  const bodyGapPx = (headline?.sizePx ?? 0) * 0.26 + 28 * unit
  const leftPx = freePx - (headline?.heightPx ?? 0) - bodyGapPx
  const body = hasBody
    ? await typesetter.fit(copy.body, bodyStyle(unit), {
        widthPx: Math.min(box.widthPx, 760 * unit),
        heightPx: leftPx
      })
    : null
  const isCramped = hasBody && (body === null || body.isShortened || headline?.isShortened === true)
  const rows = [
    brand,
    headline === null
      ? null
      : textRow(typesetter, input, {
          block: headline,
          colour: input.colours.headline,
          gapBeforePx: 44 * unit
        }),
    body === null
      ? null
      : textRow(typesetter, input, { block: body, colour: input.colours.body, gapBeforePx: bodyGapPx }),
    action
  ].filter((row) => row !== null)
  const widthPx = Math.max(0, ...rows.map((row) => row.widthPx))
  return {
    rows,
    widthPx,
    headlineSizePx: headline?.sizePx ?? 0,
    isCramped,
    isCut: headline?.isShortened === true
  }
}

/** A headline of one or two short words may be larger: nothing else would fill its place. */
export function headlineBoost(headline: string): number {
  const length = [...headline].length
  if (length <= 8) return 1.7
  return length <= 16 ? 1.3 : 1
}

const bodyStyle = (unit: number): TextStyle => ({
  ...BODY,
  maxSizePx: 40 * unit,
  minSizePx: BODY_MIN_UNITS * unit
})

async function drawRows(
  rows: readonly Row[],
  place: {
    readonly box: Box
    readonly heightPx: number
    readonly anchor: StackInput['anchor']
    readonly headlineSizePx: number
  }
): Promise<StackDrawing> {
  const sparePx = Math.max(0, place.box.heightPx - place.heightPx)
  const shares = { top: 0, center: 0.5, bottom: 1 } as const
  const startPx = place.box.topPx + sparePx * shares[place.anchor]
  let topPx = startPx
  const shapes: string[] = []
  const overlays: Overlay[] = []
  for (const [index, row] of rows.entries()) {
    if (index > 0) topPx += row.gapBeforePx
    const drawn = await row.draw(topPx)
    shapes.push(drawn.shapes)
    overlays.push(...drawn.overlays)
    topPx += row.heightPx
  }
  const box = { ...place.box, topPx: startPx, heightPx: place.heightPx }
  return { shapes: shapes.join(''), overlays, box, headlineSizePx: place.headlineSizePx }
}

function textRow(
  typesetter: Typesetter,
  input: StackInput,
  row: { readonly block: TextBlock; readonly colour: string; readonly gapBeforePx: number }
): Row {
  return {
    widthPx: row.block.widthPx,
    heightPx: row.block.heightPx,
    gapBeforePx: row.gapBeforePx,
    draw: async (topPx) => ({
      shapes: '',
      overlays: await typesetter.draw(row.block, {
        leftPx: input.box.leftPx,
        topPx,
        widthPx: input.box.widthPx,
        align: input.align,
        colour: row.colour
      })
    })
  }
}

/** The brand's name behind a small mark in its colour. Null without a name. */
export async function planBrand(
  typesetter: Typesetter,
  input: Omit<StackInput, 'copy'>,
  name: string
): Promise<Row | null> {
  const unit = input.canvas.unitPx
  const style: TextStyle = { ...BRAND, maxSizePx: 31 * unit, minSizePx: 26 * unit }
  const markPx = 15 * unit
  const indentPx = markPx + 14 * unit
  const block = await typesetter.fit(name, style, {
    widthPx: input.box.widthPx - indentPx,
    heightPx: 60 * unit
  })
  if (block === null) return null
  const shiftPx = input.align === 'center' ? (input.box.widthPx - block.widthPx - indentPx) / 2 : 0
  const leftPx = input.box.leftPx + shiftPx
  return {
    widthPx: block.widthPx + indentPx,
    heightPx: block.heightPx,
    gapBeforePx: 0,
    draw: async (topPx) => ({
      shapes: `<circle cx="${leftPx + markPx / 2}" cy="${topPx + block.heightPx / 2}" r="${markPx / 2}" fill="${input.colours.brandMark}"/>`,
      overlays: await typesetter.draw(block, {
        leftPx: leftPx + indentPx,
        topPx,
        widthPx: block.widthPx,
        align: 'left',
        colour: input.colours.brand
      })
    })
  }
}
