/** Verbs about campaigns and images: campaign, generate, image. */
import type { Command } from 'commander'
import { briefPatchSchema, type Campaign } from '#shared/domain/campaign.ts'
import { PLATFORM_IDS, platformIdSchema } from '#shared/domain/platform.ts'
import { type GenerationResult, imageProviderIdSchema } from '#shared/domain/provider.ts'
import { formatUsd } from '#shared/money.ts'
import { toAttemptJson } from '../attempt-json.ts'
import { dollars, listOf, oneOf, textsOf, wholeNumber } from '../options.ts'
import type { Session, VerbAnswer } from '../session.ts'
import { formatTable } from '../table.ts'
import { formatEstimate } from './costs.ts'

interface CreateOptions {
  readonly name: string
  readonly brief?: readonly string[]
  readonly product?: string
  readonly audience?: string
  readonly benefit?: readonly string[]
}

interface GenerateOptions {
  readonly campaign: string
  readonly platform?: GenerateInput['platforms']
  readonly posts: number
  readonly variants: number
  readonly budget?: number
  readonly maxPrice?: number
  readonly provider?: GenerateInput['providers']
  readonly allowEmergency?: true
  readonly estimate?: true
}

type GenerateInput = Parameters<
  Parameters<Parameters<Session['run']>[0]>[0]['services']['generation']['generateCampaign']
>[0]

export function addCampaignVerbs(program: Command, session: Session): void {
  const campaign = program.command('campaign').description('campaigns and their briefs')
  addCreate(campaign, session)
  campaign
    .command('list')
    .description('all campaigns, newest first')
    .action(() =>
      session.run(async ({ services }) => {
        const campaigns = services.campaigns.list()
        const rows = campaigns.map((each) => [
          each.id,
          each.name,
          `${each.imageCount} images`,
          formatUsd(each.costMicroUsd)
        ])
        return { json: { campaigns }, text: rows.length === 0 ? 'No campaigns yet.' : formatTable(rows) }
      })
    )
  campaign
    .command('show <id>')
    .description('one campaign with its brief and where each field was found')
    .action((id: string) => session.run(async ({ services }) => campaignAnswer(services.campaigns.get(id))))
  addGenerate(program, session)
  addImage(program, session)
}

function addCreate(campaign: Command, session: Session): void {
  campaign
    .command('create')
    .description('make a campaign, from documents or words')
    .requiredOption('--name <name>', 'its name')
    .option('--brief <file>', 'document to read the brief from (repeatable)', textsOf)
    .option('--product <name>', 'product name')
    .option('--audience <text>', 'who it is for')
    .option('--benefit <text>', 'what it gives (repeatable)', textsOf)
    .action((options: CreateOptions) =>
      session.run(async ({ services, context, resolvePath }) => {
        const patch = briefPatchSchema.parse({
          ...(options.product === undefined ? {} : { productName: options.product }),
          ...(options.audience === undefined ? {} : { audience: options.audience }),
          ...(options.benefit === undefined ? {} : { benefits: options.benefit })
        })
        const briefPaths = (options.brief ?? []).map(resolvePath)
        const created = await services.campaigns.create(
          { name: options.name, briefPaths, patch },
          context.signal
        )
        return campaignAnswer(created)
      })
    )
}

function campaignAnswer(campaign: Campaign): VerbAnswer {
  const { brief } = campaign
  const lines = [
    `${campaign.name}  (${campaign.id})`,
    `Product    ${brief.productName || '(not found)'}`,
    `Audience   ${brief.audience || '(not found)'}`,
    ...brief.benefits.map((benefit, index) => `${index === 0 ? 'Benefits   ' : '           '}${benefit}`),
    ...brief.callsToAction.map((call, index) => `${index === 0 ? 'Calls      ' : '           '}${call}`)
  ]
  return { json: campaign, text: lines.join('\n') }
}

function addGenerate(program: Command, session: Session): void {
  program
    .command('generate')
    .description('make the images of a campaign')
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
    .option(
      '--provider <id>',
      'only these providers, in this order (repeatable)',
      listOf(imageProviderIdSchema)
    )
    .option('--allow-emergency', 'the emergency provider may be used beyond the max price')
    .option('--estimate', 'only say what it would cost')
    .action((options: GenerateOptions) =>
      session.run(async ({ services, context }) => {
        const input: GenerateInput = {
          campaignId: services.campaigns.get(options.campaign).id,
          platforms: options.platform ?? [...PLATFORM_IDS],
          posts: options.posts,
          variants: options.variants,
          providers: options.provider ?? [],
          budgetMicroUsd: options.budget ?? null,
          maxPriceMicroUsd: options.maxPrice ?? null,
          allowEmergency: options.allowEmergency === true
        }
        if (options.estimate === true) {
          const estimate = await services.generation.estimate(input)
          return { json: estimate, text: formatEstimate(estimate) }
        }
        return generationAnswer(await services.generation.generateCampaign(input, context))
      })
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
  const saved = `Total ${formatUsd(result.totalCostMicroUsd)}, saved ${formatUsd(result.savingsMicroUsd)} (${result.savingsPercent.toFixed(0)} %) against the reference.`
  return {
    json: { ...result, attempts: result.attempts.map(toAttemptJson) },
    text: [formatTable(rows), ...failures, saved].join('\n'),
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
  program
    .command('image')
    .description('make one image from a prompt')
    .requiredOption('--prompt <text>', 'what to show')
    .option('--platform <platform>', PLATFORM_IDS.join(', '), oneOf(platformIdSchema))
    .option('--negative <text>', 'what not to show')
    .option('--style <text>', 'how it should look')
    .option('--campaign <id>', 'the campaign it belongs to')
    .option(
      '--provider <id>',
      'only these providers, in this order (repeatable)',
      listOf(imageProviderIdSchema)
    )
    .option('--max-price <usd>', 'never pay more', dollars)
    .option('--allow-emergency', 'the emergency provider may be used beyond the max price')
    .action((options: ImageOptions) =>
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
