/** Selecting as file managers do it. */
import { describe, expect, it } from 'vitest'
import { EMPTY_SELECTION, indexAfterKey, pick, type Selection } from '#renderer/features/library/selection.ts'

const ids = ['a', 'b', 'c', 'd', 'e']
const plain = { isRange: false, isToggle: false }
const choose = (before: Selection, index: number, change = {}) =>
  pick({ before, index, idAt: (at) => ids[at] }, { ...plain, ...change })

describe('pick', () => {
  it('a plain click selects one, Ctrl adds and takes away, Shift takes everything between', () => {
    const one = choose(EMPTY_SELECTION, 1)
    const two = choose(one, 3, { isToggle: true })
    const range = choose(two, 0, { isRange: true })
    const less = choose(two, 3, { isToggle: true })
    expect([one, two, range, less].map((selection) => [...selection.ids])).toEqual([
      ['b'],
      ['b', 'd'],
      ['a', 'b', 'c', 'd'],
      ['b']
    ])
  })

  it('a range keeps its anchor while it grows and shrinks', () => {
    const start = choose(EMPTY_SELECTION, 2)
    const grown = choose(start, 4, { isRange: true })
    expect([...choose(grown, 1, { isRange: true }).ids]).toEqual(['b', 'c'])
  })

  it('a place without an item changes nothing', () => {
    expect(choose(EMPTY_SELECTION, 9)).toBe(EMPTY_SELECTION)
  })
})

describe('indexAfterKey', () => {
  const grid = { columns: 3, count: 8 }
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 5, 7],
    ['ArrowDown', 6, 6],
    ['ArrowUp', 4, 1],
    ['ArrowUp', 1, 1],
    ['Home', 5, 0],
    ['End', 2, 7],
    ['ArrowDown', null, 0],
    ['x', 2, null]
  ])('%s from %s leads to %s', (key, from, to) => {
    expect(indexAfterKey(key, from, grid)).toBe(to)
  })

  it('leads nowhere in an empty grid', () => {
    expect(indexAfterKey('ArrowDown', null, { columns: 3, count: 0 })).toBeNull()
  })
})
