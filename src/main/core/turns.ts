/** Turns on the event loop, for work in parts that would add up to one long pause where several do it at once. */

export interface Turns {
  /** Resolves in a later round of the event loop; in each round one of all who wait goes on, in order of asking. */
  next(): Promise<void>
}

export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  function give(): void {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(give)
  }
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(give)
      })
  }
}
