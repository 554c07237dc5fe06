/**
 * Digests of bytes that go to two stores, computed once. Keyed by the array itself: whoever hands the same array over
 * twice must not have changed it in between.
 */
import { createHash } from 'node:crypto'

export interface Digests {
  /** Hex. */
  readonly sha256: string
  readonly md5: Buffer
}

export type DigestMemo = (bytes: Uint8Array) => Digests

export function createDigestMemo(): DigestMemo {
  const known = new WeakMap<Uint8Array, Digests>()
  return (bytes) => {
    const before = known.get(bytes)
    if (before !== undefined) return before
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const digests = { sha256, md5: createHash('md5').update(bytes).digest() }
    known.set(bytes, digests)
    return digests
  }
}
