/** Work that comes again after a time while the app is open: one run after the other, failures logged. */
import type { Clock } from '#main/core/clock.ts'
import type { Log } from '#main/core/log.ts'
import { toAppError } from '#shared/errors.ts'

export interface BackgroundTask {
  readonly name: string
  readonly firstAfterMs: number
  readonly everyMs: number
  run(signal: AbortSignal): Promise<unknown>
}

export interface BackgroundTasks {
  start(): void
  /** Aborts what runs and waits for it. */
  stop(): Promise<void>
}

export function createBackgroundTasks(
  tasks: readonly BackgroundTask[],
  { clock, log }: { readonly clock: Clock; readonly log: Log }
): BackgroundTasks {
  let running: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null

  async function repeat(task: BackgroundTask, signal: AbortSignal): Promise<void> {
    let waitMs = task.firstAfterMs
    while (!signal.aborted) {
      try {
        await clock.wait(waitMs, signal)
        await task.run(signal)
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.code !== 'CANCELLED') log.warn(`${task.name} failed`, { code: error.code, error })
      }
      waitMs = task.everyMs
    }
  }

  return {
    start() {
      if (running !== null) return
      const stop = new AbortController()
      running = { stop, ended: Promise.all(tasks.map(async (task) => await repeat(task, stop.signal))) }
    },
    async stop() {
      running?.stop.abort()
      await running?.ended
      running = null
    }
  }
}
