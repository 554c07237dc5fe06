import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import { costOfUsage, createOpenAi } from '#main/images/providers/openai.ts'
import { aDrawRequest } from '#test/conformance/image-provider.suite.ts'
import { type FakeVendor, startFakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'
import { openAiPrice, openAiScript } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

let fake: FakeVendor
beforeEach(async () => {
  fake = await startFakeVendor(openAiScript, { priceOf: openAiPrice })
})
afterEach(() => fake.close())

const withModel = (model: string, date = '2026-11-22') =>
  createOpenAi({
    http: createHttp(),
    download,
    clock: createManualClock({ startAt: Date.parse(date) }),
    readKey: async () => fake.key,
    baseUrl: () => fake.baseUrl,
    model: () => model,
    priceOf: openAiPrice
  })

describe('OpenAI models', () => {
  it.each(['dall-e-3', 'gpt-image-1'])('%s is retired and not even asked', async (model) => {
    await expect(withModel(model).draw(aDrawRequest())).rejects.toMatchObject({ code: 'VENDOR_REJECTED' })
    expect(fake.calls).toEqual([])
  })

  it('a model about to end is named by the check and still draws', async () => {
    const provider = withModel('gpt-image-1.5')
    const { warning } = await provider.check(new AbortController().signal)
    expect(warning).toContain('2026-12-01')
    expect((await provider.draw(aDrawRequest())).model).toBe('gpt-image-1.5')
  })

  it('the same model is refused once its day has come', async () => {
    await expect(withModel('gpt-image-1.5', '2026-12-02').draw(aDrawRequest())).rejects.toMatchObject({
      details: { reason: 'model_retired' }
    })
  })

  it('never sends fields that its image models refuse', async () => {
    await withModel('gpt-image-2.5-flare').draw(aDrawRequest())
    const body: unknown = JSON.parse(fake.draws[0]?.body.toString('utf8') ?? '{}')
    expect(Object.keys(Object(body)).toSorted()).toEqual([
      'model',
      'n',
      'output_compression',
      'output_format',
      'prompt',
      'quality',
      'size'
    ])
  })
})

describe('costOfUsage', () => {
  it('prices text in, images in and output apart', () => {
    expect(
      costOfUsage({
        input_tokens: 110,
        output_tokens: 196,
        input_tokens_details: { text_tokens: 10, image_tokens: 100 }
      })
    ).toBe(50 + 800 + 5_880)
  })
  it('has no answer without usage', () => {
    expect(costOfUsage(undefined)).toBeNull()
  })
})
