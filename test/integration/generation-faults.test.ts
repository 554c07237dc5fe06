/** The fault matrix: what every fault of every vendor means for the code, the next step, the ledger and the log. */
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { AppError } from '#shared/errors.ts'
import type { Fault } from '#test/harness/fake-vendors/fault.ts'
import { VENDOR_SCRIPTS } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { aContext, type GenerationBench, openGeneration } from '#test/harness/generation.ts'

type Next = 'next provider' | 'stop' | 'unknown' | 'delivered'

interface Row {
  readonly fault: string
  readonly make: Fault
  readonly code: string | null
  readonly next: Next
  /** Calls to the faulty provider before the next step. */
  readonly tries: number
  /** Servers without a price: an answer that never came costs nothing and is asked for again. */
  readonly free?: { readonly next: Next; readonly tries: number }
  readonly only?: readonly ImageProviderId[]
}

const status = (code: number, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault => ({
  kind: 'status',
  status: code,
  ...more
})
const AGAIN = { next: 'next provider', tries: 3 } as const

const MATRIX: readonly Row[] = [
  { fault: '401', make: status(401), code: 'UNAUTHORIZED', next: 'next provider', tries: 1 },
  {
    fault: '401 with the key echoed',
    make: status(401, { echoesKey: true }),
    code: 'UNAUTHORIZED',
    next: 'next provider',
    tries: 1
  },
  { fault: '402', make: status(402), code: 'NO_CREDIT', next: 'next provider', tries: 1 },
  {
    fault: '403 moderation',
    make: status(403, { isModeration: true }),
    code: 'CONTENT_BLOCKED',
    next: 'stop',
    tries: 1,
    only: ['stability', 'together', 'fal', 'openai']
  },
  { fault: '404', make: status(404), code: 'VENDOR_REJECTED', next: 'next provider', tries: 1 },
  { fault: '422', make: status(422), code: 'INVALID_INPUT', next: 'stop', tries: 1 },
  {
    fault: '429 with Retry-After',
    make: status(429, { retryAfterSeconds: 5 }),
    code: 'RATE_LIMITED',
    next: 'next provider',
    tries: 1
  },
  {
    fault: '429 without Retry-After',
    make: status(429),
    code: 'RATE_LIMITED',
    next: 'next provider',
    tries: 1
  },
  { fault: '500', make: status(500), code: 'VENDOR_UNAVAILABLE', next: 'next provider', tries: 3 },
  { fault: '503', make: status(503), code: 'VENDOR_UNAVAILABLE', next: 'next provider', tries: 3 },
  { fault: 'hang', make: { kind: 'hang' }, code: 'TIMEOUT', next: 'unknown', tries: 1, free: AGAIN },
  {
    fault: 'reset in the middle of the body',
    make: { kind: 'reset' },
    code: 'NETWORK',
    next: 'unknown',
    tries: 1,
    free: AGAIN
  },
  {
    fault: 'truncated JSON',
    make: { kind: 'truncated' },
    code: 'BAD_RESPONSE',
    next: 'next provider',
    tries: 1
  },
  {
    fault: 'not an image',
    make: { kind: 'not-an-image' },
    code: 'BAD_RESPONSE',
    next: 'next provider',
    tries: 1
  },
  { fault: 'wrong-sized image', make: { kind: 'wrong-size' }, code: null, next: 'delivered', tries: 1 },
  {
    fault: '200 with refused content',
    make: { kind: 'filtered' },
    code: 'CONTENT_BLOCKED',
    next: 'stop',
    tries: 1,
    only: ['stability', 'fal', 'gemini']
  },
  { fault: '50 MB body', make: { kind: 'huge' }, code: 'BAD_RESPONSE', next: 'next provider', tries: 1 },
  {
    fault: 'redirect to a private address',
    make: { kind: 'redirect' },
    code: 'BAD_RESPONSE',
    next: 'next provider',
    tries: 1
  },
  {
    fault: 'result on a private address',
    make: { kind: 'private-result' },
    code: 'BAD_RESPONSE',
    next: 'next provider',
    tries: 1,
    only: ['replicate', 'fal']
  }
]
const PROVIDERS = VENDOR_SCRIPTS.map((script) => script.id)
const FREE: readonly ImageProviderId[] = ['a1111', 'comfyui']
const CASES = PROVIDERS.flatMap((provider) =>
  MATRIX.filter((row) => row.only?.includes(provider) ?? true).map((row) => ({
    provider,
    fault: row.fault,
    row
  }))
)

/** OpenAI bills by the tokens its answer names; an answer that cannot be read names none. */
const isUsageLost = (provider: ImageProviderId, fault: Fault): boolean =>
  provider === 'openai' && ['hang', 'reset', 'truncated', 'huge'].includes(fault.kind)

let bench: GenerationBench
afterEach(() => bench.close())

async function run(provider: ImageProviderId, fault: Fault) {
  bench = await openGeneration({
    vendors: [provider],
    maxTimeoutMs: fault.kind === 'hang' ? 250 : 20_000,
    settings: { providers: { order: [provider, 'composer'], maxPriceMicroUsd: 1_000_000 } }
  })
  bench.fake(provider).scriptAll(() => fault)
  const input = {
    prompt: 'A kettle',
    negativePrompt: '',
    style: '',
    platform: 'facebook',
    campaign: null,
    providers: [],
    maxPriceMicroUsd: null,
    allowEmergency: true
  } as const
  const outcome = await bench.service.generateOne(input, aContext()).then(
    (result) => ({ result, error: null }),
    (thrown: unknown) => ({ result: null, error: thrown instanceof AppError ? thrown : null })
  )
  const attempts = bench.service
    .ledger({ campaignId: null, limit: 50 })
    .filter((attempt) => attempt.provider === provider)
  return { ...outcome, attempts }
}

function nextOf(provider: ImageProviderId, outcome: Awaited<ReturnType<typeof run>>): Next {
  if (outcome.result !== null)
    return outcome.result.images[0]?.provider === provider ? 'delivered' : 'next provider'
  return outcome.error?.details?.['isUnknown'] === true ? 'unknown' : 'stop'
}

describe('fault matrix', () => {
  it.each(CASES)('$provider: $fault', async ({ provider, row }) => {
    const outcome = await run(provider, row.make)
    const expected = FREE.includes(provider) && row.free !== undefined ? row.free : row
    const last = outcome.attempts[0]
    expect({
      code: last?.code ?? null,
      next: nextOf(provider, outcome),
      tries: outcome.attempts.length
    }).toEqual({
      code: row.code,
      next: expected.next,
      tries: expected.tries
    })

    const certain = outcome.attempts.reduce((sum, attempt) => sum + attempt.costMicroUsd, 0)
    const possible = outcome.attempts.reduce((sum, attempt) => sum + attempt.possiblyBilledMicroUsd, 0)
    const { billedMicroUsd } = bench.fake(provider)
    if (expected.next === 'unknown') {
      expect({ certain, possible }).toEqual({ certain: 0, possible: last?.estimateMicroUsd })
      expect(last?.outcome).toBe('unknown')
      // Every fake but one charges what the table says; OpenAI's tokens are near it.
      expect(Math.abs((last?.estimateMicroUsd ?? 0) - billedMicroUsd)).toBeLessThanOrEqual(
        isUsageLost(provider, row.make) ? billedMicroUsd * 0.05 : 0
      )
    } else if (isUsageLost(provider, row.make)) {
      // The bill stands in the part that cannot be read: the table's price is counted in full.
      expect({ certain, possible }).toEqual({ certain: last?.estimateMicroUsd, possible: 0 })
      expect(Math.abs(certain - billedMicroUsd)).toBeLessThanOrEqual(billedMicroUsd * 0.05)
    } else {
      expect({ certain, possible }).toEqual({ certain: billedMicroUsd, possible: 0 })
    }

    const everything = JSON.stringify([
      bench.logLines,
      outcome.attempts,
      outcome.result,
      outcome.error?.message,
      outcome.error?.details
    ])
    expect(everything).not.toContain(bench.fake(provider).key)
  })

  it('a wrong-sized picture is cut to the exact pixels', async () => {
    await run('together', { kind: 'wrong-size' })
    const { width, height } = await sharp(bench.images[0]?.bytes).metadata()
    expect([width, height]).toEqual([1200, 630])
  })

  it('a refused key takes the provider out until the settings change', async () => {
    await run('together', status(401))
    const before = (await bench.service.listProviders()).find((each) => each.id === 'together')
    bench.setKey('together', 'another-key-0123456789')
    const after = (await bench.service.listProviders()).find((each) => each.id === 'together')
    expect([before?.disabledReason, after?.disabledReason]).toEqual(['The key was refused.', null])
  })

  it('a vendor that asked for a pause rests for just that long', async () => {
    await run('together', status(429, { retryAfterSeconds: 5 }))
    const together = (await bench.service.listProviders()).find((each) => each.id === 'together')
    expect((together?.coolingUntil ?? 0) - bench.clock.now()).toBe(5000)
  })

  it('a provider that keeps failing rests and comes back by itself', async () => {
    await run('together', status(500))
    const resting = (await bench.service.listProviders()).find((each) => each.id === 'together')
    await bench.clock.wait(31_000)
    const later = (await bench.service.listProviders()).find((each) => each.id === 'together')
    expect([resting?.coolingUntil === null, later?.coolingUntil]).toEqual([false, null])
  })
})
