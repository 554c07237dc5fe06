/** One campaign: the brief on the left, the plan with its pictures on the right. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { JobSnapshot } from '#shared/domain/job.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { BriefPanel } from './brief-panel.tsx'
import type { CampaignState, CampaignStore, GenerateOptions } from './campaign-store.ts'
import { EstimateDialog } from './estimate-dialog.tsx'
import { PlanGrid } from './plan-grid.tsx'
import { PlanToolbar } from './plan-toolbar.tsx'
import { RunStrip } from './run-strip.tsx'

export interface CampaignPageProps {
  readonly id: string
  readonly store: CampaignStore
  readonly selectedIds: readonly string[]
  readonly onSelect: (assetIds: readonly string[]) => void
  readonly onOpen: (assetId: string, neighbours: readonly string[]) => void
  readonly onCancelJob: (job: JobSnapshot) => void
  readonly onDocuments: (files: readonly File[]) => void
  readonly onPhotos: (files: readonly File[]) => void
  readonly actions?: React.ReactNode
}

export function CampaignPage(props: CampaignPageProps) {
  const { id, store, onDocuments, onPhotos, actions } = props
  const { campaign, load, save, photoIds } = useStore(
    store,
    useShallow(({ campaign, load, save, photoIds }) => ({ campaign, load, save, photoIds }))
  )
  const { open, close, edit, rename, flush } = store.getState()
  useEffect(() => {
    void open(id)
    return close
  }, [id, open, close])
  if (load.status === 'failed') {
    return (
      <div className="p-6">
        <ErrorNotice failure={load.failure} onRetry={() => void open(id)} />
      </div>
    )
  }
  if (campaign === null) return <Waiting />
  return (
    <>
      <header className="flex min-h-14 items-center gap-3 px-6 py-2">
        <h1 className="min-w-0 flex-1">
          <span className="sr-only">{campaign.name}</span>
          <input
            aria-label="Campaign name"
            value={campaign.name}
            maxLength={200}
            onChange={(event) => rename(event.target.value)}
            onBlur={() => void flush()}
            className="-ml-2 w-full truncate rounded-md bg-transparent px-2 py-1 text-xl font-semibold tracking-tight hover:bg-hover focus:bg-surface"
          />
        </h1>
        {actions}
      </header>
      <div className="flex min-h-0 flex-1 border-t border-line">
        <BriefPanel
          campaign={campaign}
          save={save}
          photoIds={photoIds}
          onEdit={edit}
          onDone={() => void flush()}
          onDocuments={onDocuments}
          onPhotos={onPhotos}
          givesWay={props.selectedIds.length > 0}
        />
        <PlanPanel {...props} />
      </div>
    </>
  )
}

function Waiting() {
  return (
    <div className="flex h-full gap-6 p-6">
      <div className="w-72">
        <SkeletonLines count={9} label="Loading the campaign" />
      </div>
      <Skeleton className="flex-1" />
    </div>
  )
}

const planOf = (state: CampaignState) => ({
  platforms: state.platforms,
  posts: state.posts,
  cells: state.cells,
  planLoad: state.planLoad,
  estimate: state.estimate,
  estimateLoad: state.estimateLoad,
  isGenerating: state.isGenerating,
  job: state.job,
  result: state.result,
  failure: state.failure
})

function PlanPanel({ store, selectedIds, onSelect, onOpen, onCancelJob }: CampaignPageProps) {
  const plan = useStore(store, useShallow(planOf))
  const { setPlatforms, setPosts, askEstimate, generate, remake } = store.getState()
  const [isAsking, setIsAsking] = useState(false)
  const [onlyMissing, setOnlyMissing] = useState(true)
  const isBusy = plan.isGenerating
  const assetIds = plan.cells.flatMap((cell) => (cell.asset === null ? [] : [cell.asset.id]))
  const askFirst = (): void => {
    setIsAsking(true)
    setOnlyMissing(true)
    void askEstimate(true)
  }
  const start = (options: GenerateOptions): void => {
    setIsAsking(false)
    void generate(options)
  }
  return (
    <section
      aria-label="Plan and pictures"
      className="flex min-w-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isBusy) askFirst()
      }}
    >
      <PlanToolbar
        platforms={plan.platforms}
        posts={plan.posts}
        isBusy={isBusy}
        onPlatforms={setPlatforms}
        onPosts={setPosts}
        onGenerate={askFirst}
      />
      <RunStrip
        job={plan.job}
        result={plan.result}
        failure={plan.failure}
        onCancel={onCancelJob}
        onRetry={askFirst}
      />
      <div className="min-h-0 flex-1 overflow-auto px-3 py-2">
        {plan.planLoad.status === 'failed' ? (
          <ErrorNotice failure={plan.planLoad.failure} />
        ) : (
          <PlanGrid
            platforms={plan.platforms}
            posts={plan.posts}
            cells={plan.cells}
            selectedIds={selectedIds}
            isBusy={isBusy}
            onSelect={(assetId) => onSelect([assetId])}
            onOpen={(assetId) => onOpen(assetId, assetIds)}
            onRetry={(cell) => void remake(cell)}
          />
        )}
      </div>
      <EstimateDialog
        isOpen={isAsking}
        estimate={plan.estimate}
        load={plan.estimateLoad}
        onClose={() => setIsAsking(false)}
        onlyMissing={onlyMissing}
        onScope={(onlyMissing) => {
          setOnlyMissing(onlyMissing)
          void askEstimate(onlyMissing)
        }}
        hasPictures={assetIds.length > 0}
        onGenerate={(allowEmergency) =>
          start({ platforms: plan.platforms, posts: plan.posts, allowEmergency, onlyMissing })
        }
      />
    </section>
  )
}
