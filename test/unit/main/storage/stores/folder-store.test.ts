import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { TEMP_MARK } from '#main/core/files.ts'
import { createDisk, type Disk } from '#main/storage/disk.ts'
import { createFolderStore } from '#main/storage/stores/folder-store.ts'
import { toPut } from '#test/conformance/object-store.suite.ts'

let folder = ''
let root = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-folder-'))
  root = path.join(folder, 'drive')
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))

function open(options: { isManaged?: boolean; known?: string | null; disk?: Disk } = {}) {
  let known = options.known ?? null
  const store = createFolderStore({
    root,
    isManaged: options.isManaged ?? false,
    disk: options.disk ?? createDisk(),
    newId: createSystemClock().newId,
    memory: {
      known: () => known,
      remember: (id) => {
        known = id
      }
    }
  })
  return { store, known: () => known }
}

const filesBelow = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'store.json')
    .map(({ name }) => name)

describe('a folder store whose drive is gone', () => {
  test.each([
    ['the folder is missing', async () => await rename(root, `${root}-away`)],
    [
      'the mount point is empty',
      async () => {
        await rename(root, `${root}-away`)
        await mkdir(path.join(root, 'lost+found'), { recursive: true })
      }
    ]
  ])('reports it and writes nothing there: %s', async (_name, unmount) => {
    const { store } = open()
    await store.put(toPut('a.png', randomBytes(10)))
    await unmount()
    const before = existsSync(root) ? readdirSync(root) : null
    await expect(store.put(toPut('b.png', randomBytes(10)))).rejects.toMatchObject({
      code: 'VENDOR_UNAVAILABLE'
    })
    await expect(store.get('a.png')).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' })
    await expect(store.list()).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' })
    await expect(store.check()).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' })
    expect(existsSync(root) ? readdirSync(root) : null).toEqual(before)
    await rm(root, { recursive: true, force: true })
    await rename(`${root}-away`, root)
    expect((await store.head('a.png'))?.sizeBytes).toBe(10)
  })

  test('another store’s folder in its place is refused', async () => {
    await open().store.check()
    await expect(open({ known: 'other' }).store.check()).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('a default folder inside the data folder is made again', async () => {
    const { store } = open({ isManaged: true })
    await store.put(toPut('a.png', randomBytes(10)))
    rmSync(root, { recursive: true })
    expect(await store.head('a.png')).toBeNull()
    await store.put(toPut('a.png', randomBytes(10)))
  })

  test('a lost marker in a folder full of objects is written again', async () => {
    const { store, known } = open()
    await store.put(toPut('a.png', randomBytes(10)))
    rmSync(path.join(root, '.campaignforge'), { recursive: true })
    await store.put(toPut('b.png', randomBytes(10)))
    expect(open().known()).toBeNull()
    const again = open({ known: known() })
    await again.store.check()
  })
})

test('a first use adopts the folder of an earlier installation', async () => {
  const first = open()
  await first.store.put(toPut('a.png', randomBytes(10)))
  const second = open()
  expect((await second.store.head('a.png'))?.sizeBytes).toBe(10)
  expect(second.known()).toBe(first.known())
})

test('a put that fails half-way leaves neither the object nor a temporary file', async () => {
  const disk: Disk = {
    ...createDisk(),
    rename: async () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    }
  }
  await open().store.check()
  const { store } = open({ disk })
  await expect(store.put(toPut('a.png', randomBytes(10)))).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(filesBelow()).toEqual([])
})

test('temporary files of killed runs go at first use; those of a living process stay', async () => {
  await open().store.check()
  const temp = path.join(root, '.campaignforge', 'tmp')
  writeFileSync(path.join(temp, `999999999-5-x${TEMP_MARK}`), 'dead')
  writeFileSync(path.join(temp, `${process.ppid}-5-x${TEMP_MARK}`), 'alive')
  await open().store.check()
  expect(readdirSync(temp)).toEqual([`${process.ppid}-5-x${TEMP_MARK}`])
})

test.skipIf(process.getuid?.() === 0)('a folder without write permission asks for a person', async () => {
  await mkdir(root)
  chmodSync(root, 0o500)
  await expect(open().store.put(toPut('a.png', randomBytes(10)))).rejects.toMatchObject({
    code: 'UNAUTHORIZED'
  })
  chmodSync(root, 0o700)
})
