/** The plan: platforms as columns, posts as rows, filling in as images arrive. */
import { useMemo } from 'react'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import { classNames } from '../../ui/class-names.ts'
import { findWords, type Makers, placeKey } from './campaign-draft.ts'
import type { Place, PlanCell } from './campaign-state.ts'
import { PlanCellView } from './plan-cell.tsx'
import { gatherPosts, type PostCell } from './post-cells.ts'

export interface PlanGridProps {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly cells: readonly PlanCell[]
  readonly words: readonly PlannedPost[]
  readonly makers: Makers
  readonly selectedIds: readonly string[]
  readonly isBusy: boolean
  readonly onSelect: (assetId: string) => void
  readonly onOpen: (assetId: string) => void
  readonly onEdit: (place: Place) => void
  readonly onRetry: (cell: PostCell) => void
}

/** Stays in sight while rows scroll; the shadow covers the gaps between and above the columns' names. */
const HEAD_CLASS = 'bg-app shadow-[0_-8px_0_8px_var(--color-app)]'

export function PlanGrid(props: PlanGridProps) {
  const { platforms, posts, cells } = props
  const gathered = useMemo(() => gatherPosts(cells), [cells])
  const rows = Array.from({ length: posts }, (_, index) => index + 1)
  return (
    <table
      aria-label="Plan"
      className="w-full min-w-xl table-fixed border-separate border-spacing-x-3 border-spacing-y-2"
    >
      <thead className="sticky top-0 z-10">
        <tr>
          <th scope="col" className={classNames(HEAD_CLASS, 'w-12')}>
            <span className="sr-only">Post</span>
          </th>
          {platforms.map((platform) => (
            <th key={platform} scope="col" className={classNames(HEAD_CLASS, 'pb-1 text-left font-normal')}>
              <span className="block truncate font-semibold">{PLATFORMS[platform].label}</span>
              <span className="block truncate text-xs text-ink-faint">
                {PLATFORMS[platform].widthPx} × {PLATFORMS[platform].heightPx}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((post) => (
          <tr key={post}>
            <th scope="row" className="pt-1 text-left align-top text-xs font-medium text-ink-faint">
              Post {post}
            </th>
            {platforms.map((platform) => (
              <td key={platform} className="align-top">
                <GridCell {...props} cell={gathered.get(placeKey({ platform, post }))} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function GridCell(props: PlanGridProps & { readonly cell: PostCell | undefined }) {
  const { cell, words, makers, selectedIds, isBusy, onSelect, onOpen, onEdit, onRetry } = props
  if (cell === undefined) return <div className="h-40 animate-breathe rounded-md bg-sunken" />
  const assetId = cell.shown.asset?.id
  return (
    <PlanCellView
      cell={cell}
      words={findWords(words, cell)}
      maker={makers[placeKey(cell)] ?? null}
      isBusy={isBusy}
      isSelected={assetId !== undefined && selectedIds.includes(assetId)}
      onSelect={() => assetId !== undefined && onSelect(assetId)}
      onOpen={() => assetId !== undefined && onOpen(assetId)}
      onEdit={() => onEdit({ platform: cell.platform, post: cell.post })}
      onRetry={() => onRetry(cell)}
    />
  )
}
