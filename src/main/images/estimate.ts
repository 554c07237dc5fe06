/** What a run would cost, from the price table alone: per provider, and with the cascade's first choice. No network. */
import type { z } from 'zod'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { estimateSchema } from '#shared/ipc/routes/campaigns.ts'
import { addMicroUsd, type MicroUsd } from '#shared/money.ts'
import { planOrder } from './cascade.ts'
import { isToDo } from './cell-plan.ts'
import { type PostProviders, providersFor } from './generation-input.ts'
import { isPriceStale } from './price-table.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import type { Cell } from './run-repository.ts'
import { planSavings } from './savings.ts'

export type Estimate = z.output<typeof estimateSchema>

/** Pictures of one placement that one list of providers is to draw. */
export interface Wanted {
  readonly platform: PlatformId
  readonly images: number
  /** Only these; empty for all that are set up. */
  readonly only: readonly ImageProviderId[]
}

export interface EstimateInput {
  readonly wanted: readonly Wanted[]
  /** Restricts the list of providers; empty for all. */
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

/** The cells that are to do, counted by placement and by who is to draw them. Every placement appears. */
export function toWanted(
  cells: readonly Cell[],
  rules: {
    readonly providers: readonly ImageProviderId[]
    readonly postProviders?: readonly PostProviders[] | undefined
  }
): readonly Wanted[] {
  const groups = new Map<string, Wanted>()
  for (const cell of cells) {
    const only = providersFor(rules, cell)
    const name = [cell.platform, ...only].join('|')
    const images = (groups.get(name)?.images ?? 0) + Number(isToDo(cell.state))
    groups.set(name, { platform: cell.platform, images, only })
  }
  return [...groups.values()]
}

/** Free of charge. The total is 0 and `cheapest` null when no provider is set up. */
export async function planEstimate(deps: EstimateDeps, input: EstimateInput): Promise<Estimate> {
  const images = input.wanted.reduce((sum, each) => sum + each.images, 0)
  const { savings } = deps.settings.get()
  const choices = await Promise.all(input.wanted.map((wanted) => firstChoice(deps, input, wanted)))
  const totalCostMicroUsd = addMicroUsd(
    choices.map((choice, index) => (choice?.priceMicroUsd ?? 0) * (input.wanted[index]?.images ?? 0))
  )
  return {
    images,
    perProvider: await listPrices(deps, input),
    cheapest: choices[0]?.provider ?? null,
    totalCostMicroUsd,
    ...planSavings(images, totalCostMicroUsd, savings.referencePriceMicroUsd),
    budgetLeftMicroUsd: input.budgetLeftMicroUsd
  }
}

async function firstChoice(deps: EstimateDeps, input: EstimateInput, { platform, only }: Wanted) {
  const { providers } = deps.settings.get()
  const { candidates } = await deps.registry.candidates(PLATFORMS[platform], only)
  const rules = {
    order: only.length > 0 ? only : providers.order,
    maxPriceMicroUsd: input.maxPriceMicroUsd ?? providers.maxPriceMicroUsd,
    allowEmergency: input.allowEmergency
  }
  return planOrder(candidates, rules).order[0] ?? null
}

async function listPrices(deps: EstimateDeps, input: EstimateInput): Promise<Estimate['perProvider']> {
  const rows = await Promise.all(
    deps.registry.all
      .filter((provider) => input.only.length === 0 || input.only.includes(provider.facts.id))
      .map(async (provider) => {
        const costs = input.wanted.map(
          ({ platform, images }) => deps.registry.quote(provider, PLATFORMS[platform]).priceMicroUsd * images
        )
        const base = deps.registry.quote(provider, ONE_MEGAPIXEL)
        return {
          provider: provider.facts.id,
          label: provider.facts.label,
          configured: await deps.registry.isConfigured(provider),
          priceMicroUsd: base.priceMicroUsd,
          totalCostMicroUsd: addMicroUsd(costs),
          priceDate: base.seenOn,
          priceSource: base.source,
          priceStale: isPriceStale(base.seenOn, deps.now())
        }
      })
  )
  return rows.toSorted((one, other) => one.totalCostMicroUsd - other.totalCostMicroUsd)
}
