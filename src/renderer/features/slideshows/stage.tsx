/** The big preview: the frame that the render would make at a time, with play, scrub, single frames and safe zones. */
import { ChevronLeft, ChevronRight, Frame, Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { Slider } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { SLIDESHOW_PRESETS } from '#shared/domain/slideshow.ts'
import { IconButton } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SelectField } from '../../ui/field.tsx'
import { type Draft, nameOfSlide, storyboardOf } from './draft.ts'
import type { FrameStore } from './frame-store.ts'
import { type Moment, usePlayback } from './playback.ts'
import type { PreviewSoundStore } from './preview-sound-store.ts'
import { type SafeZone, safeZonesFor } from './safe-zones.ts'
import { SoundSwitch } from './sound-switch.tsx'
import { spanAt, totalFrames } from './timeline.ts'

export interface StageProps {
  readonly draft: Draft
  readonly frames: FrameStore<HTMLImageElement>
  readonly sounds: PreviewSoundStore
  readonly moment: Moment
  readonly names: ReadonlyMap<string, string>
  /** A person chose the frame. */
  readonly onSeek: (frame: number) => void
  /** Playing moved on to the frame. */
  readonly onAdvance: (frame: number) => void
}

/** Frames are drawn at this width at most: enough for the stage, quick enough to play. */
const PREVIEW_SIDE_PX = 960

export function Stage({ draft, frames, sounds, moment, names, onSeek, onAdvance }: StageProps) {
  const [zoneId, setZoneId] = useState('')
  const total = totalFrames(draft)
  const at = Math.min(moment.frame, Math.max(0, total - 1))
  const { framesPerSecond, preset } = draft.board
  const soundAddress = useStore(sounds, (state) => state.address)
  const { isPlaying, play, pause, audio } = usePlayback({
    at,
    jumps: moment.jumps,
    total,
    framesPerSecond,
    soundAddress,
    onAdvance
  })
  useWish(draft, frames, at)
  useEffect(() => sounds.getState().wish(draft), [sounds, draft])
  const failure = useStore(frames, (state) => state.failure)
  const zones = safeZonesFor(preset)
  const step = (change: number): void => {
    pause()
    onSeek(Math.min(total - 1, Math.max(0, at + change)))
  }
  const toggle = (): void => {
    if (!isPlaying && at >= total - 1) onSeek(0)
    if (isPlaying) pause()
    else play()
  }
  useStageKeys({ k: toggle, ',': () => step(-1), '.': () => step(1) })
  return (
    <section aria-label="Preview" className="flex min-h-0 min-w-0 flex-1 flex-col">
      {failure !== null && (
        <div className="px-4 pt-2">
          <ErrorNotice failure={failure} />
        </div>
      )}
      <Screen
        draft={draft}
        frames={frames}
        at={at}
        names={names}
        zone={zones.find((one) => one.id === zoneId)}
      />
      <div className="flex flex-wrap items-center gap-1 px-4 pb-2">
        <IconButton label="To the start" icon={<SkipBack />} onClick={() => step(-total)} />
        <IconButton label="One frame back" icon={<ChevronLeft />} onClick={() => step(-1)} />
        <IconButton
          label={isPlaying ? 'Pause' : 'Play'}
          icon={isPlaying ? <Pause /> : <Play />}
          onClick={toggle}
        />
        <IconButton label="One frame on" icon={<ChevronRight />} onClick={() => step(1)} />
        <IconButton label="To the end" icon={<SkipForward />} onClick={() => step(total)} />
        <SoundSwitch draft={draft} sounds={sounds} audio={audio} />
        <Scrubber at={at} total={total} framesPerSecond={framesPerSecond} onSeek={onSeek} />
        <span className="w-32 text-right whitespace-nowrap text-ink-soft">
          {clockOf(at, framesPerSecond)} / {clockOf(total, framesPerSecond)}
        </span>
        <div className="ml-3 flex items-center gap-1.5 text-ink-soft">
          <Frame aria-hidden className="size-4" />
          <div className="w-36">
            <SelectField
              label="Safe zone"
              isLabelHidden
              value={zones.some((one) => one.id === zoneId) ? zoneId : ''}
              options={[
                { value: '', label: 'No safe zone' },
                ...zones.map(({ id, label }) => ({ value: id, label }))
              ]}
              onPick={setZoneId}
            />
          </div>
        </div>
      </div>
    </section>
  )
}

interface ScreenProps extends Pick<StageProps, 'draft' | 'frames' | 'names'> {
  readonly at: number
  readonly zone: SafeZone | undefined
}

function Screen({ draft, frames, at, names, zone }: ScreenProps) {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[draft.board.preset]
  const shown = useStore(frames, (state) => state.shown)
  const canvas = useRef<HTMLCanvasElement>(null)
  const span = spanAt(draft, at)
  const words =
    span === null ? '' : [nameOfSlide(span.slide, names), span.slide.caption].filter(Boolean).join(', ')
  useEffect(() => {
    const target = canvas.current
    if (target === null || shown === null) return
    const { naturalWidth, naturalHeight } = shown.picture
    if (target.width !== naturalWidth) target.width = naturalWidth
    if (target.height !== naturalHeight) target.height = naturalHeight
    target.getContext('2d')?.drawImage(shown.picture, 0, 0)
  }, [shown])
  return (
    <div className="@container-size flex min-h-0 flex-1 items-center justify-center p-4">
      <div
        className="relative overflow-hidden rounded-md bg-black"
        style={{
          aspectRatio: `${widthPx} / ${heightPx}`,
          width: `min(100cqw, calc(100cqh * ${widthPx / heightPx}))`
        }}
      >
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Frame ${at + 1}: ${words}`}
          data-frame={shown?.frame ?? -1}
          className="absolute inset-0 size-full object-contain"
        />
        {zone !== undefined && <ZoneOverlay zone={zone} />}
      </div>
    </div>
  )
}

/** What the platform covers is shaded; the clear part has an outline. */
function ZoneOverlay({ zone }: { readonly zone: SafeZone }) {
  return (
    <div
      role="img"
      aria-label={`Safe zone: ${zone.label}`}
      className="pointer-events-none absolute border border-dashed border-white/90 shadow-[0_0_0_100vmax_rgb(0_0_0/0.45)]"
      style={{
        top: `${zone.top * 100}%`,
        bottom: `${zone.bottom * 100}%`,
        left: `${zone.left * 100}%`,
        right: `${zone.right * 100}%`
      }}
    />
  )
}

interface ScrubberProps {
  readonly at: number
  readonly total: number
  readonly framesPerSecond: number
  readonly onSeek: (frame: number) => void
}

function Scrubber({ at, total, framesPerSecond, onSeek }: ScrubberProps) {
  return (
    <Slider.Root
      min={0}
      max={Math.max(1, total - 1)}
      step={1}
      value={[at]}
      onValueChange={([next]) => next !== undefined && onSeek(next)}
      className="relative mx-2 flex h-8 min-w-32 flex-1 touch-none items-center"
    >
      <Slider.Track className="relative h-1 grow rounded-full bg-sunken">
        <Slider.Range className="absolute h-full rounded-full bg-accent" />
      </Slider.Track>
      <Slider.Thumb
        aria-label="Position"
        aria-valuetext={`${(at / framesPerSecond).toFixed(1)} of ${(total / framesPerSecond).toFixed(1)} seconds`}
        className="block size-4 rounded-full border border-line-strong bg-raised shadow-card"
      />
    </Slider.Root>
  )
}

/** Minutes, seconds and frames, as editors write them. */
function clockOf(frame: number, framesPerSecond: number): string {
  const seconds = Math.floor(frame / framesPerSecond)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}:${two(frame % framesPerSecond)}`
}

/** Asks for the frame whenever the slideshow or the moment changes. */
function useWish(draft: Draft, frames: FrameStore<HTMLImageElement>, frame: number): void {
  useEffect(() => {
    const { widthPx, heightPx } = SLIDESHOW_PRESETS[draft.board.preset]
    const maxWidthPx = Math.round((widthPx / Math.max(widthPx, heightPx)) * PREVIEW_SIDE_PX)
    frames.getState().show({ storyboard: storyboardOf(draft), frame, maxWidthPx })
  }, [draft, frames, frame])
}

/** Single keys work anywhere in the editor, but never while typing or under a dialog. */
function useStageKeys(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, key, ctrlKey, metaKey, altKey } = event
      if (ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return
      if (target.closest('input, textarea, select, [role=dialog]') !== null) return
      const action = latest.current[key.toLowerCase()]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
