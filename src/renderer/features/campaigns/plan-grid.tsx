/** The plan: platforms as columns, posts as rows, filling in as images arrive. */
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { PlanCell } from './campaign-store.ts'
import { PlanCellView } from './plan-cell.tsx'

export interface PlanGridProps {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly cells: readonly PlanCell[]
  readonly selectedIds: readonly string[]
  readonly isBusy: boolean
  readonly onSelect: (assetId: string) => void
  readonly onOpen: (assetId: string) => void
  readonly onRetry: (cell: PlanCell) => void
}

export function PlanGrid(props: PlanGridProps) {
  const { platforms, posts, cells } = props
  const byKey = new Map(cells.map((cell) => [`${cell.platform} ${cell.post}`, cell]))
  const rows = Array.from({ length: posts }, (_, index) => index + 1)
  return (
    <table
      aria-label="Plan"
      className="w-full min-w-xl table-fixed border-separate border-spacing-x-3 border-spacing-y-2"
    >
      <thead>
        <tr>
          <th scope="col" className="w-12">
            <span className="sr-only">Post</span>
          </th>
          {platforms.map((platform) => (
            <th key={platform} scope="col" className="pb-1 text-left font-normal">
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
                <GridCell {...props} cell={byKey.get(`${platform} ${post}`)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function GridCell(props: PlanGridProps & { readonly cell: PlanCell | undefined }) {
  const { cell, selectedIds, isBusy, onSelect, onOpen, onRetry } = props
  if (cell === undefined) return null
  const assetId = cell.asset?.id
  return (
    <PlanCellView
      cell={cell}
      isBusy={isBusy}
      isSelected={assetId !== undefined && selectedIds.includes(assetId)}
      onSelect={() => assetId !== undefined && onSelect(assetId)}
      onOpen={() => assetId !== undefined && onOpen(assetId)}
      onRetry={() => onRetry(cell)}
    />
  )
}
