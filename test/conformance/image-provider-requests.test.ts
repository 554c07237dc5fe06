/** Requests of the adapters against the vendors' own request schemas, where those are at hand. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PLATFORM_IDS, type PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { bodyOf, type Call } from '#test/harness/fake-vendors/fake-vendor.ts'
import { formFields } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { aContext, type GenerationBench, openGeneration } from '#test/harness/generation.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const FOLDERS = [process.env['VENDOR_SPECS'] ?? '', join(ROOT, 'specs'), resolve(ROOT, '../shared/specs')]
const SPECS = FOLDERS.find((folder) => folder !== '' && existsSync(folder)) ?? null
if (SPECS === null)
  console.warn('Vendor specifications not found: set VENDOR_SPECS to their folder to check requests.')

interface Spec {
  readonly file: string
  /** Path of keys to the request's schema. */
  readonly pointer: string
  readonly model?: string
  readonly body: (call: Call) => unknown
  /** A request the vendor would refuse, to prove that the schema does check. */
  readonly wrong: unknown
}

const JSON_BODY = 'requestBody/content/application~1json/schema'
const SPEC_OF: Readonly<Partial<Record<ImageProviderId, readonly Spec[]>>> = {
  openai: [
    {
      file: 'openai/images.json',
      pointer: 'components/schemas/CreateImageRequest',
      body: bodyOf,
      wrong: { prompt: 'x', n: 11 }
    }
  ],
  together: [
    {
      file: 'together/images-videos.json',
      pointer: `paths/~1images~1generations/post/${JSON_BODY}`,
      body: bodyOf,
      wrong: { prompt: 'x' }
    }
  ],
  replicate: [
    {
      file: 'replicate/predictions.json',
      pointer: `paths/~1predictions/post/${JSON_BODY}`,
      body: bodyOf,
      wrong: { input: {} }
    }
  ],
  stability: [
    {
      file: 'stability/v2beta-generate.derived.json',
      pointer:
        'paths/~1v2beta~1stable-image~1generate~1sd3/post/requestBody/content/multipart~1form-data/schema',
      body: (call) => typedForm(call),
      wrong: { prompt: 'x', aspect_ratio: '40:21' }
    },
    {
      file: 'stability/v2beta-generate.derived.json',
      pointer:
        'paths/~1v2beta~1stable-image~1generate~1core/post/requestBody/content/multipart~1form-data/schema',
      model: 'core',
      body: (call) => typedForm(call),
      wrong: { aspect_ratio: '1:1' }
    }
  ]
}

/** Form fields are text; the schema speaks of numbers. */
function typedForm(call: Call): Record<string, unknown> {
  const { seed, ...fields } = formFields(call)
  return seed === undefined ? fields : { ...fields, seed: Number(seed) }
}

function compile(spec: Spec): ValidateFunction {
  const document: unknown = JSON.parse(readFileSync(join(SPECS ?? '', spec.file), 'utf8'))
  // OpenAPI words such as "example" and formats of vendors are not ajv's business.
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addSchema(toPlainSchema(document), 'vendor')
  return ajv.compile({ $ref: `vendor#/${spec.pointer}` })
}

/** `nullable` of OpenAPI 3.0 inside a 3.1 document, written as JSON Schema writes it. */
function toPlainSchema(node: unknown): object {
  const text = JSON.stringify(node, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('nullable' in value)) return value
    const { nullable, ...rest } = value
    if (nullable !== true) return rest
    return 'type' in rest ? { ...rest, type: [rest.type, 'null'] } : { anyOf: [rest, { type: 'null' }] }
  })
  return JSON.parse(text) as object
}

let bench: GenerationBench | null = null
afterEach(async () => {
  await bench?.close()
  bench = null
})

async function drawCalls(
  provider: ImageProviderId,
  model: string | undefined,
  platform: PlatformId
): Promise<readonly Call[]> {
  bench = await openGeneration({
    vendors: [provider],
    settings: {
      providers: { maxPriceMicroUsd: 1_000_000, ...(model === undefined ? {} : { [provider]: { model } }) }
    }
  })
  const input = {
    prompt: 'A kettle\nin the sun',
    negativePrompt: 'text',
    style: '',
    campaign: null,
    providers: [provider],
    maxPriceMicroUsd: null,
    allowEmergency: true
  }
  await bench.service.generateOne({ ...input, platform }, aContext())
  return bench.fake(provider).draws
}

const CASES = Object.entries(SPEC_OF).flatMap(([provider, specs]) =>
  specs.map((spec) => ({ provider: provider as ImageProviderId, model: spec.model ?? 'default', spec }))
)

describe.skipIf(SPECS === null).each(CASES)('requests to $provider ($model)', ({ provider, spec }) => {
  let validate: ValidateFunction
  beforeAll(() => {
    validate = compile(spec)
  })

  it('the schema refuses a wrong request', () => {
    expect(validate(spec.wrong)).toBe(false)
  })

  it.each(PLATFORM_IDS)('the request for %s fits the schema', async (platform) => {
    const [call] = await drawCalls(provider, spec.model, platform)
    if (call === undefined) throw new Error('nothing was drawn')
    validate(spec.body(call))
    expect(validate.errors ?? []).toEqual([])
  })
})
