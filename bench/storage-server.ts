/**
 * One strict S3 server that adds time to every request, in a process of its own, as a vendor is one:
 * `node bench/storage-server.ts BUCKET LATENCY_MS OBJECTS`. Prints its address, and on SIGUSR2 how many requests came.
 */
import { startFakeS3 } from '../test/harness/fake-s3.ts'
import { eachVerifyObject } from './storage-verify-objects.ts'

const [, , name = 'primary', latencyMs = '40', objects = '0'] = process.argv
const fake = await startFakeS3({ buckets: [name], latencyMs: Number(latencyMs) })
const bucket = fake.bucket(name)
for (const { key, bytes } of eachVerifyObject(Number(objects))) bucket.put(key, bytes, {})
process.on('SIGUSR2', () => console.log(fake.requests.length))
console.log(fake.url)
