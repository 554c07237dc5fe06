/** Undo and redo over immutable values. Pure. */

export interface History<Value> {
  readonly past: readonly Value[]
  readonly present: Value
  readonly future: readonly Value[]
  /** What the last step changed; steps of the same kind in a row are undone together. */
  readonly lastKind: string | null
}

const KEPT_STEPS = 200

export function startHistory<Value>(present: Value): History<Value> {
  return { past: [], present, future: [], lastKind: null }
}

/** A new step; `kind` joins it to the one before when both name the same thing, such as one field being typed in. */
export function step<Value>(history: History<Value>, present: Value, kind: string | null): History<Value> {
  if (present === history.present) return history
  const isJoined = kind !== null && kind === history.lastKind
  const past = isJoined ? history.past : [...history.past, history.present].slice(-KEPT_STEPS)
  return { past, present, future: [], lastKind: kind }
}

export function undo<Value>(history: History<Value>): History<Value> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    lastKind: null
  }
}

export function redo<Value>(history: History<Value>): History<Value> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future, lastKind: null }
}

/** The next step starts anew, even when it is of the same kind: a field was left. */
export function seal<Value>(history: History<Value>): History<Value> {
  return history.lastKind === null ? history : { ...history, lastKind: null }
}
