/** One measured quick verification: a catalog of so many stored contents against both buckets. Prints figures as JSON. */
import { NO_JOB } from '../test/harness/storage-bench.ts'
import { bytesRead, cpuSeconds, openLane } from './storage-lane.ts'
import { eachVerifyObject } from './storage-verify-objects.ts'

const [, , count = '0', dataFolder = '', primaryUrl = '', backupUrl = ''] = process.argv
const bench = await openLane({ dataFolder, primaryUrl, backupUrl })
const startMs = performance.now()
const insertBlob = bench.db.prepare(
  "INSERT INTO blob (sha256, size_bytes, media_type, object_key, created_at) VALUES (?, ?, 'image/png', ?, 0)"
)
const insertReplica = bench.db.prepare(
  "INSERT INTO replica (sha256, side, state, queued_at, changed_at) VALUES (?, ?, 'stored', 0, 0)"
)
bench.db.transaction(() => {
  for (const { key, bytes, sha256 } of eachVerifyObject(Number(count))) {
    insertBlob.run(sha256, bytes.length, key)
    for (const side of ['primary', 'backup']) insertReplica.run(sha256, side)
  }
})()
const before = { cpu: cpuSeconds(), read: bytesRead() }
const startedAt = performance.now()
const report = await bench.storage.verify({ deep: false }, NO_JOB)
const wallMs = performance.now() - startedAt + startMs
const figures = { wallMs, cpuSeconds: cpuSeconds() - before.cpu, same: report.counts.same }
await bench.storage.stop()
bench.db.close()
console.log(JSON.stringify(figures))
