/** One place of the grid with its tile. Drawn again only when something of its own changes, so that scrolling stays cheap. */
import { type MouseEvent, memo } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { AssetTile } from './asset-tile.tsx'

/** What a place can ask for; the object stays the same over the grid's life. */
export interface GridActions {
  choose(index: number, event: MouseEvent): void
  open(assetId: string): void
  dragOut(assetId: string): void
}

export interface GridOptionProps {
  readonly asset: Asset
  readonly index: number
  readonly total: number
  readonly xPx: number
  readonly yPx: number
  readonly tilePx: number
  readonly heightPx: number
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly actions: GridActions
}

/** Above this width of a tile the larger thumbnail is worth its bytes. */
const LARGE_PX = 220

export const GridOption = memo(function GridOption(props: GridOptionProps) {
  const { asset, index, total, xPx, yPx, tilePx, heightPx, isSelected, isActive, actions } = props
  return (
    // Focus stays on the list; its keys act on the active option.
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`asset-${asset.id}`}
      role="option"
      aria-label={`${asset.title ?? asset.name}, ${asset.kind}`}
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={index + 1}
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        actions.dragOut(asset.id)
      }}
      onClick={(event) => actions.choose(index, event)}
      onDoubleClick={() => actions.open(asset.id)}
      className="absolute top-0 left-0 contain-strict"
      style={{ width: tilePx, height: heightPx, transform: `translate(${xPx}px, ${yPx}px)` }}
    >
      <AssetTile asset={asset} isSelected={isSelected} isActive={isActive} isLarge={tilePx > LARGE_PX} />
    </div>
  )
})
