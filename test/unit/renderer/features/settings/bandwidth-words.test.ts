/** Speeds and times as they are written into the settings. */
import { expect, it } from 'vitest'
import { clockOf, megabytesOf, minuteOf, speedOf } from '#renderer/features/settings/bandwidth-words.ts'

it.each([
  ['', null],
  ['2.5', 2_500_000],
  ['0,5', 500_000],
  ['0', 'invalid'],
  ['0.0001', 'invalid'],
  ['fast', 'invalid'],
  ['99999', 'invalid']
])('the speed %j is %j bytes a second', (text, speed) => {
  expect(speedOf(text)).toBe(speed)
})

it('a speed reads back as it was written', () => {
  expect([null, 2_500_000, 1_000_000].map((speed) => speedOf(megabytesOf(speed)))).toEqual([
    null,
    2_500_000,
    1_000_000
  ])
})

it('times of day go there and back, midnight at the end of a day included', () => {
  expect([0, 545, 1439, 1440].map(clockOf)).toEqual(['00:00', '09:05', '23:59', '00:00'])
  expect(['09:05', '24:00', 'noon', ''].map(minuteOf)).toEqual([545, null, null, null])
})
