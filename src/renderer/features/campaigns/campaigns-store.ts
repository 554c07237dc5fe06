/** All campaigns: the list for the rail and the Campaigns page, and making a new one. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Campaign, CampaignSummary } from '#shared/domain/campaign.ts'
import { type Client, endAll } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

/** A burst of arriving images asks for the list once. */
const REFRESH_DELAY_MS = 400

export interface CampaignsState {
  readonly campaigns: readonly CampaignSummary[]
  readonly load: Load
  readonly isCreating: boolean
  readonly createFailure: Failure | null
  refresh(): Promise<void>
  /** Makes a campaign from a name, documents or both; null when it was refused (see createFailure). */
  create(name: string, briefPaths: readonly string[]): Promise<Campaign | null>
  /** The same from a document that is in the library. */
  createFromDocument(assetId: string, name: string): Promise<Campaign | null>
  /** The bundled sample, made on first use. */
  openSample(): Promise<Campaign | null>
  forgetFailure(): void
  /** Loads and keeps the list up to date; the result stops it. */
  follow(): () => void
}
export type CampaignsStore = StoreApi<CampaignsState>

export function createCampaignsStore(client: Client): CampaignsStore {
  return createStore<CampaignsState>()((set, get) => {
    let question = 0
    async function refresh(): Promise<void> {
      const asked = ++question
      if (get().load.status !== 'ready') set({ load: LOADING })
      try {
        const { campaigns } = await client.call('campaign.list', {})
        if (asked === question) set({ campaigns, load: READY })
      } catch (thrown) {
        if (asked === question) set({ load: failed(thrown) })
      }
    }
    async function create(ask: () => Promise<Campaign>): Promise<Campaign | null> {
      set({ isCreating: true, createFailure: null })
      try {
        const campaign = await ask()
        set({ isCreating: false })
        void refresh()
        return campaign
      } catch (thrown) {
        set({ isCreating: false, createFailure: failureOf(thrown) })
        return null
      }
    }
    return {
      campaigns: [],
      load: IDLE,
      isCreating: false,
      createFailure: null,
      refresh,
      create: (name, briefPaths) =>
        create(() => client.call('campaign.create', { name, briefPaths: [...briefPaths], patch: {} })),
      createFromDocument: (assetId, name) =>
        create(() => client.call('campaign.fromDocument', { assetId, name })),
      openSample: () => create(() => client.call('campaign.openSample', {})),
      forgetFailure: () => set({ createFailure: null }),
      follow() {
        const refreshSoon = gather(() => void refresh(), REFRESH_DELAY_MS)
        const stops = [client.on('campaign.changed', refreshSoon), client.on('asset.changed', refreshSoon)]
        void refresh()
        return endAll(stops)
      }
    }
  })
}

/** "spring_launch-brief.docx" → "Spring launch brief": a first name for a campaign made from a file. */
export function nameFromFile(fileName: string): string {
  const words = fileName
    .replace(/\.[^.]{1,5}$/, '')
    .replaceAll(/[_\-\s]+/g, ' ')
    .trim()
  if (words === '') return 'New campaign'
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 200)
}
