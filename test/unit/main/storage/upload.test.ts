import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { sha256Of } from '#main/core/files.ts'
import type { ObjectStore } from '#main/storage/object-store.ts'
import { createPartCache } from '#main/storage/part-cache.ts'
import { createMemoryStore } from '#main/storage/stores/memory-store.ts'
import { findProven, uploadOne } from '#main/storage/upload.ts'

const bytes = randomBytes(1000)
const task = {
  sha256: sha256Of(bytes),
  sizeBytes: bytes.length,
  mediaType: 'image/png',
  objectKey: 'images/a.png',
  createdAt: 0,
  side: 'primary',
  attempts: 0,
  mustReplace: false,
  uploadId: null
} as const
const journal = { begin: () => undefined, addPart: () => undefined, parts: () => [], forget: () => undefined }
const { signal } = new AbortController()

function recorded(change: (store: ObjectStore) => Partial<ObjectStore> = () => ({})) {
  const calls: string[] = []
  const inner = createMemoryStore(createSystemClock())
  const changed: ObjectStore = { ...inner, ...change(inner) }
  const store: ObjectStore = {
    ...changed,
    put: async (request) => {
      calls.push('put')
      return await changed.put(request)
    },
    head: async (key, options) => {
      calls.push('head')
      return await changed.head(key, options)
    }
  }
  const parts = {
    store,
    journal,
    cache: createPartCache(),
    partSha256s: null,
    source: async () => ({ bytes })
  }
  return { calls, inner, parts }
}

describe('uploadOne', () => {
  test('looks the object up after sending it', async () => {
    const { calls, parts } = recorded()
    await uploadOne(task, parts, signal)
    expect(calls).toEqual(['put', 'head'])
  })

  test('does not believe a store that says stored and stored nothing', async () => {
    const { parts } = recorded(() => ({ put: async () => ({ etag: '"x"', versionId: null }) }))
    await expect(uploadOne(task, parts, signal)).rejects.toMatchObject({ code: 'OBJECT_CORRUPT' })
  })

  test('does not send again what an earlier try brought over unnoticed', async () => {
    const { calls, parts } = recorded()
    await uploadOne(task, parts, signal)
    calls.splice(0)
    await uploadOne({ ...task, attempts: 1 }, parts, signal)
    expect(calls).toEqual(['head'])
  })

  test('sends again when the copy in the store is known to be wrong', async () => {
    const { calls, parts } = recorded()
    await uploadOne(task, parts, signal)
    calls.splice(0)
    await uploadOne({ ...task, attempts: 1, mustReplace: true }, parts, signal)
    expect(calls).toEqual(['put', 'head'])
  })

  test('a store without metadata is read back: other bytes of the same size are not taken for ours', async () => {
    const { inner } = recorded()
    const other = randomBytes(bytes.length)
    await inner.put({
      key: 'k',
      source: { bytes: other },
      sizeBytes: 1000,
      sha256: sha256Of(other),
      mediaType: ''
    })
    const plain: ObjectStore = {
      ...inner,
      head: async (key) => {
        const head = await inner.head(key)
        return head === null ? null : { ...head, sha256: null }
      }
    }
    expect(await findProven(plain, { ...task, objectKey: 'k' }, signal)).toBeNull()
    const own = { ...task, objectKey: 'k', sha256: sha256Of(other) }
    expect((await findProven(plain, own, signal))?.sizeBytes).toBe(1000)
    expect((await buffer((await inner.get('k')).body)).equals(other)).toBe(true)
  })
})
