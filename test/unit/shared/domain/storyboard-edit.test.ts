import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import {
  applyEdit,
  edit,
  redo,
  type StoryboardEdit,
  startHistory,
  undo
} from '#shared/domain/storyboard-edit.ts'

const storyboard = storyboardSchema.parse({
  slides: ['a', 'b', 'c', 'd'].map((name) => ({ path: `/${name}.jpg`, seconds: 3 }))
})
const namesAfter = (change: StoryboardEdit) =>
  applyEdit(storyboard, change)
    .slides.map((slide) => slide.path?.charAt(1))
    .join('')

describe('applyEdit', () => {
  it('moves, removes, duplicates and inserts slides', () => {
    expect(namesAfter({ kind: 'move', from: 0, to: 2 })).toBe('bcad')
    expect(namesAfter({ kind: 'move', from: 3, to: 0 })).toBe('dabc')
    expect(namesAfter({ kind: 'remove', at: 1 })).toBe('acd')
    expect(namesAfter({ kind: 'duplicate', at: 3 })).toBe('abcdd')
    expect(namesAfter({ kind: 'insert', at: 4, slides: storyboard.slides.slice(0, 2) })).toBe('abcdab')
  })

  it('changes one slide, all slides, or the whole show', () => {
    const one = applyEdit(storyboard, { kind: 'slide', at: 2, patch: { seconds: 5 } })
    expect(one.slides.map((slide) => slide.seconds)).toEqual([3, 3, 5, 3])
    const all = applyEdit(storyboard, { kind: 'everySlide', patch: { transition: 'wipe' } })
    expect(new Set(all.slides.map((slide) => slide.transition))).toEqual(new Set(['wipe']))
    expect(applyEdit(storyboard, { kind: 'storyboard', patch: { preset: 'square' } }).preset).toBe('square')
  })

  it.each<StoryboardEdit>([
    { kind: 'remove', at: 4 },
    { kind: 'move', from: 0, to: 4 },
    { kind: 'move', from: -1, to: 0 },
    { kind: 'duplicate', at: 0.5 },
    { kind: 'slide', at: 9, patch: {} },
    { kind: 'insert', at: 5, slides: [] }
  ])('refuses places that do not exist: %o', (change) => {
    expect(() => applyEdit(storyboard, change)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  it('keeps at least one slide', () => {
    const single = { ...storyboard, slides: storyboard.slides.slice(0, 1) }
    expect(() => applyEdit(single, { kind: 'remove', at: 0 })).toThrow()
  })
})

describe('undo and redo', () => {
  it('come back to every step, whatever was edited', () => {
    const changes = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('move' as const), from: fc.nat(3), to: fc.nat(3) }),
        fc.record({
          kind: fc.constant('slide' as const),
          at: fc.nat(3),
          patch: fc.record({ seconds: fc.integer({ min: 1, max: 9 }) })
        })
      ),
      { maxLength: 12 }
    )
    fc.assert(
      fc.property(changes, (list) => {
        const steps = [startHistory(storyboard)]
        for (const change of list) steps.push(edit(steps.at(-1) ?? startHistory(storyboard), change))
        let history = steps.at(-1) ?? startHistory(storyboard)
        for (const step of steps.toReversed().slice(1)) {
          history = undo(history)
          expect(history.present).toEqual(step.present)
        }
        expect(undo(history).present).toEqual(storyboard)
        for (const step of steps.slice(1)) {
          history = redo(history)
          expect(history.present).toEqual(step.present)
        }
        expect(redo(history)).toBe(history)
      })
    )
  })

  it('an edit after undo forgets what was undone', () => {
    const once = edit(startHistory(storyboard), { kind: 'remove', at: 0 })
    const other = edit(undo(once), { kind: 'duplicate', at: 0 })
    expect(redo(other)).toBe(other)
  })
})
