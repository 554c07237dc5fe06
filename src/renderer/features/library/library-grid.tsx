/** The virtual grid: only the rows in view exist, and the next page is asked for before it is needed. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { AssetTile } from './asset-tile.tsx'
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

  const ids = items.map((asset) => asset.id)
  const choose = (index: number, event: MouseEvent | KeyboardEvent): void => {
    const modifiers = { isRange: event.shiftKey, isToggle: event.ctrlKey || event.metaKey }
    onSelect(pick({ before: selection, index, ids }, modifiers))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onKey(event)) return
    const target = indexAfterKey(event.key, selection.activeIndex, { columns, count: items.length })
    if (target === null) return
    event.preventDefault()
    choose(target, event)
    rows.scrollToIndex(Math.floor(target / columns))
  }
  const activeId = selection.activeIndex === null ? undefined : ids[selection.activeIndex]
  return (
    <div
      ref={box}
      role="listbox"
      aria-label="Assets"
      aria-multiselectable
      aria-activedescendant={activeId === undefined ? undefined : `asset-${activeId}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto focus-visible:outline-none"
    >
      <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
        {virtualRows.map((row) =>
          items.slice(row.index * columns, (row.index + 1) * columns).map((asset, column) => {
            const index = row.index * columns + column
            return (
              // Focus stays on the list; its keys act on the active option.
              // biome-ignore lint/a11y/useFocusableInteractive: see above
              // biome-ignore lint/a11y/useKeyWithClickEvents: see above
              <div
                key={asset.id}
                id={`asset-${asset.id}`}
                role="option"
                aria-label={`${asset.title ?? asset.name}, ${asset.kind}`}
                aria-selected={selection.ids.has(asset.id)}
                aria-setsize={total}
                aria-posinset={index + 1}
                draggable
                onDragStart={(event) => {
                  event.preventDefault()
                  props.onDragOut(
                    selection.ids.has(asset.id) ? [...selection.ids].slice(0, MOST_DRAGGED) : [asset.id]
                  )
                }}
                onClick={(event) => choose(index, event)}
                onDoubleClick={() => onOpen(asset.id)}
                className="absolute"
                style={{
                  width: tilePx,
                  height: tilePx + CAPTION_PX,
                  transform: `translate(${PADDING_PX + column * (tilePx + GAP_PX)}px, ${row.start}px)`
                }}
              >
                <AssetTile
                  asset={asset}
                  isSelected={selection.ids.has(asset.id)}
                  isActive={selection.activeIndex === index}
                  isLarge={tilePx > 220}
                />
              </div>
            )
          })
        )}
      </div>
    </div>
  )
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
