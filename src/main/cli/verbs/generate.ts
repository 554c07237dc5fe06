/** Verbs that make images: generate for a campaign, image for one prompt. */
import type { Command } from 'commander'
import { PLATFORM_IDS, platformIdSchema } from '#shared/domain/platform.ts'
import { promptTemplateSchema } from '#shared/domain/prompt.ts'
import { type GenerationResult, imageProviderIdSchema } from '#shared/domain/provider.ts'
import { formatUsd } from '#shared/money.ts'
import { toAttemptJson } from '../attempt-json.ts'
import { type CellOption, cellsOf, type PostProviderOption, postProvidersOf } from '../cell-options.ts'
import { dollars, listOf, oneOf, usageError, wholeNumber } from '../options.ts'
import type { Session, VerbAnswer } from '../session.ts'
import { formatTable } from '../table.ts'
import { formatEstimate } from './costs.ts'

type Generation = Parameters<Parameters<Session['run']>[0]>[0]['services']['generation']
type GenerateInput = Parameters<Generation['generateCampaign']>[0]

interface GenerateOptions {
  readonly campaign: string
  readonly platform?: GenerateInput['platforms']
  readonly posts: number
  readonly variants: number
  readonly budget?: number
  readonly maxPrice?: number
  readonly provider?: GenerateInput['providers']
  readonly postProvider?: readonly PostProviderOption[]
  readonly template?: string
  readonly allowEmergency?: true
  readonly again?: true
  readonly retryUnknown?: true
  readonly cell?: readonly CellOption[]
  readonly prompt?: string
  readonly negative?: string
  readonly estimate?: true
}

export function addGenerationVerbs(program: Command, session: Session): void {
  addGenerate(program, session)
  addImage(program, session)
}

function addGenerate(program: Command, session: Session): void {
  const generate = program
    .command('generate')
    .description(
      'make the images of a campaign; the same plan again makes only what is missing; the plan that the window shows grows to it and never shrinks'
    )
    .requiredOption('--campaign <id>', 'the campaign')
    .option(
      '--platform <platform>',
      `${PLATFORM_IDS.join(', ')} (repeatable; default all)`,
      listOf(platformIdSchema)
    )
    .option('--posts <n>', 'posts per platform', wholeNumber(1, 100), 1)
    .option('--variants <n>', 'pictures of each post', wholeNumber(1, 4), 1)
    .option('--budget <usd>', 'stop before this run costs more', dollars)
    .option('--max-price <usd>', 'never pay more for one image', dollars)
  addProviderOptions(generate)
    .option(
      '--post-provider <post=id>',
      'who draws one post, as 2=fal or instagram:2=fal (repeatable)',
      postProvidersOf
    )
    .option('--template <text>', 'prompt template of this run', oneOf(promptTemplateSchema))
    .option('--again', 'make every post anew, paid again')
    .option('--retry-unknown', 'draw posts again whose earlier call may have been charged without an answer')
    .option('--cell <platform:post[:variant]>', 'draw only this one once more (repeatable)', cellsOf)
    .option('--prompt <text>', 'with --cell: draw from these words')
    .option('--negative <text>', 'with --cell: what not to show')
    .option('--estimate', 'only say what it would cost')
    .action((options: GenerateOptions) =>
      session.run(async ({ services: { campaigns, generation }, context }) => {
        const input = toInput(options, campaigns.get(options.campaign).id)
        if (options.cell !== undefined) return await retry(generation, { input, options }, context)
        if (options.prompt !== undefined || options.negative !== undefined)
          throw usageError('--prompt and --negative need --cell.')
        if (options.estimate === true) {
          const estimate = await generation.estimate(input)
          return { json: estimate, text: formatEstimate(estimate) }
        }
        return generationAnswer(await generation.generateCampaign(input, context))
      })
    )
}

function addProviderOptions(command: Command): Command {
  return command
    .option(
      '--provider <id>',
      'only these providers, in this order (repeatable)',
      listOf(imageProviderIdSchema)
    )
    .option('--allow-emergency', 'the emergency provider may be used beyond the max price')
}

function toInput(options: GenerateOptions, campaignId: string): GenerateInput {
  return {
    campaignId,
    platforms: options.platform ?? [...PLATFORM_IDS],
    posts: options.posts,
    variants: options.variants,
    providers: options.provider ?? [],
    budgetMicroUsd: options.budget ?? null,
    maxPriceMicroUsd: options.maxPrice ?? null,
    allowEmergency: options.allowEmergency === true,
    onlyMissing: options.again !== true,
    retryUnknown: options.retryUnknown === true,
    template: options.template ?? null,
    postProviders: [...(options.postProvider ?? [])]
  }
}

async function retry(
  generation: Generation,
  { input, options }: { readonly input: GenerateInput; readonly options: GenerateOptions },
  context: Parameters<Generation['retry']>[1]
): Promise<VerbAnswer> {
  const { campaignId, providers, budgetMicroUsd, maxPriceMicroUsd, allowEmergency } = input
  const rules = { campaignId, providers, budgetMicroUsd, maxPriceMicroUsd, allowEmergency }
  const words = {
    ...(options.prompt === undefined ? {} : { prompt: options.prompt }),
    ...(options.negative === undefined ? {} : { negativePrompt: options.negative })
  }
  return generationAnswer(
    await generation.retry({ ...rules, ...words, cells: [...(options.cell ?? [])] }, context)
  )
}

/** Shared by generate and demo: the run's JSON, and a table with what each image cost. */
export function generationAnswer(result: GenerationResult): VerbAnswer {
  const rows = result.images.map((image) => [
    image.platform ?? '',
    image.post === null ? '' : `post ${image.post}`,
    `${image.widthPx} × ${image.heightPx}`,
    image.provider,
    formatUsd(image.costMicroUsd),
    image.assetId
  ])
  const failures = result.failures.map(
    (each) => `Not made: ${each.platform ?? ''} post ${each.post ?? ''}: ${each.message} [${each.code}]`
  )
  const isIdle = result.madeCount === 0 && result.failures.length === 0
  const nothing = isIdle ? ['Nothing to do: every post has its picture. --again makes them anew.'] : []
  const isDoubtful = result.attempts.some((attempt) => attempt.possiblyBilledMicroUsd > 0)
  const doubt = isDoubtful
    ? ['Some calls may have been charged without an answer. --retry-unknown draws those posts again.']
    : []
  const missing = [...new Set(result.images.flatMap((image) => image.missingCharacters))]
  const boxes =
    missing.length === 0
      ? []
      : [
          `Boxes stand for ${missing.join(' ')}: no font on this computer has them. Install one, then --again makes the posts anew.`
        ]
  const saved = `Total ${formatUsd(result.totalCostMicroUsd)}, saved ${formatUsd(result.savingsMicroUsd)} (${result.savingsPercent.toFixed(0)} %) against the reference.`
  return {
    json: { ...result, attempts: result.attempts.map(toAttemptJson) },
    text: [formatTable(rows), ...failures, ...nothing, ...doubt, ...boxes, saved].join('\n'),
    exitCode: result.images.length === 0 ? 1 : 0
  }
}

interface ImageOptions {
  readonly prompt: string
  readonly platform?: GenerateInput['platforms'][number]
  readonly negative?: string
  readonly style?: string
  readonly campaign?: string
  readonly provider?: GenerateInput['providers']
  readonly maxPrice?: number
  readonly allowEmergency?: true
}

function addImage(program: Command, session: Session): void {
  const image = program
    .command('image')
    .description('make one image from a prompt')
    .requiredOption('--prompt <text>', 'what to show')
    .option('--platform <platform>', PLATFORM_IDS.join(', '), oneOf(platformIdSchema))
    .option('--negative <text>', 'what not to show')
    .option('--style <text>', 'how it should look')
    .option('--campaign <id>', 'the campaign it belongs to')
    .option('--max-price <usd>', 'never pay more', dollars)
  addProviderOptions(image).action((options: ImageOptions) =>
    session.run(async ({ services, context }) => {
      const campaignId = options.campaign === undefined ? null : services.campaigns.get(options.campaign).id
      const result = await services.generation.generateOne(
        {
          prompt: options.prompt,
          platform: options.platform ?? null,
          negativePrompt: options.negative ?? '',
          style: options.style ?? '',
          campaignId,
          providers: options.provider ?? [],
          maxPriceMicroUsd: options.maxPrice ?? null,
          allowEmergency: options.allowEmergency === true
        },
        context
      )
      const answer = generationAnswer(result)
      const image = result.images[0]
      return { ...answer, json: { ...image, attempts: result.attempts.map(toAttemptJson) } }
    })
  )
}
