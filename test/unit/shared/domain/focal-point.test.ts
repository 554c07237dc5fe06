import { describe, expect, test } from 'vitest'
import { coverCrop } from '#main/slideshow/slide-picture.ts'
import { cropAround } from '#shared/domain/focal-point.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'

const PICTURE = { widthPx: 2000, heightPx: 1000 }
const SQUARE = { widthPx: 500, heightPx: 500 }

describe('cropAround', () => {
  test('a point near the edge moves the crop to the edge, never beyond the picture', () => {
    expect(cropAround(PICTURE, SQUARE, { xFraction: 0.95, yFraction: 0.5 })).toEqual({
      left: 0.5,
      top: 0,
      width: 0.5,
      height: 1
    })
  })

  test('a point inside stands in the middle of the crop', () => {
    const crop = cropAround(PICTURE, SQUARE, { xFraction: 0.4, yFraction: 0.1 })
    expect(crop.left + crop.width / 2).toBeCloseTo(0.4)
  })

  test('what the editor shows is what the video renders, for every platform', () => {
    const focal = { xFraction: 0.7, yFraction: 0.2 }
    for (const frame of PLATFORM_IDS.map((id) => PLATFORMS[id])) {
      const shown = cropAround(PICTURE, frame, focal)
      const rendered = coverCrop(PICTURE, frame, focal)
      expect(shown.left * rendered.scaled.widthPx, frame.id).toBeCloseTo(rendered.leftPx, -1)
      expect(shown.top * rendered.scaled.heightPx, frame.id).toBeCloseTo(rendered.topPx, -1)
    }
  })
})
