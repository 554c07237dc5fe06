/**
 * The local copies: content-addressed, immutable files under `<spool>/ab/<sha256><ext>`.
 * Accepting a file is the first half of keeping it; the catalog's commit is the second.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '#main/core/clock.ts'
import { sizeOf, systemCode, toFileError, tryDelete } from '#main/core/files.ts'
import { type Disk, type Written, writeHashed } from './disk.ts'
import type { ObjectSource } from './object-store.ts'
import { LARGE_BYTES, PART_BYTES } from './part-size.ts'
import { RECENT_LIMIT_BYTES } from './recent-contents.ts'
import { removeDeadTempFiles, toTempName } from './temp-names.ts'

export interface Spool {
  /**
   * Copies the source in, hashing while reading it once; durable when it resolves. Same content gives the same path.
   * Throws DISK_FULL, NOT_FOUND, INVALID_INPUT, CANCELLED; leaves no partial file.
   */
  accept(source: ObjectSource, extension: string, signal?: AbortSignal): Promise<Written>
  pathOf(sha256: string, extension: string): string
  has(sha256: string, extension: string): boolean
  /** A path for a download on the spool's disk; the caller adopts or deletes it. */
  newTempPath(): string
  /** Moves a flushed temporary file with this content into its place. */
  adopt(tempPath: string, sha256: string, extension: string): Promise<string>
  /** Best effort. */
  remove(sha256: string, extension: string): Promise<void>
  /** Removes half-written files of runs that ended. */
  recover(): Promise<void>
  /**
   * Moves files that no catalog row names, and that are older than an hour, to `<spool>/orphans`; after 30 days there
   * they are deleted. Gives how many were moved.
   */
  setAsideOrphans(isKnown: (sha256: string) => boolean): Promise<number>
}

const ORPHAN_AFTER_MS = 60 * 60 * 1000
const ORPHAN_KEPT_MS = 30 * 24 * 60 * 60 * 1000

interface SpoolOptions {
  readonly folder: string
  readonly disk: Disk
  readonly clock: Pick<Clock, 'newId' | 'now'>
}

export function createSpool({ folder, disk, clock }: SpoolOptions): Spool {
  const tempFolder = path.join(folder, 'tmp')
  const pathOf = (sha256: string, extension: string): string =>
    path.join(folder, sha256.slice(0, 2), `${sha256}${extension}`)
  const newTempPath = (): string => path.join(tempFolder, toTempName(clock.newId()))

  async function adopt(tempPath: string, sha256: string, extension: string): Promise<string> {
    const target = pathOf(sha256, extension)
    const targetFolder = path.dirname(target)
    await withFolder(disk, targetFolder, async () => await moveInto(disk, tempPath, target))
    await disk.syncFolder(targetFolder)
    return target
  }

  return {
    async accept(source, extension, signal) {
      const tempPath = newTempPath()
      try {
        const sizeBytes = 'path' in source ? (await stat(source.path)).size : source.bytes.length
        const partSizeBytes = sizeBytes > LARGE_BYTES ? PART_BYTES : undefined
        const target = { filePath: tempPath, source, keepUpToBytes: RECENT_LIMIT_BYTES, partSizeBytes }
        const write = async () => await writeHashed(disk, target, signal)
        const hashed = await withFolder(disk, tempFolder, write)
        await adopt(tempPath, hashed.sha256, extension)
        return hashed
      } catch (cause) {
        await tryDelete(tempPath)
        throw toFileError(cause, 'path' in source ? source.path : folder)
      }
    },
    pathOf,
    has: (sha256, extension) => existsSync(pathOf(sha256, extension)),
    newTempPath,
    adopt,
    remove: async (sha256, extension) => await tryDelete(pathOf(sha256, extension)),
    async recover() {
      await mkdir(tempFolder, { recursive: true })
      await removeDeadTempFiles(tempFolder)
    },
    setAsideOrphans: async (isKnown) => await setAside({ folder, now: clock.now(), isKnown })
  }
}

/** The folder is nearly always there; making it first would cost every file a call. */
async function withFolder<T>(disk: Disk, folder: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    if (systemCode(cause) !== 'ENOENT') throw cause
    await disk.makeFolder(folder)
    return await run()
  }
}

/** Windows refuses to replace a file somebody reads; the same content is there then, so the new copy may go. */
async function moveInto(disk: Disk, tempPath: string, target: string): Promise<void> {
  try {
    await disk.rename(tempPath, target)
  } catch (cause) {
    const isBusy = ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(cause) ?? '')
    const sizeBytes = isBusy ? await sizeOf(tempPath) : null
    if (sizeBytes === null || (await sizeOf(target)) !== sizeBytes) throw cause
    await tryDelete(tempPath)
  }
}

interface SetAside {
  readonly folder: string
  readonly now: number
  isKnown(sha256: string): boolean
}

async function setAside({ folder, now, isKnown }: SetAside): Promise<number> {
  const orphanFolder = path.join(folder, 'orphans')
  await deleteOlderThan(orphanFolder, now - ORPHAN_KEPT_MS)
  let moved = 0
  for (const level of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(level)) continue
    for (const name of await readdir(path.join(folder, level)).catch(() => [])) {
      if (isKnown(name.slice(0, 64))) continue
      const filePath = path.join(folder, level, name)
      const changedMs = (await stat(filePath).catch(() => null))?.ctimeMs ?? now
      if (now - changedMs < ORPHAN_AFTER_MS) continue
      await mkdir(orphanFolder, { recursive: true })
      await rename(filePath, path.join(orphanFolder, name))
      moved++
    }
  }
  return moved
}

async function deleteOlderThan(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const filePath = path.join(folder, name)
    const changedMs = (await stat(filePath).catch(() => null))?.ctimeMs ?? before
    if (changedMs < before) await tryDelete(filePath)
  }
}
