/** The files behind the given paths: folders are walked, links inside them are not followed, hidden entries are left out. */
import { lstat, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import { toFileError } from '../core/files.ts'

export type FoundFile =
  | { readonly path: string; readonly sizeBytes: number; readonly error: null }
  | { readonly path: string; readonly error: AppError }

const MAX_DEPTH = 64
/** One import stays listable and cancellable; more are given in parts. */
export const MAX_FILES = 100_000

/** In the given order, folders sorted by name. What cannot be read is in the list with its error. A file given twice comes once. */
export async function findFiles(
  paths: readonly string[],
  signal?: AbortSignal
): Promise<readonly FoundFile[]> {
  const found = new Map<string, FoundFile>()
  for (const given of paths) {
    throwIfCancelled(signal)
    await visit({ filePath: path.resolve(given), isGiven: true, depth: 0 }, found, signal)
  }
  return [...found.values()]
}

interface Visit {
  readonly filePath: string
  /** A path the user named may be a link; one met inside a folder may not. */
  readonly isGiven: boolean
  readonly depth: number
}

async function visit(at: Visit, found: Map<string, FoundFile>, signal?: AbortSignal): Promise<void> {
  throwIfCancelled(signal)
  const { filePath, isGiven, depth } = at
  if (found.size >= MAX_FILES || found.has(filePath)) return
  try {
    const stats = await (isGiven ? stat(filePath) : lstat(filePath))
    if (stats.isSymbolicLink()) return
    if (stats.isFile()) found.set(filePath, { path: filePath, sizeBytes: stats.size, error: null })
    else if (!stats.isDirectory()) throw new AppError('INVALID_INPUT', `Not a file or folder: ${filePath}`)
    else if (depth < MAX_DEPTH) {
      for (const name of await namesIn(filePath)) {
        await visit({ filePath: path.join(filePath, name), isGiven: false, depth: depth + 1 }, found, signal)
      }
    }
  } catch (thrown) {
    const error = toFileError(thrown, filePath)
    if (error.code === 'CANCELLED') throw error
    found.set(filePath, { path: filePath, error })
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder)
  return names.filter((name) => !name.startsWith('.') && !SYSTEM_FILES.has(name.toLowerCase())).sort()
}

/** Left behind by file managers; nobody means to import them. */
const SYSTEM_FILES: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', '__macosx'])
