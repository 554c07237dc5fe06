/** The objects that verification is measured on: the same in both servers, in the catalog and in rclone's folder. */
import { createHash } from 'node:crypto'

export interface VerifyObject {
  readonly key: string
  readonly bytes: Buffer
  readonly sha256: string
}

export const VERIFY_FOLDER = 'images/local/general'
const OBJECT_BYTES = 4096
const FIRST_AT = Date.UTC(2026, 0, 1)

/** In the order of their keys. */
export function* eachVerifyObject(count: number): Generator<VerifyObject> {
  for (let index = 0; index < count; index++) {
    const bytes = Buffer.alloc(OBJECT_BYTES, index % 251)
    bytes.writeUInt32BE(index)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const stamp = new Date(FIRST_AT + index * 1000).toISOString().replace(/[-:.]/g, '')
    yield { key: `${VERIFY_FOLDER}/${stamp}_${sha256}.png`, bytes, sha256 }
  }
}
