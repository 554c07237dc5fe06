/**
 * The marker inside a folder store: proof that this is the folder that was used before and not an empty mount point.
 * Also removes what killed writes left behind, once per opened store.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { systemCode, writeFileAtomic } from '#main/core/files.ts'
import { AppError } from '#shared/errors.ts'
import type { Disk } from '../disk.ts'
import { removeDeadTempFiles } from '../temp-names.ts'

/** Below the root; object keys never lead here, because their names do not begin with a dot. */
export const OWN_FOLDER = '.campaignforge'

/** Where the id of the folder last used is kept, outside the folder itself. */
export interface MarkerMemory {
  /** Null before first use and after the user chose the folder anew. */
  known(): string | null
  remember(markerId: string): void
}

export interface FolderMarker {
  /**
   * Passes when the folder is the known one; makes it on first use.
   * Throws VENDOR_UNAVAILABLE when a folder that was in use is gone or empty, CONFLICT when it is another store's.
   */
  ensure(): Promise<void>
}

const markerSchema = z.object({ id: z.string().min(1).max(64) })

interface MarkerOptions {
  readonly root: string
  readonly memory: MarkerMemory
  readonly isManaged: boolean
  readonly disk: Disk
  newId(): string
}

export function createFolderMarker(options: MarkerOptions): FolderMarker {
  const { root, memory, disk } = options
  const ownFolder = path.join(root, OWN_FOLDER)
  const tempFolder = path.join(ownFolder, 'tmp')
  let isSwept = false
  let checking: Promise<void> = Promise.resolve()

  async function make(id: string): Promise<void> {
    await disk.makeFolder(ownFolder)
    await writeFileAtomic(path.join(ownFolder, 'store.json'), `${JSON.stringify({ id })}\n`)
    // Another copy of the app may have been quicker; what lies there now counts.
    memory.remember((await readMarker(ownFolder)) ?? id)
  }

  async function check(): Promise<void> {
    const known = memory.known()
    const found = await readMarker(ownFolder)
    if (found === null) {
      if (known !== null && !options.isManaged && !(await holdsAnything(root))) throw folderGone()
      return await make(known ?? options.newId())
    }
    if (known !== null && found !== known) throw otherFolder()
    if (known === null) memory.remember(found)
  }

  return {
    async ensure() {
      // One at a time: two first uses at once must not make two markers.
      checking = checking.then(check, check)
      await checking
      await disk.makeFolder(tempFolder)
      if (isSwept) return
      isSwept = true
      await removeDeadTempFiles(tempFolder)
    }
  }
}

async function readMarker(ownFolder: string): Promise<string | null> {
  try {
    const text = await readFile(path.join(ownFolder, 'store.json'), 'utf8')
    return markerSchema.parse(JSON.parse(text)).id
  } catch (cause) {
    const isAbsent = systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR'
    if (isAbsent || cause instanceof SyntaxError || cause instanceof z.ZodError) return null
    throw cause
  }
}

async function holdsAnything(root: string): Promise<boolean> {
  const names = await readdir(root).catch(() => [])
  return names.some((name) => name !== OWN_FOLDER && name !== 'lost+found')
}

function folderGone(): AppError {
  return new AppError(
    'VENDOR_UNAVAILABLE',
    'The store folder is not there. Connect its drive, or set this store again to start with an empty folder.',
    { details: { reason: 'folder_gone' } }
  )
}

function otherFolder(): AppError {
  return new AppError(
    'CONFLICT',
    'This folder belongs to another store. Connect the right drive, or set this store again to use it.',
    { details: { reason: 'other_folder' } }
  )
}
