/** Verbs about money: cost estimate/report, provider list/test. */
import type { Command } from 'commander'
import { z } from 'zod'
import type { PriceLine } from '#shared/domain/cost.ts'
import { PLATFORM_IDS, platformIdSchema } from '#shared/domain/platform.ts'
import { type ImageProviderId, imageProviderIdSchema } from '#shared/domain/provider.ts'
import type { estimateSchema } from '#shared/ipc/routes/campaigns.ts'
import { formatUsd } from '#shared/money.ts'
import { dollars, listOf, oneOf, wholeNumber } from '../options.ts'
import type { Session, VerbAnswer } from '../session.ts'
import { formatTable } from '../table.ts'

export type Estimate = z.output<typeof estimateSchema>

/** One line per provider and the totals. */
export function formatEstimate(estimate: Estimate): string {
  const rows = estimate.perProvider.map((each) => [
    each.label,
    formatUsd(each.totalCostMicroUsd),
    `${formatUsd(each.priceMicroUsd)} an image`,
    `price of ${each.priceDate}${each.priceStale ? ', stale' : ''}`,
    each.configured ? '' : 'no key'
  ])
  const saved = `${estimate.images} images: ${formatUsd(estimate.totalCostMicroUsd)}; reference ${formatUsd(estimate.dalleCostMicroUsd)}, saved ${formatUsd(estimate.savingsMicroUsd)}.`
  return [formatTable(rows), saved].join('\n')
}

export function addCostVerbs(program: Command, session: Session): void {
  const cost = program.command('cost').description('what images cost')
  cost
    .command('estimate')
    .description('what a run would cost, without network')
    .option('--platform <platform>', 'repeatable; default all', listOf(platformIdSchema))
    .option('--posts <n>', 'posts per platform', wholeNumber(1, 100), 1)
    .action((options: { platform?: readonly (typeof PLATFORM_IDS)[number][]; posts: number }) =>
      session.run(async ({ services }) => {
        const estimate = await services.generation.estimateFor(
          options.platform ?? PLATFORM_IDS,
          options.posts
        )
        return { json: estimate, text: formatEstimate(estimate) }
      })
    )
  cost
    .command('report')
    .description('what was spent, from the ledger')
    .option('--campaign <id>', 'only this campaign')
    .action((options: { campaign?: string }) =>
      session.run(async ({ services }) => {
        const campaignId = options.campaign === undefined ? null : services.campaigns.get(options.campaign).id
        const report = services.generation.costReport(campaignId)
        const rows = report.perProvider.map((each) => [
          each.provider,
          `${each.images} images`,
          formatUsd(each.costMicroUsd)
        ])
        const total = `Total ${formatUsd(report.totalCostMicroUsd)}, saved ${formatUsd(report.savingsMicroUsd)}.`
        return { json: report, text: [formatTable(rows), total].join('\n') }
      })
    )
  addPrices(cost, session)
  addProviderVerbs(program, session)
}

interface PriceOptions {
  readonly provider: ImageProviderId
  readonly model: string
  readonly quality?: string
  readonly usd: number
  readonly unit: 'image' | 'megapixel'
  readonly source: string
  readonly seen?: string
}

function addPrices(cost: Command, session: Session): void {
  const answer = (prices: readonly PriceLine[]): VerbAnswer => {
    const rows = prices.map((each) => [
      each.provider,
      [each.model, each.quality ?? ''].join(' ').trim(),
      `${formatUsd(each.priceMicroUsd)} a ${each.unit}`,
      `${each.seenOn}${each.isStale ? ', stale' : ''}`,
      each.isOwn ? 'own' : '',
      each.source
    ])
    return { json: { prices }, text: formatTable(rows) }
  }
  cost
    .command('prices')
    .description('the price table with the day each price was seen')
    .action(() => session.run(async ({ services }) => answer(await services.prices.list())))
  cost
    .command('set-price')
    .description('a price of your own, over the shipped one')
    .requiredOption('--provider <id>', 'whose', oneOf(imageProviderIdSchema))
    .requiredOption('--model <name>', 'which model')
    .requiredOption('--usd <price>', 'dollars', dollars)
    .requiredOption('--source <text>', 'where it was seen')
    .option('--quality <name>', 'where the model has several')
    .option('--unit <unit>', 'image or megapixel', oneOf(z.enum(['image', 'megapixel'])), 'image')
    .option('--seen <date>', 'the day it was seen, YYYY-MM-DD; default today')
    .action((options: PriceOptions) =>
      session.run(async ({ services }) => {
        const { provider, model, usd, unit, source } = options
        const seenOn = options.seen ?? new Date(services.clock.now()).toISOString().slice(0, 10)
        const line = {
          provider,
          model,
          quality: options.quality ?? null,
          unit,
          priceMicroUsd: usd,
          source,
          seenOn
        }
        return answer(await services.prices.set(line))
      })
    )
}

function addProviderVerbs(program: Command, session: Session): void {
  const provider = program.command('provider').description('who makes images')
  provider
    .command('list')
    .description('all providers with price and state')
    .action(() =>
      session.run(async ({ services }) => {
        const providers = await services.generation.listProviders()
        const rows = providers.map((each) => [
          each.id,
          each.model,
          formatUsd(each.priceMicroUsd),
          `price of ${each.priceDate}${each.priceStale ? ', stale' : ''}`,
          each.disabledReason ?? (each.configured ? 'ready' : 'no key')
        ])
        return { json: { providers }, text: formatTable(rows) }
      })
    )
  provider
    .command('test')
    .argument('[id]', 'which provider; all that are configured without one', oneOf(imageProviderIdSchema))
    .description('check key and address, free of charge')
    .action((id: ImageProviderId | undefined) =>
      session.run(async ({ services, context }) => {
        const checks = await services.generation.testProviders(id ?? null, context.signal)
        const rows = checks.map((each) => [
          each.id,
          each.ok ? 'ok' : (each.code ?? 'failed'),
          `${each.latencyMs} ms`,
          each.message ?? ''
        ])
        const exitCode = checks.some((each) => !each.ok) ? 1 : 0
        return {
          json: id === undefined ? { providers: checks } : checks[0],
          text: formatTable(rows),
          exitCode
        }
      })
    )
}
