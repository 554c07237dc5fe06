/** Where the person is in the window and how they like it: page, rail, panels, selection. Taste survives restarts. */
import { createStore, type StoreApi } from 'zustand/vanilla'

export const PAGES = [
  'campaigns',
  'library',
  'documents',
  'slideshows',
  'costs',
  'storage',
  'settings'
] as const
export type PageId = (typeof PAGES)[number]

/** A page, and on it one opened thing: a campaign or a document. */
export interface Place {
  readonly page: PageId
  readonly id: string | null
}

export interface Taste {
  readonly place: Place
  readonly railWidthPx: number
  readonly isRailCollapsed: boolean
}

/** Where taste is kept between runs; the window's local storage in the app. */
export interface TasteKeeper {
  read(): string | null
  write(text: string): void
}

export type Panel = 'palette' | 'shortcuts' | 'activity' | 'new-campaign' | 'welcome'

export interface ShellState extends Taste {
  readonly panel: Panel | null
  readonly selectedIds: readonly string[]
  go(page: PageId, id?: string | null): void
  setRailWidth(widthPx: number): void
  toggleRail(): void
  openPanel(panel: Panel): void
  togglePanel(panel: Panel): void
  closePanel(): void
  select(ids: readonly string[]): void
}

export type ShellStore = StoreApi<ShellState>

export const RAIL_MIN_PX = 176
export const RAIL_MAX_PX = 320
const DEFAULT_TASTE: Taste = {
  place: { page: 'campaigns', id: null },
  railWidthPx: 216,
  isRailCollapsed: false
}

export function createShellStore(keeper: TasteKeeper): ShellStore {
  const store = createStore<ShellState>()((set, get) => ({
    ...readTaste(keeper),
    panel: null,
    selectedIds: [],
    go: (page, id = null) => set({ place: { page, id }, selectedIds: [] }),
    setRailWidth: (widthPx) => set({ railWidthPx: clampRail(widthPx) }),
    toggleRail: () => set({ isRailCollapsed: !get().isRailCollapsed }),
    openPanel: (panel) => set({ panel }),
    togglePanel: (panel) => set({ panel: get().panel === panel ? null : panel }),
    closePanel: () => set({ panel: null }),
    select: (ids) => set({ selectedIds: ids })
  }))
  store.subscribe((state, before) => {
    const { place, railWidthPx, isRailCollapsed } = state
    const isSame =
      place === before.place &&
      railWidthPx === before.railWidthPx &&
      isRailCollapsed === before.isRailCollapsed
    if (!isSame) keeper.write(JSON.stringify({ place, railWidthPx, isRailCollapsed } satisfies Taste))
  })
  return store
}

function clampRail(widthPx: number): number {
  return Math.round(Math.min(RAIL_MAX_PX, Math.max(RAIL_MIN_PX, widthPx)))
}

function isPage(value: unknown): value is PageId {
  return PAGES.some((page) => page === value)
}

/** Kept taste that does not read as expected is replaced by the default, field by field. */
function readTaste(keeper: TasteKeeper): Taste {
  try {
    const kept: unknown = JSON.parse(keeper.read() ?? '{}')
    if (typeof kept !== 'object' || kept === null) return DEFAULT_TASTE
    return {
      place: 'place' in kept ? placeOf(kept.place) : DEFAULT_TASTE.place,
      railWidthPx:
        'railWidthPx' in kept && typeof kept.railWidthPx === 'number'
          ? clampRail(kept.railWidthPx)
          : DEFAULT_TASTE.railWidthPx,
      isRailCollapsed: 'isRailCollapsed' in kept && kept.isRailCollapsed === true
    }
  } catch {
    return DEFAULT_TASTE
  }
}

function placeOf(kept: unknown): Place {
  if (typeof kept !== 'object' || kept === null || !('page' in kept) || !isPage(kept.page))
    return DEFAULT_TASTE.place
  return { page: kept.page, id: 'id' in kept && typeof kept.id === 'string' ? kept.id : null }
}
