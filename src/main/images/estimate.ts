/** What a run would cost, from the price table alone: per provider, and with the cascade's first choice. No network. */
import type { z } from 'zod'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { estimateSchema } from '#shared/ipc/routes/campaigns.ts'
import { addMicroUsd, type MicroUsd } from '#shared/money.ts'
import { planOrder } from './cascade.ts'
import { isLeftOut, type PlacedPost } from './generation-input.ts'
import { isPriceStale } from './price-table.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import { planSavings } from './savings.ts'

export type Estimate = z.output<typeof estimateSchema>

export interface EstimateInput {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly variants: number
  /** Posts that are not made anew. */
  readonly leaveOut?: readonly PlacedPost[] | undefined
  readonly only: readonly ImageProviderId[]
  readonly maxPriceMicroUsd: MicroUsd | null
  readonly allowEmergency: boolean
  /** What budgets still allow; null without any. */
  readonly budgetLeftMicroUsd: MicroUsd | null
}

export interface EstimateDeps {
  readonly registry: ProviderRegistry
  readonly settings: { get(): Settings }
  readonly now: () => number
}

const ONE_MEGAPIXEL = { widthPx: 1024, heightPx: 1024 } as const

/** Free of charge. The total is 0 and `cheapest` null when no provider is set up. */
export async function planEstimate(deps: EstimateDeps, input: EstimateInput): Promise<Estimate> {
  const counts = input.platforms.map((platform) => imagesFor(platform, input))
  const images = counts.reduce((sum, count) => sum + count, 0)
  const { savings } = deps.settings.get()
  const choices = await Promise.all(input.platforms.map((platform) => firstChoice(deps, input, platform)))
  const totalCostMicroUsd = addMicroUsd(
    choices.map((choice, index) => (choice?.priceMicroUsd ?? 0) * (counts[index] ?? 0))
  )
  return {
    images,
    perProvider: await listPrices(deps, input, counts),
    cheapest: choices[0]?.provider ?? null,
    totalCostMicroUsd,
    ...planSavings(images, totalCostMicroUsd, savings.referencePriceMicroUsd),
    budgetLeftMicroUsd: input.budgetLeftMicroUsd
  }
}

function imagesFor(platform: PlatformId, { posts, variants, leaveOut }: EstimateInput): number {
  const all = Array.from({ length: posts }, (_, index) => ({ platform, post: index + 1 }))
  return all.filter((place) => !isLeftOut(leaveOut, place)).length * variants
}

async function firstChoice(deps: EstimateDeps, input: EstimateInput, platform: PlatformId) {
  const { providers } = deps.settings.get()
  const { candidates } = await deps.registry.candidates(PLATFORMS[platform], input.only)
  const rules = {
    order: input.only.length > 0 ? input.only : providers.order,
    maxPriceMicroUsd: input.maxPriceMicroUsd ?? providers.maxPriceMicroUsd,
    allowEmergency: input.allowEmergency
  }
  return planOrder(candidates, rules).order[0] ?? null
}

async function listPrices(
  deps: EstimateDeps,
  input: EstimateInput,
  counts: readonly number[]
): Promise<Estimate['perProvider']> {
  const rows = await Promise.all(
    deps.registry.all
      .filter((provider) => input.only.length === 0 || input.only.includes(provider.facts.id))
      .map(async (provider) => {
        const quotes = input.platforms.map((platform) => deps.registry.quote(provider, PLATFORMS[platform]))
        const base = deps.registry.quote(provider, ONE_MEGAPIXEL)
        return {
          provider: provider.facts.id,
          label: provider.facts.label,
          configured: await deps.registry.isConfigured(provider),
          priceMicroUsd: base.priceMicroUsd,
          totalCostMicroUsd: addMicroUsd(
            quotes.map((quote, index) => quote.priceMicroUsd * (counts[index] ?? 0))
          ),
          priceDate: base.seenOn,
          priceSource: base.source,
          priceStale: isPriceStale(base.seenOn, deps.now())
        }
      })
  )
  return rows.toSorted((one, other) => one.totalCostMicroUsd - other.totalCostMicroUsd)
}
