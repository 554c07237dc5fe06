/** One row of the grid with its places. Drawn again only when something of its own changes, so that scrolling stays cheap. */
import { type MouseEvent, memo } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { AssetTile } from './asset-tile.tsx'
import { assetAt, type Pages } from './pages.ts'
import type { Selection } from './selection.ts'

/** What a place can ask for; the object stays the same over the grid's life. */
export interface GridActions {
  choose(index: number, event: MouseEvent): void
  open(assetId: string): void
  dragOut(assetId: string): void
}

/** Everything the rows have in common; the same object until one of it changes. */
export interface GridLook {
  readonly columns: number
  readonly tilePx: number
  readonly rowPx: number
  readonly leftPx: number
  readonly gapPx: number
  readonly total: number
  readonly isLarge: boolean
}

export interface GridRowProps {
  readonly row: number
  readonly yPx: number
  readonly look: GridLook
  readonly pages: Pages
  readonly selection: Selection
  readonly mayLoad: boolean
  readonly actions: GridActions
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, yPx, look, pages, selection, mayLoad, actions } = props
  const first = row * look.columns
  const count = Math.min(look.columns, look.total - first)
  return (
    <div
      role="presentation"
      className="tile-row"
      style={{ top: yPx, height: look.rowPx, left: look.leftPx, gap: look.gapPx }}
    >
      {Array.from({ length: count }, (_, column) => {
        const index = first + column
        const asset = assetAt(pages, index)
        if (asset === undefined) {
          // A place has no identity but its number until its asset is known.
          return (
            <div key={index} aria-hidden className="tile" style={{ width: look.tilePx }}>
              <span className="tile-blank" />
            </div>
          )
        }
        return (
          <GridOption
            key={asset.id}
            asset={asset}
            index={index}
            look={look}
            isSelected={selection.ids.has(asset.id)}
            isActive={selection.activeIndex === index}
            mayLoad={mayLoad}
            actions={actions}
          />
        )
      })}
    </div>
  )
})

interface GridOptionProps {
  readonly asset: Asset
  readonly index: number
  readonly look: GridLook
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly mayLoad: boolean
  readonly actions: GridActions
}

const GridOption = memo(function GridOption(props: GridOptionProps) {
  const { asset, index, look, isSelected, isActive, mayLoad, actions } = props
  return (
    // Focus stays on the list; its keys act on the active option.
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`asset-${asset.id}`}
      role="option"
      aria-selected={isSelected}
      aria-setsize={look.total}
      aria-posinset={index + 1}
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        actions.dragOut(asset.id)
      }}
      onClick={(event) => actions.choose(index, event)}
      onDoubleClick={() => actions.open(asset.id)}
      className="tile"
      style={{ width: look.tilePx }}
    >
      <AssetTile
        asset={asset}
        isSelected={isSelected}
        isActive={isActive}
        isLarge={look.isLarge}
        mayLoad={mayLoad}
      />
    </div>
  )
})
