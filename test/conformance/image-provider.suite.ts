/** What every image provider must keep, run over each adapter against its fake and over the offline composer. */
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DrawRequest, ImageProvider, Size } from '#main/images/image-provider.ts'
import { cropLossRatio } from '#main/images/size-plan.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { FakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'

export interface ProviderUnderTest {
  readonly provider: ImageProvider
  /** Null for a provider without any server. */
  readonly fake: FakeVendor | null
  close(): Promise<void>
}

export interface ProviderHarness {
  readonly name: string
  /** Constants, known when tests are collected. */
  readonly isVendor: boolean
  readonly hasKey: boolean
  readonly answersWithUrl: boolean
  readonly hasFilteredAnswer: boolean
  /** Status with which refused content comes; null where the vendor has no such status. */
  readonly moderationStatus: number | null
  /** Share of the asked picture that may be cut away for the worst platform. */
  readonly maxLossRatio: number
  make(): Promise<ProviderUnderTest>
}

export function aDrawRequest(changes: Partial<DrawRequest> = {}): DrawRequest {
  return {
    prompt: 'A kettle on a wooden table',
    negativePrompt: 'text',
    platform: 'instagram',
    size: { widthPx: 1024, heightPx: 1024 },
    seed: 7,
    composition: {
      copy: {
        brand: 'Test Kettle',
        headline: 'Boils in a minute',
        body: '',
        callToAction: 'Order now',
        price: ''
      },
      brandColours: [],
      photo: null,
      colourPhotoPath: null,
      variant: 0
    },
    signal: new AbortController().signal,
    onAccepted: () => undefined,
    ...changes
  }
}

async function failureOf(run: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await run.then(
    () => null,
    (cause: unknown) => cause
  )
  if (thrown instanceof AppError) return thrown
  throw new Error('it should have failed with an AppError')
}

/** Everything of the error that may reach a person, a log or a file. */
function visibleText(error: AppError): string {
  const causes: string[] = []
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    causes.push(cause.message)
  return [error.message, JSON.stringify(error.details ?? {}), ...causes].join('\n')
}

export function describeImageProvider(harness: ProviderHarness): void {
  describe(`image provider: ${harness.name}`, () => {
    let subject: ProviderUnderTest
    beforeEach(async () => {
      subject = await harness.make()
    })
    afterEach(() => subject.close())
    const fake = (): FakeVendor => {
      if (subject.fake === null) throw new Error('this provider has no server')
      return subject.fake
    }

    it.each(PLATFORM_IDS)('draws a decodable image of the reported size for %s', async (platform) => {
      const size: Size = PLATFORMS[platform]
      const image = await subject.provider.draw(aDrawRequest({ platform, size }))
      const seen = await sharp(image.bytes).metadata()
      expect({ width: seen.width, height: seen.height, type: `image/${seen.format}` }).toEqual({
        width: image.widthPx,
        height: image.heightPx,
        type: image.mediaType
      })
      expect(cropLossRatio(image, size)).toBeLessThanOrEqual(harness.maxLossRatio)
    })

    it('reports the cost the vendor charges', async () => {
      const image = await subject.provider.draw(aDrawRequest({ size: PLATFORMS.facebook }))
      expect(image.costMicroUsd).toBe(subject.fake?.billedMicroUsd ?? 0)
    })

    it('names its model and passes its check', async () => {
      const check = await subject.provider.check(new AbortController().signal)
      expect(check.warning).toBeNull()
      expect(subject.provider.model()).not.toBe('')
    })

    it('does nothing when already cancelled', async () => {
      const controller = new AbortController()
      controller.abort()
      const error = await failureOf(subject.provider.draw(aDrawRequest({ signal: controller.signal })))
      expect(error.code).toBe('CANCELLED')
      expect(subject.fake?.draws ?? []).toEqual([])
    })

    describe.runIf(harness.isVendor)('against its server', () => {
      const statuses: readonly (readonly [number, ErrorCode])[] = [
        [402, 'NO_CREDIT'],
        [404, 'VENDOR_REJECTED'],
        [422, 'INVALID_INPUT'],
        [429, 'RATE_LIMITED'],
        [500, 'VENDOR_UNAVAILABLE'],
        [503, 'VENDOR_UNAVAILABLE']
      ]
      it.each(statuses)('status %i is %s', async (status, code) => {
        fake().script({ kind: 'status', status })
        expect((await failureOf(subject.provider.draw(aDrawRequest()))).code).toBe(code)
      })

      it('passes on how long to pause', async () => {
        fake().script({ kind: 'status', status: 429, retryAfterSeconds: 7 })
        const error = await failureOf(subject.provider.draw(aDrawRequest()))
        expect(error.details?.['retryAfterMs']).toBe(7000)
      })

      it('an answer that is not an image is a bad response with its cost', async () => {
        fake().script({ kind: 'not-an-image' })
        const error = await failureOf(subject.provider.draw(aDrawRequest()))
        expect({ code: error.code, billed: error.details?.['billedMicroUsd'] }).toEqual({
          code: 'BAD_RESPONSE',
          billed: fake().billedMicroUsd
        })
      })

      it('an answer above the size cap is cut off', async () => {
        fake().script({ kind: 'huge' })
        expect((await failureOf(subject.provider.draw(aDrawRequest()))).code).toBe('BAD_RESPONSE')
      })

      it('a redirect is not followed', async () => {
        fake().script({ kind: 'redirect' })
        expect((await failureOf(subject.provider.draw(aDrawRequest()))).code).toBe('BAD_RESPONSE')
      })

      it('cancelling ends the wait at once and says that the request was sent', async () => {
        fake().script({ kind: 'hang' })
        const controller = new AbortController()
        const drawing = failureOf(subject.provider.draw(aDrawRequest({ signal: controller.signal })))
        await fake().until(() => fake().draws.length > 0)
        // As a cancelled job and Ctrl-C do.
        controller.abort(new AppError('CANCELLED', 'Cancelled.'))
        const error = await drawing
        expect({ code: error.code, sent: error.details?.['requestSent'] }).toEqual({
          code: 'CANCELLED',
          sent: true
        })
      })

      it.runIf(harness.moderationStatus !== null)('refused content is CONTENT_BLOCKED', async () => {
        fake().script({ kind: 'status', status: harness.moderationStatus ?? 0, isModeration: true })
        expect((await failureOf(subject.provider.draw(aDrawRequest()))).code).toBe('CONTENT_BLOCKED')
      })

      it.runIf(harness.hasFilteredAnswer)(
        'status 200 with refused content is CONTENT_BLOCKED at its cost',
        async () => {
          fake().script({ kind: 'filtered' })
          const error = await failureOf(subject.provider.draw(aDrawRequest()))
          expect({ code: error.code, billed: error.details?.['billedMicroUsd'] }).toEqual({
            code: 'CONTENT_BLOCKED',
            billed: fake().billedMicroUsd
          })
        }
      )

      it.runIf(harness.hasKey)('a key the vendor repeats in its error is nowhere in ours', async () => {
        fake().script({ kind: 'status', status: 401, echoesKey: true })
        const error = await failureOf(subject.provider.draw(aDrawRequest()))
        expect(error.code).toBe('UNAUTHORIZED')
        expect(visibleText(error)).not.toContain(fake().key)
      })

      it.runIf(harness.answersWithUrl)('a picture in a private network is not fetched', async () => {
        fake().script({ kind: 'private-result' })
        const error = await failureOf(subject.provider.draw(aDrawRequest()))
        expect({ code: error.code, reason: error.details?.['reason'] }).toEqual({
          code: 'BAD_RESPONSE',
          reason: 'result_refused'
        })
      })

      it.runIf(harness.answersWithUrl)('the picture is fetched without the key', async () => {
        await subject.provider.draw(aDrawRequest())
        const fetched = fake().calls.filter((call) => call.path.startsWith('/pictures/'))
        expect(fetched.length).toBe(1)
        expect(JSON.stringify(fetched.map((call) => call.headers))).not.toContain(fake().key)
      })
    })
  })
}
