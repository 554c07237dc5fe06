/**
 * Parts of large files as both uploads ask for them: the first reads the disk, the second gets the same memory when it
 * comes soon after. Then it goes.
 */
import { open } from 'node:fs/promises'

export interface PartCache {
  /** Up to `maxBytes` from the place; fewer only at the end of the file. */
  read(filePath: string, startByte: number, maxBytes: number): Promise<Uint8Array>
}

/** 8 parts of 8 MB. */
const KEPT_PARTS = 8

export function createPartCache(): PartCache {
  const kept = new Map<string, Promise<Uint8Array>>()
  return {
    async read(filePath, startByte, maxBytes) {
      const name = `${startByte} ${filePath}`
      const before = kept.get(name)
      kept.delete(name)
      if (before !== undefined) return await before
      const bytes = readPart(filePath, startByte, maxBytes)
      kept.set(name, bytes)
      const [oldest] = kept.keys()
      if (kept.size > KEPT_PARTS && oldest !== undefined) kept.delete(oldest)
      try {
        return await bytes
      } catch (cause) {
        kept.delete(name)
        throw cause
      }
    }
  }
}

async function readPart(filePath: string, startByte: number, maxBytes: number): Promise<Uint8Array> {
  const handle = await open(filePath, 'r')
  try {
    const buffer = Buffer.allocUnsafeSlow(maxBytes)
    const { bytesRead } = await handle.read(buffer, 0, maxBytes, startByte)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
