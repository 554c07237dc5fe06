/** One measured run of our own: accepts every file of a folder and sends it to both buckets. Prints figures as JSON. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { mapLimited } from '#main/core/limit.ts'
import { bytesRead, cpuSeconds, openLane } from './storage-lane.ts'

const [, , sourceFolder = '', dataFolder = '', primaryUrl = '', backupUrl = ''] = process.argv
const bench = await openLane({ dataFolder, primaryUrl, backupUrl })
const before = { rss: process.memoryUsage.rss(), read: bytesRead(), cpu: cpuSeconds() }
const startedAt = performance.now()
await mapLimited(
  await readdir(sourceFolder),
  8,
  async (name) => await bench.addFile(path.join(sourceFolder, name))
)
const acceptedMs = performance.now() - startedAt
await bench.storage.drain()
const wallMs = performance.now() - startedAt
const figures = {
  acceptedMs,
  wallMs: wallMs + startedAt,
  cpuSeconds: cpuSeconds(),
  startCpuSeconds: before.cpu,
  readBytes: bytesRead() - before.read,
  rssGrowthBytes: process.resourceUsage().maxRSS * 1024 - before.rss,
  synced: (await bench.storage.stats()).byStatus.fully_synced
}
await bench.close()
console.log(JSON.stringify(figures))
