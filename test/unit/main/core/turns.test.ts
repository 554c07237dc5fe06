import { setImmediate as nextRound } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from '#main/core/turns.ts'

test('each round of the event loop lets one go on, in order of asking', async () => {
  const turns = createTurns()
  const gone: string[] = []
  const perRound: number[] = []
  const all = ['a', 'b', 'c'].map((name) => turns.next().then(() => gone.push(name)))
  expect(gone).toEqual([])
  while (gone.length < all.length) {
    const before = gone.length
    await nextRound()
    perRound.push(gone.length - before)
  }
  expect(gone).toEqual(['a', 'b', 'c'])
  expect(Math.max(...perRound)).toBe(1)
})

test('who asks again while others wait comes after them, and one who asks later is not forgotten', async () => {
  const turns = createTurns()
  const gone: string[] = []
  const twice = turns.next().then(async () => {
    gone.push('first')
    await turns.next()
    gone.push('first again')
  })
  await Promise.all([twice, turns.next().then(() => gone.push('second'))])
  await turns.next()
  expect(gone).toEqual(['first', 'second', 'first again'])
})
