/** Pictures that look alike, side by side: keep one with everything known of the others, or keep them apart. */
import { Check, ScanSearch, Split } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '#shared/domain/asset.ts'
import type { DuplicateGroup } from '#shared/domain/library.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf, formatBytes, formatDate, formatPixels } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import type { LibraryToolsStore } from './library-tools-store.ts'

export interface DuplicatesDialogProps {
  readonly store: LibraryToolsStore
  /** After assets went to the trash, so that it can be taken back. */
  readonly onDropped: (ids: readonly string[]) => void
}

export function DuplicatesDialog({ store, onDropped }: DuplicatesDialogProps) {
  const { groups, job, failure, isBusy } = useStore(store)
  const { closeTool, findDuplicates, keepOne, keepApart } = store.getState()
  const group = groups?.[0]
  return (
    <Dialog
      isOpen
      onClose={closeTool}
      title="Pictures that look alike"
      description={
        group === undefined
          ? undefined
          : `${countOf(groups?.length ?? 0, 'group')} to look at. Keeping one moves the others to the trash; their tags, uses and best rating stay.`
      }
      width="large"
      footer={
        <Button tone={group === undefined ? 'primary' : 'normal'} onClick={closeTool}>
          {group === undefined ? 'Done' : 'Later'}
        </Button>
      }
    >
      {failure !== null && <ErrorNotice failure={failure} onRetry={() => void findDuplicates()} />}
      {groups === null && failure === null && (
        <div role="status" className="flex flex-col gap-2 py-6">
          <p>Comparing every picture with every other…</p>
          <Progress label="Comparing pictures" done={job?.done ?? 0} total={job?.total ?? 0} />
        </div>
      )}
      {groups !== null && group === undefined && (
        <EmptyState icon={<ScanSearch />} title="Nothing looks alike">
          Every picture of the library is one of its own.
        </EmptyState>
      )}
      {group !== undefined && (
        <Group
          key={group.assets.map((asset) => asset.id).join(' ')}
          group={group}
          isBusy={isBusy}
          onKeep={async (keepId, dropIds) => {
            if (await keepOne(keepId, dropIds)) onDropped(dropIds)
          }}
          onApart={() => void keepApart(group.assets.map((asset) => asset.id))}
        />
      )}
    </Dialog>
  )
}

interface GroupProps {
  readonly group: DuplicateGroup
  readonly isBusy: boolean
  readonly onKeep: (keepId: string, dropIds: readonly string[]) => Promise<void>
  readonly onApart: () => void
}

/** The one with most pixels, then most bytes. */
function bestOf(assets: readonly Asset[]): string {
  const size = (asset: Asset): number => (asset.widthPx ?? 0) * (asset.heightPx ?? 0)
  const sorted = [...assets].sort(
    (left, right) => size(right) - size(left) || right.sizeBytes - left.sizeBytes
  )
  return sorted[0]?.id ?? ''
}

function Group({ group, isBusy, onKeep, onApart }: GroupProps) {
  const { assets } = group
  const [keepId, setKeepId] = useState(() => bestOf(assets))
  const tags = [...new Set(assets.flatMap((asset) => asset.tags))]
  return (
    <div className="flex flex-col gap-4">
      <ul
        aria-label="Pictures side by side"
        className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] gap-3"
      >
        {assets.map((asset) => (
          <li key={asset.id}>
            <button
              type="button"
              aria-pressed={asset.id === keepId}
              aria-label={`Keep ${asset.name}`}
              onClick={() => setKeepId(asset.id)}
              className={
                asset.id === keepId
                  ? 'flex w-full flex-col gap-2 rounded-xl border-2 border-accent bg-accent-soft p-2 text-left'
                  : 'flex w-full flex-col gap-2 rounded-xl border-2 border-line p-2 text-left hover:bg-hover'
              }
            >
              <span className="flex h-56 w-full items-center justify-center">
                <AssetImage id={asset.id} kind={asset.kind} variant="thumb-512" alt="" fit="contain" />
              </span>
              <span className="min-w-0">
                <span className="block truncate font-medium" title={asset.name}>
                  {asset.title ?? asset.name}
                </span>
                <span className="block text-xs text-ink-soft">
                  {formatPixels(asset.widthPx, asset.heightPx) ?? 'Size not known'},{' '}
                  {formatBytes(asset.sizeBytes)}
                </span>
                <span className="block text-xs text-ink-soft">
                  {formatDate(asset.createdAt)}
                  {asset.tags.length > 0 && `, ${asset.tags.join(', ')}`}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-48 flex-1 text-ink-soft">
          {tags.length === 0 ? 'None of them has a tag.' : `The kept one will carry: ${tags.join(', ')}.`}
        </p>
        <Button icon={<Split />} disabled={isBusy} onClick={onApart}>
          Keep apart
        </Button>
        <Button
          tone="primary"
          icon={<Check />}
          disabled={isBusy}
          onClick={() =>
            void onKeep(
              keepId,
              assets.map((asset) => asset.id).filter((id) => id !== keepId)
            )
          }
        >
          Keep this one, trash {assets.length - 1}
        </Button>
      </div>
    </div>
  )
}
