/** Reads pieces of a source at any place. */
import { open } from 'node:fs/promises'
import type { ObjectSource } from './object-store.ts'

export interface SourceReader {
  /** Up to `maxBytes` from the place; fewer only at the end. */
  read(startByte: number, maxBytes: number): Promise<Uint8Array>
  close(): Promise<void>
}

export async function openSource(source: ObjectSource): Promise<SourceReader> {
  if ('bytes' in source) {
    return {
      read: async (startByte, maxBytes) => source.bytes.subarray(startByte, startByte + maxBytes),
      close: async () => undefined
    }
  }
  const handle = await open(source.path, 'r')
  return {
    async read(startByte, maxBytes) {
      const buffer = Buffer.allocUnsafe(maxBytes)
      const { bytesRead } = await handle.read(buffer, 0, maxBytes, startByte)
      return buffer.subarray(0, bytesRead)
    },
    close: async () => await handle.close()
  }
}
