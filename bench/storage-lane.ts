/** What the measured programs share: the service on two buckets, and figures of the running process. */
import { readFileSync } from 'node:fs'
import { createSystemClock } from '#main/core/clock.ts'
import { createDisk } from '#main/storage/disk.ts'
import { createStoreFactory } from '#main/storage/store-factory.ts'
import { openStorageBench, type StorageBench } from '../test/harness/storage-bench.ts'

export interface LaneOptions {
  readonly dataFolder: string
  readonly primaryUrl: string
  readonly backupUrl: string
}

export async function openLane({ dataFolder, primaryUrl, backupUrl }: LaneOptions): Promise<StorageBench> {
  const bucket = (endpoint: string, name: string) =>
    ({ kind: 's3', endpoint, region: 'us-east-1', bucket: name, accountId: '', publicUrl: '' }) as const
  const openStore = createStoreFactory({
    dataFolder,
    disk: createDisk(),
    clock: createSystemClock(),
    secrets: { read: async (name) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret') }
  })
  const stores = { primary: bucket(primaryUrl, 'primary'), backup: bucket(backupUrl, 'backup') }
  return await openStorageBench({ dataFolder, stores, openStore })
}

/** Bytes this process has asked the system to read so far, from files and sockets. */
export function bytesRead(): number {
  return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

/** Of the whole process since its start. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
