/**
 * The queue of one store: everything that has to get there, in the background, for as long as it takes. The other
 * store's queue does not know this one, so a dead store holds nobody up.
 */
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { StoreHealthWatch } from './health.ts'
import { createQueueLoop } from './queue-loop.ts'
import type { ReplicaRepository, UploadTask } from './replica.ts'
import { createUploadWorker, type UploadWorkerOptions } from './upload-worker.ts'

export interface UploadQueue {
  /** Works until stopped. Does nothing when it already does. */
  start(): void
  /** Stops what is under way, puts it back in the queue and waits for it. */
  stop(): Promise<void>
  /** New work may be there. */
  kick(): void
  /**
   * Tries everything that waits once more, without its back-off. Resolves when nothing more can be sent now: all is
   * stored, has failed again, the store is down, or the catalog can not be written. Works also when not started. Throws CANCELLED.
   */
  drain(signal?: AbortSignal): Promise<void>
}

export interface UploadQueueOptions extends UploadWorkerOptions {
  readonly repository: UploadWorkerOptions['repository'] &
    Pick<ReplicaRepository, 'claim' | 'waiting' | 'countDue' | 'makeDue'>
  readonly health: Pick<StoreHealthWatch, 'allowance' | 'retryAt' | 'reset'>
  /** Uploads at once. */
  concurrency(): number
}

const LONGEST_SLEEP_MS = 30_000
const SHORTEST_SLEEP_MS = 20
/** Every end of an upload wakes a drain; this is for what only time tells. */
const DRAIN_SLEEP_MS = 100
/** A catalog that can not be written now, as on a full disk, ends a drain; the queue itself goes on trying. */
const STUMBLES_TO_GIVE_UP = 3

export function createUploadQueue(options: UploadQueueOptions): UploadQueue {
  const { side, repository, health, clock } = options
  const work = createUploadWorker(options)
  const active = new Set<Promise<void>>()
  const unnoted = createUnnoted(options)
  const claims = createClaims(options)
  let isStarted = false
  let drainers = 0

  const loop = createQueueLoop({
    clock,
    step: launch,
    sleepMs,
    settle: async () => {
      claims.giveBack()
      await Promise.allSettled(active)
    },
    onStumble: (cause) => options.log.error('upload queue stumbled', { side, error: cause })
  })

  function launch(signal: AbortSignal): number {
    unnoted.giveBack()
    const tasks = signal.aborted ? [] : claims.next(options.concurrency() - active.size)
    for (const task of tasks) {
      const done = unnoted.keep(task, work(task, signal)).finally(() => {
        active.delete(done)
        loop.wake()
      })
      active.add(done)
    }
    return tasks.length
  }

  function sleepMs(): number {
    const now = clock.now()
    const { nextDueAt } = repository.waiting(side)
    const dueAt = Math.max(nextDueAt ?? Number.POSITIVE_INFINITY, health.retryAt() ?? 0)
    // With work under way, its end wakes the loop; a place cannot come free before.
    const soonestMs = active.size > 0 && dueAt <= now ? LONGEST_SLEEP_MS : SHORTEST_SLEEP_MS
    return Math.min(LONGEST_SLEEP_MS, Math.max(soonestMs, dueAt - now))
  }

  const isBlocked = (): boolean => clock.now() < (health.retryAt() ?? 0)
  const isDone = (since: { readonly at: number; readonly stumbles: number }): boolean =>
    active.size === 0 &&
    (isBlocked() ||
      loop.stumbles() - since.stumbles >= STUMBLES_TO_GIVE_UP ||
      (claims.ahead === 0 && repository.countDue(side, since.at) === 0))

  return {
    start() {
      isStarted = true
      loop.start()
    },
    async stop() {
      isStarted = false
      await loop.stop()
    },
    kick: loop.wake,
    async drain(signal) {
      health.reset()
      repository.makeDue(side)
      const since = { at: clock.now(), stumbles: loop.stumbles() }
      drainers++
      try {
        loop.start()
        loop.wake()
        while (!isDone(since)) {
          throwIfCancelled(signal)
          await loop.pause(DRAIN_SLEEP_MS, signal)
        }
      } finally {
        drainers--
        if (!isStarted && drainers === 0) await loop.stop()
      }
    }
  }
}

/** Takes work from the queue. Of a sound store some more is claimed at once, which costs one commit instead of many. */
function createClaims(options: UploadQueueOptions) {
  const { side, repository, health, clock } = options
  let ahead: UploadTask[] = []

  function giveBack(): void {
    const before = ahead
    ahead = []
    for (const { sha256 } of before) repository.release({ sha256, side }, clock.now())
  }

  return {
    /** Claimed and not begun. */
    get ahead(): number {
      return ahead.length
    },
    giveBack,
    /** At most so many as there are places, fewer while the store is not sound. */
    next(places: number): readonly UploadTask[] {
      if (places <= 0 || (ahead.length === 0 && repository.countDue(side, clock.now()) === 0)) return []
      const allowed = health.allowance(places)
      if (allowed < places) giveBack()
      if (allowed === 0) return []
      const wanted = allowed - ahead.length
      const more = allowed === places ? options.concurrency() : 0
      if (wanted > 0) ahead.push(...repository.claim(side, clock.now(), wanted + more))
      return ahead.splice(0, allowed)
    }
  }
}

/** Work whose end could not be written down, as on a full disk; given back to the queue when writing works again. */
function createUnnoted({ side, repository, clock, log }: UploadQueueOptions) {
  const tasks = new Set<UploadTask>()
  return {
    async keep(task: UploadTask, working: Promise<void>): Promise<void> {
      try {
        await working
      } catch (cause) {
        tasks.add(task)
        log.error('the end of an upload could not be noted', { side, cause })
      }
    },
    /** Throws what the database throws; the loop tries again. */
    giveBack(): void {
      for (const task of tasks) {
        repository.release({ sha256: task.sha256, side }, clock.now())
        tasks.delete(task)
      }
    }
  }
}
