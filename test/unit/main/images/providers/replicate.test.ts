import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import type { ImageProvider } from '#main/images/image-provider.ts'
import { createReplicate } from '#main/images/providers/replicate.ts'
import { aDrawRequest } from '#test/conformance/image-provider.suite.ts'
import { type FakeVendor, startFakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'
import { replicateScript } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

let fake: FakeVendor
let provider: ImageProvider
beforeEach(async () => {
  fake = await startFakeVendor(replicateScript, { priceOf: () => 3_000 })
  provider = createReplicate({
    http: createHttp(),
    download,
    clock: createManualClock({ autoAdvance: true }),
    readKey: async () => fake.key,
    baseUrl: () => fake.baseUrl,
    model: () => 'black-forest-labs/flux-schnell',
    priceOf: () => 3_000
  })
})
afterEach(() => fake.close())

describe('Replicate', () => {
  it('a picture that comes with the first answer is not asked for again', async () => {
    await provider.draw(aDrawRequest())
    expect(fake.draws[0]?.headers['prefer']).toMatch(/^wait=\d+$/)
    expect(fake.calls.map((call) => call.method)).toEqual(['POST', 'GET'])
    expect(fake.calls[1]?.path).toMatch(/^\/pictures\//)
  })

  it('gives the id of work that takes longer before it asks again, so that it can be stored', async () => {
    const seen: number[] = []
    fake.script({ kind: 'slow' })
    await provider.draw(aDrawRequest({ onAccepted: () => seen.push(fake.calls.length) }))
    expect(seen).toEqual([1])
    expect(fake.calls.length).toBeGreaterThan(2)
  })

  it('has the vendor end a stuck run by itself', async () => {
    await provider.draw(aDrawRequest())
    expect(fake.draws[0]?.headers['cancel-after']).toBe('5m')
  })

  it.each([
    ['failed', 'NSFW content detected', 'CONTENT_BLOCKED'],
    ['failed', 'CUDA out of memory', 'VENDOR_UNAVAILABLE'],
    ['canceled', '', 'VENDOR_UNAVAILABLE'],
    ['aborted', '', 'VENDOR_UNAVAILABLE']
  ])('a prediction that ended as %s (%s) is %s and final', async (status, error, code) => {
    fake.script({ kind: 'ends-as', status, error })
    await expect(provider.draw(aDrawRequest())).rejects.toMatchObject({
      code,
      details: { billedMicroUsd: 0 }
    })
  })

  it('reads the pause from the sentence when the header is missing', async () => {
    fake.script({ kind: 'status', status: 429 })
    await expect(provider.draw(aDrawRequest())).rejects.toMatchObject({ details: { retryAfterMs: 30_000 } })
  })

  it('a look that fails leaves the work open, not failed', async () => {
    fake.script({ kind: 'deaf', polls: 1 })
    await expect(provider.draw(aDrawRequest())).rejects.toMatchObject({ details: { accepted: true } })
  })

  it('fetches finished work by its id alone', async () => {
    const ids: string[] = []
    await provider.draw(aDrawRequest({ onAccepted: (accepted) => ids.push(accepted) }))
    const [id = ''] = ids
    const again = await provider.resume?.(id, aDrawRequest())
    expect(again?.vendorRequestId).toBe(id)
    expect(fake.draws.length).toBe(1)
  })
})
