/** Numbers as people read them. */
import { describe, expect, it } from 'vitest'
import { countOf, formatAge, formatBytes, formatClock, formatPixels } from '#renderer/ui/format.ts'

describe('format', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [3_200_000, '3.2 MB'],
    [812_345_678, '812 MB'],
    [5e15, '5000 TB']
  ])('%s bytes read %s', (sizeBytes, text) => {
    expect(formatBytes(sizeBytes)).toBe(text)
  })

  it.each([
    [0, '0:00'],
    [59_600, '1:00'],
    [65_000, '1:05'],
    [3_725_000, '1:02:05']
  ])('%s ms on the clock read %s', (durationMs, text) => {
    expect(formatClock(durationMs)).toBe(text)
  })

  it.each([
    [10, 'less than a second'],
    [45_000, '45 s'],
    [240_000, '4 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 days']
  ])('%s ms of age read %s', (ageMs, text) => {
    expect(formatAge(ageMs)).toBe(text)
  })

  it('counts in words and leaves unknown pixels out', () => {
    expect([countOf(1, 'image'), countOf(2, 'image'), countOf(2, 'copy', 'copies')]).toEqual([
      '1 image',
      '2 images',
      '2 copies'
    ])
    expect([formatPixels(1080, 1350), formatPixels(null, 1)]).toEqual(['1080 × 1350', null])
  })
})
