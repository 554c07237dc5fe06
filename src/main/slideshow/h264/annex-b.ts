/** Reads the units of an H.264 byte stream file one after another, holding one buffer and one unit in memory. */
import { open } from 'node:fs/promises'

const BUFFER_BYTES = 1024 * 1024
const START_CODE = Buffer.from([0, 0, 1])

/** Units without start codes; the bytes are the caller's to keep. */
export async function* readUnits(filePath: string): AsyncGenerator<Uint8Array> {
  const handle = await open(filePath, 'r')
  try {
    let rest = Buffer.alloc(0)
    let isInside = false
    for (;;) {
      const chunk = Buffer.allocUnsafe(BUFFER_BYTES)
      const { bytesRead } = await handle.read(chunk, 0, BUFFER_BYTES)
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
      let from = 0
      for (let at = bytes.indexOf(START_CODE); at >= 0; at = bytes.indexOf(START_CODE, from)) {
        if (isInside) yield trimmed(bytes.subarray(from, at))
        isInside = true
        from = at + START_CODE.length
      }
      rest = Buffer.from(bytes.subarray(from))
      if (bytesRead === 0) break
    }
    if (isInside && rest.length > 0) yield trimmed(rest)
  } finally {
    await handle.close()
  }
}

/** Zeros before the next start code belong to it, not to the unit. */
function trimmed(unit: Buffer): Uint8Array {
  let length = unit.length
  while (length > 1 && unit[length - 1] === 0) length--
  return Uint8Array.from(unit.subarray(0, length))
}
