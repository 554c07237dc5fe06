/**
 * MD5 of bytes that go to two stores, computed once. Keyed by the array itself: whoever hands the same array over twice
 * must not have changed it in between.
 */
import { createHash } from 'node:crypto'

export type DigestMemo = (bytes: Uint8Array) => Buffer

export function createDigestMemo(): DigestMemo {
  const known = new WeakMap<Uint8Array, Buffer>()
  return (bytes) => {
    const before = known.get(bytes)
    if (before !== undefined) return before
    const md5 = createHash('md5').update(bytes).digest()
    known.set(bytes, md5)
    return md5
  }
}
