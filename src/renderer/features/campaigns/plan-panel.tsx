/** The plan beside the brief: the toolbar, the account of the last run, and the grid or the calendar. */
import { useStore } from 'zustand'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { CalendarView } from './calendar-view.tsx'
import { findWords, placeKey } from './campaign-draft.ts'
import type { CampaignView } from './campaign-header.tsx'
import type { CampaignPageProps } from './campaign-page-props.ts'
import type { Place } from './campaign-state.ts'
import type { OpenDialog } from './dialog-store.ts'
import { PlanGrid } from './plan-grid.tsx'
import { PlanToolbar } from './plan-toolbar.tsx'
import type { PostCell } from './post-cells.ts'
import { RunStrip } from './run-strip.tsx'

export interface PlanPanelProps extends CampaignPageProps {
  readonly view: CampaignView
  readonly onDialog: (dialog: OpenDialog) => void
}

export function PlanPanel(props: PlanPanelProps) {
  const { stores, view, onDialog, onCancelJob } = props
  const plan = useStore(stores.campaign)
  const isBusy = plan.isGenerating
  const askFirst = (): void => onDialog({ kind: 'estimate' })
  return (
    <section aria-label="Plan and pictures" className="flex min-w-0 flex-1 flex-col @max-3xl:flex-none">
      <PlanToolbar
        platforms={plan.platforms}
        posts={plan.posts}
        variants={plan.variants}
        isBusy={isBusy}
        onPlatforms={plan.setPlatforms}
        onPosts={plan.setPosts}
        onVariants={plan.setVariants}
        onGenerate={askFirst}
      />
      <RunStrip
        job={plan.job}
        elsewhere={plan.elsewhere}
        result={plan.result}
        failure={plan.failure}
        onCancel={onCancelJob}
        onRetry={askFirst}
        onForget={plan.forgetFailure}
      />
      {plan.planLoad.status === 'failed' && (
        <div className="px-6 py-2">
          <ErrorNotice failure={plan.planLoad.failure} onRetry={() => void plan.refresh()} />
        </div>
      )}
      {view === 'plan' ? (
        <Grid {...props} />
      ) : (
        <CalendarView
          plan={plan}
          onWords={plan.setWords}
          onOpenPost={({ platform, post }) => onDialog({ kind: 'post', place: { platform, post } })}
        />
      )}
    </section>
  )
}

function Grid({ stores, selectedIds, onSelect, onOpen, onDialog }: PlanPanelProps) {
  const plan = useStore(stores.campaign)
  const assetIds = plan.cells.flatMap((cell) => (cell.asset === null ? [] : [cell.asset.id]))
  const edit = (place: Place): void => onDialog({ kind: 'post', place })
  const retry = (cell: PostCell): void => {
    const troubled = cell.variants.find(({ state }) => state === 'failed' || state === 'unknown')
    const { variant } = troubled ?? cell.shown
    const prompt = findWords(plan.words, cell)?.prompt ?? ''
    void plan.remake(cell, { variant, provider: plan.makers[placeKey(cell)] ?? null, prompt })
  }
  return (
    <div className="min-h-0 flex-1 scroll-pt-14 overflow-auto px-3 py-2">
      <PlanGrid
        platforms={plan.platforms}
        posts={plan.posts}
        cells={plan.cells}
        words={plan.words}
        makers={plan.makers}
        selectedIds={selectedIds}
        isBusy={plan.isGenerating}
        onSelect={(assetId) => onSelect([assetId])}
        onOpen={(assetId) => onOpen(assetId, assetIds)}
        onEdit={edit}
        onRetry={retry}
      />
    </div>
  )
}
