import { expect, test } from 'vitest'
import { createFlushPace, type FlushPace } from '#main/db/flush-pace.ts'

/** How many flushes go to the thread before the next one made at once. */
function threaded(pace: FlushPace): number {
  let count = 0
  while (!pace.isAtOnce()) count += 1
  return count
}

test('a quick disk is flushed at once, and single slow moments change nothing', () => {
  const pace = createFlushPace()
  for (const durationMs of [0.2, 30, 0.2, 12, 9, 0.3]) {
    expect(threaded(pace)).toBe(0)
    pace.took(durationMs)
  }
  expect(threaded(pace)).toBe(0)
})

test('a slow disk is left to the thread, tried ever more seldom, and trusted again when it is quick', () => {
  const pace = createFlushPace()
  for (const durationMs of [20, 20]) pace.took(durationMs)
  const tries = Array.from({ length: 5 }, () => {
    pace.took(20)
    return threaded(pace)
  })
  expect(tries).toEqual([16, 64, 256, 256, 256])
  pace.took(0.3)
  expect(threaded(pace)).toBe(0)
})
