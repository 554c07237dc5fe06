/** The contents of one fake bucket: objects with versions where the dialect keeps them, unfinished uploads, a capacity. */
import { createHash, randomBytes } from 'node:crypto'
import { S3Fault } from './fake-s3-auth.ts'

export interface Dialect {
  /** Deleting only hides, every put makes a version. */
  readonly isVersioned: boolean
  /** ETags of parts tell nothing. */
  readonly hasOpaquePartMarks: boolean
  readonly needsEqualParts: boolean
  readonly minPartBytes: number
  readonly metadataLimitBytes: number
  /** Milliseconds between two writes to one key; 0 = no limit. */
  readonly keyWriteIntervalMs: number
  readonly chunkedFault: readonly [number, string] | null
  readonly checksumFault: readonly [number, string] | null
}

const AWS: Dialect = {
  isVersioned: false,
  hasOpaquePartMarks: false,
  needsEqualParts: false,
  minPartBytes: 5 * 1024 * 1024,
  metadataLimitBytes: 2048,
  keyWriteIntervalMs: 0,
  chunkedFault: null,
  checksumFault: null
}

/** R2 and B2 as their pages and issue threads describe them (read 2026-11); never compared with the real ones. */
export const DIALECTS = {
  aws: AWS,
  r2: {
    ...AWS,
    hasOpaquePartMarks: true,
    needsEqualParts: true,
    metadataLimitBytes: 8192,
    keyWriteIntervalMs: 1000,
    chunkedFault: [501, 'NotImplemented']
  },
  b2: {
    ...AWS,
    isVersioned: true,
    metadataLimitBytes: 7000,
    chunkedFault: [501, 'NotImplemented'],
    checksumFault: [400, 'InvalidArgument']
  }
} as const satisfies Record<string, Dialect>
export type DialectName = keyof typeof DIALECTS

export interface FakeObject {
  readonly data: Buffer
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
  readonly modifiedAt: number
  readonly versionId: string | null
}

interface Version extends FakeObject {
  readonly isDeleteMark: boolean
}

interface Upload {
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly startedAt: number
  readonly parts: Map<number, { readonly body: Buffer; readonly md5: Buffer; readonly etag: string }>
}

export interface FakeBucket {
  find(key: string, versionId?: string | null): FakeObject | null
  put(key: string, data: Buffer, headers: Readonly<Record<string, string>>): FakeObject
  remove(
    key: string,
    versionId: string | null
  ): { readonly versionId: string | null; readonly isDeleteMark: boolean }
  /** Visible keys in byte order. */
  keys(): readonly string[]
  versions(): readonly { readonly key: string; readonly version: Version; readonly isLatest: boolean }[]
  startUpload(key: string, headers: Readonly<Record<string, string>>): string
  putPart(uploadId: string, key: string, part: { readonly number: number; readonly body: Buffer }): string
  complete(uploadId: string, key: string, parts: readonly { number: number; etag: string }[]): FakeObject
  abort(uploadId: string): void
  uploads(): readonly { readonly uploadId: string; readonly key: string; readonly startedAt: number }[]
  usedBytes(): number
}

const md5 = (data: Uint8Array): Buffer => createHash('md5').update(data).digest()

export function createFakeBucket(options: {
  readonly dialect: Dialect
  readonly now: () => number
  readonly capacityBytes: number
}): FakeBucket {
  const { dialect, now } = options
  const byKey = new Map<string, Version[]>()
  const pending = new Map<string, Upload>()
  const lastWriteAt = new Map<string, number>()
  let sortedKeys: string[] | null = null

  const usedBytes = (): number =>
    [...byKey.values()].flat().reduce((sum, { data }) => sum + data.length, 0) +
    [...pending.values()]
      .flatMap(({ parts }) => [...parts.values()])
      .reduce((sum, { body }) => sum + body.length, 0)
  let used = 0

  function latest(key: string): FakeObject | null {
    const version = byKey.get(key)?.at(-1)
    return version === undefined || version.isDeleteMark ? null : version
  }

  function reserve(bytes: number): void {
    if (used + bytes > options.capacityBytes) throw new S3Fault(403, 'QuotaExceeded')
    used += bytes
  }

  function checkPace(key: string): void {
    const at = now()
    if (at - (lastWriteAt.get(key) ?? Number.NEGATIVE_INFINITY) < dialect.keyWriteIntervalMs) {
      throw new S3Fault(429, 'TooManyRequests')
    }
    lastWriteAt.set(key, at)
  }

  function add(
    key: string,
    object: { data: Buffer; etag: string; headers: Readonly<Record<string, string>> }
  ): FakeObject {
    const versionId = dialect.isVersioned ? randomBytes(12).toString('hex') : null
    const version = { ...object, modifiedAt: now(), versionId, isDeleteMark: false }
    if (!byKey.has(key)) sortedKeys = null
    const before = byKey.get(key) ?? []
    if (!dialect.isVersioned) for (const old of before) used -= old.data.length
    byKey.set(key, dialect.isVersioned ? [...before, version] : [version])
    if (before.at(-1)?.isDeleteMark === true) sortedKeys = null
    return version
  }

  function keys(): readonly string[] {
    sortedKeys ??= [...byKey.keys()]
      .filter((key) => latest(key) !== null)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    return sortedKeys
  }

  function uploadOf(uploadId: string, key: string): Upload {
    const upload = pending.get(uploadId)
    if (upload === undefined || upload.key !== key) throw new S3Fault(404, 'NoSuchUpload')
    return upload
  }

  return {
    find: (key, versionId = null) =>
      versionId === null
        ? latest(key)
        : (byKey.get(key)?.find((version) => version.versionId === versionId && !version.isDeleteMark) ??
          null),
    put(key, data, headers) {
      checkPace(key)
      reserve(data.length)
      return add(key, { data, etag: md5(data).toString('hex'), headers })
    },
    remove(key, versionId) {
      const all = byKey.get(key) ?? []
      sortedKeys = null
      if (dialect.isVersioned && versionId === null) {
        const mark = { data: Buffer.alloc(0), etag: '', headers: {}, modifiedAt: now(), isDeleteMark: true }
        const id = randomBytes(12).toString('hex')
        byKey.set(key, [...all, { ...mark, versionId: id }])
        return { versionId: id, isDeleteMark: true }
      }
      const gone = versionId === null ? all : all.filter((version) => version.versionId === versionId)
      for (const version of gone) used -= version.data.length
      const rest = all.filter((version) => !gone.includes(version))
      if (rest.length === 0) byKey.delete(key)
      else byKey.set(key, rest)
      return { versionId, isDeleteMark: false }
    },
    keys,
    versions: () =>
      [...byKey]
        .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        .flatMap(([key, all]) =>
          all.toReversed().map((version, index) => ({ key, version, isLatest: index === 0 }))
        ),
    startUpload(key, headers) {
      const uploadId = randomBytes(12).toString('hex')
      pending.set(uploadId, { key, headers, startedAt: now(), parts: new Map() })
      return uploadId
    },
    putPart(uploadId, key, { number, body }) {
      const { parts } = uploadOf(uploadId, key)
      if (!(number >= 1 && number <= 10_000)) throw new S3Fault(400, 'InvalidArgument')
      reserve(body.length)
      used -= parts.get(number)?.body.length ?? 0
      const digest = md5(body)
      const etag = dialect.hasOpaquePartMarks ? randomBytes(30).toString('base64') : digest.toString('hex')
      parts.set(number, { body, md5: digest, etag })
      return etag
    },
    complete(uploadId, key, asked) {
      const upload = uploadOf(uploadId, key)
      checkPace(key)
      const parts = checkParts(upload, asked, dialect)
      pending.delete(uploadId)
      const etag = `${md5(Buffer.concat(parts.map((part) => part.md5))).toString('hex')}-${parts.length}`
      return add(key, { data: Buffer.concat(parts.map(({ body }) => body)), etag, headers: upload.headers })
    },
    abort(uploadId) {
      for (const { body } of pending.get(uploadId)?.parts.values() ?? []) used -= body.length
      pending.delete(uploadId)
    },
    uploads: () => [...pending].map(([uploadId, { key, startedAt }]) => ({ uploadId, key, startedAt })),
    usedBytes
  }
}

function checkParts(upload: Upload, asked: readonly { number: number; etag: string }[], dialect: Dialect) {
  if (asked.length === 0) throw new S3Fault(400, 'MalformedXML')
  const parts = asked.map(({ number, etag }) => {
    const part = upload.parts.get(number)
    if (part === undefined || part.etag !== etag) throw new S3Fault(400, 'InvalidPart')
    return part
  })
  asked.slice(1).forEach(({ number }, index) => {
    if (number <= (asked[index]?.number ?? 0)) throw new S3Fault(400, 'InvalidPartOrder')
  })
  const body = parts.slice(0, -1)
  if (body.some((part) => part.body.length < dialect.minPartBytes)) throw new S3Fault(400, 'EntityTooSmall')
  const isUneven = body.some((part) => part.body.length !== parts[0]?.body.length)
  if (dialect.needsEqualParts && isUneven) throw new S3Fault(400, 'InvalidPart')
  return parts
}
