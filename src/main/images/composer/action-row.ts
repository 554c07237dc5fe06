/** The last row of a column: the call to action on its button, and the price beside it. */
import type { Row, StackInput } from './stack-row.ts'
import type { TextBlock, TextStyle, Typesetter } from './typesetter.ts'

const ACTION: Omit<TextStyle, 'maxSizePx' | 'minSizePx'> = {
  weight: 'semibold',
  maxLines: 1,
  lineHeightRatio: 1.2,
  trackingRatio: 0
}

/** The call to action as a pill, with the price beside it where there is room. Null when there is neither. */
export async function planAction(typesetter: Typesetter, input: StackInput): Promise<Row | null> {
  const unit = input.canvas.unitPx
  const { copy, box, colours } = input
  const padPx = 34 * unit
  const label = await fitLabel(typesetter, copy.callToAction, { unit, widthPx: box.widthPx - padPx * 2 })
  const pillPx = label === null ? 0 : label.widthPx + padPx * 2
  const priceLeftPx = pillPx === 0 ? 0 : pillPx + 26 * unit
  const price = await typesetter.fit(
    copy.price,
    { ...actionStyle(unit), weight: 'bold', maxSizePx: (label === null ? 46 : 36) * unit },
    { widthPx: Math.max(1, box.widthPx - priceLeftPx), heightPx: 80 * unit }
  )
  const shownPrice = price === null || price.isShortened ? null : price
  if (label === null && shownPrice === null) return null
  const widthPx = shownPrice === null ? pillPx : priceLeftPx + shownPrice.widthPx
  const heightPx = label === null ? (shownPrice?.heightPx ?? 0) : label.heightPx + 52 * unit
  return {
    heightPx,
    widthPx,
    gapBeforePx: 50 * unit,
    draw: async (topPx) => {
      const leftPx = box.leftPx + (input.align === 'center' ? (box.widthPx - widthPx) / 2 : 0)
      const words = (block: TextBlock | null, shiftPx: number, colour: string) =>
        block === null
          ? []
          : typesetter.draw(block, {
              leftPx: leftPx + shiftPx,
              topPx: topPx + (heightPx - block.heightPx) / 2,
              widthPx: block.widthPx,
              align: 'left',
              colour
            })
      const radiusPx = Math.min(heightPx / 2, 40 * unit)
      const pill = `<rect x="${leftPx}" y="${topPx}" width="${pillPx}" height="${heightPx}" rx="${radiusPx}" fill="${colours.action}"/>`
      return {
        shapes: label === null ? '' : pill,
        overlays: [
          ...(await words(label, padPx, colours.onAction)),
          ...(await words(shownPrice, priceLeftPx, colours.headline))
        ]
      }
    }
  }
}

const actionStyle = (unit: number): TextStyle => ({ ...ACTION, maxSizePx: 33 * unit, minSizePx: 27 * unit })

/** One line where it can be read, else two: a call is cut only when neither holds it. */
async function fitLabel(
  typesetter: Typesetter,
  call: string,
  room: { readonly unit: number; readonly widthPx: number }
): Promise<TextBlock | null> {
  const { unit, widthPx } = room
  const line = await typesetter.fit(call, actionStyle(unit), { widthPx, heightPx: 80 * unit })
  if (line === null || !line.isShortened) return line
  return typesetter.fit(
    call,
    { ...actionStyle(unit), minSizePx: 25 * unit, maxLines: 2 },
    { widthPx, heightPx: 120 * unit }
  )
}
