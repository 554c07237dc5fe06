/** The few disk steps on which safety rests, as one small interface, so that their order can be recorded and checked. */
import { createHash } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import path from 'node:path'
import { throwIfCancelled } from '#main/core/cancel.ts'
import { makeFolder, syncFolder } from '#main/core/files.ts'
import type { ObjectSource } from './object-store.ts'

export interface NewFile {
  write(bytes: Uint8Array): Promise<void>
  /** Flushes content and size to the medium. */
  sync(): Promise<void>
  close(): Promise<void>
}

export interface Disk {
  /** Fails when the file is already there. */
  create(filePath: string): Promise<NewFile>
  /** Replaces the target. */
  rename(from: string, to: string): Promise<void>
  /** Flushes the folder's entries. Windows has no such call and skips it. */
  syncFolder(folder: string): Promise<void>
  /** Makes missing levels and flushes each new entry; gives nothing when the folder is there. */
  makeFolder(folder: string): Promise<void>
}

export interface Hashed {
  readonly sha256: string
  readonly sizeBytes: number
}

/** What was written, and the bytes themselves when they were few enough to keep. */
export interface Written extends Hashed {
  readonly bytes: Uint8Array | null
  /** SHA-256 of each part in order, hex; null when no part size was given. */
  readonly partSha256s: readonly string[] | null
}

export interface WriteTarget {
  readonly filePath: string
  readonly source: ObjectSource
  readonly keepUpToBytes?: number
  /** Also hashes parts of this size, the last one shorter. */
  readonly partSizeBytes?: number | undefined
}

const CHUNK_BYTES = 1024 * 1024

/** The computer's own disk. Errors are the system's; callers translate them. */
export function createDisk(): Disk {
  return { create: createNew, rename, syncFolder, makeFolder: makeDurableFolder }
}

async function createNew(filePath: string): Promise<NewFile> {
  const handle = await open(filePath, 'wx')
  return {
    write: async (bytes) => await handle.writeFile(bytes),
    sync: async () => await handle.sync(),
    close: async () => await handle.close()
  }
}

async function makeDurableFolder(folder: string): Promise<void> {
  for (const made of await makeFolder(folder)) await syncFolder(path.dirname(made))
}

/** Writes the source to a new file, hashing what it writes, and flushes it. Reads the source once. */
export async function writeHashed(disk: Disk, target: WriteTarget, signal?: AbortSignal): Promise<Written> {
  const file = await disk.create(target.filePath)
  try {
    const hashed = await copyInto(file, target, signal)
    await file.sync()
    return hashed
  } finally {
    await file.close()
  }
}

async function copyInto(
  file: NewFile,
  { source, keepUpToBytes = 0, partSizeBytes }: WriteTarget,
  signal: AbortSignal | undefined
): Promise<Written> {
  const hash = createHash('sha256')
  const parts = partSizeBytes === undefined ? null : createPartHashes(partSizeBytes)
  const kept: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of readChunks(source, { keepUpToBytes })) {
    throwIfCancelled(signal)
    hash.update(chunk)
    parts?.update(chunk)
    await file.write(chunk)
    sizeBytes += chunk.length
    if (sizeBytes <= keepUpToBytes) kept.push(chunk)
  }
  const bytes = sizeBytes <= keepUpToBytes && !isShared(kept) ? joinOwn(kept, source) : null
  return { sha256: hash.digest('hex'), sizeBytes, bytes, partSha256s: parts?.digests() ?? null }
}

function createPartHashes(partSizeBytes: number) {
  const done: string[] = []
  let hash = createHash('sha256')
  let leftBytes = partSizeBytes
  return {
    update(chunk: Uint8Array): void {
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + leftBytes)
        hash.update(piece)
        at += piece.length
        leftBytes -= piece.length
        if (leftBytes > 0) return
        done.push(hash.digest('hex'))
        hash = createHash('sha256')
        leftBytes = partSizeBytes
      }
    },
    digests: (): readonly string[] => (leftBytes === partSizeBytes ? done : [...done, hash.digest('hex')])
  }
}

/** A file that shrank while it was read was read into shared memory. */
function isShared(pieces: readonly Uint8Array[]): boolean {
  return pieces.length > 1 && new Set(pieces.map(({ buffer }) => buffer)).size < pieces.length
}

/** Bytes that nobody else changes: pieces of a file are ours alone, the caller's bytes are copied. */
function joinOwn(pieces: readonly Uint8Array[], source: ObjectSource): Uint8Array {
  const [only] = pieces
  return pieces.length === 1 && only !== undefined && 'path' in source ? only : Buffer.concat(pieces)
}

/**
 * The source in pieces of up to 1 MiB. Each piece of a file of up to `keepUpToBytes` is memory of its own; of a larger
 * file every piece is the same memory, filled anew.
 */
export async function* readChunks(
  source: ObjectSource,
  { keepUpToBytes = Number.POSITIVE_INFINITY }: { readonly keepUpToBytes?: number } = {}
): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) {
    for (let at = 0; at < source.bytes.length; at += CHUNK_BYTES)
      yield source.bytes.subarray(at, at + CHUNK_BYTES)
    return
  }
  const handle = await open(source.path, 'r')
  try {
    const { size } = await handle.stat()
    const shared = size > keepUpToBytes ? Buffer.allocUnsafeSlow(CHUNK_BYTES) : null
    for (let read = 0; ; ) {
      const buffer = shared ?? Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, Math.max(1, size - read)))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return
      read += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

/** SHA-256 and size of the source, read once. */
export async function hashSource(source: ObjectSource, signal?: AbortSignal): Promise<Hashed> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  for await (const chunk of readChunks(source, { keepUpToBytes: 0 })) {
    throwIfCancelled(signal)
    hash.update(chunk)
    sizeBytes += chunk.length
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}
