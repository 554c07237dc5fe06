/** The virtual grid: as tall as everything that matches, while only the rows in view exist. */
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState
} from 'react'
import { type GridActions, type GridLook, GridRow } from './grid-row.tsx'
import { assetAt, type Pages, type View } from './pages.ts'
import { indexAfterKey, pick, type Selection } from './selection.ts'

const GAP_PX = 16
const PADDING_PX = 24
/** Height of a tile's caption in the text's own measure, so that larger text fits. */
const CAPTION_REM = 1.5
const OVERSCAN_ROWS = 2
/** Above this width of a tile the larger thumbnail is worth its bytes. */
const LARGE_PX = 256
/** asset.dragOut takes at most this many. */
const MOST_DRAGGED = 100
/** Past so many pixels between two scroll events the list flies by, and pictures wait until it slows down. */
const FLYING_PX = 300
const SETTLED_MS = 90
/** Chromium lays out nothing taller than this. */
const TALLEST_PX = 33_000_000

export interface LibraryGridProps {
  readonly pages: Pages
  readonly total: number
  /** A new number shows the list from its top. */
  readonly listNumber: number
  readonly tileSizePx: number
  readonly selection: Selection
  readonly isBusy: boolean
  readonly onSelect: (selection: Selection) => void
  readonly onRange: (index: number) => void
  readonly onOpen: (assetId: string) => void
  readonly onShow: (view: View) => void
  /** Keys that are not about moving; true when it was one of the page's. */
  readonly onKey: (event: KeyboardEvent) => boolean
  /** Dragging items out of the window: the selection, when the dragged one is in it. */
  readonly onDragOut: (assetIds: readonly string[]) => void
}

export function LibraryGrid(props: LibraryGridProps) {
  const { pages, total, selection, onSelect, onShow } = props
  const box = useRef<HTMLDivElement>(null)
  const look = useLook(box, props)
  const { columns, rowPx } = look
  const rowCount = Math.min(Math.ceil(total / columns), Math.floor(TALLEST_PX / (rowPx + GAP_PX)))
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx + GAP_PX,
    overscan: OVERSCAN_ROWS,
    paddingStart: 4,
    paddingEnd: PADDING_PX
  })
  const virtualRows = rows.getVirtualItems()
  const first = (virtualRows[0]?.index ?? 0) * columns
  const last = ((virtualRows.at(-1)?.index ?? 0) + 1) * columns - 1
  // The measured size of every row changes with the tile; the virtualizer keeps old sizes otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: rowPx is the cause, not an input
  useLayoutEffect(() => rows.measure(), [rows, rowPx])
  useLayoutEffect(() => {
    if (props.listNumber > 0) box.current?.scrollTo({ top: 0 })
  }, [props.listNumber])
  useEffect(() => onShow({ first, last }), [first, last, onShow])
  const isFlying = useFlying(box)

  const choose = (index: number, event: MouseEvent | KeyboardEvent): void => {
    if (event.shiftKey) props.onRange(index)
    else {
      const modifiers = { isRange: false, isToggle: event.ctrlKey || event.metaKey }
      onSelect(pick({ before: selection, index, idAt: (at) => assetAt(pages, at)?.id }, modifiers))
    }
  }
  const actions = useStableActions({
    choose,
    open: props.onOpen,
    dragOut: (id) => props.onDragOut(selection.ids.has(id) ? [...selection.ids].slice(0, MOST_DRAGGED) : [id])
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (props.onKey(event)) return
    const target = indexAfterKey(event.key, selection.activeIndex, { columns, count: total })
    if (target === null) return
    event.preventDefault()
    rows.scrollToIndex(Math.floor(target / columns))
    // A place far away is chosen by its number; its asset follows when it is read.
    if (assetAt(pages, target) === undefined)
      onSelect({ ...selection, activeIndex: target, anchorIndex: target })
    else choose(target, event)
  }
  const active = selection.activeIndex === null ? undefined : assetAt(pages, selection.activeIndex)
  return (
    <div
      ref={box}
      role="listbox"
      aria-label="Assets"
      aria-multiselectable
      aria-busy={props.isBusy}
      aria-activedescendant={active === undefined ? undefined : `asset-${active.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
        {virtualRows.map((row) => (
          <GridRow
            key={row.index}
            row={row.index}
            yPx={row.start}
            look={look}
            pages={pages}
            selection={selection}
            mayLoad={!isFlying}
            actions={actions}
          />
        ))}
      </div>
    </div>
  )
}

/** Columns and sizes for the list's width; the same object until one of them changes. */
function useLook(
  box: React.RefObject<HTMLDivElement | null>,
  { tileSizePx, total }: Pick<LibraryGridProps, 'tileSizePx' | 'total'>
): GridLook {
  const { widthPx, remPx } = useSize(box)
  return useMemo(() => {
    const innerPx = Math.max(tileSizePx, widthPx - PADDING_PX * 2)
    const columns = Math.max(1, Math.floor((innerPx + GAP_PX) / (tileSizePx + GAP_PX)))
    const tilePx = Math.floor((innerPx - GAP_PX * (columns - 1)) / columns)
    return {
      columns,
      tilePx,
      rowPx: tilePx + Math.round(CAPTION_REM * remPx),
      leftPx: PADDING_PX,
      gapPx: GAP_PX,
      total,
      isLarge: tilePx > LARGE_PX
    }
  }, [widthPx, remPx, tileSizePx, total])
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

/** True while the list moves too fast for pictures to be seen. */
function useFlying(box: React.RefObject<HTMLDivElement | null>): boolean {
  const [isFlying, setIsFlying] = useState(false)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    let lastPx = element.scrollTop
    let timer = 0
    const settle = (): void => setIsFlying(false)
    const onScroll = (): void => {
      const nowPx = element.scrollTop
      const isFast = Math.abs(nowPx - lastPx) > FLYING_PX
      lastPx = nowPx
      if (isFast) setIsFlying(true)
      clearTimeout(timer)
      timer = window.setTimeout(settle, SETTLED_MS)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(timer)
      element.removeEventListener('scroll', onScroll)
    }
  }, [box])
  return isFlying
}

interface Size {
  readonly widthPx: number
  /** What one rem is here: larger where the person wants larger text. */
  readonly remPx: number
}

/** The element's inner width and the text's measure, kept up to date. */
function useSize(box: React.RefObject<HTMLDivElement | null>): Size {
  const [size, setSize] = useState<Size>({ widthPx: 800, remPx: 16 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = (): void =>
      setSize({
        widthPx: element.clientWidth,
        remPx: Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    observer.observe(document.documentElement)
    return () => observer.disconnect()
  }, [box])
  return size
}
