/** What every object store and every wrapper of one must do. Harnesses bring the store; the promises are here. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sha256Of, withTempFolder } from '#main/core/files.ts'
import type { ObjectStore, PutRequest } from '#main/storage/object-store.ts'
import { listPages } from '#main/storage/object-store.ts'

export interface ObjectStoreHarness {
  readonly name: string
  /** Known when tests are collected: whether head gives the stored SHA-256 and metadata. */
  readonly keepsMetadata: boolean
  make(): Promise<{ readonly store: ObjectStore; close(): Promise<void> }>
}

const ODD_KEYS: readonly string[] = [
  'plain.txt',
  'with space.png',
  'plus+and=equals&amp.png',
  'question?mark#hash.png',
  'per%cent %2F %41.png',
  'Käse Größe 日本 🎈.png',
  'quotes\'"and*(brackets)!.png',
  'back\\slash:colon|pipe<>.png',
  'a/deep/path/of/eight/levels/in/all/file.bin',
  'dots/../../escape.txt',
  './here.txt',
  'empty//level.txt',
  '.hidden',
  'nul.txt',
  'trailing.dot.',
  'nested',
  'nested/child',
  `long/${'x'.repeat(400)}/${'ü'.repeat(40)}.bin`,
  `${'k'.repeat(500)}.png`
]

export function toPut(key: string, bytes: Uint8Array, more: Partial<PutRequest> = {}): PutRequest {
  const facts = { sizeBytes: bytes.length, sha256: sha256Of(bytes), mediaType: 'image/png' }
  return { key, source: { bytes }, ...facts, ...more }
}

export async function readAll(store: ObjectStore, key: string): Promise<Buffer> {
  return await buffer((await store.get(key)).body)
}

export async function allKeys(store: ObjectStore, prefix = '', limit = 1000): Promise<string[]> {
  const keys: string[] = []
  for await (const page of listPages(store, { prefix, limit }))
    keys.push(...page.objects.map(({ key }) => key))
  return keys
}

export function describeObjectStore(harness: ObjectStoreHarness): void {
  describe(`object store: ${harness.name}`, () => {
    let made: Awaited<ReturnType<ObjectStoreHarness['make']>>
    let store: ObjectStore
    beforeEach(async () => {
      made = await harness.make()
      store = made.store
    })
    afterEach(async () => await made.close())

    test('bytes come back equal, from memory and from a file', async () => {
      const bytes = randomBytes(3_000_001)
      await store.put(toPut('images/local/general/a.png', bytes))
      expect((await readAll(store, 'images/local/general/a.png')).equals(bytes)).toBe(true)
      await withTempFolder(async (folder) => {
        const filePath = path.join(folder, 'source')
        await writeFile(filePath, bytes)
        await store.put(toPut('b.png', bytes, { source: { path: filePath } }))
      })
      expect((await readAll(store, 'b.png')).equals(bytes)).toBe(true)
    })

    test('an empty object exists', async () => {
      await store.put(toPut('empty', new Uint8Array()))
      expect((await store.head('empty'))?.sizeBytes).toBe(0)
      expect((await readAll(store, 'empty')).length).toBe(0)
    })

    test('head gives size, hash and metadata as stored', async () => {
      const bytes = randomBytes(1000)
      await store.put(toPut('h', bytes, { metadata: { 'asset-id': 'a1' } }))
      const head = await store.head('h')
      expect(head?.sizeBytes).toBe(1000)
      expect(head?.sha256).toBe(harness.keepsMetadata ? sha256Of(bytes) : null)
      expect(head?.metadata['asset-id']).toBe(harness.keepsMetadata ? 'a1' : undefined)
      expect(head?.modifiedAt).toBeGreaterThan(1_600_000_000_000)
    })

    test('a second put replaces the object', async () => {
      await store.put(toPut('r', randomBytes(5000)))
      const second = randomBytes(10)
      await store.put(toPut('r', second))
      expect((await readAll(store, 'r')).equals(second)).toBe(true)
      expect((await store.head('r'))?.sizeBytes).toBe(10)
    })

    test('absent objects: get throws OBJECT_MISSING, head gives null, delete is success', async () => {
      await expect(store.get('nothing/here.png')).rejects.toMatchObject({ code: 'OBJECT_MISSING' })
      expect(await store.head('nothing/here.png')).toBeNull()
      await store.delete('nothing/here.png')
    })

    test('a deleted object is gone and its neighbour stays', async () => {
      await store.put(toPut('d/1', randomBytes(10)))
      await store.put(toPut('d/2', randomBytes(10)))
      await store.delete('d/1')
      expect(await store.head('d/1')).toBeNull()
      expect(await allKeys(store)).toEqual(['d/2'])
    })

    test('odd keys are kept apart, listed as given and in byte order', async () => {
      for (const [index, key] of ODD_KEYS.entries())
        await store.put(toPut(key, Buffer.from(`object ${index}`)))
      for (const [index, key] of ODD_KEYS.entries()) {
        expect((await readAll(store, key)).toString(), key).toBe(`object ${index}`)
      }
      const inOrder = [...ODD_KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(await allKeys(store)).toEqual(inOrder)
      expect(await allKeys(store, '', 3)).toEqual(inOrder)
      expect(await allKeys(store, 'nested')).toEqual(['nested', 'nested/child'])
    })

    test('the store keeps its own copy of bytes given to it', async () => {
      const bytes = Buffer.from('before')
      await store.put(toPut('own', bytes))
      bytes.write('AFTER!')
      expect((await readAll(store, 'own')).toString()).toBe('before')
    })

    test('ranges give exactly the asked bytes and the whole size', async () => {
      await store.put(toPut('range', Buffer.from('0123456789')))
      const part = await store.get('range', { range: { startByte: 2, endByte: 4 } })
      expect([(await buffer(part.body)).toString(), part.sizeBytes, part.totalBytes]).toEqual(['234', 3, 10])
      const rest = await store.get('range', { range: { startByte: 7 } })
      expect((await buffer(rest.body)).toString()).toBe('789')
      await expect(store.get('range', { range: { startByte: 10 } })).rejects.toMatchObject({
        code: 'INVALID_INPUT'
      })
    })

    test('bytes that are not what their hash says are refused and the old object stays', async () => {
      await store.put(toPut('kept', Buffer.from('old')))
      const wrong = toPut('kept', Buffer.from('new'), { sha256: sha256Of(Buffer.from('other')) })
      await expect(store.put(wrong)).rejects.toMatchObject({ code: 'OBJECT_CORRUPT' })
      expect((await readAll(store, 'kept')).toString()).toBe('old')
      await expect(store.put({ ...wrong, key: 'never' })).rejects.toMatchObject({ code: 'OBJECT_CORRUPT' })
      expect(await store.head('never')).toBeNull()
    })

    test('a cancelled signal changes nothing', async () => {
      const signal = AbortSignal.abort()
      await expect(store.put(toPut('c', Buffer.from('x'), { signal }))).rejects.toMatchObject({
        code: 'CANCELLED'
      })
      await store.put(toPut('stays', Buffer.from('x')))
      await expect(store.delete('stays', { signal })).rejects.toMatchObject({ code: 'CANCELLED' })
      await expect(store.get('stays', { signal })).rejects.toMatchObject({ code: 'CANCELLED' })
      await expect(store.head('stays', { signal })).rejects.toMatchObject({ code: 'CANCELLED' })
      await expect(store.list({ signal })).rejects.toMatchObject({ code: 'CANCELLED' })
      expect(await allKeys(store)).toEqual(['stays'])
    })

    test('two puts at once leave one of them whole', async () => {
      const contents = [randomBytes(300_000), randomBytes(300_000)]
      await Promise.all(contents.map(async (bytes) => await store.put(toPut('race', bytes))))
      const left = await readAll(store, 'race')
      expect(contents.some((bytes) => bytes.equals(left))).toBe(true)
    })

    test('a listing goes on where its page ended, also when objects come and go', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await store.put(toPut(`p/${name}`, Buffer.from(name)))
      const first = await store.list({ prefix: 'p/', limit: 2 })
      expect(first.objects.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
        ['p/a', 1],
        ['p/b', 1]
      ])
      await store.delete('p/c')
      const second = await store.list({ prefix: 'p/', limit: 2, cursor: first.nextCursor })
      expect(second.objects.map(({ key }) => key)).toEqual(['p/d', 'p/e'])
    })

    test('a check of a working store resolves', async () => {
      await store.check()
    })
  })
}
