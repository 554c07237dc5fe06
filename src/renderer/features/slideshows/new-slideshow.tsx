/** Begins a slideshow: from a campaign's brief and pictures, or from pictures chosen one by one. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Option, SelectField, TextField } from '../../ui/field.tsx'
import { AssetPicker } from './asset-picker.tsx'
import type { EditorStore } from './editor-store.ts'
import type { SlideshowsStore } from './slideshows-store.ts'

export interface NewSlideshowProps {
  readonly store: SlideshowsStore
  readonly editor: EditorStore
  readonly campaigns: readonly Option[]
  readonly onClose: () => void
  readonly onStarted: (id: string) => void
  readonly onFiles: (files: readonly File[]) => Promise<void>
}

export function NewSlideshow({ store, editor, campaigns, onClose, onStarted, onFiles }: NewSlideshowProps) {
  const { isStarting, failure } = useStore(store)
  const { startFromCampaign, startFromPictures, forgetFailure } = store.getState()
  const [campaignId, setCampaignId] = useState(campaigns[0]?.value ?? '')
  const [name, setName] = useState('')
  const [isChoosing, setIsChoosing] = useState(false)
  const suggested = campaigns.find((option) => option.value === campaignId)?.label ?? 'Slideshow'
  const wanted = name.trim() === '' ? suggested : name.trim()
  const close = (): void => {
    forgetFailure()
    onClose()
  }
  const finish = async (starting: Promise<string | null>): Promise<void> => {
    const id = await starting
    if (id !== null) onStarted(id)
  }
  const start = (): void => {
    if (campaignId === '') setIsChoosing(true)
    else void finish(startFromCampaign(wanted, campaignId))
  }
  if (isChoosing) {
    return (
      <Choosing
        {...{ editor, campaigns, onFiles }}
        onClose={close}
        onAdd={(ids) => {
          const { assets } = editor.getState()
          const pictures = ids.map((id) => assets.get(id)).filter((asset) => asset !== undefined)
          void finish(startFromPictures(wanted, pictures))
        }}
      />
    )
  }
  return (
    <Dialog
      isOpen
      onClose={close}
      width="small"
      title="New slideshow"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" disabled={isStarting} onClick={start}>
            {campaignId === '' ? 'Choose pictures' : 'Open the editor'}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        <SelectField
          label="Pictures from"
          value={campaignId}
          options={[...campaigns, { value: '', label: 'Chosen one by one' }]}
          onPick={setCampaignId}
        />
        <TextField
          label="Name"
          value={name}
          maxLength={200}
          placeholder={suggested}
          onChange={(event) => setName(event.target.value)}
        />
        {failure !== null && <ErrorNotice failure={failure} />}
      </form>
    </Dialog>
  )
}

interface ChoosingProps extends Pick<NewSlideshowProps, 'editor' | 'campaigns' | 'onFiles' | 'onClose'> {
  readonly onAdd: (ids: readonly string[]) => void
}

function Choosing({ editor, campaigns, onFiles, onClose, onAdd }: ChoosingProps) {
  const choice = useStore(editor, (state) => state.choice)
  const choiceLoad = useStore(editor, (state) => state.choiceLoad)
  const [campaignId, setCampaignId] = useState<string | null>(null)
  const { loadChoice } = editor.getState()
  useEffect(() => void loadChoice('image', campaignId), [loadChoice, campaignId])
  return (
    <AssetPicker
      kind="image"
      title="Add pictures"
      isSingle={false}
      assets={choice}
      load={choiceLoad}
      campaigns={campaigns}
      campaignId={campaignId}
      onCampaign={setCampaignId}
      onClose={onClose}
      onAdd={onAdd}
      onFiles={(files) => void onFiles(files).then(() => loadChoice('image', null))}
    />
  )
}
