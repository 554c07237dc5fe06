/** The page that stands in the frame, with its stores and its ways to other features. */
import { Upload } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { createActions } from './app-actions.ts'
import { CampaignPage } from './features/campaigns/campaign-page.tsx'
import { CampaignsPage } from './features/campaigns/campaigns-page.tsx'
import { LibraryPage } from './features/library/library-page.tsx'
import type { Studio } from './studio.ts'
import { Button } from './ui/button.tsx'
import { EmptyState } from './ui/empty-state.tsx'

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
    default:
      return (
        <EmptyState icon={<Upload />} title={place.page}>
          Soon.
        </EmptyState>
      )
  }
}

function CampaignList({ studio }: { readonly studio: Studio }) {
  const { campaigns, load } = useStore(studio.campaigns)
  const { go, openPanel } = studio.shell.getState()
  const { campaignFromDocuments } = createActions(studio)
  return (
    <CampaignsPage
      campaigns={campaigns}
      load={load}
      onOpen={(id) => go('campaigns', id)}
      onNew={() => openPanel('new-campaign')}
      onDocuments={(files) => void campaignFromDocuments(files)}
      onRetry={() => void studio.campaigns.getState().refresh()}
    />
  )
}

function OneCampaign({ studio, id }: { readonly studio: Studio; readonly id: string }) {
  const selectedIds = useStore(studio.shell, (state) => state.selectedIds)
  const { addDocuments, importFiles } = createActions(studio)
  return (
    <CampaignPage
      id={id}
      store={studio.campaign}
      selectedIds={selectedIds}
      onSelect={studio.shell.getState().select}
      onOpen={(assetId, neighbours) => void studio.inspector.getState().lookAt({ assetId, neighbours })}
      onCancelJob={(job) => void studio.jobs.getState().cancel(job.id)}
      onDocuments={(files) => void addDocuments(files)}
      onPhotos={(files) => void importFiles(files, id)}
    />
  )
}

function Library({ studio }: { readonly studio: Studio }) {
  const campaigns = useStore(studio.campaigns, (state) => state.campaigns)
  const input = useRef<HTMLInputElement>(null)
  const { importFiles } = createActions(studio)
  const { lookAt, openOutside } = studio.inspector.getState()
  return (
    <LibraryPage
      store={studio.library}
      campaigns={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
      onSelect={studio.shell.getState().select}
      onLook={(assetId, neighbours) => void lookAt({ assetId, neighbours })}
      onOpenOutside={(id) => void openOutside(id)}
      onDragOut={() => undefined}
      actions={
        <>
          <Button icon={<Upload />} onClick={() => input.current?.click()}>
            Add files
          </Button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              void importFiles([...(event.target.files ?? [])], null)
              event.target.value = ''
            }}
          />
        </>
      }
    />
  )
}
