/**
 * Parts of large files as both uploads ask for them: the first reads the disk, the second gets the same memory when it
 * comes soon after. The memory is used again for later parts, because fresh memory costs as much as the reading.
 */
import { open } from 'node:fs/promises'
import { sha256Of } from '#main/core/files.ts'

export interface CachedPart {
  readonly bytes: Uint8Array
  /** Hex; computed when first asked for. */
  sha256(): string
  /** To be called once, when nothing reads the bytes any more. */
  release(): void
}

export interface PartCache {
  /** Up to `maxBytes` from the place; fewer only at the end of the file. */
  read(filePath: string, startByte: number, maxBytes: number): Promise<CachedPart>
}

/** 8 parts of 8 MB wait for the other side; as many again are being sent. */
const KEPT_PARTS = 8
const FREE_BUFFERS = 4

interface Entry {
  readonly buffer: Buffer
  readonly bytes: Uint8Array
  sha256(): string
}

interface Held {
  readonly entry: Promise<Entry>
  holders: number
}

export function createPartCache(): PartCache {
  const kept = new Map<string, Held>()
  const free: Buffer[] = []

  function letGo(held: Held): void {
    if (--held.holders > 0) return
    held.entry.then(
      ({ buffer }) => {
        if (free.length < FREE_BUFFERS) free.push(buffer)
      },
      () => undefined
    )
  }

  function drop(name: string | undefined): void {
    const held = name === undefined ? undefined : kept.get(name)
    if (name === undefined || held === undefined) return
    kept.delete(name)
    letGo(held)
  }

  /** Held once by the cache, for the other side, and once by who asked. */
  function start(name: string, read: () => Promise<Entry>): Held {
    const held: Held = { entry: read(), holders: 2 }
    kept.set(name, held)
    if (kept.size > KEPT_PARTS) drop(kept.keys().next().value)
    return held
  }

  /** The cache's own hold passes to the second side. */
  function takeKept(name: string): Held | undefined {
    const held = kept.get(name)
    kept.delete(name)
    return held
  }

  return {
    async read(filePath, startByte, maxBytes) {
      const name = `${startByte} ${filePath}`
      const buffer = (): Buffer => takeBuffer(free, maxBytes)
      const held = takeKept(name) ?? start(name, async () => await readPart(filePath, startByte, buffer()))
      try {
        const { bytes, sha256 } = await held.entry
        return { bytes, sha256, release: () => letGo(held) }
      } catch (cause) {
        kept.delete(name)
        throw cause
      }
    }
  }
}

function takeBuffer(free: Buffer[], sizeBytes: number): Buffer {
  const at = free.findIndex(({ length }) => length === sizeBytes)
  return free.splice(at, at < 0 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(sizeBytes)
}

async function readPart(filePath: string, startByte: number, buffer: Buffer): Promise<Entry> {
  const handle = await open(filePath, 'r')
  try {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, startByte)
    const bytes = buffer.subarray(0, bytesRead)
    let hash: string | null = null
    return { buffer, bytes, sha256: () => (hash ??= sha256Of(bytes)) }
  } finally {
    await handle.close()
  }
}
