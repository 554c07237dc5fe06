/** What was saved against the labelled reference price. Pure. */
import type { MicroUsd } from '#shared/money.ts'

export interface Savings {
  /** What the same number of images would have cost at the reference price. */
  readonly dalleCostMicroUsd: MicroUsd
  /** Negative when more was paid. */
  readonly savingsMicroUsd: MicroUsd
  /** One decimal; 0 without any image. */
  readonly savingsPercent: number
}

/** `images` delivered for `costMicroUsd` in all, wasted calls included. */
export function planSavings(
  images: number,
  costMicroUsd: MicroUsd,
  referencePriceMicroUsd: MicroUsd
): Savings {
  const dalleCostMicroUsd = images * referencePriceMicroUsd
  const savingsMicroUsd = dalleCostMicroUsd - costMicroUsd
  const percent = dalleCostMicroUsd === 0 ? 0 : (savingsMicroUsd / dalleCostMicroUsd) * 100
  return { dalleCostMicroUsd, savingsMicroUsd, savingsPercent: Math.round(percent * 10) / 10 }
}
