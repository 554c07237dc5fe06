/** Selecting in a grid by mouse and keyboard, as file managers do it. Pure. */

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** The item that keys act from; null when nothing was touched yet. */
  readonly activeIndex: number | null
  /** Where a range started. */
  readonly anchorIndex: number
}

export const EMPTY_SELECTION: Selection = { ids: new Set(), activeIndex: null, anchorIndex: 0 }

export interface Modifiers {
  /** Shift: everything between the anchor and here. */
  readonly isRange: boolean
  /** Ctrl or Cmd: this one in or out, the others stay. */
  readonly isToggle: boolean
}

export interface Picked {
  readonly before: Selection
  readonly index: number
  /** Undefined where there is no item or none is known. */
  readonly idAt: (index: number) => string | undefined
}

/** What is selected after item `index` was clicked or moved to. */
export function pick({ before, index, idAt }: Picked, { isRange, isToggle }: Modifiers): Selection {
  const id = idAt(index)
  if (id === undefined) return before
  if (isRange) {
    const from = Math.min(before.anchorIndex, index)
    const to = Math.max(before.anchorIndex, index)
    const ids = Array.from({ length: to - from + 1 }, (_, step) => idAt(from + step))
    return {
      ids: new Set(ids.filter((each) => each !== undefined)),
      activeIndex: index,
      anchorIndex: before.anchorIndex
    }
  }
  if (isToggle) {
    const next = new Set(before.ids)
    if (!next.delete(id)) next.add(id)
    return { ids: next, activeIndex: index, anchorIndex: index }
  }
  return { ids: new Set([id]), activeIndex: index, anchorIndex: index }
}

/** Where an arrow, Home or End key leads in a grid of so many columns; null for other keys. */
export function indexAfterKey(
  key: string,
  from: number | null,
  grid: { columns: number; count: number }
): number | null {
  const { columns, count } = grid
  if (count === 0) return null
  const start = from ?? -1
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: start - 1,
    ArrowRight: start + 1,
    ArrowUp: start - columns,
    ArrowDown: start === -1 ? 0 : start + columns,
    Home: 0,
    End: count - 1
  }
  const target = targets[key]
  if (target === undefined) return null
  if (from !== null && (target < 0 || target >= count)) {
    const isInLastRow = Math.floor(from / columns) === Math.floor((count - 1) / columns)
    return key === 'ArrowDown' && !isInLastRow ? count - 1 : from
  }
  return Math.min(count - 1, Math.max(0, target))
}
