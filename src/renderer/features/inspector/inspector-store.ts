/** What the inspector and the quick look show: the selected assets, asked from main and kept up to date. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '#shared/domain/asset.ts'
import type { AssetRights, AssetUse } from '#shared/domain/library.ts'
import type { CopyCheck } from '#shared/domain/storage.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'
import { type Client, endAll } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 200

/** An enlarged asset and the row it stands in, so that arrows can walk on. */
export interface QuickLook {
  readonly assetId: string
  readonly neighbours: readonly string[]
}

/** What is known about an asset beside its row. */
export interface AssetBackground {
  readonly rights: AssetRights
  readonly uses: readonly AssetUse[]
  /** The original and everything made from it, oldest first; one alone when there are no versions. */
  readonly versions: readonly Asset[]
}

export interface InspectorState {
  readonly selectedIds: readonly string[]
  /** The one selected asset; null for none or many. */
  readonly asset: Asset | null
  /** Null until it is known. */
  readonly background: AssetBackground | null
  /** What reading both copies of the asset found; null until it was asked for. */
  readonly copyCheck: CopyCheck | null
  readonly isChecking: boolean
  readonly load: Load
  readonly failure: Failure | null
  readonly look: QuickLook | null
  readonly lookAsset: Asset | null
  show(ids: readonly string[]): Promise<void>
  update(change: Omit<RouteInput<'asset.update'>, 'id'>): Promise<void>
  saveRights(rights: AssetRights): Promise<void>
  tag(add: readonly string[], remove: readonly string[]): Promise<void>
  openOutside(id: string): Promise<void>
  /** Asks for a place and saves a copy there; the path, or null when dismissed or failed. */
  saveCopy(id: string): Promise<string | null>
  /** Reads and hashes both copies of the asset; `repair` makes wrong and missing ones anew. */
  checkCopies(repair: boolean): Promise<void>
  lookAt(look: QuickLook): Promise<void>
  /** Moves the quick look along its row. */
  step(by: number): Promise<void>
  closeLook(): void
  follow(): () => void
}
export type InspectorStore = StoreApi<InspectorState>

export function createInspectorStore(client: Client): InspectorStore {
  return createStore<InspectorState>()((set, get) => {
    let question = 0

    async function show(ids: readonly string[]): Promise<void> {
      const asked = ++question
      const id = ids.length === 1 ? ids[0] : undefined
      const isSame = id !== undefined && get().asset?.id === id
      set({
        selectedIds: ids,
        failure: null,
        ...(isSame
          ? {}
          : { asset: null, background: null, copyCheck: null, load: id === undefined ? IDLE : LOADING })
      })
      if (id === undefined) return
      try {
        const asset = await client.call('asset.get', { id })
        if (asked === question) set({ asset, load: READY })
      } catch (thrown) {
        if (asked === question) set({ asset: null, load: failed(thrown) })
        return
      }
      await showBackground(id, asked)
    }

    /** Where the copies stand changes without the asset itself; a look that fails leaves what is shown. */
    async function refreshStatus(): Promise<void> {
      const shown = get().asset
      if (shown === null) return
      const asset = await client.call('asset.get', { id: shown.id }).catch(() => shown)
      if (get().asset?.id === asset.id) set({ asset })
    }

    async function showBackground(id: string, asked: number): Promise<void> {
      try {
        const [rights, { uses }, { assets: versions }] = await Promise.all([
          client.call('library.rights', { id }),
          client.call('library.uses', { ids: [id] }),
          client.call('library.versions', { id })
        ])
        if (asked === question) set({ background: { rights, uses, versions } })
      } catch (thrown) {
        if (asked === question) set({ failure: failureOf(thrown) })
      }
    }

    async function attempt<Result>(run: () => Promise<Result>): Promise<Result | null> {
      try {
        set({ failure: null })
        return await run()
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
        return null
      }
    }

    async function lookAt(look: QuickLook): Promise<void> {
      set({ look })
      const lookAsset = await attempt(() => client.call('asset.get', { id: look.assetId }))
      if (get().look?.assetId === look.assetId) set({ lookAsset })
    }

    return {
      selectedIds: [],
      asset: null,
      background: null,
      copyCheck: null,
      isChecking: false,
      load: IDLE,
      failure: null,
      look: null,
      lookAsset: null,
      show,
      lookAt,
      async update(change) {
        const { asset } = get()
        if (asset === null) return
        const saved = await attempt(() => client.call('asset.update', { id: asset.id, ...change }))
        if (saved !== null && get().asset?.id === saved.id) set({ asset: saved })
      },
      async saveRights(rights) {
        const { asset, background } = get()
        if (asset === null || background === null) return
        const saved = await attempt(() => client.call('library.saveRights', { id: asset.id, rights }))
        if (saved !== null && get().asset?.id === asset.id)
          set({ background: { ...background, rights: saved } })
      },
      async tag(add, remove) {
        const { asset } = get()
        if (asset === null) return
        const request = { ids: [asset.id], add: [...add], remove: [...remove] }
        if ((await attempt(() => client.call('asset.tag', request))) !== null) await show(get().selectedIds)
      },
      async checkCopies(repair) {
        const { asset, isChecking } = get()
        if (asset === null || isChecking) return
        set({ isChecking: true, copyCheck: null })
        // The route promises this shape as its job's result.
        const check = await attempt(() =>
          client.runJob('storage.checkAsset', { assetId: asset.id, repair }, {})
        )
        set({ isChecking: false })
        if (get().asset?.id === asset.id) set({ copyCheck: check as CopyCheck | null })
      },
      async openOutside(id) {
        await attempt(() => client.call('asset.open', { id }))
      },
      async saveCopy(id) {
        const answer = await attempt(() => client.call('asset.save', { id }))
        return answer?.path ?? null
      },
      async step(by) {
        const { look } = get()
        if (look === null) return
        const at = look.neighbours.indexOf(look.assetId)
        const next = look.neighbours[at + by]
        if (at >= 0 && next !== undefined) await lookAt({ ...look, assetId: next })
      },
      closeLook: () => set({ look: null, lookAsset: null }),
      follow() {
        const again = gather(() => void show(get().selectedIds), REFRESH_DELAY_MS)
        const stops = [
          client.on('asset.changed', ({ assetId }) => {
            if (get().selectedIds.includes(assetId)) again()
          }),
          client.on(
            'storage.changed',
            gather(() => void refreshStatus(), REFRESH_DELAY_MS)
          )
        ]
        return endAll(stops)
      }
    }
  })
}
