import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import { createComfyUi } from '#main/images/providers/comfyui.ts'
import { fillWorkflow, readWorkflow } from '#main/images/providers/comfyui-workflow.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { aDrawRequest } from '#test/conformance/image-provider.suite.ts'
import { bodyOf, type FakeVendor, startFakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'
import { comfyUiScript } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

const WORKFLOW = {
  '2': {
    class_type: 'CLIPTextEncode',
    inputs: { text: 'cinematic, {prompt}', clip: ['9', 1] },
    _meta: { title: 'words' }
  },
  '3': { class_type: 'CLIPTextEncode', inputs: { text: '{negative}', clip: ['9', 1] } },
  '4': { class_type: 'EmptyLatentImage', inputs: { width: '{width}', height: '{height}', batch_size: 1 } },
  '5': {
    class_type: 'KSampler',
    inputs: { seed: '{seed}', positive: ['2', 0], negative: ['3', 0], latent_image: ['4', 0] }
  },
  '9': { class_type: 'LoraLoader', inputs: { lora_name: 'own.safetensors' } }
}
const TEXT = JSON.stringify(WORKFLOW)
const VALUES = { prompt: 'a {seed} kettle', negative: 'text', widthPx: 832, heightPx: 1216, seed: 7 }

let folder: string
let fake: FakeVendor
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-workflow-'))
  fake = await startFakeVendor(comfyUiScript, { priceOf: () => 0 })
})
afterEach(async () => {
  await fake.close()
  await rm(folder, { recursive: true, force: true })
})

const withWorkflow = (workflow: string | null) =>
  createComfyUi({
    http: createHttp(),
    download,
    clock: createManualClock({ autoAdvance: true }),
    readKey: async () => null,
    baseUrl: () => fake.baseUrl,
    model: () => 'workflow',
    workflow: () => workflow,
    priceOf: () => 0
  })

describe('an own ComfyUI workflow', () => {
  it('is sent as it is, with words and numbers in their places', async () => {
    const image = await withWorkflow(TEXT).draw(
      aDrawRequest({ prompt: 'A kettle', negativePrompt: 'text', seed: 7 })
    )
    const sent = Object(bodyOf(fake.draws[0] ?? raise())['prompt'])
    expect(sent).toEqual({
      ...WORKFLOW,
      '2': { ...WORKFLOW['2'], inputs: { text: 'cinematic, A kettle', clip: ['9', 1] } },
      '3': { ...WORKFLOW['3'], inputs: { text: 'text', clip: ['9', 1] } },
      '4': { ...WORKFLOW['4'], inputs: { width: 1024, height: 1024, batch_size: 1 } },
      '5': { ...WORKFLOW['5'], inputs: { ...WORKFLOW['5'].inputs, seed: 7 } }
    })
    expect([image.widthPx, image.model]).toEqual([1024, 'own workflow'])
  })

  it('may lie in a file', async () => {
    const file = join(folder, 'flow.json')
    await writeFile(file, TEXT)
    expect(await readWorkflow(file)).toEqual(WORKFLOW)
  })

  it('does not read places inside the words put in', () => {
    const filled = JSON.stringify(fillWorkflow(WORKFLOW, VALUES))
    expect(filled).toContain('cinematic, a {seed} kettle')
  })

  it.each([
    ['no JSON', '{ not json'],
    ['the editor’s own format', JSON.stringify({ nodes: [], links: [] })],
    ['no place for the prompt', JSON.stringify({ '1': { class_type: 'A', inputs: { text: 'x' } } })],
    [
      'a link into nothing',
      JSON.stringify({ '1': { class_type: 'A', inputs: { text: '{prompt}', clip: ['8', 0] } } })
    ],
    ['a file that is not there', '/nowhere/flow.json']
  ])('with %s is refused before anything is sent, by the check too', async (_name, workflow) => {
    const refusal = { code: 'VENDOR_REJECTED', details: { reason: 'bad_workflow' } }
    const provider = withWorkflow(workflow)
    await expect(provider.draw(aDrawRequest())).rejects.toMatchObject(refusal)
    await expect(provider.check(new AbortController().signal)).rejects.toMatchObject(refusal)
    expect(fake.calls).toEqual([])
  })

  it('is checked when it is set: a broken one is not kept', () => {
    const accepts = (workflow: unknown) =>
      settingsSchema.safeParse({ providers: { comfyui: { workflow } } }).success
    expect([TEXT, WORKFLOW, '/some/flow.json', null].map(accepts)).toEqual([true, true, true, true])
    expect(['{"1":{}}', { '1': {} }, 7].map(accepts)).toEqual([false, false, false])
  })
})

function raise(): never {
  throw new Error('nothing was drawn')
}
