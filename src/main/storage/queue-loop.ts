/** A background loop that works while there is work, sleeps while there is none, and is woken early by new work. */
import type { Clock } from '#main/core/clock.ts'

export interface QueueLoop {
  /** Does nothing when it runs already. */
  start(): void
  /** Aborts the signal given to `step` and waits for the loop and everything `settle` waits for. */
  stop(): Promise<void>
  wake(): void
  /** Resolves at the next wake, after the time, or throws CANCELLED. */
  pause(durationMs: number, signal?: AbortSignal): Promise<void>
}

export interface QueueLoopOptions {
  readonly clock: Pick<Clock, 'wait'>
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
  let woken = Promise.withResolvers<void>()

  async function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
    const enough = new AbortController()
    const limit = signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal])
    const waited = options.clock.wait(durationMs, limit)
    waited.catch(() => undefined)
    try {
      await Promise.race([woken.promise, waited])
    } finally {
      enough.abort()
    }
  }

  async function loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      woken = Promise.withResolvers()
      try {
        if (options.step(signal) === 0) await pause(options.sleepMs(), signal).catch(() => undefined)
      } catch (cause) {
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
      await halted.ended
      if (running === halted) running = null
    },
    wake: () => woken.resolve(),
    pause
  }
}
