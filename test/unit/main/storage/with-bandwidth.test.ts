import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createMemoryStore } from '#main/storage/stores/memory-store.ts'
import { createMeter, limitAt, withBandwidth } from '#main/storage/with-bandwidth.ts'
import { toPut } from '#test/conformance/object-store.suite.ts'

/** A clock that only passes by waiting. */
function createIdleClock() {
  let now = 0
  const clock = {
    ...createSystemClock(),
    now: () => now,
    wait: async (durationMs: number) => {
      now += durationMs
    }
  }
  return { clock, passed: () => now }
}

test('uploads and reads together keep to the limit', async () => {
  const { clock, passed } = createIdleClock()
  const store = withBandwidth(
    createMemoryStore(clock),
    createMeter(() => 10_000, clock)
  )
  for (let n = 0; n < 5; n++) await store.put(toPut(`${n}`, randomBytes(20_000)))
  await buffer((await store.get('0')).body)
  await store.put(toPut('last', randomBytes(1)))
  expect(passed()).toBe(12_000)
})

test('without a limit nothing waits', async () => {
  const { clock, passed } = createIdleClock()
  const store = withBandwidth(
    createMemoryStore(clock),
    createMeter(() => null, clock)
  )
  await store.put(toPut('a', randomBytes(1_000_000)))
  expect(passed()).toBe(0)
})

test('the timetable’s first line that holds counts, also over midnight', () => {
  const night = { fromMinute: 22 * 60, toMinute: 6 * 60, bytesPerSecond: null }
  const noon = { fromMinute: 12 * 60, toMinute: 13 * 60, bytesPerSecond: 50_000 }
  const bandwidth = { bytesPerSecond: 100_000, timetable: [night, noon] }
  const at = (hour: number, minute = 0) => limitAt(bandwidth, new Date(2026, 10, 22, hour, minute))
  expect([at(23), at(0), at(5, 59), at(6), at(12, 30), at(13)]).toEqual([
    null,
    null,
    null,
    100_000,
    50_000,
    100_000
  ])
})
