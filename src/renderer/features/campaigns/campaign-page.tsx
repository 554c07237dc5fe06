/** One campaign: the brief on the left, the plan with its pictures on the right, and the dialogs of both. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { BriefPanel } from './brief-panel.tsx'
import { CampaignDialogs } from './campaign-dialogs.tsx'
import { CampaignHeader, type CampaignView } from './campaign-header.tsx'
import { useCampaignKeys } from './campaign-keys.ts'
import type { CampaignPageProps } from './campaign-page-props.ts'
import type { OpenDialog } from './dialog-store.ts'
import { PlanPanel } from './plan-panel.tsx'

export function CampaignPage(props: CampaignPageProps) {
  const { id, stores, onSelect } = props
  const store = stores.campaign
  const { campaign, load } = useStore(
    store,
    useShallow(({ campaign, load }) => ({ campaign, load }))
  )
  const { open, close } = store.getState()
  const [view, setView] = useState<CampaignView>('plan')
  const dialog = useStore(stores.dialog, (state) => (state.campaignId === id ? state.dialog : null))
  const { show, leave } = stores.dialog.getState()
  const setDialog = (next: OpenDialog | null): void => show(id, next)
  useCampaignKeys(store, {
    isDialogOpen: dialog !== null,
    onGenerate: () => setDialog({ kind: 'estimate' }),
    onExport: stores.exporting.getState().open
  })
  useEffect(() => {
    void open(id)
    return () => {
      leave(id)
      close()
    }
  }, [id, open, close, leave])
  if (load.status === 'failed') {
    return (
      <div className="p-6">
        <ErrorNotice failure={load.failure} onRetry={() => void open(id)} />
      </div>
    )
  }
  // The page of the campaign before goes away only after this one is drawn for the first time.
  if (campaign?.id !== id) return <Waiting />
  return (
    <>
      <CampaignHeader
        store={store}
        view={view}
        onView={(next) => {
          onSelect([])
          setView(next)
        }}
        onExport={stores.exporting.getState().open}
        onPrompts={() => setDialog({ kind: 'prompts' })}
        onBrand={() => setDialog({ kind: 'brand' })}
        onReadPlan={stores.planFile.getState().open}
        onWritePlan={(format) => void stores.planFile.getState().write(id, format)}
      />
      <div className="@container flex min-h-0 flex-1 flex-col">
        <div className="flex min-h-0 flex-1 border-t border-line @max-3xl:flex-col @max-3xl:overflow-y-auto">
          <Brief {...props} view={view} onBrand={() => setDialog({ kind: 'brand' })} />
          <PlanPanel {...props} view={view} onDialog={setDialog} />
        </div>
      </div>
      <CampaignDialogs {...props} dialog={dialog} onDialog={setDialog} />
    </>
  )
}

function Brief(props: CampaignPageProps & { readonly view: CampaignView; readonly onBrand: () => void }) {
  const { stores, selectedIds, view, onDocuments, onPhotos, onBrand } = props
  const { campaign, save, photoIds, isGenerating } = useStore(
    stores.campaign,
    useShallow(({ campaign, save, photoIds, isGenerating }) => ({ campaign, save, photoIds, isGenerating }))
  )
  const { edit, flush } = stores.campaign.getState()
  if (campaign === null) return null
  return (
    <BriefPanel
      campaign={campaign}
      save={save}
      photoIds={photoIds}
      onEdit={edit}
      onDone={() => void flush()}
      onDocuments={onDocuments}
      onPhotos={onPhotos}
      onPhoto={(assetId) => void stores.photo.getState().open(assetId)}
      onBrand={onBrand}
      givesWay={selectedIds.length > 0 || view === 'calendar'}
      isPlanFirst={isGenerating}
    />
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
