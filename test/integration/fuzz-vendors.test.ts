/** Whatever a vendor answers, every adapter gives a picture or a vendor code, and never shows the key. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { download } from '#main/core/download.ts'
import { createHttp, type Fetch } from '#main/core/http.ts'
import type { ImageProvider } from '#main/images/image-provider.ts'
import { createA1111 } from '#main/images/providers/a1111.ts'
import { createComfyUi } from '#main/images/providers/comfyui.ts'
import { createFal } from '#main/images/providers/fal.ts'
import { createGemini } from '#main/images/providers/gemini.ts'
import { createOpenAi } from '#main/images/providers/openai.ts'
import { createReplicate } from '#main/images/providers/replicate.ts'
import { createStability } from '#main/images/providers/stability.ts'
import { createTogether } from '#main/images/providers/together.ts'
import type { VendorDeps } from '#main/images/vendor-call.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { AppError } from '#shared/errors.ts'
import { startFakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'
import { VENDOR_SCRIPTS } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'
import { bend } from '#test/harness/schema-inputs.ts'

const SEED = Number(process.env['CAMPAIGNFORGE_FUZZ_SEED'] ?? 20_261_122)
const LONGEST_MS = Number(process.env['CAMPAIGNFORGE_FUZZ_MS'] ?? 6000)

const FACTORIES: Readonly<Record<Exclude<ImageProviderId, 'composer'>, (deps: VendorDeps) => ImageProvider>> =
  {
    a1111: createA1111,
    comfyui: createComfyUi,
    together: createTogether,
    replicate: createReplicate,
    fal: createFal,
    stability: createStability,
    gemini: createGemini,
    openai: createOpenAi
  }

/** How one answer is changed on its way. */
type Twist =
  | { readonly kind: 'bend'; readonly at: number; readonly how: string; readonly strange: unknown }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'status'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'none' }

const strangeJson = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, -1, 1e308, '', 'https://169.254.169.254/a', 'file:///etc/passwd', 'data:,', [], {})
)
const twists: fc.Arbitrary<readonly Twist[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('bend' as const),
        at: fc.nat(),
        how: fc.constantFrom('replace', 'drop', 'add'),
        strange: strangeJson
      })
    },
    fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 200 }) }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
    fc.record({
      kind: fc.constant('status' as const),
      status: fc.constantFrom(200, 201, 202, 302, 400, 401, 402, 403, 404, 418, 422, 429, 500, 503, 529),
      body: strangeJson
    }),
    fc.constant({ kind: 'none' as const })
  ),
  { minLength: 1, maxLength: 4 }
)

/** The vendor's real answer, twisted; every failure also says the key, as careless vendors do. */
function twistedFetch(queue: Twist[], key: string): Fetch {
  return async (input, init) => {
    const answer = await fetch(input, init)
    const twist = queue.shift() ?? { kind: 'none' }
    if (twist.kind === 'none') return answer
    const body = Buffer.from(await answer.arrayBuffer())
    const status = twist.kind === 'status' ? twist.status : answer.status
    return new Response(twistBody(twist, body, key), { status, headers: answer.headers })
  }
}

function twistBody(twist: Exclude<Twist, { kind: 'none' }>, body: Buffer, key: string): BodyInit {
  if (twist.kind === 'bytes') return new Uint8Array(twist.bytes)
  if (twist.kind === 'cut') return new Uint8Array(body.subarray(0, twist.at % (body.length + 1)))
  if (twist.kind === 'status')
    return JSON.stringify({ error: { message: `bad key ${key}` }, more: twist.body })
  try {
    return JSON.stringify(bend(JSON.parse(body.toString('utf8')), twist)) ?? ''
  } catch {
    return new Uint8Array(body)
  }
}

function visibleText(thrown: AppError): string {
  const texts: string[] = [JSON.stringify(thrown.details ?? null)]
  for (let cause: unknown = thrown; cause instanceof Error; cause = cause.cause) texts.push(cause.message)
  return texts.join('\n')
}

describe('vendor answers made by chance', () => {
  test.each(VENDOR_SCRIPTS)(
    '$id: a picture or a vendor code, and no key in sight',
    async (script) => {
      const create = FACTORIES[script.id]
      const fake = await startFakeVendor(script, { priceOf: () => 1000 })
      const queue: Twist[] = []
      const provider: ImageProvider = create({
        http: createHttp(twistedFetch(queue, fake.key)),
        download,
        clock: createManualClock({ autoAdvance: true }),
        readKey: async () => fake.key,
        baseUrl: () => fake.baseUrl,
        model: () => provider.facts.defaultModel,
        priceOf: () => 1000
      })
      try {
        await fc.assert(
          fc.asyncProperty(twists, fc.boolean(), async (plan, isCheck) => {
            queue.splice(0, queue.length, ...plan)
            const thrown: unknown = await (isCheck
              ? provider.check(aSignal())
              : provider.draw(aRequest())
            ).then(
              () => null,
              (cause: unknown) => cause
            )
            if (thrown === null) return
            if (!(thrown instanceof AppError)) throw thrown
            if (thrown.code === 'INTERNAL') throw thrown
            expect(visibleText(thrown)).not.toContain(fake.key)
          }),
          { seed: SEED, numRuns: 120, interruptAfterTimeLimit: LONGEST_MS, markInterruptAsFailure: false }
        )
      } finally {
        await fake.close()
      }
    },
    30_000
  )
})

const aSignal = (): AbortSignal => new AbortController().signal

function aRequest(): Parameters<ImageProvider['draw']>[0] {
  return {
    prompt: 'A kettle on a wooden table',
    negativePrompt: 'text',
    platform: 'instagram',
    size: { widthPx: 256, heightPx: 256 },
    seed: 7,
    composition: {
      copy: { brand: 'Kettle', headline: 'Boils', body: '', callToAction: '', price: '' },
      brandColours: [],
      photo: null,
      colourPhotoPath: null,
      variant: 0
    },
    signal: aSignal(),
    onAccepted: () => undefined
  }
}
