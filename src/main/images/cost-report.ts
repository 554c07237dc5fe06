/** What was spent, from the ledger, and what was saved against the reference. Pure. */
import { addMicroUsd, type MicroUsd } from '#shared/money.ts'
import type { ProviderSpend } from './attempt-repository.ts'
import { planSavings, type Savings } from './savings.ts'

export interface CostReport extends Savings {
  readonly perProvider: readonly ProviderSpend[]
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
    images,
    totalCostMicroUsd,
    possiblyBilledMicroUsd: addMicroUsd(perProvider.map((each) => each.possiblyBilledMicroUsd)),
    referenceLabel: reference.referenceLabel,
    ...planSavings(images, totalCostMicroUsd, reference.referencePriceMicroUsd)
  }
}
