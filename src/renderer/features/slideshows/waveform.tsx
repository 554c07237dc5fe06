/** The shape of a sound over its length, with the used part marked; its ends are dragged or moved by keys. */
import { Slider } from 'radix-ui'
import { useEffect, useRef } from 'react'
import type { SoundShape } from '#shared/domain/slideshow-plan.ts'
import { formatClock } from '../../ui/format.ts'

export interface WaveformProps {
  readonly sound: SoundShape
  readonly startSeconds: number
  readonly endSeconds: number
  readonly onTrim: (startSeconds: number, endSeconds: number) => void
}

const HEIGHT_PX = 56
const WIDTH_PX = 600

export function Waveform({ sound, startSeconds, endSeconds, onTrim }: WaveformProps) {
  const { durationSeconds, beatsPerMinute } = sound
  return (
    <div>
      <div className="relative h-14 overflow-hidden rounded-md bg-sunken">
        <Peaks {...{ sound, startSeconds, endSeconds }} />
        <Slider.Root
          min={0}
          max={Math.max(0.1, durationSeconds)}
          step={0.1}
          minStepsBetweenThumbs={5}
          value={[startSeconds, endSeconds]}
          onValueChange={([start, end]) => start !== undefined && end !== undefined && onTrim(start, end)}
          className="absolute inset-0 flex touch-none items-center"
        >
          <Slider.Track className="h-full grow">
            <Slider.Range className="absolute h-full" />
          </Slider.Track>
          {(['Start of the music', 'End of the music'] as const).map((label, index) => (
            <Slider.Thumb
              key={label}
              aria-label={label}
              aria-valuetext={formatClock((index === 0 ? startSeconds : endSeconds) * 1000)}
              className="block h-14 w-2 cursor-ew-resize rounded-sm border border-line-strong bg-raised"
            />
          ))}
        </Slider.Root>
      </div>
      <p className="mt-1 flex justify-between gap-2 text-xs text-ink-faint">
        <span>
          {formatClock(startSeconds * 1000)} to {formatClock(endSeconds * 1000)} of{' '}
          {formatClock(durationSeconds * 1000)}
        </span>
        <span>
          {beatsPerMinute === null ? 'No steady beat' : `${Math.round(beatsPerMinute)} beats a minute`}
        </span>
      </p>
    </div>
  )
}

function Peaks({ sound, startSeconds, endSeconds }: Omit<WaveformProps, 'onTrim'>) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const target = canvas.current
    const context = target?.getContext('2d') ?? null
    if (target === null || context === null) return
    const { color, accentColor } = getComputedStyle(target)
    context.clearRect(0, 0, WIDTH_PX, HEIGHT_PX)
    for (const [index, peak] of sound.peaks.entries()) {
      const x = (index / sound.peaks.length) * WIDTH_PX
      const seconds = (index / sound.peaks.length) * sound.durationSeconds
      const isUsed = seconds >= startSeconds && seconds <= endSeconds
      const height = Math.max(1, peak * (HEIGHT_PX - 4))
      context.fillStyle = isUsed ? accentColor : color
      context.globalAlpha = isUsed ? 1 : 0.45
      context.fillRect(x, (HEIGHT_PX - height) / 2, Math.max(1, WIDTH_PX / sound.peaks.length - 0.4), height)
    }
  }, [sound, startSeconds, endSeconds])
  return (
    <canvas
      ref={canvas}
      width={WIDTH_PX}
      height={HEIGHT_PX}
      role="img"
      aria-label="Waveform of the music"
      className="absolute inset-0 size-full text-ink-faint accent-(--accent)"
    />
  )
}
