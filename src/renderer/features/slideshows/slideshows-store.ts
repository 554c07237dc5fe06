/** The Slideshows page: finished videos, the one being edited with undo, and its render. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '#shared/domain/asset.ts'
import type { JobSnapshot } from '#shared/domain/job.ts'
import type { RenderQuality } from '#shared/domain/slideshow.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import { type Draft, newDraft, renderRequestOf, withImages } from './draft.ts'
import { type History, redo, startHistory, step, undo } from './history.ts'

const REFRESH_DELAY_MS = 300
const PICTURE_LIMIT = 500

export interface SlideshowsState {
  readonly videos: readonly Asset[]
  readonly load: Load
  readonly history: History<Draft> | null
  readonly selectedKey: string | null
  /** Pictures that may be added: of the draft's campaign, or of the whole library. */
  readonly pictures: readonly Asset[]
  readonly picturesLoad: Load
  readonly isRendering: boolean
  readonly job: JobSnapshot | null
  readonly failure: Failure | null
  /** The video of the last render; null before. */
  readonly renderedId: string | null
  follow(): () => void
  refresh(): Promise<void>
  /** Starts a draft with the campaign's generated pictures, or an empty one. */
  start(name: string, campaignId: string | null): Promise<void>
  closeDraft(): void
  loadPictures(campaignId: string | null): Promise<void>
  addPictures(ids: readonly string[]): void
  /** `kind` joins changes of the same field into one undo step. */
  change(draft: Draft, kind: string | null): void
  undo(): void
  redo(): void
  select(key: string | null): void
  render(quality: RenderQuality): Promise<void>
}
export type SlideshowsStore = StoreApi<SlideshowsState>

export function createSlideshowsStore(client: Client): SlideshowsStore {
  return createStore<SlideshowsState>()((set, get) => {
    let nextKey = 0
    const newKey = (): string => `slide-${++nextKey}`

    async function refresh(): Promise<void> {
      if (get().load.status !== 'ready') set({ load: LOADING })
      try {
        const request = { filter: { kind: 'video' as const }, limit: PICTURE_LIMIT, cursor: null }
        set({ videos: (await client.call('asset.list', request)).items, load: READY })
      } catch (thrown) {
        set({ load: failed(thrown) })
      }
    }

    async function loadPictures(campaignId: string | null): Promise<void> {
      set({ picturesLoad: LOADING, pictures: [] })
      try {
        const filter = { kind: 'image' as const, ...(campaignId === null ? {} : { campaignId }) }
        const { items } = await client.call('asset.list', { filter, limit: PICTURE_LIMIT, cursor: null })
        set({ pictures: items, picturesLoad: READY })
      } catch (thrown) {
        set({ picturesLoad: failed(thrown) })
      }
    }

    function move(next: (history: History<Draft>) => History<Draft>): void {
      const { history } = get()
      if (history !== null) set({ history: next(history) })
    }

    return {
      videos: [],
      load: IDLE,
      history: null,
      selectedKey: null,
      pictures: [],
      picturesLoad: IDLE,
      isRendering: false,
      job: null,
      failure: null,
      renderedId: null,
      refresh,
      loadPictures,
      follow() {
        const stop = client.on(
          'asset.changed',
          gather(() => void refresh(), REFRESH_DELAY_MS)
        )
        void refresh()
        return stop
      },
      async start(name, campaignId) {
        set({
          history: startHistory(newDraft(name, campaignId)),
          selectedKey: null,
          failure: null,
          renderedId: null
        })
        await loadPictures(campaignId)
        if (campaignId === null) return
        const { pictures, history } = get()
        if (history === null) return
        const landscape = firstChoice(pictures)
        const draft = withImages(history.present, landscape, newKey)
        set({ history: startHistory(draft), selectedKey: draft.slides[0]?.key ?? null })
      },
      closeDraft: () => set({ history: null, selectedKey: null, failure: null, renderedId: null }),
      addPictures(ids) {
        const { history, pictures } = get()
        if (history === null) return
        const chosen = ids.flatMap((id) => pictures.filter((asset) => asset.id === id))
        const draft = withImages(history.present, chosen, newKey)
        set({ history: step(history, draft, null), selectedKey: draft.slides.at(-1)?.key ?? null })
      },
      change: (draft, kind) => move((history) => step(history, draft, kind)),
      undo: () => move(undo),
      redo: () => move(redo),
      select: (selectedKey) => set({ selectedKey }),
      async render(quality) {
        const { history, isRendering } = get()
        if (history === null || isRendering || history.present.slides.length === 0) return
        set({ isRendering: true, failure: null, renderedId: null })
        try {
          const result = await client.runJob('slideshow.render', renderRequestOf(history.present, quality), {
            onProgress: (job) => set({ job })
          })
          set({ renderedId: assetIdOf(result) })
        } catch (thrown) {
          const failure = failureOf(thrown)
          if (failure.code !== 'CANCELLED') set({ failure })
        } finally {
          set({ isRendering: false, job: null })
        }
      }
    }
  })
}

/** One picture per post, preferring the widest: the same motif in four shapes would tire. */
function firstChoice(pictures: readonly Asset[]): readonly Asset[] {
  const generated = pictures.filter((asset) => asset.origin === 'generated' && asset.post !== null)
  if (generated.length === 0) return [...pictures].reverse()
  const byPost = Map.groupBy(generated, (asset) => asset.post ?? 0)
  return [...byPost]
    .sort(([a], [b]) => a - b)
    .flatMap(([, assets]) => assets.toSorted((a, b) => ratio(b) - ratio(a)).slice(0, 1))
}

function ratio(asset: Asset): number {
  return (asset.widthPx ?? 1) / (asset.heightPx ?? 1)
}

function assetIdOf(result: unknown): string | null {
  if (typeof result !== 'object' || result === null || !('assetId' in result)) return null
  return typeof result.assetId === 'string' ? result.assetId : null
}
