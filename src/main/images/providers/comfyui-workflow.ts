/** Which nodes ComfyUI runs: a plain text-to-image run of the app's own, or the user's workflow with its places filled. */
import { readFile } from 'node:fs/promises'
import { type ComfyWorkflow, parseWorkflow } from '#shared/domain/comfy-workflow.ts'
import { AppError } from '#shared/errors.ts'

export interface WorkflowValues {
  readonly prompt: string
  readonly negative: string
  readonly widthPx: number
  readonly heightPx: number
  readonly seed: number
}

const STEPS = 25

/** The nodes of a plain text-to-image run; links are [node, output]. Pure. */
export function plainWorkflow(checkpoint: string, values: WorkflowValues): Record<string, unknown> {
  const node = (class_type: string, inputs: Record<string, unknown>) => ({ class_type, inputs })
  return {
    '1': node('CheckpointLoaderSimple', { ckpt_name: checkpoint }),
    '2': node('CLIPTextEncode', { text: values.prompt, clip: ['1', 1] }),
    '3': node('CLIPTextEncode', { text: values.negative, clip: ['1', 1] }),
    '4': node('EmptyLatentImage', { width: values.widthPx, height: values.heightPx, batch_size: 1 }),
    '5': node('KSampler', {
      model: ['1', 0],
      positive: ['2', 0],
      negative: ['3', 0],
      latent_image: ['4', 0],
      seed: values.seed,
      steps: STEPS,
      cfg: 7,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1
    }),
    '6': node('VAEDecode', { samples: ['5', 0], vae: ['1', 2] }),
    '7': node('SaveImage', { images: ['6', 0], filename_prefix: 'campaignforge' })
  }
}

/**
 * The workflow of the setting: JSON, or the path of a JSON file. Disk for a path. VENDOR_REJECTED with details.reason
 * `bad_workflow` when it cannot be used, so that the cascade goes on and the provider is out until it is mended.
 */
export async function readWorkflow(setting: string): Promise<ComfyWorkflow> {
  const { workflow, problem } = parseWorkflow(await textOf(setting))
  if (workflow !== null) return workflow
  throw badWorkflow(problem)
}

/** The places filled; everything else stays as it was. Pure. */
export function fillWorkflow(workflow: ComfyWorkflow, values: WorkflowValues): Record<string, unknown> {
  const numbers: Readonly<Record<string, number>> = {
    '{width}': values.widthPx,
    '{height}': values.heightPx,
    '{seed}': values.seed
  }
  const fill = (input: unknown): unknown => {
    if (typeof input !== 'string') return input
    if (Object.hasOwn(numbers, input)) return numbers[input]
    // One pass, so that braces inside the prompt are not read as places.
    return input.replace(/\{(prompt|negative)\}/g, (_place, name) =>
      name === 'prompt' ? values.prompt : values.negative
    )
  }
  const entries = Object.entries(workflow).map(([id, node]) => {
    const inputs = Object.entries(node.inputs).map(([name, input]) => [name, fill(input)])
    return [id, { ...node, inputs: Object.fromEntries(inputs) }]
  })
  return Object.fromEntries(entries)
}

async function textOf(setting: string): Promise<string> {
  if (setting.trimStart().startsWith('{')) return setting
  try {
    return await readFile(setting, 'utf8')
  } catch (cause) {
    throw badWorkflow('The file cannot be read.', cause)
  }
}

function badWorkflow(problem: string, cause?: unknown): AppError {
  return new AppError(
    'VENDOR_REJECTED',
    `The ComfyUI workflow cannot be used. ${problem} Correct it in Settings (providers.comfyui.workflow).`,
    { details: { reason: 'bad_workflow' }, cause }
  )
}
