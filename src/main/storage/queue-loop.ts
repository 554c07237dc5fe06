/** A background loop that works while there is work, sleeps while there is none, and is woken early by new work. */
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { Clock } from '#main/core/clock.ts'
import { raceAbort } from './abort-race.ts'

export interface QueueLoop {
  /** Does nothing when it runs already. */
  start(): void
  /** Aborts the signal given to `step` and waits for the loop and everything `settle` waits for. */
  stop(): Promise<void>
  wake(): void
  /** How many steps threw so far. */
  stumbles(): number
  /** Resolves at the next wake from now on, after the time, or throws CANCELLED. */
  pause(durationMs: number, signal?: AbortSignal): Promise<void>
}

export interface QueueLoopOptions {
  readonly clock: Pick<Clock, 'wait' | 'now'>
  /** Starts what can be started; gives how much it started. */
  step(signal: AbortSignal): number
  sleepMs(): number
  /** Resolves when everything started has ended. */
  settle(): Promise<unknown>
  /** A step threw, such as a busy or full disk; the loop goes on after a second. */
  onStumble(cause: unknown): void
}

const STUMBLE_PAUSE_MS = 1000

export function createQueueLoop(options: QueueLoopOptions): QueueLoop {
  let running: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null
  let stumbleCount = 0
  let isWoken = false
  let nextWake = Promise.withResolvers<void>()

  function wake(): void {
    isWoken = true
    // A new promise each time: who waits on an old wake would never let timers run.
    nextWake.resolve()
    nextWake = Promise.withResolvers()
  }

  const timer = createTimer(options.clock)

  async function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
    const over = Promise.race([nextWake.promise, timer.over(durationMs)])
    if (signal === undefined) return await over
    throwIfCancelled(signal)
    await raceAbort(over, signal)
  }

  async function loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      isWoken = false
      try {
        if (options.step(signal) === 0 && !isWoken) await pause(options.sleepMs())
      } catch (cause) {
        stumbleCount++
        options.onStumble(cause)
        await options.clock.wait(STUMBLE_PAUSE_MS, signal).catch(() => undefined)
      }
    }
    await options.settle()
  }

  return {
    start() {
      if (running !== null) return
      const stop = new AbortController()
      running = { stop, ended: loop(stop.signal) }
    },
    async stop() {
      const halted = running
      if (halted === null) return
      halted.stop.abort()
      wake()
      await halted.ended
      timer.stop()
      if (running === halted) running = null
    },
    wake,
    stumbles: () => stumbleCount,
    pause
  }
}

/** One wait for many sleepers: one that ends soon enough is kept, because ending waits early costs more than waking. */
function createTimer(clock: Pick<Clock, 'wait' | 'now'>) {
  let current: {
    readonly endsAt: number
    readonly over: Promise<void>
    readonly end: AbortController
  } | null = null

  function stop(): void {
    current?.end.abort()
    current = null
  }

  function start(durationMs: number, endsAt: number): Promise<void> {
    stop()
    const end = new AbortController()
    const over = clock.wait(durationMs, end.signal).then(
      () => {
        if (current?.end === end) current = null
      },
      () => undefined
    )
    current = { endsAt, over, end }
    return over
  }

  return {
    /** Resolves after the time at the latest. */
    over(durationMs: number): Promise<void> {
      const endsAt = clock.now() + durationMs
      return current !== null && current.endsAt <= endsAt ? current.over : start(durationMs, endsAt)
    },
    stop
  }
}
