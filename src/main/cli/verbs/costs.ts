/** Verbs about money: cost estimate/report, provider list/test. */
import type { Command } from 'commander'
import type { z } from 'zod'
import { PLATFORM_IDS, platformIdSchema } from '#shared/domain/platform.ts'
import { type ImageProviderId, imageProviderIdSchema } from '#shared/domain/provider.ts'
import type { estimateSchema } from '#shared/ipc/routes/campaigns.ts'
import { formatUsd } from '#shared/money.ts'
import { listOf, oneOf, wholeNumber } from '../options.ts'
import type { Session } from '../session.ts'
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
  addProviderVerbs(program, session)
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
          each.configured ? 'ready' : 'no key'
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
