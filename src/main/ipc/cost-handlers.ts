/** The window's requests about sums of spending and the price table, one line per route. */
import type { Routes } from '#shared/ipc/contract.ts'
import type { Handlers } from '#shared/ipc/route.ts'
import type { costRoutes } from '#shared/ipc/routes/costs.ts'
import type { Services } from '../services.ts'

export function costHandlers({
  metrics,
  prices,
  generation
}: Services): Pick<Handlers<Routes, unknown>, keyof typeof costRoutes> {
  return {
    'cost.days': (query) => ({ parts: [...metrics.spendPerDay(query)] }),
    'cost.campaigns': () => ({ campaigns: [...metrics.spendPerCampaign()] }),
    'cost.prices': async () => ({ prices: [...(await prices.list())] }),
    'cost.setPrice': async (entry) => ({ prices: [...(await prices.set(entry))] }),
    'cost.resetPrice': async (key) => ({ prices: [...(await prices.reset(key))] }),
    'cost.estimate': ({ platforms, posts }) => generation.estimateFor(platforms, posts)
  }
}
