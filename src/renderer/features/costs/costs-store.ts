/** The Costs page's figures: sums, days, campaigns, prices, the ledger of every attempt, and the calculator. */
import type { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CampaignSpend, PriceLine, SpendPart } from '#shared/domain/cost.ts'
import type { Metrics } from '#shared/domain/metrics.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type { Attempt } from '#shared/domain/provider.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'
import type { estimateSchema } from '#shared/ipc/routes/campaigns.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 800
const LEDGER_LIMIT = 500

export type Estimate = z.output<typeof estimateSchema>

export interface CostsState {
  readonly metrics: Metrics | null
  readonly parts: readonly SpendPart[]
  readonly days: number
  readonly campaigns: readonly CampaignSpend[]
  readonly attempts: readonly Attempt[]
  readonly prices: readonly PriceLine[]
  /** Null = all campaigns. */
  readonly campaignId: string | null
  readonly load: Load
  /** The last change that was refused; null after one that was taken. */
  readonly failure: Failure | null
  /** The calculator's answer. */
  readonly estimate: Estimate | null
  follow(): () => void
  refresh(): Promise<void>
  setCampaign(campaignId: string | null): Promise<void>
  setDays(days: number): Promise<void>
  /** True when it was taken. */
  setPrice(entry: RouteInput<'cost.setPrice'>): Promise<boolean>
  resetPrice(key: RouteInput<'cost.resetPrice'>): Promise<void>
  calculate(platforms: readonly PlatformId[], posts: number): Promise<void>
}
export type CostsStore = StoreApi<CostsState>

export function createCostsStore(client: Client): CostsStore {
  return createStore<CostsState>()((set, get) => {
    let question = 0
    let calculation = 0
    async function refresh(): Promise<void> {
      const asked = ++question
      if (get().load.status !== 'ready') set({ load: LOADING })
      const { campaignId, days } = get()
      try {
        const [metrics, { parts }, { campaigns }, { attempts }, { prices }] = await Promise.all([
          client.call('metrics.summary', {}),
          client.call('cost.days', { days, campaignId }),
          client.call('cost.campaigns', {}),
          client.call('cost.ledger', { campaignId, limit: LEDGER_LIMIT }),
          client.call('cost.prices', {})
        ])
        if (asked === question) set({ metrics, parts, campaigns, attempts, prices, load: READY })
      } catch (thrown) {
        if (asked === question) set({ load: failed(thrown) })
      }
    }
    async function change(ask: () => Promise<{ readonly prices: readonly PriceLine[] }>): Promise<boolean> {
      try {
        const { prices } = await ask()
        set({ prices, failure: null })
        return true
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
        return false
      }
    }
    return {
      metrics: null,
      parts: [],
      days: 30,
      campaigns: [],
      attempts: [],
      prices: [],
      campaignId: null,
      load: IDLE,
      failure: null,
      estimate: null,
      refresh,
      follow() {
        const again = gather(() => void refresh(), REFRESH_DELAY_MS)
        const stop = client.on('job.changed', (job) => job.state !== 'running' && again())
        void refresh()
        return stop
      },
      async setCampaign(campaignId) {
        set({ campaignId })
        await refresh()
      },
      async setDays(days) {
        set({ days })
        await refresh()
      },
      setPrice: (entry) => change(() => client.call('cost.setPrice', entry)),
      async resetPrice(key) {
        await change(() => client.call('cost.resetPrice', key))
      },
      async calculate(platforms, posts) {
        const asked = ++calculation
        if (platforms.length === 0) {
          set({ estimate: null })
          return
        }
        try {
          const estimate = await client.call('cost.estimate', { platforms: [...platforms], posts })
          if (asked === calculation) set({ estimate, failure: null })
        } catch (thrown) {
          if (asked === calculation) set({ estimate: null, failure: failureOf(thrown) })
        }
      }
    }
  })
}
