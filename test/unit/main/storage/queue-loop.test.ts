/** The loop sleeps when it should and wakes when it must, and never keeps timers from running. */
import { afterEach, describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createQueueLoop, type QueueLoop } from '#main/storage/queue-loop.ts'

const made: QueueLoop[] = []

function openLoop(step: () => number, sleepMs = 60_000): QueueLoop {
  const clock = createSystemClock()
  const loop = createQueueLoop({
    clock,
    step,
    sleepMs: () => sleepMs,
    settle: async () => undefined,
    onStumble: () => undefined
  })
  made.push(loop)
  return loop
}

afterEach(async () => {
  for (const loop of made.splice(0)) await loop.stop()
})

describe('the loop of a queue', () => {
  test('a wake from before does not end the pauses after it, so timers run while steps throw', async () => {
    const loop = openLoop(() => {
      throw new Error('the disk is full')
    })
    loop.start()
    loop.wake()
    let hasTimerRun = false
    setTimeout(() => {
      hasTimerRun = true
    }, 0)
    for (let count = 0; count < 3; count++) await loop.pause(20)
    expect(hasTimerRun).toBe(true)
    expect(loop.stumbles()).toBeGreaterThan(0)
  })

  test('a wake during a step is not lost', async () => {
    const second = Promise.withResolvers<void>()
    let steps = 0
    const loop = openLoop(() => {
      steps++
      if (steps === 1) loop.wake()
      else second.resolve()
      return 0
    })
    loop.start()
    await second.promise
    expect(steps).toBe(2)
  })

  test('a wake ends a pause that waits', async () => {
    const loop = openLoop(() => 0)
    const paused = loop.pause(60_000)
    loop.wake()
    await expect(paused).resolves.toBeUndefined()
  })
})
