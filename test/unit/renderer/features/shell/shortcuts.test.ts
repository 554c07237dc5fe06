/** Which key presses are the window's own. */
import { describe, expect, it } from 'vitest'
import { shellCommandOf } from '#renderer/features/shell/shortcuts.ts'

const press = (key: string, change: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isTyping: false,
  ...change
})

describe('shell shortcuts', () => {
  it('takes its letters with Ctrl or Cmd, in either case', () => {
    expect([
      shellCommandOf(press('k', { ctrlKey: true })),
      shellCommandOf(press('K', { metaKey: true })),
      shellCommandOf(press('3', { ctrlKey: true }))
    ]).toEqual([{ kind: 'palette' }, { kind: 'palette' }, { kind: 'page', index: 2 }])
  })

  it('leaves plain letters, Alt combinations and unknown keys alone', () => {
    const keys = [
      press('k'),
      press('k', { ctrlKey: true, altKey: true }),
      press('x', { ctrlKey: true }),
      press('8', { ctrlKey: true })
    ]
    expect(keys.map(shellCommandOf)).toEqual([null, null, null, null])
  })

  it('shows the shortcuts on a question mark, but lets people type one', () => {
    expect([shellCommandOf(press('?')), shellCommandOf(press('?', { isTyping: true }))]).toEqual([
      { kind: 'shortcuts' },
      null
    ])
  })
})
