import { afterEach, describe, expect, it } from 'vitest'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import { createStability } from '#main/images/providers/stability.ts'
import { aDrawRequest } from '#test/conformance/image-provider.suite.ts'
import { bodyOf, type FakeVendor, json, startFakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'
import { formFields, stabilityScript } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

let fake: FakeVendor
afterEach(() => fake.close())

async function withModel(model: string, script = stabilityScript) {
  fake = await startFakeVendor(script, { priceOf: () => 9_000 })
  return createStability({
    http: createHttp(),
    download,
    clock: createManualClock({ autoAdvance: true }),
    readKey: async () => fake.key,
    baseUrl: () => fake.baseUrl,
    model: () => model,
    priceOf: () => 9_000
  })
}
const SDXL = 'stable-diffusion-xl-1024-v1-0'

describe('Stability', () => {
  it('SDXL is asked on v1 with one of its nine sizes, and a negative prompt of negative weight', async () => {
    const provider = await withModel(SDXL)
    const image = await provider.draw(aDrawRequest({ size: { widthPx: 1080, heightPx: 1920 } }))
    const [call] = fake.draws
    if (call === undefined) throw new Error('nothing was drawn')
    expect(call.path).toBe(`/v1/generation/${SDXL}/text-to-image`)
    expect(bodyOf(call)).toMatchObject({
      width: 768,
      height: 1344,
      text_prompts: [{ weight: 1 }, { weight: -1 }]
    })
    expect([image.widthPx, image.heightPx]).toEqual([768, 1344])
  })

  it('SDXL that the account does not list is refused before anything is paid', async () => {
    const other = stabilityScript.other
    const provider = await withModel(SDXL, {
      ...stabilityScript,
      other: (call, world) =>
        call.path === '/v1/engines/list' ? json(200, [{ id: 'another-engine' }]) : other(call, world)
    })
    await expect(provider.draw(aDrawRequest())).rejects.toMatchObject({
      code: 'VENDOR_REJECTED',
      details: { reason: 'engine_not_listed' }
    })
    expect(fake.draws).toEqual([])
  })

  it('core has its own path and no model field', async () => {
    const provider = await withModel('core')
    await provider.draw(aDrawRequest())
    const [call] = fake.draws
    if (call === undefined) throw new Error('nothing was drawn')
    expect([call.path, formFields(call)['model']]).toEqual(['/v2beta/stable-image/generate/core', undefined])
  })

  it('a lockout without Retry-After lasts a minute', async () => {
    const provider = await withModel('core')
    fake.script({ kind: 'status', status: 429 })
    await expect(provider.draw(aDrawRequest())).rejects.toMatchObject({ details: { retryAfterMs: 60_000 } })
  })
})
