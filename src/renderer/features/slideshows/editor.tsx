/** The slideshow editor: filmstrip, preview, settings, undo, and the render. */
import { ArrowLeft, Ban, Clapperboard, Redo2, Undo2 } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { JobId } from '#shared/domain/job.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { Option } from '../../ui/field.tsx'
import { countOf, formatClock } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import { Progress } from '../../ui/progress.tsx'
import { type Draft, spansOf, totalSeconds, withoutSlide, withSlideAt } from './draft.ts'
import { Filmstrip } from './filmstrip.tsx'
import { PicturePicker } from './picture-picker.tsx'
import { SlidePanel } from './slide-panel.tsx'
import type { SlideshowsState, SlideshowsStore } from './slideshows-store.ts'
import { Stage } from './stage.tsx'

export interface EditorProps {
  readonly store: SlideshowsStore
  readonly draft: Draft
  readonly campaigns: readonly Option[]
  readonly onCancelJob: (id: JobId) => void
  readonly onPlay: (assetId: string) => void
}

export function Editor({ store, draft, campaigns, onCancelJob, onPlay }: EditorProps) {
  const state = useStore(store)
  const { change, select, undo, redo } = store.getState()
  const [seconds, setSeconds] = useState(0)
  const [pickerCampaign, setPickerCampaign] = useState<string | null | 'closed'>('closed')
  const slide = draft.slides.find((one) => one.key === state.selectedKey) ?? null
  const openPicker = (campaignId: string | null): void => {
    setPickerCampaign(campaignId)
    void state.loadPictures(campaignId)
  }
  const selectSlide = (key: string): void => {
    select(key)
    const span = spansOf(draft).find((one) => one.slide.key === key)
    if (span !== undefined) setSeconds(span.startSeconds + span.inSeconds)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
    event.preventDefault()
    if (event.shiftKey) redo()
    else undo()
  }
  return (
    // Undo belongs to the whole editor, wherever the focus is in it.
    <section aria-label="Slideshow editor" className="flex min-h-0 flex-1 flex-col" onKeyDown={onKey}>
      <EditorHeader state={state} draft={draft} />
      <RenderStrip state={state} onCancelJob={onCancelJob} onPlay={onPlay} />
      <div className="flex min-h-0 flex-1 border-t border-line">
        <div className="flex min-w-0 flex-1 flex-col">
          {draft.slides.length === 0 ? (
            <EmptyState
              icon={<Clapperboard />}
              title="No slides yet"
              actions={
                <Button tone="primary" onClick={() => openPicker(draft.campaignId)}>
                  Choose pictures
                </Button>
              }
            >
              Choose pictures; each becomes a slide with its own length, caption and motion.
            </EmptyState>
          ) : (
            <Stage draft={draft} seconds={seconds} onSeek={setSeconds} />
          )}
          <Filmstrip
            slides={draft.slides}
            selectedKey={state.selectedKey}
            onSelect={selectSlide}
            onMove={(key, index) => change(withSlideAt(draft, key, index), null)}
            onRemove={(key) => change(withoutSlide(draft, key), null)}
            onAdd={() => openPicker(draft.campaignId)}
          />
        </div>
        <SlidePanel draft={draft} slide={slide} onChange={change} />
      </div>
      {pickerCampaign !== 'closed' && (
        <PicturePicker
          pictures={state.pictures}
          load={state.picturesLoad}
          campaigns={campaigns}
          campaignId={pickerCampaign}
          onCampaign={openPicker}
          onClose={() => setPickerCampaign('closed')}
          onAdd={(ids) => {
            setPickerCampaign('closed')
            state.addPictures(ids)
          }}
        />
      )}
    </section>
  )
}

function EditorHeader({ state, draft }: { readonly state: SlideshowsState; readonly draft: Draft }) {
  const { history, isRendering, undo, redo, render, change, closeDraft } = state
  const isEmpty = draft.slides.length === 0
  return (
    <header className="flex min-h-14 items-center gap-2 px-6 py-2">
      <IconButton label="Back to all slideshows" icon={<ArrowLeft />} onClick={closeDraft} />
      <h1 className="min-w-0 flex-1">
        <span className="sr-only">{draft.name}</span>
        <input
          aria-label="Name of the slideshow"
          value={draft.name}
          maxLength={200}
          onChange={(event) => change({ ...draft, name: event.target.value }, 'name')}
          className="w-full truncate rounded-md bg-transparent px-2 py-1 text-xl font-semibold tracking-tight hover:bg-hover focus:bg-surface"
        />
      </h1>
      <span className="text-ink-soft">
        {countOf(draft.slides.length, 'slide')}, {formatClock(totalSeconds(draft) * 1000)}
      </span>
      <IconButton label="Undo" icon={<Undo2 />} disabled={history?.past.length === 0} onClick={undo} />
      <IconButton label="Redo" icon={<Redo2 />} disabled={history?.future.length === 0} onClick={redo} />
      <Button disabled={isEmpty || isRendering} onClick={() => void render('draft')}>
        Draft video
      </Button>
      <Menu
        trigger={
          <Button tone="primary" icon={<Clapperboard />} disabled={isEmpty || isRendering}>
            {isRendering ? 'Rendering…' : 'Render video'}
          </Button>
        }
        entries={[
          { label: 'Standard quality', onChoose: () => void render('standard') },
          { label: 'High quality, larger file', onChoose: () => void render('high') },
          { label: 'Compatible with old devices', onChoose: () => void render('compatible') }
        ]}
      />
    </header>
  )
}

interface RenderStripProps {
  readonly state: SlideshowsState
  readonly onCancelJob: (id: JobId) => void
  readonly onPlay: (assetId: string) => void
}

function RenderStrip({ state, onCancelJob, onPlay }: RenderStripProps) {
  const { job, failure, renderedId, render } = state
  return (
    <div aria-live="polite" className="flex flex-col gap-2 px-6 pb-2 empty:hidden">
      {job !== null && (
        <div className="flex items-center gap-3 rounded-md bg-surface px-4 py-2 shadow-card">
          <span className="shrink-0">
            {job.total === 0 ? 'Preparing' : `${job.done} of ${job.total} ${job.stage}`}
          </span>
          <div className="min-w-0 flex-1">
            <Progress label="Rendering the video" done={job.done} total={job.total} />
          </div>
          <Button tone="quiet" icon={<Ban />} className="h-7" onClick={() => onCancelJob(job.id)}>
            Cancel
          </Button>
        </div>
      )}
      {failure !== null && <ErrorNotice failure={failure} onRetry={() => void render('standard')} />}
      {renderedId !== null && (
        <p className="flex items-center gap-3 rounded-md bg-ok-soft px-4 py-2">
          <span className="flex-1 font-medium">The video is in the library.</span>
          <Button onClick={() => onPlay(renderedId)}>Play it</Button>
        </p>
      )}
    </div>
  )
}
