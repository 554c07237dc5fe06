/** Captions as SubRip and WebVTT texts, with the times of the rendered frames. Pure. */
import type { Storyboard } from '#shared/domain/slideshow.ts'
import { planTimeline } from './timeline.ts'

interface Cue {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
}

/** A caption is shown from the middle of the transition into its slide to the middle of the one out of it. */
function cuesOf(storyboard: Storyboard): readonly Cue[] {
  const { slides, framesPerSecond } = planTimeline(storyboard)
  const toMs = (frame: number): number => Math.round((frame * 1000) / framesPerSecond)
  return slides.flatMap((span) => {
    const text = textOf(storyboard, span.index)
    if (text === '') return []
    const start = span.firstFrame + span.inFrames / 2
    const end = span.firstFrame + span.frames - span.outFrames / 2
    return [{ startMs: toMs(start), endMs: toMs(end), text }]
  })
}

/** Blank lines would end a cue. */
function textOf(storyboard: Storyboard, index: number): string {
  const slide = storyboard.slides[index]
  const lines = [slide?.card?.title, slide?.card?.subtitle, slide?.card?.action, slide?.caption]
  const text = lines.filter((line) => line !== undefined && line.trim() !== '').join('\n')
  return text.replaceAll(/\r?\n(\s*\r?\n)+/g, '\n').trim()
}

export function toSrt(storyboard: Storyboard): string {
  const cues = cuesOf(storyboard).map(
    ({ startMs, endMs, text }, index) =>
      `${index + 1}\n${clock(startMs, ',')} --> ${clock(endMs, ',')}\n${text}\n`
  )
  return cues.join('\n')
}

export function toVtt(storyboard: Storyboard): string {
  const toCueText = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('-->', '→')
  const cues = cuesOf(storyboard).map(
    ({ startMs, endMs, text }) => `${clock(startMs, '.')} --> ${clock(endMs, '.')}\n${toCueText(text)}\n`
  )
  return ['WEBVTT\n', ...cues].join('\n')
}

function clock(ms: number, separator: string): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const rest = String(ms % 1000).padStart(3, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${separator}${rest}`
}
