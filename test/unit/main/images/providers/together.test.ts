import { afterEach, describe, expect, it } from 'vitest'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import { createTogether } from '#main/images/providers/together.ts'
import { aDrawRequest } from '#test/conformance/image-provider.suite.ts'
import {
  bodyOf,
  type FakeVendor,
  json,
  startFakeVendor,
  type VendorScript
} from '#test/harness/fake-vendors/fake-vendor.ts'
import { togetherScript } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

let fake: FakeVendor
afterEach(() => fake.close())

async function withModel(model: string, script: VendorScript = togetherScript) {
  fake = await startFakeVendor(script, { priceOf: () => 2_700 })
  return createTogether({
    http: createHttp(),
    download,
    clock: createManualClock(),
    readKey: async () => fake.key,
    baseUrl: () => fake.baseUrl,
    model: () => model,
    priceOf: () => 2_700
  })
}

describe('Together', () => {
  it('asks the schnell model for four steps and by ratio, the others by pixels alone', async () => {
    const schnell = await withModel('black-forest-labs/FLUX.1-schnell')
    await schnell.draw(aDrawRequest({ size: { widthPx: 1080, heightPx: 1920 } }))
    expect(bodyOf(fake.draws[0] ?? raise())).toMatchObject({ steps: 4, aspect_ratio: '9:16' })
    await fake.close()
    const dev = await withModel('black-forest-labs/FLUX.1-dev')
    await dev.draw(aDrawRequest())
    expect(Object.keys(bodyOf(fake.draws[0] ?? raise()))).not.toContain('aspect_ratio')
  })

  it('takes an address where a model gives no base64, and fetches it without the key', async () => {
    const provider = await withModel('some-model', withAddresses({}))
    const image = await provider.draw(aDrawRequest())
    expect(image.mediaType).toBe('image/jpeg')
    expect(fake.calls.at(-1)?.headers.authorization).toBeUndefined()
  })

  it('a drawn picture that is lost on its way is not free, so that it is not drawn again unasked', async () => {
    const broken = { 'content-length': '99999999', connection: 'close' }
    const provider = await withModel('some-model', withAddresses(broken))
    await expect(provider.draw(aDrawRequest())).rejects.toMatchObject({
      code: 'NETWORK',
      details: { accepted: true, requestSent: true }
    })
  })

  it('its check warns of a model that is not listed', async () => {
    const provider = await withModel('gone-model')
    expect((await provider.check(new AbortController().signal)).warning).toContain('gone-model')
  })
})

/** The vendor as it answers for models that only know addresses. */
function withAddresses(headers: Record<string, string>): VendorScript {
  return {
    ...togetherScript,
    answer: (work, { url }) =>
      json(200, { id: work.id, data: [{ index: 0, url: `${url}/pictures/${work.id}` }] }),
    other: (call, { works }) => {
      const work = works.get(call.path.replace('/pictures/', ''))
      return work === undefined ? null : { status: 200, body: work.picture, headers }
    }
  }
}

function raise(): never {
  throw new Error('nothing was drawn')
}
