/** One side, primary or backup: its current store, its health, its queue, and what happens when another store is chosen. */

import type { Clock } from '#main/core/clock.ts'
import type { Log } from '#main/core/log.ts'
import type { StoreConfig, StoreHealth, StoreKind, StoreSide } from '#shared/domain/storage.ts'
import { createStoreHealthWatch, type StoreHealthWatch } from './health.ts'
import type { ObjectStore, StoredObject } from './object-store.ts'
import type { ReplicaRepository, UploadTask } from './replica.ts'
import type { OpenedStore, OpenStore } from './store-factory.ts'
import type { StoreStateRepository } from './store-state-repository.ts'
import { createUploadQueue, type UploadQueue } from './upload-queue.ts'
import { type Meter, withBandwidth } from './with-bandwidth.ts'
import { type StoreOutcome, withHealth } from './with-health.ts'
import { withLimit } from './with-limit.ts'
import { withRetry } from './with-retry.ts'

export interface Side {
  readonly side: StoreSide
  kind(): StoreKind
  /** With retries, limits and health around it. */
  store(): ObjectStore
  readonly health: StoreHealthWatch
  readonly queue: UploadQueue
  /**
   * Takes up the store of the current settings; when it is another one than before, all copies of this side are due
   * again. `isConfirmed` = the user chose it now, so an empty folder or bucket is accepted.
   */
  adopt(options: { readonly isConfirmed: boolean }): void
}

export interface SideOptions {
  readonly side: StoreSide
  readonly openStore: OpenStore
  readonly states: StoreStateRepository
  readonly repository: ReplicaRepository
  readonly clock: Clock
  readonly log: Log
  /** Slows buckets down; folders are not metered. */
  readonly meter: Meter
  config(): StoreConfig | null
  upload(task: UploadTask, signal: AbortSignal): Promise<StoredObject>
  note(run: () => void): Promise<void>
  onOutcome(outcome: StoreOutcome): void
  onHealth(health: StoreHealth): void
  onChange(sha256: string): void
}

/** Short, because the queue repeats for ever anyway and reads fail over. */
const RETRY = { maxAttempts: 3, baseDelayMs: 200, maxDelayMs: 2000 }

interface Wrapped {
  readonly opened: OpenedStore
  /** For checks: no retries. */
  readonly bare: ObjectStore
  readonly store: ObjectStore
}

export function createSide(options: SideOptions): Side {
  const { side, clock, states } = options
  let current: Wrapped = open()

  const health = createStoreHealthWatch({
    side,
    kind: () => current.opened.kind,
    clock,
    store: () => current.bare,
    onChange: options.onHealth
  })

  function note(outcome: StoreOutcome): void {
    health.note(outcome)
    options.onOutcome(outcome)
  }

  function open(): Wrapped {
    const memory = {
      known: () => states.find(side)?.markerId ?? null,
      remember: (markerId: string) => states.setMarker(side, markerId)
    }
    const opened = options.openStore({ side, config: options.config(), memory })
    const watched = withHealth(opened.store, { clock, onOutcome: note })
    const isFar = opened.kind !== 'folder'
    const paced = isFar ? withBandwidth(watched, options.meter) : watched
    const store = withRetry(withLimit(paced, opened.concurrency * 2), RETRY, clock)
    return { opened, bare: opened.store, store }
  }

  const queue = createUploadQueue({
    side,
    repository: options.repository,
    health,
    clock,
    log: options.log,
    concurrency: () => current.opened.concurrency,
    upload: options.upload,
    note: options.note,
    onChange: options.onChange
  })

  return {
    side,
    kind: () => current.opened.kind,
    store: () => current.store,
    health,
    queue,
    adopt({ isConfirmed }) {
      current = open()
      health.reset()
      const { fingerprint } = current.opened
      const before = states.find(side)
      const isOther = before !== null && before.fingerprint !== fingerprint
      if (before === null || isOther || isConfirmed) states.set(side, { fingerprint, markerId: null })
      if (isOther || (isConfirmed && before !== null)) options.repository.requeueSide(side, clock.now())
      queue.kick()
    }
  }
}
