/** What was spent, from the ledger, and what was saved against the reference. Pure. */
import { addMicroUsd, type MicroUsd } from '#shared/money.ts'
import type { ProviderSpend } from './attempt-repository.ts'
import { planSavings, type Savings } from './savings.ts'

export interface CostReport extends Savings {
  readonly perProvider: readonly ProviderSpend[]
  /** The provider whose delivered images cost least each; null without any. */
  readonly cheapest: string | null
  readonly images: number
  readonly totalCostMicroUsd: MicroUsd
  /** Calls without an answer that the vendor may have charged. */
  readonly possiblyBilledMicroUsd: MicroUsd
  readonly referenceLabel: string
}

export function planCostReport(
  perProvider: readonly ProviderSpend[],
  reference: { readonly referenceLabel: string; readonly referencePriceMicroUsd: MicroUsd }
): CostReport {
  const images = perProvider.reduce((sum, each) => sum + each.images, 0)
  const totalCostMicroUsd = addMicroUsd(perProvider.map((each) => each.costMicroUsd))
  return {
    perProvider,
    cheapest: cheapestOf(perProvider),
    images,
    totalCostMicroUsd,
    possiblyBilledMicroUsd: addMicroUsd(perProvider.map((each) => each.possiblyBilledMicroUsd)),
    referenceLabel: reference.referenceLabel,
    ...planSavings(images, totalCostMicroUsd, reference.referencePriceMicroUsd)
  }
}

function cheapestOf(perProvider: readonly ProviderSpend[]): string | null {
  const delivering = perProvider.filter((each) => each.images > 0)
  const byPrice = delivering.toSorted((a, b) => a.costMicroUsd / a.images - b.costMicroUsd / b.images)
  return byPrice[0]?.provider ?? null
}
