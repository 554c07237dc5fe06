/** Walks a folder store in key order, skipping whole folders before the cursor or outside the prefix. */
import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { systemCode } from '#main/core/files.ts'
import { mapLimited } from '#main/core/limit.ts'
import type { ListedObject, ObjectPage } from '../object-store.ts'
import { fromKeyBytes, toKeyBytes, toKeyPiece } from './folder-path.ts'

interface Wanted {
  /** One character per byte, as in folder-path. */
  readonly prefix: string
  readonly after: string
}

interface FoundFile {
  readonly keyBytes: string
  readonly filePath: string
}

const STATS_AT_ONCE = 16

/** One page; the cursor is the last key of the page before. Entries that vanish meanwhile are left out. */
export async function listFolder(
  root: string,
  request: { readonly prefix: string; readonly cursor: string | null; readonly limit: number }
): Promise<ObjectPage> {
  const after = request.cursor === null ? '' : Buffer.from(request.cursor, 'base64url').toString('latin1')
  const wanted = { prefix: toKeyBytes(request.prefix), after }
  const found: FoundFile[] = []
  for await (const file of walk(root, '', wanted)) {
    found.push(file)
    if (found.length > request.limit) break
  }
  const page = found.slice(0, request.limit)
  const objects = await mapLimited(page, STATS_AT_ONCE, async (file) => await toListed(file))
  const last = page.at(-1)
  const hasMore = found.length > request.limit && last !== undefined
  return {
    objects: objects.filter((listed) => listed !== null),
    nextCursor: hasMore ? Buffer.from(last.keyBytes, 'latin1').toString('base64url') : null
  }
}

async function toListed(file: FoundFile): Promise<ListedObject | null> {
  const stats = await lstat(file.filePath).catch(() => null)
  if (stats === null) return null
  return { key: fromKeyBytes(file.keyBytes), sizeBytes: stats.size, modifiedAt: Math.round(stats.mtimeMs) }
}

async function* walk(folder: string, soFar: string, wanted: Wanted): AsyncGenerator<FoundFile> {
  for (const { entry, keyBytes } of await entriesInOrder(folder, soFar)) {
    const entryPath = path.join(folder, entry.name)
    if (entry.isFile()) {
      if (keyBytes > wanted.after && keyBytes.startsWith(wanted.prefix)) {
        yield { keyBytes, filePath: entryPath }
      }
    } else if (mayHold(keyBytes, wanted)) yield* walk(entryPath, keyBytes, wanted)
  }
}

function mayHold(start: string, wanted: Wanted): boolean {
  const isBefore = start < wanted.after && !wanted.after.startsWith(start)
  return !isBefore && (start.startsWith(wanted.prefix) || wanted.prefix.startsWith(start))
}

async function entriesInOrder(
  folder: string,
  soFar: string
): Promise<readonly { readonly entry: Dirent; readonly keyBytes: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return []
    throw cause
  })
  return entries
    .flatMap((entry) => {
      const piece = entry.isFile() || entry.isDirectory() ? toKeyPiece(entry.name, entry.isFile()) : null
      return piece === null ? [] : [{ entry, keyBytes: soFar + piece.bytes }]
    })
    .sort((a, b) => compare(a.keyBytes, b.keyBytes) || Number(b.entry.isFile()) - Number(a.entry.isFile()))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
