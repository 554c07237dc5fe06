/**
 * A person's own ComfyUI workflow: what the editor saves as "API format", with placeholders where the app puts its words
 * and numbers. Text anywhere in an input may hold {prompt} and {negative}; an input that is just "{width}", "{height}" or
 * "{seed}" becomes that number. {prompt} must be there; without a size the picture is cut from what comes.
 */
import { z } from 'zod'

const MAX_NODES = 300

const nodeSchema = z.looseObject({
  class_type: z.string().min(1).max(200),
  inputs: z.record(z.string(), z.json())
})

export const comfyWorkflowSchema = z
  .record(z.string().min(1).max(100), nodeSchema)
  .refine((nodes) => Object.keys(nodes).length > 0, 'It has no nodes.')
  .refine((nodes) => Object.keys(nodes).length <= MAX_NODES, `It has more than ${MAX_NODES} nodes.`)
  .refine(hasPrompt, 'No input holds {prompt}.')
  .superRefine((nodes, context) => {
    const lost = findLostLink(nodes)
    if (lost !== null)
      context.addIssue({ code: 'custom', message: `An input is linked to node ${lost}, which is not there.` })
  })
export type ComfyWorkflow = z.output<typeof comfyWorkflowSchema>

/** What is wrong with the text, in a sentence; null when it is a usable workflow. */
export function workflowProblem(text: string): string | null {
  const parsed = parseWorkflow(text)
  return parsed.problem
}

/** The workflow, or the sentence that says why not. */
export function parseWorkflow(
  text: string
):
  | { readonly workflow: ComfyWorkflow; readonly problem: null }
  | { readonly workflow: null; readonly problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { workflow: null, problem: 'It is not JSON.' }
  }
  const parsed = comfyWorkflowSchema.safeParse(value)
  if (parsed.success) return { workflow: parsed.data, problem: null }
  const [issue] = parsed.error.issues
  const isOurs = issue?.code === 'custom'
  return {
    workflow: null,
    problem: isOurs ? issue.message : 'It is not in API format: every node needs class_type and inputs.'
  }
}

function hasPrompt(nodes: Readonly<Record<string, z.output<typeof nodeSchema>>>): boolean {
  return Object.values(nodes).some((node) =>
    Object.values(node.inputs).some((input) => typeof input === 'string' && input.includes('{prompt}'))
  )
}

/** Links are [node, output]; the first node named that is not there. */
function findLostLink(nodes: Readonly<Record<string, z.output<typeof nodeSchema>>>): string | null {
  const links = Object.values(nodes).flatMap((node) => Object.values(node.inputs).flatMap(linkOf))
  return links.find((id) => !Object.hasOwn(nodes, id)) ?? null
}

function linkOf(input: unknown): readonly string[] {
  if (!Array.isArray(input) || input.length !== 2) return []
  const [id, output] = input
  return typeof id === 'string' && Number.isInteger(output) ? [id] : []
}
