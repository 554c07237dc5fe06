/** Plays the preview: the clock that moves the frames on, and the sound beside it. */
import { type RefObject, useEffect, useRef, useState } from 'react'

export interface Moment {
  readonly frame: number
  /** Grows when a person chose the frame; playing then goes on from there. */
  readonly jumps: number
}

export interface PlaybackOptions {
  readonly at: number
  readonly jumps: number
  readonly total: number
  readonly framesPerSecond: number
  /** Of the mixed sound; null plays the pictures alone. */
  readonly soundAddress: string | null
  /** The next frame of playing; no jump. */
  readonly onAdvance: (frame: number) => void
}

export interface Playback {
  readonly isPlaying: boolean
  play(): void
  pause(): void
  /** For the element that plays the sound. */
  readonly audio: RefObject<HTMLAudioElement | null>
}

/** Pictures that are further than this from the sound follow it; less is not seen. */
const MOST_DRIFT_SECONDS = 0.06

export function usePlayback(options: PlaybackOptions): Playback {
  const { at, jumps, framesPerSecond, soundAddress } = options
  const [isPlaying, setIsPlaying] = useState(false)
  const audio = useRef<HTMLAudioElement>(null)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  useSound(audio, { isPlaying, jumps, soundAddress, secondsNow: () => momentOf(latest.current) })
  // A jump starts the clock anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isPlaying) return
    let startedAt = performance.now() - momentOf(latest.current) * 1000
    let request = 0
    const tick = (): void => {
      const { total, framesPerSecond: rate, onAdvance } = latest.current
      const heard = heardSeconds(audio.current)
      const seconds = (performance.now() - startedAt) / 1000
      if (heard !== null && Math.abs(heard - seconds) > MOST_DRIFT_SECONDS)
        startedAt = performance.now() - heard * 1000
      // The clock's own fractions must not show the frame before.
      const next = Math.floor(((performance.now() - startedAt) / 1000) * rate + 1e-6)
      onAdvance(Math.min(total - 1, Math.max(0, next)))
      if (next >= total - 1) setIsPlaying(false)
      else request = requestAnimationFrame(tick)
    }
    request = requestAnimationFrame(tick)
    return () => cancelAnimationFrame(request)
  }, [isPlaying, jumps])
  // Standing still, the sound stands where the picture is.
  useEffect(() => {
    const element = audio.current
    if (element !== null && !isPlaying && element.readyState > 0) element.currentTime = at / framesPerSecond
  }, [at, framesPerSecond, isPlaying])
  return { isPlaying, play: () => setIsPlaying(true), pause: () => setIsPlaying(false), audio }
}

function momentOf({ at, framesPerSecond }: PlaybackOptions): number {
  return at / framesPerSecond
}

/** Where the sound is; null while it does not run. */
function heardSeconds(element: HTMLAudioElement | null): number | null {
  if (element === null || element.paused || element.ended || element.seeking) return null
  return element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA ? element.currentTime : null
}

interface SoundOptions {
  readonly isPlaying: boolean
  readonly jumps: number
  readonly soundAddress: string | null
  readonly secondsNow: () => number
}

/** A sound that becomes ready while the pictures play joins them where they are. */
function useSound(
  audio: RefObject<HTMLAudioElement | null>,
  { isPlaying, jumps, soundAddress, secondsNow }: SoundOptions
): void {
  const now = useRef(secondsNow)
  useEffect(() => {
    now.current = secondsNow
  })
  useEffect(() => {
    const element = audio.current
    if (element === null) return
    if (soundAddress === null) element.removeAttribute('src')
    else element.src = soundAddress
    element.load()
  }, [audio, soundAddress])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a jump goes on from its place
  useEffect(() => {
    const element = audio.current
    if (element === null || soundAddress === null || !isPlaying) return
    element.currentTime = now.current()
    // Refused when paused again before it began; what cannot be played is told by the element's error.
    element.play().catch(() => undefined)
    return () => element.pause()
  }, [audio, isPlaying, jumps, soundAddress])
}
