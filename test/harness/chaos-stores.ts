/** The two places of a library under chaos: a folder that can be unplugged and a bucket whose server misbehaves. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { FAKE_KEYS, type FakeS3, type Misbehaviour, startFakeS3 } from './fake-s3.ts'

/** One place, changed behind the product's back. */
export interface ChaosStore {
  keys(): readonly string[]
  /** Null when there is nothing. */
  read(key: string): Buffer | null
  corrupt(key: string, from: number): void
  remove(key: string): void
  empty(): void
  /** Lets it misbehave until `mend`; says how. */
  spoil(random: () => number): string
  mend(): void
}

export interface ChaosStores {
  readonly primary: ChaosStore
  readonly backup: ChaosStore
}

/** A folder; spoiled, it is a drive that was pulled, with a file in its place. */
export function createFolderPlace(folder: string): ChaosStore {
  const away = `${folder}.away`
  const inside = (key: string): string => path.join(folder, key)
  return {
    keys: () =>
      existsSync(folder)
        ? readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) =>
              path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/')
            )
        : [],
    read: (key) => (existsSync(inside(key)) ? readFileSync(inside(key)) : null),
    corrupt: (key, from) => writeFileSync(inside(key), damaged(readFileSync(inside(key)), from)),
    remove: (key) => rmSync(inside(key)),
    empty: () => rmSync(folder, { recursive: true, force: true }),
    spoil() {
      if (!existsSync(folder)) return 'not there yet'
      renameSync(folder, away)
      writeFileSync(folder, 'not a folder')
      return 'drive pulled'
    },
    mend() {
      if (!existsSync(away)) return
      if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) rmSync(folder)
      mkdirSync(path.dirname(folder), { recursive: true })
      renameSync(away, folder)
    }
  }
}

const FAULTS: Readonly<Record<string, Misbehaviour>> = {
  'keys revoked': { status: 403, code: 'InvalidAccessKeyId' },
  'bucket full': { status: 403, code: 'QuotaExceeded' },
  'bucket gone': { status: 404, code: 'NoSuchBucket' },
  'slow down': { status: 503, code: 'SlowDown' },
  'server error': { status: 500, code: 'InternalError' },
  'connections cut': 'reset',
  'no answer': 'hang'
}

export interface ChaosBucket extends ChaosStore {
  readonly url: string
  close(): Promise<void>
}

export const BUCKET = 'chaos'

/** A bucket of the strict fake server; spoiled, all or half of its requests meet one fault. */
export async function startChaosBucket(): Promise<ChaosBucket> {
  const fake: FakeS3 = await startFakeS3({ dialect: 'b2', buckets: [BUCKET], keys: FAKE_KEYS })
  const bucket = fake.bucket(BUCKET)
  return {
    url: fake.url,
    keys: () => bucket.keys(),
    read: (key) => bucket.find(key)?.data ?? null,
    corrupt: (key, from) => fake.tamper(BUCKET, key, (data) => damaged(data, from)),
    remove: (key) => void bucket.remove(key, null),
    empty: () => {
      for (const key of bucket.keys()) bucket.remove(key, null)
    },
    spoil(random) {
      const faults = Object.entries(FAULTS)
      const [name, fault] = faults[Math.floor(random() * faults.length)] ?? ['connections cut', 'reset']
      const share = random() < 0.5 ? 1 : 0.5
      fake.setHook(() => (random() < share ? fault : null))
      return share === 1 ? name : `${name}, half of the time`
    },
    mend: () => fake.setHook(null),
    close: () => fake.close()
  }
}

function damaged(bytes: Buffer, from: number): Buffer {
  const copy = Buffer.from(bytes)
  for (let at = from; at < Math.min(from + 4, copy.length); at++) copy[at] = (copy[at] ?? 0) ^ 0x55
  return copy
}
