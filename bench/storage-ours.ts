/** One measured run of our own: accepts every file of a folder and sends it to both buckets. Prints figures as JSON. */
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { createSystemClock } from '#main/core/clock.ts'
import { mapLimited } from '#main/core/limit.ts'
import { createDisk } from '#main/storage/disk.ts'
import { createStoreFactory } from '#main/storage/store-factory.ts'
import { openStorageBench } from '../test/harness/storage-bench.ts'

const [, , sourceFolder = '', dataFolder = '', primaryUrl = '', backupUrl = ''] = process.argv

const bucket = (endpoint: string, name: string) =>
  ({ kind: 's3', endpoint, region: 'us-east-1', bucket: name, accountId: '', publicUrl: '' }) as const
const openStore = createStoreFactory({
  dataFolder,
  disk: createDisk(),
  clock: createSystemClock(),
  secrets: { read: async (name) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret') }
})
const stores = { primary: bucket(primaryUrl, 'primary'), backup: bucket(backupUrl, 'backup') }
const bench = await openStorageBench({ dataFolder, stores, openStore })
const rssBefore = process.memoryUsage.rss()
const startedAt = performance.now()
await mapLimited(
  await readdir(sourceFolder),
  8,
  async (name) => await bench.addFile(path.join(sourceFolder, name))
)
const acceptedMs = performance.now() - startedAt
await bench.storage.drain()
const wallMs = performance.now() - startedAt
const { user, system } = process.cpuUsage()
const stats = bench.storage.stats()
const readBytes = Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
const maxRssBytes = process.resourceUsage().maxRSS * 1024
await bench.close()
console.log(
  JSON.stringify({
    acceptedMs,
    wallMs,
    cpuSeconds: (user + system) / 1e6,
    readBytes,
    rssGrowthBytes: maxRssBytes - rssBefore,
    synced: stats.byStatus.fully_synced,
    total: stats.totalAssets
  })
)
