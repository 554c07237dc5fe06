/** The slideshow being edited: its draft with undo, saved by itself, and what is known of its pictures and sounds. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '#shared/domain/asset.ts'
import type { PlanWarning, SoundShape } from '#shared/domain/slideshow-plan.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import { type History, redo, startHistory, step, undo } from '../../ui/history.ts'
import { createAutosave, type SaveState } from './autosave.ts'
import { readBrandColours } from './brand-colours.ts'
import { type Draft, type DraftSlide, draftOf, slidesOf, storyboardOf, withSlides } from './draft.ts'

const LOOK_DELAY_MS = 400
const ASSET_LIMIT = 500

export type PickKind = 'image' | 'audio'

export interface EditorState {
  readonly id: string | null
  readonly load: Load
  readonly history: History<Draft> | null
  readonly selectedKey: string | null
  readonly save: SaveState
  readonly warnings: readonly PlanWarning[]
  /** To colour captions with. */
  readonly brandColours: readonly string[]
  /** Assets met so far, by id: for names, sizes and focal points. */
  readonly assets: ReadonlyMap<string, Asset>
  /** What may be picked from just now. */
  readonly choice: readonly Asset[]
  readonly choiceLoad: Load
  readonly sound: SoundShape | null
  readonly soundFailure: Failure | null
  open(id: string): Promise<void>
  /** Writes what waits. */
  close(): void
  /** `kind` joins changes of the same field into one undo step. */
  change(draft: Draft, kind: string | null): void
  undo(): void
  redo(): void
  select(key: string | null): void
  loadChoice(kind: PickKind, campaignId: string | null): Promise<void>
  /** Puts the pictures after the selected slide, in this order. */
  addPictures(ids: readonly string[]): void
  newKey(): string
  /** Waveform and beats of the music; null takes them away. */
  readSound(assetId: string | null): Promise<void>
  /** Moves slide changes to the beats of the music, as one undo step. */
  snapToBeats(): Promise<void>
}
export type EditorStore = StoreApi<EditorState>

const CLOSED = {
  id: null,
  load: IDLE,
  history: null,
  selectedKey: null,
  save: 'saved',
  warnings: [],
  brandColours: [],
  choice: [],
  choiceLoad: IDLE,
  sound: null,
  soundFailure: null
} as const

export function createEditorStore(client: Client): EditorStore {
  return createStore<EditorState>()((set, get) => {
    let lastKey = 0
    let looking: ReturnType<typeof setTimeout> | null = null
    let soundOf: string | null = null
    const newKey = (): string => `slide-${++lastKey}`
    const autosave = createAutosave(client, (save) => set({ save }))

    function meet(assets: readonly Asset[]): void {
      set({ assets: new Map([...get().assets, ...assets.map((asset) => [asset.id, asset] as const)]) })
    }

    async function meetAll(slides: readonly DraftSlide[]): Promise<void> {
      const ids = new Set(slides.map((slide) => slide.assetId).filter((id) => id !== undefined))
      const unknown = [...ids].filter((id) => !get().assets.has(id))
      const found = await Promise.all(unknown.map((id) => client.call('asset.get', { id }).catch(() => null)))
      meet(found.filter((asset) => asset !== null))
    }

    function take(history: History<Draft>): void {
      const { id, history: before } = get()
      if (history === before) return
      set({ history })
      if (id !== null && history.present !== before?.present) autosave.note(id, history.present)
      lookSoon()
    }

    /** What deserves a second look is asked a moment after the last change. */
    function lookSoon(): void {
      if (looking !== null) clearTimeout(looking)
      looking = setTimeout(() => void look(), LOOK_DELAY_MS)
    }

    async function look(): Promise<void> {
      const { history } = get()
      if (history === null) return
      const asked = history.present
      const plan = await client.call('slideshow.plan', { storyboard: storyboardOf(asked) }).catch(() => null)
      if (plan !== null && get().history?.present === asked) set({ warnings: plan.warnings })
    }

    function move(next: (history: History<Draft>) => History<Draft>): void {
      const { history } = get()
      if (history !== null) take(next(history))
    }

    return {
      ...CLOSED,
      assets: new Map(),
      newKey,
      async open(id) {
        if (get().id === id) return
        get().close()
        set({ id, load: LOADING })
        try {
          const saved = await client.call('slideshow.open', { id })
          if (get().id !== id) return
          const draft = draftOf(saved, newKey)
          set({ history: startHistory(draft), selectedKey: draft.slides[0]?.key ?? null, load: READY })
          lookSoon()
          const colours = readBrandColours(client, draft.campaignId)
          await meetAll(draft.slides)
          const brandColours = await colours
          if (get().id === id) set({ brandColours })
        } catch (thrown) {
          if (get().id === id) set({ load: failed(thrown) })
        }
      },
      close() {
        void autosave.flush()
        soundOf = null
        set(CLOSED)
      },
      change: (draft, kind) => move((history) => step(history, draft, kind)),
      undo: () => move(undo),
      redo: () => move(redo),
      select: (selectedKey) => set({ selectedKey }),
      async loadChoice(kind, campaignId) {
        set({ choiceLoad: LOADING, choice: [] })
        try {
          const filter = { kind, ...(campaignId === null ? {} : { campaignId }) }
          const { items } = await client.call('asset.list', { filter, limit: ASSET_LIMIT, cursor: null })
          meet(items)
          set({ choice: items, choiceLoad: READY })
        } catch (thrown) {
          set({ choiceLoad: failed(thrown) })
        }
      },
      addPictures(ids) {
        const { history, assets, selectedKey } = get()
        if (history === null) return
        const chosen = ids.map((id) => assets.get(id)).filter((asset) => asset !== undefined)
        const added = slidesOf(chosen).map((slide) => ({ ...slide, key: newKey() }))
        take(step(history, withSlides(history.present, added, selectedKey), null))
        set({ selectedKey: added[0]?.key ?? selectedKey })
      },
      async readSound(assetId) {
        if (assetId === soundOf) return
        soundOf = assetId
        set({ sound: null, soundFailure: null })
        if (assetId === null) return
        try {
          const asset = get().assets.get(assetId) ?? (await client.call('asset.get', { id: assetId }))
          meet([asset])
          const sound = await client.call('slideshow.readSound', { assetId, parts: 600 })
          if (soundOf === assetId) set({ sound })
        } catch (thrown) {
          if (soundOf === assetId) set({ soundFailure: failureOf(thrown) })
        }
      },
      async snapToBeats() {
        const { history } = get()
        if (history === null) return
        const asked = history.present
        try {
          const { slides } = await client.call('slideshow.snapToBeats', { storyboard: storyboardOf(asked) })
          if (get().history?.present !== asked) return
          const snapped = asked.slides.map((slide, index) => ({
            ...slide,
            seconds: slides[index]?.seconds ?? slide.seconds
          }))
          take(step(history, { ...asked, slides: snapped }, null))
        } catch (thrown) {
          set({ soundFailure: failureOf(thrown) })
        }
      }
    }
  })
}
