/** What every maker of clips must keep, run over each adapter against its fake. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp } from '#main/core/http.ts'
import type { ClipOrder, ClipState, VideoProvider } from '#main/slideshow/video-provider.ts'
import type { VideoVendorDeps } from '#main/slideshow/video-vendor-call.ts'
import { AppError } from '#shared/errors.ts'
import {
  type FakeVideoVendor,
  startFakeVideoVendor,
  TEST_KEY,
  type VendorKind
} from '#test/harness/fake-video-vendors.ts'

export interface VideoProviderHarness {
  readonly name: VendorKind
  readonly make: (deps: VideoVendorDeps) => VideoProvider
  /** Where the order's picture stands in the request. */
  readonly imageField: string
  readonly hasBalance: boolean
}

const quiet = (): AbortSignal => new AbortController().signal

export function aClipOrder(changes: Partial<ClipOrder> = {}): ClipOrder {
  const image = { bytes: Buffer.from('picture'), mediaType: 'image/jpeg' as const }
  return { prompt: 'Steam rises slowly', image, seconds: 5, preset: 'portrait', signal: quiet(), ...changes }
}

async function errorOf(run: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await run.then(
    () => null,
    (cause: unknown) => cause
  )
  if (thrown instanceof AppError) return thrown
  throw new Error('it should have failed with an AppError')
}

export function describeVideoProvider(harness: VideoProviderHarness): void {
  describe(`video provider: ${harness.name}`, () => {
    let fake: FakeVideoVendor
    let provider: VideoProvider
    let key: string | null = TEST_KEY

    beforeEach(async () => {
      key = TEST_KEY
      fake = await startFakeVideoVendor(harness.name)
      provider = harness.make({ http: createHttp(), readKey: async () => key, baseUrl: () => fake.url })
    })
    afterEach(() => fake.close())

    async function readyUrl(taskId: string): Promise<string> {
      for (let round = 0; round < 10; round++) {
        const seen: ClipState = await provider.poll(taskId, quiet())
        if (seen.state === 'ready') return seen.url
      }
      throw new Error('never ready')
    }

    it('orders, waits and fetches a video, sending the picture and words once', async () => {
      const taskId = await provider.submit(aClipOrder())
      expect(taskId).toBe('task-1')
      expect(await provider.poll(taskId, quiet())).toMatchObject({ state: 'waiting' })
      const clip = await provider.fetch(await readyUrl(taskId), quiet())
      expect(clip.mediaType).toBe('video/mp4')
      expect(clip.bytes.length).toBeGreaterThan(2000)
      expect(fake.orders()).toBe(1)
      const body = fake.requests[0]?.body
      expect(body).toMatchObject({
        [harness.imageField]: `data:image/jpeg;base64,${Buffer.from('picture').toString('base64')}`
      })
      expect(JSON.stringify(body)).toContain('Steam rises slowly')
    })

    it('never sends the key to the address of the clip', async () => {
      await provider.fetch(await readyUrl(await provider.submit(aClipOrder())), quiet())
      const fetched = fake.requests.filter((request) => request.path.startsWith('/clips/'))
      expect(fetched).toHaveLength(1)
      expect(JSON.stringify(fetched)).not.toContain(TEST_KEY)
    })

    it.each([
      [400, 'INVALID_INPUT'],
      [402, 'NO_CREDIT'],
      [404, 'VENDOR_REJECTED'],
      [429, 'RATE_LIMITED'],
      [500, 'VENDOR_UNAVAILABLE'],
      [503, 'VENDOR_UNAVAILABLE'],
      [302, 'BAD_RESPONSE']
    ] as const)('turns status %i into %s and keeps the key out of the error', async (status, code) => {
      fake.failNext('order', status)
      const error = await errorOf(provider.submit(aClipOrder()))
      expect(error.code).toBe(code)
      expect(JSON.stringify([error.message, error.details])).not.toContain(TEST_KEY)
      expect(fake.orders()).toBe(0)
    })

    it('says that an order may have been billed when its answer was cut off', async () => {
      fake.failNext('order', 'cut')
      const error = await errorOf(provider.submit(aClipOrder()))
      expect(error).toMatchObject({ code: 'NETWORK', details: { requestSent: true } })
    })

    it('tells a bad key, and a missing one without asking the vendor', async () => {
      key = 'wrong'
      expect((await errorOf(provider.submit(aClipOrder()))).code).toBe('UNAUTHORIZED')
      expect((await errorOf(provider.check(quiet()))).code).toBe('UNAUTHORIZED')
      key = null
      const before = fake.requests.length
      expect((await errorOf(provider.submit(aClipOrder()))).code).toBe('UNAUTHORIZED')
      expect(fake.requests.length).toBe(before)
    })

    it('passes its check for free', async () => {
      const { balanceMicroUsd } = await provider.check(quiet())
      expect(balanceMicroUsd).toBe(harness.hasBalance ? 12_340_000 : null)
      expect(fake.orders()).toBe(0)
    })

    it('stops at refused content and at a task that failed', async () => {
      fake.workFor(0)
      fake.endTasks('refused')
      const taskId = await provider.submit(aClipOrder())
      expect((await errorOf(readyUrl(taskId))).code).toBe('CONTENT_BLOCKED')
      fake.endTasks('failed')
      expect((await errorOf(readyUrl(await provider.submit(aClipOrder())))).code).toBe('VENDOR_REJECTED')
    })

    it('refuses a clip from a private address and one that is no video', async () => {
      fake.spoilClip('foreign')
      const foreign = await readyUrl(await provider.submit(aClipOrder()))
      expect((await errorOf(provider.fetch(foreign, quiet()))).code).toBe('BAD_RESPONSE')
      fake.spoilClip('text')
      const text = await readyUrl(await provider.submit(aClipOrder()))
      expect((await errorOf(provider.fetch(text, quiet()))).code).toBe('BAD_RESPONSE')
    })

    it('cancels, also twice, and says whether the vendor can', async () => {
      const taskId = await provider.submit(aClipOrder())
      await provider.cancel(taskId, quiet())
      await provider.cancel(taskId, quiet())
      expect(fake.cancelled().length).toBe(provider.facts.canCancel ? 2 : 0)
    })

    it('does nothing when already cancelled', async () => {
      const error = await errorOf(provider.submit(aClipOrder({ signal: AbortSignal.abort() })))
      expect(error.code).toBe('CANCELLED')
      expect(fake.requests).toHaveLength(0)
    })

    it('states its price with source and date, and lengths that can be ordered', () => {
      expect(provider.facts.priceMicroUsdPerSecond).toBeGreaterThan(0)
      expect(provider.facts.priceSeenOn).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(provider.facts.clipSeconds.length).toBeGreaterThan(0)
      expect(provider.facts.discontinuedOn).toBeNull()
    })
  })
}
