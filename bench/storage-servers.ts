/** Two strict S3 servers behind a proxy that adds time to every request, in a process of their own. */
import { startFakeS3 } from '../test/harness/fake-s3.ts'
import { startFaultProxy } from '../test/harness/fault-proxy.ts'

const latencyMs = Number(process.argv[2] ?? 40)
const urls: string[] = []
for (const bucket of ['primary', 'backup']) {
  const fake = await startFakeS3({ buckets: [bucket] })
  const proxy = await startFaultProxy(fake.url)
  proxy.setLatency(latencyMs)
  urls.push(proxy.url)
}
console.log(JSON.stringify(urls))
