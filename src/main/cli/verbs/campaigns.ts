/** Verbs about campaigns: making and showing them, their prompts, the picture of a post. */
import type { Command } from 'commander'
import { briefPatchSchema, type Campaign } from '#shared/domain/campaign.ts'
import type { PlanShape } from '#shared/domain/plan.ts'
import { PLATFORM_IDS, type PlatformId, platformIdSchema } from '#shared/domain/platform.ts'
import { promptTemplateSchema } from '#shared/domain/prompt.ts'
import { formatUsd } from '#shared/money.ts'
import { oneOf, textsOf, wholeNumber } from '../options.ts'
import type { Session, VerbAnswer } from '../session.ts'
import { formatTable } from '../table.ts'
import { addPostPlanVerbs } from './plans.ts'

interface CreateOptions {
  readonly name: string
  readonly brief?: readonly string[]
  readonly product?: string
  readonly audience?: string
  readonly benefit?: readonly string[]
}

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
    .action((id: string) =>
      session.run(async ({ services: { campaigns } }) =>
        campaignAnswer(campaigns.get(id), campaigns.shapeOf(id))
      )
    )
  addPrompt(campaign, session)
  addPostPlanVerbs(campaign, session)
  addPick(campaign, session)
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
        return campaignAnswer(created, null)
      })
    )
}

function campaignAnswer(campaign: Campaign, shape: PlanShape | null): VerbAnswer {
  const { brief } = campaign
  const lines = [
    `${campaign.name}  (${campaign.id})`,
    `Product    ${brief.productName || '(not found)'}`,
    `Audience   ${brief.audience || '(not found)'}`,
    ...brief.benefits.map((benefit, index) => `${index === 0 ? 'Benefits   ' : '           '}${benefit}`),
    ...brief.callsToAction.map((call, index) => `${index === 0 ? 'Calls      ' : '           '}${call}`),
    ...(shape === null ? [] : [`Plan       ${shapeText(shape)}`])
  ]
  return { json: { ...campaign, shape }, text: lines.join('\n') }
}

function shapeText({ platforms, posts, variants }: PlanShape): string {
  return `${platforms.join(', ')}; posts on each: ${posts}; variants: ${variants}`
}

interface PromptOptions {
  readonly platform: PlatformId
  readonly post: number
  readonly variant: number
  readonly template?: string
  readonly style?: string
  readonly negative?: string
  readonly save?: true
  readonly reset?: true
}

function addPrompt(campaign: Command, session: Session): void {
  campaign
    .command('prompt <id>')
    .description('show the prompt of one post, try other words for it, save them for the campaign')
    .option('--platform <platform>', PLATFORM_IDS.join(', '), oneOf(platformIdSchema), 'instagram')
    .option('--post <n>', 'which post', wholeNumber(1, 100), 1)
    .option('--variant <n>', 'which variant', wholeNumber(1, 4), 1)
    .option('--template <text>', 'one sentence a line, fields in braces', oneOf(promptTemplateSchema))
    .option('--style <text>', 'how pictures should look')
    .option('--negative <text>', 'what pictures should not show')
    .option('--save', 'keep these words for the campaign')
    .option('--reset', 'back to the settings’ words')
    .action((id: string, options: PromptOptions) =>
      session.run(async ({ services: { generation } }) => {
        const before = generation.prompts(id).own
        const own = options.reset === true ? { template: null, style: null, negative: null } : before
        const { template = own.template, style = own.style, negative = own.negative } = options
        const wishes = { template, style, negative }
        if (options.save === true || options.reset === true) generation.setPrompts(id, wishes)
        const { platform, post, variant } = options
        const preview = generation.previewPrompt({ id, platform, post, variant, ...wishes })
        const setup = generation.prompts(id)
        const fields = setup.fields.map((field) => [`{${field.name}}`, field.meaning])
        return {
          json: { ...preview, ...setup },
          text: [preview.prompt, '', `Leaves out: ${preview.negativePrompt}`, '', formatTable(fields)].join(
            '\n'
          )
        }
      })
    )
}

interface PickOptions {
  readonly platform: PlatformId
  readonly post: number
  readonly asset?: string
}

function addPick(campaign: Command, session: Session): void {
  campaign
    .command('pick <id>')
    .description('list the pictures of one post, or choose one of them')
    .requiredOption('--platform <platform>', PLATFORM_IDS.join(', '), oneOf(platformIdSchema))
    .requiredOption('--post <n>', 'which post', wholeNumber(1, 100))
    .option('--asset <id>', 'the picture that stands for the post')
    .action((id: string, { platform, post, asset }: PickOptions) =>
      session.run(async ({ services: { generation } }) => {
        const pictures =
          asset === undefined
            ? await generation.pictures(id, { platform, post })
            : await generation.pick(id, { platform, post, assetId: asset })
        const rows = pictures.map((each) => [
          each.isPicked ? '*' : '',
          each.asset.id,
          `variant ${each.variant}`,
          each.asset.provider ?? '',
          formatUsd(each.asset.costMicroUsd ?? 0)
        ])
        return { json: { pictures }, text: rows.length === 0 ? 'No pictures yet.' : formatTable(rows) }
      })
    )
}
