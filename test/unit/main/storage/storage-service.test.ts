import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createSilentLog } from '#main/core/log.ts'
import type { Db } from '#main/db/connection.ts'
import { openDatabase } from '#main/db/database.ts'
import { createDisk, type Disk } from '#main/storage/disk.ts'
import { createStorageService } from '#main/storage/storage-service.ts'
import { settingsSchema } from '#shared/domain/settings.ts'

/** Says what was asked of the disk, in order; the folder's levels are named by their depth below the data folder. */
function createRecordingDisk(calls: string[]): Disk {
  const disk = createDisk()
  return {
    async create(filePath) {
      const file = await disk.create(filePath)
      calls.push('create')
      return {
        write: async (bytes) => {
          await file.write(bytes)
          calls.push('write')
        },
        sync: async () => {
          await file.sync()
          calls.push('fsync')
        },
        close: async () => {
          await file.close()
          calls.push('close')
        }
      }
    },
    async rename(from, to) {
      await disk.rename(from, to)
      calls.push('rename')
    },
    async syncFolder(folder) {
      await disk.syncFolder(folder)
      calls.push('fsync folder')
    },
    makeFolder: disk.makeFolder
  }
}

/** The same database, noting when a transaction has been committed. */
function recordCommits(db: Db, calls: string[]): Db {
  return new Proxy(db, {
    get(target, name) {
      if (name !== 'transaction') {
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      }
      return (run: () => unknown) => {
        const wrapped = target.transaction(run)
        return Object.assign(() => wrapped(), { immediate: () => note(wrapped.immediate()) })
      }
    }
  })
  function note<T>(result: T): T {
    calls.push('commit')
    return result
  }
}

describe('ingest', () => {
  let folder = ''
  let db: Db
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-order-'))
    db = openDatabase(path.join(folder, 'catalog.db'))
  })
  afterEach(async () => {
    db.close()
    await rm(folder, { recursive: true })
  })

  test('answers only after write, fsync, rename, fsync of the folder and commit, in this order', async () => {
    const calls: string[] = []
    const storage = createStorageService({
      db: recordCommits(db, calls),
      clock: createSystemClock(),
      log: createSilentLog(),
      dataFolder: folder,
      settings: { get: () => settingsSchema.parse({}) },
      secrets: { read: async () => null, known: () => [] },
      disk: createRecordingDisk(calls)
    })
    const facts = { kind: 'image', campaignId: null, extension: '.png', mediaType: 'image/png' } as const
    await storage.ingest({ bytes: randomBytes(100) }, facts, () => {
      calls.push('record')
    })
    calls.push('answer')
    expect(calls).toEqual([
      'create',
      'write',
      'fsync',
      'close',
      'rename',
      'fsync folder',
      'record',
      'commit',
      'answer'
    ])
  })
})
