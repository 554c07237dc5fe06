/** The dialogs over a campaign's page: price, post, prompts, brand, export, posts from a file, a photo. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { BrandDialog } from './brand-dialog.tsx'
import type { CampaignPageProps } from './campaign-page-props.ts'
import type { GenerateOptions } from './campaign-state.ts'
import type { OpenDialog } from './dialog-store.ts'
import { EstimateDialog } from './estimate-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { PhotoDialog } from './photo-dialog.tsx'
import { PlanFileDialog } from './plan-file-dialog.tsx'
import { PostDialog } from './post-dialog.tsx'
import { PromptsDialog } from './prompts-dialog.tsx'

export interface CampaignDialogsProps extends CampaignPageProps {
  readonly dialog: OpenDialog | null
  readonly onDialog: (dialog: OpenDialog | null) => void
}

export function CampaignDialogs(props: CampaignDialogsProps) {
  const { id, stores, dialog, onDialog, onOpen } = props
  const posts = useStore(stores.campaign, (state) => state.posts)
  const close = (): void => onDialog(null)
  return (
    <>
      {dialog?.kind === 'estimate' && <Price {...props} />}
      {dialog?.kind === 'post' && (
        <PostDialog
          store={stores.campaign}
          postStore={stores.post}
          place={dialog.place}
          onPlace={(place) => onDialog({ kind: 'post', place })}
          onClose={close}
          onOpenPicture={(assetId) => onOpen(assetId, [assetId])}
        />
      )}
      {dialog?.kind === 'prompts' && (
        <PromptsDialog
          campaignId={id}
          store={stores.prompts}
          posts={posts}
          onClose={close}
          onSaved={() => void stores.campaign.getState().refresh()}
        />
      )}
      {dialog?.kind === 'brand' && <Brand {...props} />}
      <Bundle {...props} />
      <PlanFile {...props} />
      <Photo {...props} />
    </>
  )
}

const FIRST_OPTIONS: GenerateOptions = { onlyMissing: true, allowEmergency: false, provider: null }

function Price({ stores, onDialog }: CampaignDialogsProps) {
  const plan = useStore(stores.campaign)
  const [options, setOptions] = useState(FIRST_OPTIONS)
  const { askEstimate } = stores.campaign.getState()
  useEffect(() => void askEstimate(FIRST_OPTIONS), [askEstimate])
  const ask = (next: GenerateOptions): void => {
    setOptions(next)
    void askEstimate(next)
  }
  return (
    <EstimateDialog
      isOpen
      estimate={plan.estimate}
      load={plan.estimateLoad}
      hasPictures={plan.cells.some((cell) => cell.asset !== null)}
      makerCount={Object.keys(plan.makers).length}
      options={options}
      onOptions={ask}
      onClose={() => onDialog(null)}
      onGenerate={() => {
        onDialog(null)
        void plan.generate(options)
      }}
    />
  )
}

function Brand({ stores, brand, onDialog, onLogo }: CampaignDialogsProps) {
  const { pictures, listPictures } = useStore(stores.photo)
  if (brand.kit === null) return null
  return (
    <BrandDialog
      kit={brand.kit}
      failure={brand.failure}
      logos={pictures}
      onAskLogos={listPictures}
      onAddLogo={(files) => void onLogo(files).then(listPictures)}
      onSave={brand.onSave}
      onClose={() => onDialog(null)}
    />
  )
}

function Bundle({ id, stores }: CampaignDialogsProps) {
  const isOpen = useStore(stores.exporting, (state) => state.isOpen)
  const plan = useStore(stores.campaign)
  return isOpen ? <ExportDialog campaignId={id} store={stores.exporting} plan={plan} /> : null
}

function PlanFile({ id, stores }: CampaignDialogsProps) {
  const state = useStore(stores.planFile)
  const { takeWords, setPosts } = stores.campaign.getState()
  if (!state.isOpen) return null
  const read = async (files: readonly File[]): Promise<void> => {
    const outcome = await state.read(id, files)
    if (outcome === null) return
    takeWords(outcome.posts)
    const most = Math.max(...outcome.posts.map((post) => post.post))
    if (most > stores.campaign.getState().posts) setPosts(most)
  }
  return (
    <PlanFileDialog
      outcome={state.outcome}
      failure={state.failure}
      isReading={state.isReading}
      onFiles={(files) => void read(files)}
      onClose={state.close}
    />
  )
}

function Photo({ stores }: CampaignDialogsProps) {
  const { openId, asset, setFocalPoint, close } = useStore(stores.photo)
  if (openId === null) return null
  return <PhotoDialog asset={asset} onFocalPoint={(point) => void setFocalPoint(point)} onClose={close} />
}
