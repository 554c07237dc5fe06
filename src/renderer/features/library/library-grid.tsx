/** The virtual grid: only the rows in view exist, and the next page is asked for before it is needed. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { type GridActions, GridOption } from './grid-option.tsx'
import { indexAfterKey, pick, type Selection } from './selection.ts'

const GAP_PX = 16
const PADDING_PX = 24
const CAPTION_PX = 24
/** Rows before the end at which the next page is asked for. */
const ROWS_AHEAD = 8
/** asset.dragOut takes at most this many. */
const MOST_DRAGGED = 100

export interface LibraryGridProps {
  readonly items: readonly Asset[]
  readonly total: number
  readonly tileSizePx: number
  readonly selection: Selection
  readonly onSelect: (selection: Selection) => void
  readonly onOpen: (assetId: string) => void
  readonly onEnd: () => void
  /** Keys that are not about moving; true when it was one of the page's. */
  readonly onKey: (event: KeyboardEvent) => boolean
  /** Dragging items out of the window: the selection, when the dragged one is in it. */
  readonly onDragOut: (assetIds: readonly string[]) => void
}

export function LibraryGrid(props: LibraryGridProps) {
  const { items, total, tileSizePx, selection, onSelect, onOpen, onEnd, onKey } = props
  const box = useRef<HTMLDivElement>(null)
  const widthPx = useWidth(box)
  const innerPx = Math.max(tileSizePx, widthPx - PADDING_PX * 2)
  const columns = Math.max(1, Math.floor((innerPx + GAP_PX) / (tileSizePx + GAP_PX)))
  const tilePx = Math.floor((innerPx - GAP_PX * (columns - 1)) / columns)
  const rowCount = Math.ceil(items.length / columns)
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => box.current,
    estimateSize: () => tilePx + CAPTION_PX + GAP_PX,
    overscan: 3,
    paddingStart: 4,
    paddingEnd: PADDING_PX
  })
  const virtualRows = rows.getVirtualItems()
  const lastRow = virtualRows.at(-1)?.index ?? 0
  // The measured size of every row changes with the tile; the virtualizer keeps old sizes otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: tilePx is the cause, not an input
  useLayoutEffect(() => rows.measure(), [rows, tilePx])
  useEffect(() => {
    if (lastRow >= rowCount - ROWS_AHEAD) onEnd()
  }, [lastRow, rowCount, onEnd])

  const choose = (index: number, event: MouseEvent | KeyboardEvent): void => {
    const modifiers = { isRange: event.shiftKey, isToggle: event.ctrlKey || event.metaKey }
    const ids = items.map((asset) => asset.id)
    onSelect(pick({ before: selection, index, ids }, modifiers))
  }
  const actions = useStableActions({
    choose,
    open: onOpen,
    dragOut: (id) => props.onDragOut(selection.ids.has(id) ? [...selection.ids].slice(0, MOST_DRAGGED) : [id])
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onKey(event)) return
    const target = indexAfterKey(event.key, selection.activeIndex, { columns, count: items.length })
    if (target === null) return
    event.preventDefault()
    choose(target, event)
    rows.scrollToIndex(Math.floor(target / columns))
  }
  const activeId = selection.activeIndex === null ? undefined : items[selection.activeIndex]?.id
  return (
    <div
      ref={box}
      role="listbox"
      aria-label="Assets"
      aria-multiselectable
      aria-activedescendant={activeId === undefined ? undefined : `asset-${activeId}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
        {virtualRows.map((row) =>
          items.slice(row.index * columns, (row.index + 1) * columns).map((asset, column) => {
            const index = row.index * columns + column
            return (
              <GridOption
                key={asset.id}
                asset={asset}
                index={index}
                total={total}
                xPx={PADDING_PX + column * (tilePx + GAP_PX)}
                yPx={row.start}
                tilePx={tilePx}
                heightPx={tilePx + CAPTION_PX}
                isSelected={selection.ids.has(asset.id)}
                isActive={selection.activeIndex === index}
                actions={actions}
              />
            )
          })
        )}
      </div>
    </div>
  )
}

/** The same object for ever, always acting by the newest render: what gets it need not be drawn again. */
function useStableActions(newest: GridActions): GridActions {
  const latest = useRef(newest)
  latest.current = newest
  return useRef<GridActions>({
    choose: (index, event) => latest.current.choose(index, event),
    open: (id) => latest.current.open(id),
    dragOut: (id) => latest.current.dragOut(id)
  }).current
}

/** The element's inner width, kept up to date. */
function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [widthPx, setWidthPx] = useState(800)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = (): void => setWidthPx(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return widthPx
}
