/** The slideshow editor: preview, filmstrip, settings, undo, and the render. */
import { ArrowLeft, Clapperboard, Redo2, Undo2 } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { JobId } from '#shared/domain/job.ts'
import { musicSchema, type Storyboard, watermarkSchema } from '#shared/domain/slideshow.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { Option } from '../../ui/field.tsx'
import { countOf, formatClock } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AssetPicker } from './asset-picker.tsx'
import { type Draft, withBoard, withoutSlide, withSlideAt, withSlides } from './draft.ts'
import type { EditorStore } from './editor-store.ts'
import { Filmstrip } from './filmstrip.tsx'
import type { FrameStore } from './frame-store.ts'
import type { Moment } from './playback.ts'
import type { PreviewSoundStore } from './preview-sound-store.ts'
import type { RenderStore } from './render-store.ts'
import { RenderStrip } from './render-strip.tsx'
import { type PickWhat, SettingsPanel } from './settings-panel.tsx'
import { PRESETS } from './show-fields.tsx'
import { Stage } from './stage.tsx'
import { ownFrameOf, totalSeconds } from './timeline.ts'

export interface EditorProps {
  readonly id: string
  readonly store: EditorStore
  readonly renders: RenderStore
  readonly frames: FrameStore<HTMLImageElement>
  readonly sounds: PreviewSoundStore
  readonly campaigns: readonly Option[]
  readonly onClose: () => void
  readonly onCancelJob: (id: JobId) => void
  readonly onPlay: (assetId: string, neighbours: readonly string[]) => void
  readonly onSettings: () => void
  readonly drawStill: (storyboard: Storyboard) => Promise<string | null>
  /** Adds files to the library; resolves when they are in it. */
  readonly onFiles: (files: readonly File[]) => Promise<void>
}

export function Editor(props: EditorProps) {
  const { id, store, renders, frames, sounds, onClose, onCancelJob, onPlay, onSettings } = props
  const load = useStore(store, (state) => state.load)
  const draft = useStore(store, (state) => state.history?.present ?? null)
  useEffect(() => {
    void store.getState().open(id)
    const stop = renders.getState().follow(id)
    const saveNow = (): void => store.getState().close()
    addEventListener('pagehide', saveNow)
    return () => {
      removeEventListener('pagehide', saveNow)
      stop()
      store.getState().close()
      frames.getState().reset()
      sounds.getState().reset()
    }
  }, [id, store, renders, frames, sounds])
  if (load.status === 'failed') {
    return (
      <div className="flex flex-col items-start gap-3 p-6">
        <ErrorNotice failure={load.failure} />
        <Button icon={<ArrowLeft />} onClick={onClose}>
          Back to all slideshows
        </Button>
      </div>
    )
  }
  if (draft === null) {
    return (
      <div className="flex flex-1 flex-col gap-4 p-6">
        <Skeleton className="h-8 w-64" />
        <Skeleton className="flex-1" />
      </div>
    )
  }
  return (
    <Desk {...props} draft={draft}>
      <EditorHeader store={store} renders={renders} draft={draft} onClose={onClose} />
      <RenderStrip store={renders} onCancelJob={onCancelJob} onPlay={onPlay} onSettings={onSettings} />
    </Desk>
  )
}

interface DeskProps extends EditorProps {
  readonly draft: Draft
  readonly children: React.ReactNode
}

function Desk({ store, frames, sounds, draft, campaigns, drawStill, onFiles, children }: DeskProps) {
  const { change, select, undo, redo, newKey } = store.getState()
  const selectedKey = useStore(store, (state) => state.selectedKey)
  const assets = useStore(store, (state) => state.assets)
  const warnings = useStore(store, (state) => state.warnings)
  const [moment, setMoment] = useState<Moment>({ frame: 0, jumps: 0 })
  const seek = (frame: number): void => setMoment(({ jumps }) => ({ frame, jumps: jumps + 1 }))
  const [picking, setPicking] = useState<PickWhat | null>(null)
  const names = useMemo(
    () => new Map([...assets].map(([assetId, asset]) => [assetId, asset.title ?? asset.name])),
    [assets]
  )
  const warned = useMemo(() => new Set(warnings.map((one) => one.slide ?? -1)), [warnings])
  const drawStillOnce = useCallback((storyboard: Storyboard) => drawStill(storyboard), [drawStill])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey)) return
    const key = event.key.toLowerCase()
    if (key !== 'z' && key !== 'y') return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) redo()
    else undo()
  }
  const copy = (key: string): void => {
    const slide = draft.slides.find((one) => one.key === key)
    if (slide !== undefined) change(withSlides(draft, [{ ...slide, key: newKey() }], key), null)
  }
  return (
    // Undo belongs to the whole editor, wherever the focus is in it.
    <section aria-label="Slideshow editor" className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
      {children}
      <div className="flex min-h-0 flex-1 border-t border-line">
        <div className="flex min-w-0 flex-1 flex-col">
          <Stage
            {...{ draft, frames, sounds, moment, names }}
            onSeek={seek}
            onAdvance={(frame) => setMoment(({ jumps }) => ({ frame, jumps }))}
          />
          <Filmstrip
            {...{ names, selectedKey, warned }}
            slides={draft.slides}
            onSelect={(key) => {
              select(key)
              seek(ownFrameOf(draft, key))
            }}
            onMove={(key, index) => change(withSlideAt(draft, key, index), null)}
            onRemove={(key) => change(withoutSlide(draft, key), null)}
            onCopy={copy}
            onAdd={() => setPicking('pictures')}
          />
        </div>
        <SettingsPanel {...{ store, draft, names }} drawStill={drawStillOnce} onPick={setPicking} />
      </div>
      {picking !== null && (
        <Picking
          key={picking}
          {...{ store, draft, campaigns, onFiles }}
          what={picking}
          onClose={() => setPicking(null)}
        />
      )}
    </section>
  )
}

interface PickingProps extends Pick<EditorProps, 'store' | 'campaigns' | 'onFiles'> {
  readonly draft: Draft
  readonly what: PickWhat
  readonly onClose: () => void
}

const PICK_TITLES: Readonly<Record<PickWhat, string>> = {
  pictures: 'Add pictures',
  logo: 'Choose a logo',
  music: 'Choose music',
  voice: 'Choose a recording'
}

function Picking({ store, draft, campaigns, onFiles, what, onClose }: PickingProps) {
  const choice = useStore(store, (state) => state.choice)
  const choiceLoad = useStore(store, (state) => state.choiceLoad)
  const kind = what === 'pictures' || what === 'logo' ? 'image' : 'audio'
  const [campaignId, setCampaignId] = useState(what === 'pictures' ? draft.campaignId : null)
  const { loadChoice, addPictures, change } = store.getState()
  useEffect(() => void loadChoice(kind, campaignId), [loadChoice, kind, campaignId])
  const use = (ids: readonly string[]): void => {
    onClose()
    const [id] = ids
    if (id === undefined) return
    if (what === 'pictures') addPictures(ids)
    else if (what === 'logo')
      change(withBoard(draft, { watermark: watermarkSchema.parse({ assetId: id }) }), null)
    else if (what === 'music')
      change(withBoard(draft, { musicAssetId: id, music: musicSchema.parse({}) }), null)
    else change(withBoard(draft, { voiceAssetId: id }), null)
  }
  return (
    <AssetPicker
      kind={kind}
      title={PICK_TITLES[what]}
      isSingle={what !== 'pictures'}
      assets={choice}
      load={choiceLoad}
      campaigns={campaigns}
      campaignId={campaignId}
      onCampaign={setCampaignId}
      onClose={onClose}
      onAdd={use}
      onFiles={(files) => void onFiles(files).then(() => loadChoice(kind, null))}
    />
  )
}

/** Tenths of a second count in short videos. */
function lengthOf(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : formatClock(seconds * 1000)
}

const SAVE_WORDS = { saved: 'Saved', waiting: 'Saving…', failed: 'Not saved' } as const

type EditorHeaderProps = Pick<EditorProps, 'store' | 'renders' | 'onClose'> & { readonly draft: Draft }

function EditorHeader({ store, renders, draft, onClose }: EditorHeaderProps) {
  const history = useStore(store, (state) => state.history)
  const save = useStore(store, (state) => state.save)
  const isRendering = useStore(renders, (state) => state.isRendering)
  const { change, undo, redo } = store.getState()
  const { render, renderAll } = renders.getState()
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-2 px-4 py-2">
      <IconButton label="Back to all slideshows" icon={<ArrowLeft />} onClick={onClose} />
      <h1 className="min-w-48 flex-1">
        <span className="sr-only">{draft.name}</span>
        <input
          aria-label="Name of the slideshow"
          value={draft.name}
          maxLength={200}
          onChange={(event) => change({ ...draft, name: event.target.value }, 'name')}
          className="w-full truncate rounded-md bg-transparent px-2 py-1 text-xl font-semibold tracking-tight hover:bg-hover focus:bg-surface"
        />
      </h1>
      <span role="status" className={save === 'failed' ? 'text-bad' : 'text-ink-faint'}>
        {SAVE_WORDS[save]}
      </span>
      <span className="text-ink-soft">
        {countOf(draft.slides.length, 'slide')}, {lengthOf(totalSeconds(draft))}
      </span>
      <IconButton label="Undo" icon={<Undo2 />} disabled={history?.past.length === 0} onClick={undo} />
      <IconButton label="Redo" icon={<Redo2 />} disabled={history?.future.length === 0} onClick={redo} />
      <Button disabled={isRendering} onClick={() => void render(draft, 'draft')}>
        Draft video
      </Button>
      <Menu
        trigger={
          <Button tone="primary" icon={<Clapperboard />} disabled={isRendering}>
            {isRendering ? 'Rendering…' : 'Render video'}
          </Button>
        }
        entries={[
          { label: 'Standard quality', onChoose: () => void render(draft, 'standard') },
          { label: 'High quality, larger file', onChoose: () => void render(draft, 'high') },
          { label: 'Compatible with old devices', onChoose: () => void render(draft, 'compatible') },
          { label: 'All four shapes', onChoose: () => void renderAll(draft, PRESETS) }
        ]}
      />
    </header>
  )
}
