import { expect, test } from 'vitest'
import { planCostReport } from '#main/images/cost-report.ts'

const reference = { referenceLabel: 'reference', referencePriceMicroUsd: 40_000 }
const spend = (provider: 'openai' | 'together', images: number, costMicroUsd: number) => ({
  provider,
  attempts: images + 1,
  images,
  costMicroUsd,
  possiblyBilledMicroUsd: 0
})

test('the cheapest is by price of a delivered image, not by sum or by failures', () => {
  const report = planCostReport([spend('openai', 1, 6000), spend('together', 10, 27_000)], reference)
  expect([report.cheapest, report.images, report.totalCostMicroUsd]).toEqual(['together', 11, 33_000])
})

test('a provider that delivered nothing is never the cheapest', () => {
  expect(planCostReport([spend('together', 0, 0)], reference).cheapest).toBeNull()
})
