/** Runs the object-store promises on every adapter and wrapper that needs no outside service. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createSystemClock } from '#main/core/clock.ts'
import { createDisk } from '#main/storage/disk.ts'
import { createFolderStore } from '#main/storage/stores/folder-store.ts'
import { createMemoryStore } from '#main/storage/stores/memory-store.ts'
import { createMeter, withBandwidth } from '#main/storage/with-bandwidth.ts'
import { withHealth } from '#main/storage/with-health.ts'
import { withLimit } from '#main/storage/with-limit.ts'
import { withRetry } from '#main/storage/with-retry.ts'
import { describeObjectStore } from './object-store.suite.ts'

const clock = createSystemClock()

describeObjectStore({
  name: 'memory',
  keepsMetadata: true,
  make: async () => ({ store: createMemoryStore(clock), close: async () => undefined })
})

async function makeFolderStore() {
  const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-store-'))
  let markerId: string | null = null
  const store = createFolderStore({
    root: path.join(folder, 'store'),
    memory: {
      known: () => markerId,
      remember: (id) => {
        markerId = id
      }
    },
    isManaged: false,
    disk: createDisk(),
    newId: clock.newId
  })
  return { store, close: async () => await rm(folder, { recursive: true, force: true }) }
}

describeObjectStore({ name: 'folder', keepsMetadata: false, make: makeFolderStore })

describeObjectStore({
  name: 'retry around memory',
  keepsMetadata: true,
  make: async () => {
    const policy = { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 5 }
    return { store: withRetry(createMemoryStore(clock), policy, clock), close: async () => undefined }
  }
})

describeObjectStore({
  name: 'limit around folder',
  keepsMetadata: false,
  make: async () => {
    const made = await makeFolderStore()
    return { ...made, store: withLimit(made.store, 2) }
  }
})

describeObjectStore({
  name: 'health around memory',
  keepsMetadata: true,
  make: async () => ({
    store: withHealth(createMemoryStore(clock), { clock, onOutcome: () => undefined }),
    close: async () => undefined
  })
})

describeObjectStore({
  name: 'bandwidth around memory',
  keepsMetadata: true,
  make: async () => {
    const store = withBandwidth(
      createMemoryStore(clock),
      createMeter(() => 1e9, clock)
    )
    return { store, close: async () => undefined }
  }
})
