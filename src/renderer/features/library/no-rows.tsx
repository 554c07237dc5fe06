/** What stands in the grid's place while there is nothing to show: loading, failed, nothing found, nothing yet. */
import { Images, Trash2 } from 'lucide-react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { LibraryState } from './library-store.ts'

export interface NoRowsProps {
  readonly load: LibraryState['load']
  readonly hasFilter: boolean
  readonly isTrash: boolean
  readonly onRetry: () => void
}

export function NoRows({ load, hasFilter, isTrash, onRetry }: NoRowsProps) {
  if (load.status === 'failed') {
    return (
      <div className="px-6">
        <ErrorNotice failure={load.failure} onRetry={onRetry} />
      </div>
    )
  }
  if (load.status !== 'ready') {
    return (
      <div
        role="status"
        aria-label="Loading assets"
        className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-4 overflow-hidden px-6"
      >
        {Array.from({ length: 12 }, (_, index) => `tile-${index}`).map((key) => (
          <Skeleton key={key} className="aspect-square" />
        ))}
      </div>
    )
  }
  if (hasFilter) {
    return (
      <EmptyState icon={<Images />} title="Nothing matches">
        Change or clear the filters to see more.
      </EmptyState>
    )
  }
  return isTrash ? (
    <EmptyState icon={<Trash2 />} title="The trash is empty">
      What is deleted stays here for 30 days, in both places, and can be put back.
    </EmptyState>
  ) : (
    <EmptyState icon={<Images />} title="The library is empty">
      Drop images, documents or whole folders anywhere in this window. Each file is kept in two places.
    </EmptyState>
  )
}
