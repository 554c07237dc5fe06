/** Undo and redo. */
import { describe, expect, it } from 'vitest'
import { redo, startHistory, step, undo } from '#renderer/ui/history.ts'

describe('history', () => {
  it('goes back and forth, and a new step forgets what was undone', () => {
    const three = step(step(startHistory('a'), 'b', null), 'c', null)
    const back = undo(undo(three))
    expect([back.present, redo(back).present, redo(redo(back)).present]).toEqual(['a', 'b', 'c'])
    expect(redo(step(back, 'x', null)).present).toBe('x')
  })

  it('undoes typing in one field as one step', () => {
    const typed = step(step(step(startHistory('start'), 'c', 'caption'), 'ca', 'caption'), 'can', 'caption')
    expect(undo(typed).present).toBe('start')
  })

  it('does not join steps of the same field around another step or an undo', () => {
    const mixed = step(step(step(startHistory('0'), '1', 'caption'), '2', null), '3', 'caption')
    expect([undo(mixed).present, undo(undo(mixed)).present]).toEqual(['2', '1'])
    const afterUndo = step(undo(mixed), '4', 'caption')
    expect(undo(afterUndo).present).toBe('2')
  })

  it('stays at the ends', () => {
    const one = startHistory('a')
    expect([undo(one), redo(one), step(one, 'a', null)]).toEqual([one, one, one])
  })
})
