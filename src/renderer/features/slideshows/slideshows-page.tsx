/** The Slideshows page: slideshows being made, finished videos, and the way into the editor. */
import { Clapperboard, Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '#shared/domain/asset.ts'
import { SLIDESHOW_PRESETS } from '#shared/domain/slideshow.ts'
import type { SavedStoryboard } from '#shared/domain/slideshow-plan.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { Option } from '../../ui/field.tsx'
import { countOf, formatBytes, formatClock, formatDate, formatPixels } from '../../ui/format.ts'
import { PageBody, PageHeader } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { EditorStore } from './editor-store.ts'
import { NewSlideshow } from './new-slideshow.tsx'
import type { SlideshowsStore } from './slideshows-store.ts'

export interface SlideshowsPageProps {
  readonly store: SlideshowsStore
  /** Where pictures are chosen from. */
  readonly editor: EditorStore
  readonly campaigns: readonly Option[]
  readonly onOpen: (id: string) => void
  readonly onPlay: (assetId: string, neighbours: readonly string[]) => void
  readonly onFiles: (files: readonly File[]) => Promise<void>
}

export function SlideshowsPage({ store, editor, campaigns, onOpen, onPlay, onFiles }: SlideshowsPageProps) {
  const { saved, videos, load, failure } = useStore(store)
  const { follow, refresh, remove } = store.getState()
  const [isNaming, setIsNaming] = useState(false)
  useEffect(() => follow(), [follow])
  const newButton = (
    <Button tone="primary" icon={<Plus />} onClick={() => setIsNaming(true)}>
      New slideshow
    </Button>
  )
  const isEmpty = load.status === 'ready' && saved.length === 0 && videos.length === 0
  const counts = [
    ...(saved.length > 0 ? [countOf(saved.length, 'slideshow')] : []),
    ...(videos.length > 0 ? [countOf(videos.length, 'video')] : [])
  ]
  return (
    <>
      <PageHeader
        title="Slideshows"
        facts={counts.length > 0 ? counts.join(', ') : undefined}
        actions={newButton}
      />
      <PageBody>
        {load.status === 'failed' && <ErrorNotice failure={load.failure} onRetry={() => void refresh()} />}
        {failure !== null && !isNaming && <ErrorNotice failure={failure} />}
        {(load.status === 'loading' || load.status === 'idle') && <CardSkeletons />}
        {isEmpty && (
          <EmptyState icon={<Clapperboard />} title="No slideshows yet" actions={newButton}>
            Turn the pictures of a campaign into a video with captions, offline and at no cost.
          </EmptyState>
        )}
        {saved.length > 0 && (
          <Section title="In the making">
            {saved.map((one) => (
              <SavedCard
                key={one.id}
                saved={one}
                onOpen={() => onOpen(one.id)}
                onRemove={() => void remove(one.id)}
              />
            ))}
          </Section>
        )}
        {videos.length > 0 && (
          <Section title="Finished videos">
            {videos.map((video) => (
              <VideoCard
                key={video.id}
                video={video}
                onPlay={() =>
                  onPlay(
                    video.id,
                    videos.map((one) => one.id)
                  )
                }
              />
            ))}
          </Section>
        )}
      </PageBody>
      {isNaming && (
        <NewSlideshow
          {...{ store, editor, campaigns, onFiles }}
          onClose={() => setIsNaming(false)}
          onStarted={(id) => {
            setIsNaming(false)
            onOpen(id)
          }}
        />
      )}
    </>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="mb-2 font-semibold">{title}</h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-4">{children}</ul>
    </section>
  )
}

function CardSkeletons() {
  return (
    <div role="status" aria-label="Loading slideshows" className="grid grid-cols-4 gap-4">
      {[1, 2, 3, 4].map((one) => (
        <Skeleton key={one} className="h-48" />
      ))}
    </div>
  )
}

const CARD_CLASS =
  'flex w-full flex-col overflow-hidden rounded-xl border border-line bg-surface text-left shadow-card transition-colors hover:border-line-strong'

interface SavedCardProps {
  readonly saved: SavedStoryboard
  readonly onOpen: () => void
  readonly onRemove: () => void
}

function SavedCard({ saved, onOpen, onRemove }: SavedCardProps) {
  const shape = SLIDESHOW_PRESETS[saved.preset]
  return (
    <li className="relative">
      <button type="button" onClick={onOpen} className={CARD_CLASS}>
        <span className="flex aspect-video w-full items-center justify-center overflow-hidden bg-sunken p-3">
          <span
            className="flex h-full items-center justify-center overflow-hidden rounded-sm bg-surface text-xs text-ink-soft shadow-card"
            style={{ aspectRatio: `${shape.widthPx} / ${shape.heightPx}` }}
          >
            {saved.coverAssetId === null ? (
              shape.label
            ) : (
              <AssetImage id={saved.coverAssetId} kind="image" variant="thumb-512" alt="" />
            )}
          </span>
        </span>
        <span className="flex w-full flex-col gap-0.5 px-3 py-2.5 pr-11">
          <span className="truncate font-medium">
            <span className="sr-only">Open </span>
            {saved.name}
          </span>
          <span className="truncate text-xs text-ink-faint">
            {countOf(saved.slideCount, 'slide')}, {shape.label}, {formatDate(saved.updatedAt)}
          </span>
        </span>
      </button>
      <IconButton
        label={`Delete ${saved.name}`}
        icon={<Trash2 />}
        className="absolute right-1.5 bottom-3"
        onClick={onRemove}
      />
    </li>
  )
}

function VideoCard({ video, onPlay }: { readonly video: Asset; readonly onPlay: () => void }) {
  const facts = [
    ...(video.durationMs === null ? [] : [formatClock(video.durationMs)]),
    ...[formatPixels(video.widthPx, video.heightPx)].filter((text) => text !== null),
    formatBytes(video.sizeBytes)
  ]
  return (
    <li>
      <button type="button" onClick={onPlay} className={CARD_CLASS}>
        <span className="flex aspect-video w-full items-center justify-center overflow-hidden bg-black">
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
          <span className="truncate font-medium">
            <span className="sr-only">Play </span>
            {video.title ?? video.name}
          </span>
          <span className="flex items-center gap-2 text-xs text-ink-faint">
            <span className="min-w-0 flex-1 truncate">{facts.join(', ')}</span>
            <StatusMark status={video.status} className="[&_svg]:size-3.5" />
          </span>
        </span>
      </button>
    </li>
  )
}
