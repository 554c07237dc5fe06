import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areOverlapping, placeInRoom, roomBeside } from '#main/slideshow/caption-room.ts'
import { type Area, safeAreaOf } from '#main/slideshow/safe-area.ts'
import {
  captionAlignSchema,
  captionPositionSchema,
  presetSchema,
  SLIDESHOW_PRESETS,
  watermarkSchema
} from '#shared/domain/slideshow.ts'

const corners = watermarkSchema.shape.corner.unwrap().options

/** A mark of this size in a corner of the area. */
function markIn(
  area: Area,
  corner: (typeof corners)[number],
  size: { widthPx: number; heightPx: number }
): Area {
  return {
    ...size,
    leftPx: corner.endsWith('left') ? area.leftPx : area.leftPx + area.widthPx - size.widthPx,
    topPx: corner.startsWith('top') ? area.topPx : area.topPx + area.heightPx - size.heightPx
  }
}

const wide = safeAreaOf('landscape', SLIDESHOW_PRESETS.landscape)
const tall = safeAreaOf('portrait', SLIDESHOW_PRESETS.portrait)
const logo = { widthPx: 200, heightPx: 150 }

describe('roomBeside', () => {
  it('narrows a box in a wide frame and keeps its height', () => {
    const mark = markIn(wide, 'top-right', logo)
    const usual = { area: wide, mark, wantedWidthPx: 1240, isAcross: false }
    expect(roomBeside({ ...usual, align: 'left' })).toEqual({ ...wide, widthPx: wide.widthPx - 200 })
    expect(roomBeside({ ...usual, mark: markIn(wide, 'top-left', logo), align: 'left' })).toEqual({
      ...wide,
      leftPx: wide.leftPx + 200,
      widthPx: wide.widthPx - 200
    })
  })

  it('leaves as much free on both sides of centred lines', () => {
    const mark = markIn(wide, 'bottom-left', logo)
    const room = roomBeside({ area: wide, mark, align: 'centre', wantedWidthPx: 1240, isAcross: false })
    expect(room).toEqual({ ...wide, leftPx: wide.leftPx + 200, widthPx: wide.widthPx - 400 })
  })

  it('goes below or above the mark where lines would get too short, and always with a band', () => {
    const top = markIn(tall, 'top-right', logo)
    const below = { ...tall, topPx: tall.topPx + 150, heightPx: tall.heightPx - 150 }
    const request = { area: tall, mark: top, wantedWidthPx: 1240, isAcross: false } as const
    expect(roomBeside({ ...request, align: 'centre' })).toEqual(below)
    expect(roomBeside({ ...request, align: 'left' })).toEqual({ ...tall, widthPx: tall.widthPx - 200 })
    expect(roomBeside({ ...request, align: 'left', isAcross: true })).toEqual(below)
    const bottom = markIn(tall, 'bottom-right', logo)
    expect(roomBeside({ ...request, align: 'centre', mark: bottom })).toEqual({
      ...tall,
      heightPx: tall.heightPx - 150
    })
  })

  it('always gives a part of the area that is clear of the mark and large enough to write in', () => {
    const cases = fc.record({
      preset: fc.constantFrom(...presetSchema.options),
      corner: fc.constantFrom(...corners),
      align: fc.constantFrom(...captionAlignSchema.options),
      position: fc.constantFrom(...captionPositionSchema.options),
      widthFraction: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
      heightFraction: fc.double({ min: 0.01, max: 1 / 3, noNaN: true }),
      wantedWidthPx: fc.constantFrom(1240, 1700),
      isAcross: fc.boolean(),
      box: fc.record({
        width: fc.double({ min: 0.01, max: 1, noNaN: true }),
        height: fc.double({ min: 0.01, max: 1, noNaN: true })
      })
    })
    fc.assert(
      fc.property(cases, (given) => {
        const size = SLIDESHOW_PRESETS[given.preset]
        const area = safeAreaOf(given.preset, size)
        const widthPx = Math.round(Math.min(size.widthPx, size.heightPx) * given.widthFraction)
        const mark = markIn(area, given.corner, {
          widthPx,
          heightPx: Math.round(area.heightPx * given.heightFraction)
        })
        const room = roomBeside({ ...given, area, mark })
        expect(room.widthPx).toBeGreaterThanOrEqual(area.widthPx * 0.45)
        expect(room.heightPx).toBeGreaterThanOrEqual(area.heightPx * 0.6)
        const box = {
          widthPx: Math.floor(room.widthPx * given.box.width),
          heightPx: Math.floor(room.heightPx * given.box.height)
        }
        const placed = { ...placeInRoom({ area, room }, box, given), ...box }
        expect(areOverlapping(placed, mark)).toBe(false)
        expect(placed.leftPx).toBeGreaterThanOrEqual(area.leftPx)
        expect(placed.leftPx + box.widthPx).toBeLessThanOrEqual(area.leftPx + area.widthPx)
        expect(placed.topPx).toBeGreaterThanOrEqual(area.topPx)
        expect(placed.topPx + box.heightPx).toBeLessThanOrEqual(area.topPx + area.heightPx)
      })
    )
  })
})
