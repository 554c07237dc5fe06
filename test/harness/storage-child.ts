/**
 * A process to be killed: accepts numbered contents into a storage service and says `ACK <sha256>` for each accepted
 * one. Arguments: a JSON of StorageChildOptions. Files that an earlier run accepted are not accepted again.
 */
import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import path from 'node:path'
import { createSystemClock } from '#main/core/clock.ts'
import { createDisk } from '#main/storage/disk.ts'
import { createStoreFactory } from '#main/storage/store-factory.ts'
import type { TransferLimits } from '#main/storage/stores/transfer-limits.ts'
import type { StoreConfig } from '#shared/domain/storage.ts'
import { openStorageBench } from './storage-bench.ts'

export interface StorageChildOptions {
  readonly dataFolder: string
  readonly count: number
  readonly seed: number
  /** Every content of this remainder modulo 10 is large. */
  readonly largeBytes: number
  readonly stores: { readonly primary: StoreConfig | null; readonly backup: StoreConfig | null }
  /** Time-outs of bucket calls, shorter than the product's. */
  readonly limits?: TransferLimits
}

/** The same bytes for the same number, in every process. */
export function contentOf(seed: number, index: number, largeBytes: number): Buffer {
  const sizeBytes = index % 10 === 3 && largeBytes > 0 ? largeBytes : 1000 + ((index * 7919) % 60_000)
  const block = createHash('sha512').update(`${seed} ${index}`).digest()
  return Buffer.alloc(sizeBytes, block)
}

async function run(options: StorageChildOptions): Promise<void> {
  const { dataFolder, stores, limits } = options
  const openStore = createStoreFactory({
    dataFolder,
    disk: createDisk(),
    clock: createSystemClock(),
    secrets: { read: async (name) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret') },
    ...(limits === undefined ? {} : { limits })
  })
  const bench = await openStorageBench({ dataFolder, stores, openStore })
  const isKnown = bench.db.prepare<[string], number>('SELECT 1 FROM asset WHERE sha256 = ?').pluck()
  for (let index = 0; index < options.count; index++) {
    const bytes = contentOf(options.seed, index, options.largeBytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (isKnown.get(sha256) === undefined) await bench.add(bytes)
    writeSync(1, `ACK ${sha256}\n`)
  }
  for (let round = 0; round < 500 && bench.storage.safety().waitingAssets > 0; round++) {
    await bench.storage.drain()
  }
  writeSync(1, 'DRAINED\n')
  await bench.close()
}

const [, script, json] = process.argv
if (json !== undefined && script !== undefined && path.basename(script).startsWith('storage-child')) {
  await run(JSON.parse(json))
}
