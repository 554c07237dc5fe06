/** The page that stands in the frame, with its stores and its ways to other features. */
import { Upload } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { assertNever } from '#shared/errors.ts'
import { createActions } from './app-actions.ts'
import { CampaignPage } from './features/campaigns/campaign-page.tsx'
import { CampaignsPage, DOCUMENT_ENDINGS } from './features/campaigns/campaigns-page.tsx'
import { CostsPage } from './features/costs/costs-page.tsx'
import { DocumentsPage } from './features/documents/documents-page.tsx'
import { focusDetails } from './features/inspector/focus-details.ts'
import { LibraryPage } from './features/library/library-page.tsx'
import { SettingsPage } from './features/settings/settings-page.tsx'
import { SetupCards } from './features/settings/setup-cards.tsx'
import { Editor } from './features/slideshows/editor.tsx'
import { SlideshowsPage } from './features/slideshows/slideshows-page.tsx'
import { StoragePage } from './features/storage/storage-page.tsx'
import type { Studio } from './studio.ts'
import { Button } from './ui/button.tsx'
import type { Option } from './ui/field.tsx'
import { sayFailed } from './ui/toast.ts'

export function OpenPage({ studio }: { readonly studio: Studio }) {
  const place = useStore(studio.shell, (state) => state.place)
  switch (place.page) {
    case 'campaigns':
      return place.id === null ? (
        <CampaignList studio={studio} />
      ) : (
        <OneCampaign key={place.id} studio={studio} id={place.id} />
      )
    case 'library':
      return <Library studio={studio} />
    case 'documents':
      return <Documents studio={studio} openId={place.id} />
    case 'slideshows':
      return <Slideshows studio={studio} openId={place.id} />
    case 'costs':
      return <Costs studio={studio} />
    case 'storage':
      return (
        <StoragePage
          store={studio.storage}
          onCancelJob={(id) => void studio.jobs.getState().cancel(id)}
          onSettings={() => studio.shell.getState().go('settings')}
        />
      )
    case 'settings':
      return (
        <SettingsPage
          store={studio.settings}
          chooseFolder={createActions(studio).chooseFolder}
          onShowFolder={(path) => void studio.client.call('desktop.showFile', { path }).catch(sayFailed)}
          onStorage={() => studio.shell.getState().go('storage')}
        />
      )
    default:
      return assertNever(place.page)
  }
}

function CampaignList({ studio }: { readonly studio: Studio }) {
  const { campaigns, load } = useStore(studio.campaigns)
  const { go, openPanel } = studio.shell.getState()
  const { campaignFromDocuments, openSample, chooseFolder } = createActions(studio)
  return (
    <CampaignsPage
      campaigns={campaigns}
      load={load}
      onOpen={(id) => go('campaigns', id)}
      onNew={() => openPanel('new-campaign')}
      onDocuments={(files) => void campaignFromDocuments(files)}
      onSample={() => void openSample()}
      setup={<SetupCards store={studio.settings} chooseFolder={chooseFolder} />}
      onRetry={() => void studio.campaigns.getState().refresh()}
    />
  )
}

function OneCampaign({ studio, id }: { readonly studio: Studio; readonly id: string }) {
  const selectedIds = useStore(studio.shell, (state) => state.selectedIds)
  const kit = useStore(studio.settings, (state) => state.settings?.brand ?? null)
  const failure = useStore(studio.settings, (state) => state.failure)
  const { addDocuments, importFiles } = createActions(studio)
  return (
    <CampaignPage
      id={id}
      stores={studio.onCampaign}
      selectedIds={selectedIds}
      brand={{
        kit,
        failure,
        onSave: (brand) => studio.settings.getState().set('brand', { ...brand, colours: [...brand.colours] })
      }}
      onSelect={studio.shell.getState().select}
      onOpen={(assetId, neighbours) => void studio.inspector.getState().lookAt({ assetId, neighbours })}
      onCancelJob={(job) => void studio.jobs.getState().cancel(job.id)}
      onDocuments={(files) => void addDocuments(files)}
      onPhotos={(files) => void importFiles(files, id)}
      onLogo={(files) => importFiles(files, null)}
    />
  )
}

function Library({ studio }: { readonly studio: Studio }) {
  const campaigns = useCampaignOptions(studio)
  const { lookAt, openOutside } = studio.inspector.getState()
  return (
    <LibraryPage
      store={studio.library}
      changes={studio.libraryChanges}
      tools={studio.libraryTools}
      campaigns={campaigns}
      onEdit={focusDetails}
      onStorage={() => studio.shell.getState().go('storage')}
      onSelect={studio.shell.getState().select}
      onLook={(assetId, neighbours) => void lookAt({ assetId, neighbours })}
      onOpenOutside={(id) => void openOutside(id)}
      onDragOut={(ids) => void studio.client.call('asset.dragOut', { ids: [...ids] }).catch(sayFailed)}
      actions={<AddFiles studio={studio} label="Add files" />}
    />
  )
}

function Documents({ studio, openId }: { readonly studio: Studio; readonly openId: string | null }) {
  const { go } = studio.shell.getState()
  const { campaignFromAsset, slideshowFromDocument } = createActions(studio)
  return (
    <DocumentsPage
      store={studio.documents}
      openId={openId}
      onOpen={(id) => go('documents', id)}
      onCampaign={(id, name) => void campaignFromAsset(id, name)}
      onSlideshow={(id, name) => void slideshowFromDocument(id, name)}
      actions={<AddFiles studio={studio} label="Add documents" accept={DOCUMENT_ENDINGS} />}
    />
  )
}

function Slideshows({ studio, openId }: { readonly studio: Studio; readonly openId: string | null }) {
  const campaigns = useCampaignOptions(studio)
  const { go } = studio.shell.getState()
  const { importFiles, drawStill } = createActions(studio)
  const onPlay = (assetId: string, neighbours: readonly string[]): void =>
    void studio.inspector.getState().lookAt({ assetId, neighbours: [...neighbours] })
  const onFiles = (files: readonly File[]): Promise<void> => importFiles(files, null)
  if (openId === null) {
    return (
      <SlideshowsPage
        store={studio.slideshows}
        editor={studio.slideshowEditor}
        campaigns={campaigns}
        onOpen={(id) => go('slideshows', id)}
        onPlay={onPlay}
        onFiles={onFiles}
      />
    )
  }
  return (
    <Editor
      key={openId}
      id={openId}
      store={studio.slideshowEditor}
      renders={studio.slideshowRenders}
      frames={studio.slideshowFrames}
      sounds={studio.slideshowSounds}
      campaigns={campaigns}
      onClose={() => go('slideshows')}
      onCancelJob={(id) => void studio.jobs.getState().cancel(id)}
      onPlay={onPlay}
      onSettings={() => go('settings')}
      drawStill={drawStill}
      onFiles={onFiles}
    />
  )
}

function Costs({ studio }: { readonly studio: Studio }) {
  const campaigns = useCampaignOptions(studio)
  const settings = useStore(studio.settings, (state) => state.settings)
  const { set: setBudget } = studio.settings.getState()
  return (
    <CostsPage
      store={studio.costs}
      settings={settings}
      campaigns={campaigns}
      onSet={(path, value) => void setBudget(path, value)}
      onCampaign={(id) => studio.shell.getState().go('campaigns', id)}
    />
  )
}

function useCampaignOptions(studio: Studio): readonly Option[] {
  const campaigns = useStore(studio.campaigns, (state) => state.campaigns)
  return campaigns.map(({ id, name }) => ({ value: id, label: name }))
}

interface AddFilesProps {
  readonly studio: Studio
  readonly label: string
  readonly accept?: string
}

function AddFiles({ studio, label, accept }: AddFilesProps) {
  const input = useRef<HTMLInputElement>(null)
  const { importFiles } = createActions(studio)
  return (
    <>
      <Button icon={<Upload />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        onChange={(event) => {
          void importFiles([...(event.target.files ?? [])], null)
          event.target.value = ''
        }}
      />
    </>
  )
}
