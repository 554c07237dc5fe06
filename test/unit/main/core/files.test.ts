import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  copyFileAtomic,
  ensureWritableFolder,
  hashFile,
  makeFolder,
  removeTempFiles,
  replaceFile,
  sha256Of,
  tempPathFor,
  withTempFolder,
  writeFileAtomic
} from '#main/core/files.ts'

describe('files', () => {
  test('a failed write leaves the old content and no temporary file', async () => {
    await withTempFolder(async (folder) => {
      const target = path.join(folder, 'a.txt')
      await writeFileAtomic(target, 'old')
      const write = replaceFile(target, async (tempPath) => {
        await writeFile(tempPath, 'half')
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      })
      await expect(write).rejects.toMatchObject({ code: 'DISK_FULL' })
      expect(await readFile(target, 'utf8')).toBe('old')
      expect(await readdir(folder)).toEqual(['a.txt'])
    })
  })

  test('writing into a missing folder is NOT_FOUND and makes nothing', async () => {
    await withTempFolder(async (folder) => {
      await expect(writeFileAtomic(path.join(folder, 'no', 'a.txt'), 'x')).rejects.toMatchObject({
        code: 'NOT_FOUND'
      })
      expect(await readdir(folder)).toEqual([])
    })
  })

  test('a copy has the same hash and size as its source', async () => {
    await withTempFolder(async (folder) => {
      const bytes = Buffer.alloc(3_000_000, 'pattern')
      await writeFile(path.join(folder, 'a'), bytes)
      await copyFileAtomic(path.join(folder, 'a'), path.join(folder, 'b'))
      expect(await hashFile(path.join(folder, 'b'))).toEqual({
        sha256: sha256Of(bytes),
        sizeBytes: bytes.length
      })
    })
  })

  test('hashing a missing file is NOT_FOUND, hashing a folder INVALID_INPUT', async () => {
    await withTempFolder(async (folder) => {
      await expect(hashFile(path.join(folder, 'no'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(hashFile(folder)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    })
  })

  test('leftovers of a crash are removed at any depth, other files stay', async () => {
    await withTempFolder(async (folder) => {
      await mkdir(path.join(folder, 'deep', 'er'), { recursive: true })
      await writeFile(tempPathFor(path.join(folder, 'deep', 'er', 'video.mp4')), 'half')
      await writeFile(tempPathFor(path.join(folder, 'b')), 'half')
      await writeFile(path.join(folder, 'deep', 'keep.txt'), 'whole')
      expect(await removeTempFiles(folder)).toBe(2)
      expect((await readdir(folder, { recursive: true })).sort()).toEqual([
        'deep',
        'deep/er',
        'deep/keep.txt'
      ])
    })
  })

  test('very long names still get a temporary name the file system accepts', async () => {
    await withTempFolder(async (folder) => {
      const target = path.join(folder, `${'n'.repeat(250)}.png`)
      await writeFileAtomic(target, 'x')
      await chmod(target, 0o600)
      expect(await readFile(target, 'utf8')).toBe('x')
    })
  })
})

describe('makeFolder', () => {
  test('missing parents are made and named, an existing folder makes nothing', async () => {
    await withTempFolder(async (folder) => {
      const deep = path.join(folder, 'a', 'b')
      expect(await makeFolder(deep)).toEqual([path.join(folder, 'a'), deep])
      expect(await makeFolder(deep)).toEqual([])
    })
  })

  test('a place where no folder can be made fails instead of hanging', async () => {
    await expect(ensureWritableFolder('/proc/nowhere/deep/er')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await withTempFolder(async (folder) => {
      await writeFile(path.join(folder, 'file'), '')
      await expect(ensureWritableFolder(path.join(folder, 'file'))).rejects.toMatchObject({
        code: 'INVALID_INPUT'
      })
      await expect(ensureWritableFolder(path.join(folder, 'file', 'x'))).rejects.toMatchObject({
        code: 'INVALID_INPUT'
      })
    })
  })
})
