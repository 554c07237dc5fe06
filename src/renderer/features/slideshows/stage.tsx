/** The big preview: what the video shows at a time, with play, scrub and single frames. */
import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react'
import { Slider } from 'radix-ui'
import { useEffect, useState } from 'react'
import { SLIDESHOW_PRESETS } from '#shared/domain/slideshow.ts'
import { assetUrl } from '../../ui/asset-image.tsx'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatClock } from '../../ui/format.ts'
import { type Draft, type Layer, layersAt, totalSeconds } from './draft.ts'

const FRAME_SECONDS = 1 / 30

export interface StageProps {
  readonly draft: Draft
  readonly seconds: number
  readonly onSeek: (seconds: number) => void
}

export function Stage({ draft, seconds, onSeek }: StageProps) {
  const [isPlaying, setIsPlaying] = useState(false)
  const total = totalSeconds(draft)
  const at = Math.min(seconds, total)
  usePlaying(isPlaying, { at, total, onSeek, onEnd: () => setIsPlaying(false) })
  const play = (): void => {
    if (at >= total - FRAME_SECONDS) onSeek(0)
    setIsPlaying(!isPlaying)
  }
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[draft.preset]
  return (
    <section aria-label="Preview" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="@container-size flex min-h-0 flex-1 items-center justify-center p-4">
        <div
          className="relative overflow-hidden rounded-md bg-black"
          style={{
            aspectRatio: `${widthPx} / ${heightPx}`,
            width: `min(100cqw, calc(100cqh * ${widthPx / heightPx}))`
          }}
        >
          {layersAt(draft, at).map((layer) => (
            <LayerView key={layer.span.slide.key} layer={layer} />
          ))}
        </div>
      </div>
      <div className="flex items-center gap-2 px-4 pb-2">
        <IconButton
          label="One frame back"
          icon={<ChevronLeft />}
          onClick={() => onSeek(Math.max(0, at - FRAME_SECONDS))}
        />
        <IconButton
          label={isPlaying ? 'Pause' : 'Play'}
          icon={isPlaying ? <Pause /> : <Play />}
          onClick={play}
        />
        <IconButton
          label="One frame on"
          icon={<ChevronRight />}
          onClick={() => onSeek(Math.min(total, at + FRAME_SECONDS))}
        />
        <Slider.Root
          min={0}
          max={Math.max(FRAME_SECONDS, total)}
          step={FRAME_SECONDS}
          value={[at]}
          onValueChange={([next]) => next !== undefined && onSeek(next)}
          className="relative flex h-8 flex-1 touch-none items-center"
        >
          <Slider.Track className="relative h-1 grow rounded-full bg-sunken">
            <Slider.Range className="absolute h-full rounded-full bg-accent" />
          </Slider.Track>
          <Slider.Thumb
            aria-label="Position"
            aria-valuetext={`${at.toFixed(1)} of ${total.toFixed(1)} seconds`}
            className="block size-4 rounded-full border border-line-strong bg-raised shadow-card"
          />
        </Slider.Root>
        <span className="w-24 text-right text-ink-soft">
          {formatClock(at * 1000)} / {formatClock(total * 1000)}
        </span>
      </div>
    </section>
  )
}

interface Playing {
  readonly at: number
  readonly total: number
  readonly onSeek: (seconds: number) => void
  readonly onEnd: () => void
}

/** Moves the time on with the screen's own frames while playing. */
function usePlaying(isPlaying: boolean, { at, total, onSeek, onEnd }: Playing): void {
  useEffect(() => {
    if (!isPlaying) return
    const startedAt = performance.now()
    const frame = requestAnimationFrame(() => {
      const next = at + Math.max(FRAME_SECONDS / 2, (performance.now() - startedAt) / 1000)
      onSeek(Math.min(total, next))
      if (next >= total) onEnd()
    })
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, at, total, onSeek, onEnd])
}

const CAPTION_PLACES = { bottom: 'items-end', middle: 'items-center', top: 'items-start' } as const

function LayerView({ layer }: { readonly layer: Layer }) {
  const { slide } = layer.span
  const { xFraction, yFraction } = slide.focalPoint
  const zoom = slide.motion === 'kenburns' ? 1 + 0.12 * layer.progressFraction : 1
  const address = assetUrl(slide.assetId, 'preview')
  return (
    <div className="@container-size absolute inset-0" style={{ opacity: layer.opacity }}>
      {slide.fit === 'blur' && (
        <img
          src={address}
          alt=""
          className="absolute inset-0 size-full scale-110 object-cover blur-2xl brightness-75"
        />
      )}
      <img
        src={address}
        alt={slide.name}
        className={classNames(
          'absolute inset-0 size-full',
          slide.fit === 'cover' ? 'object-cover' : 'object-contain'
        )}
        style={{ objectPosition: `${xFraction * 100}% ${yFraction * 100}%`, transform: `scale(${zoom})` }}
      />
      {slide.caption.trim() !== '' && (
        <div
          className={classNames(
            'absolute inset-0 flex justify-center p-[6%]',
            CAPTION_PLACES[slide.captionPosition]
          )}
        >
          <p className="rounded-md bg-black/60 px-[2%] py-[1%] text-center text-[clamp(0.6rem,4.2cqmin,2.5rem)] leading-tight font-semibold text-white">
            {slide.caption}
          </p>
        </div>
      )}
    </div>
  )
}
