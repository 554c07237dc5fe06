/** The Costs page's figures: sums, prices, and the ledger of every attempt. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Metrics } from '#shared/domain/metrics.ts'
import type { Attempt, ProviderStatus } from '#shared/domain/provider.ts'
import type { Client } from '../../ipc/client.ts'
import { failed, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 800
const LEDGER_LIMIT = 500

export interface CostsState {
  readonly metrics: Metrics | null
  readonly attempts: readonly Attempt[]
  readonly providers: readonly ProviderStatus[]
  /** Null = all campaigns. */
  readonly campaignId: string | null
  readonly load: Load
  follow(): () => void
  refresh(): Promise<void>
  setCampaign(campaignId: string | null): Promise<void>
}
export type CostsStore = StoreApi<CostsState>

export function createCostsStore(client: Client): CostsStore {
  return createStore<CostsState>()((set, get) => {
    let question = 0
    async function refresh(): Promise<void> {
      const asked = ++question
      if (get().load.status !== 'ready') set({ load: LOADING })
      try {
        const [metrics, { attempts }, { providers }] = await Promise.all([
          client.call('metrics.summary', {}),
          client.call('cost.ledger', { campaignId: get().campaignId, limit: LEDGER_LIMIT }),
          client.call('provider.list', {})
        ])
        if (asked === question) set({ metrics, attempts, providers, load: READY })
      } catch (thrown) {
        if (asked === question) set({ load: failed(thrown) })
      }
    }
    return {
      metrics: null,
      attempts: [],
      providers: [],
      campaignId: null,
      load: IDLE,
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
      }
    }
  })
}
