/** The Slideshows page: finished videos and the way into the editor. */
import { Clapperboard, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '#shared/domain/asset.ts'
import type { JobId } from '#shared/domain/job.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Option, SelectField, TextField } from '../../ui/field.tsx'
import { countOf, formatBytes, formatClock, formatPixels } from '../../ui/format.ts'
import { PageBody, PageHeader } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { Editor } from './editor.tsx'
import type { SlideshowsState, SlideshowsStore } from './slideshows-store.ts'

export interface SlideshowsPageProps {
  readonly store: SlideshowsStore
  readonly campaigns: readonly Option[]
  readonly onCancelJob: (id: JobId) => void
  readonly onPlay: (assetId: string) => void
}

export function SlideshowsPage({ store, campaigns, onCancelJob, onPlay }: SlideshowsPageProps) {
  const state = useStore(store)
  const { follow, start, refresh } = store.getState()
  const [isNaming, setIsNaming] = useState(false)
  useEffect(() => follow(), [follow])
  if (state.history !== null) {
    return (
      <Editor
        store={store}
        draft={state.history.present}
        campaigns={campaigns}
        onCancelJob={onCancelJob}
        onPlay={onPlay}
      />
    )
  }
  const newButton = (
    <Button tone="primary" icon={<Plus />} onClick={() => setIsNaming(true)}>
      New slideshow
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Slideshows"
        facts={state.videos.length > 0 ? countOf(state.videos.length, 'video') : undefined}
        actions={newButton}
      />
      <PageBody>
        <Videos state={state} newButton={newButton} onPlay={onPlay} onRetry={() => void refresh()} />
      </PageBody>
      {isNaming && (
        <NewSlideshow
          campaigns={campaigns}
          onClose={() => setIsNaming(false)}
          onStart={(name, campaignId) => {
            setIsNaming(false)
            void start(name, campaignId)
          }}
        />
      )}
    </>
  )
}

interface VideosProps {
  readonly state: SlideshowsState
  readonly newButton: React.ReactNode
  readonly onPlay: (assetId: string) => void
  readonly onRetry: () => void
}

function Videos({ state, newButton, onPlay, onRetry }: VideosProps) {
  const { videos, load } = state
  if (load.status === 'failed') return <ErrorNotice failure={load.failure} onRetry={onRetry} />
  if (load.status !== 'ready') return <Skeleton className="h-48" />
  if (videos.length === 0) {
    return (
      <EmptyState icon={<Clapperboard />} title="No slideshows yet" actions={newButton}>
        Turn the pictures of a campaign into a video with captions, offline and at no cost.
      </EmptyState>
    )
  }
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-4">
      {videos.map((video) => (
        <li key={video.id}>
          <VideoCard video={video} onPlay={() => onPlay(video.id)} />
        </li>
      ))}
    </ul>
  )
}

function VideoCard({ video, onPlay }: { readonly video: Asset; readonly onPlay: () => void }) {
  const facts = [
    ...(video.durationMs === null ? [] : [formatClock(video.durationMs)]),
    ...[formatPixels(video.widthPx, video.heightPx)].filter((text) => text !== null),
    formatBytes(video.sizeBytes)
  ]
  return (
    <button
      type="button"
      aria-label={`Play ${video.title ?? video.name}`}
      onClick={onPlay}
      className="flex w-full flex-col overflow-hidden rounded-xl border border-line bg-surface text-left shadow-card transition-colors hover:border-line-strong"
    >
      <span className="block aspect-video w-full overflow-hidden bg-black">
        <AssetImage
          id={video.id}
          kind="video"
          variant="thumb-512"
          alt=""
          fit="contain"
          className="bg-black"
        />
      </span>
      <span className="flex w-full flex-col gap-0.5 px-3 py-2.5">
        <span className="truncate font-medium">{video.title ?? video.name}</span>
        <span className="flex items-center gap-2 text-xs text-ink-faint">
          <span className="min-w-0 flex-1 truncate">{facts.join(', ')}</span>
          <StatusMark status={video.status} className="[&_svg]:size-3.5" />
        </span>
      </span>
    </button>
  )
}

interface NewSlideshowProps {
  readonly campaigns: readonly Option[]
  readonly onClose: () => void
  readonly onStart: (name: string, campaignId: string | null) => void
}

function NewSlideshow({ campaigns, onClose, onStart }: NewSlideshowProps) {
  const [campaignId, setCampaignId] = useState(campaigns[0]?.value ?? '')
  const [name, setName] = useState('')
  const suggested = campaigns.find((option) => option.value === campaignId)?.label ?? 'Slideshow'
  const start = (): void =>
    onStart(name.trim() === '' ? suggested : name.trim(), campaignId === '' ? null : campaignId)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="small"
      title="New slideshow"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" onClick={start}>
            Open the editor
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
      </form>
    </Dialog>
  )
}
