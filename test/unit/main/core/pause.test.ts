import { expect, test } from 'vitest'
import { createPause } from '#main/core/pause.ts'

test('work that has held the loop for a while lets others have a turn, quick work does not wait', async () => {
  let nowMs = 0
  const turns: string[] = []
  const pause = createPause(() => nowMs)
  setImmediate(() => turns.push('another'))
  nowMs = 0.5
  await pause()
  turns.push('quick')
  nowMs = 5
  await pause()
  turns.push('after a while')
  expect(turns).toEqual(['quick', 'another', 'after a while'])
})
