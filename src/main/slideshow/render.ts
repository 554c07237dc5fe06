/** Renders a storyboard to an MP4 file: plans runs, encodes them, joins them, puts the finished file into place. */
import { access, constants } from 'node:fs/promises'
import path from 'node:path'
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { Clock } from '#main/core/clock.ts'
import { replaceFile, toFileError, withTempFolder } from '#main/core/files.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { RenderResult, Storyboard } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { type Compositor, createCompositor } from './compositor.ts'
import { encodeRuns } from './encode-runs.ts'
import { frameSizeOf } from './encoding.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { assembleVideo, takeOver, type VideoStream } from './h264/assemble.ts'
import { openPictureSource, type PictureSource } from './h264/picture-source.ts'
import { withMedia } from './media-kind.ts'
import { readMp4Facts } from './mp4/mp4-facts.ts'
import { writeMp4 } from './mp4/mp4-file.ts'
import type { PixelSize } from './picture.ts'
import { createPixels } from './pixels.ts'
import { checkPlacements } from './placements.ts'
import { planRuns, type Run } from './runs.ts'
import { snapSlides } from './sound/snap-slides.ts'
import { makeSoundTrack } from './sound/sound-track.ts'
import type { TextPainter } from './text.ts'
import { planTimeline, type Timeline } from './timeline.ts'

export interface RenderDeps {
  readonly ffmpeg: Ffmpeg
  readonly painter: TextPainter
  readonly clock: Pick<Clock, 'now'>
}

export interface RenderRequest {
  /** Every slide with a picture has an absolute path. */
  readonly storyboard: Storyboard
  readonly outPath: string
}

/**
 * Writes beside the target and renames; a failed or cancelled render leaves no file and no process.
 * Reports composed frames. Throws CANCELLED, NOT_FOUND, FILE_DAMAGED, FILE_TOO_LARGE, FFMPEG_MISSING,
 * FFMPEG_FAILED, DISK_FULL or INVALID_INPUT.
 */
export async function render(
  deps: RenderDeps,
  { storyboard, outPath }: RenderRequest,
  context: JobContext
): Promise<RenderResult> {
  const startedAt = deps.clock.now()
  await checkFiles(storyboard)
  await checkFolder(outPath)
  const known = await withMedia(storyboard)
  const size = frameSizeOf(storyboard.preset, storyboard.quality)
  const timeline = await withTempFolder(async (folder) => {
    const snapped =
      storyboard.music?.snapToBeats === true
        ? await snapSlides(deps.ffmpeg, { storyboard: known, folder, signal: context.signal })
        : known
    const planned = planTimeline(snapped)
    await replaceFile(outPath, async (tempPath) => {
      await renderTo(deps, { storyboard: snapped, timeline: planned, size, folder, tempPath }, context)
      throwIfCancelled(context.signal)
    })
    return planned
  })
  context.report(timeline.frames, timeline.frames, 'frames')
  const facts = await readMp4Facts(outPath)
  return {
    path: outPath,
    durationSeconds: timeline.frames / timeline.framesPerSecond,
    frames: timeline.frames,
    ...size,
    framesPerSecond: timeline.framesPerSecond,
    sizeBytes: facts.sizeBytes,
    renderSeconds: (deps.clock.now() - startedAt) / 1000,
    placements: [...checkPlacements(facts)]
  }
}

/** Missing files are found before any work is done. */
async function checkFiles(storyboard: Storyboard): Promise<void> {
  const { slides, musicPath, voicePath, watermark } = storyboard
  const paths = new Set([...slides.map((slide) => slide.path), musicPath, voicePath, watermark?.path])
  for (const filePath of paths) {
    if (filePath === undefined) continue
    await access(filePath, constants.R_OK).catch((cause: unknown) => {
      throw toFileError(cause, filePath)
    })
  }
  if (slides.some((slide) => slide.path === undefined && slide.card === undefined)) {
    throw new AppError('INVALID_INPUT', 'A slide has no picture. Choose one or make it a card.')
  }
}

async function checkFolder(outPath: string): Promise<void> {
  const folder = path.dirname(outPath)
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw toFileError(cause, folder)
  })
}

interface Plan {
  readonly storyboard: Storyboard
  readonly timeline: Timeline
  readonly size: PixelSize
  readonly folder: string
  readonly tempPath: string
}

async function renderTo(deps: RenderDeps, plan: Plan, context: JobContext): Promise<void> {
  const { storyboard, timeline, size, folder } = plan
  const { framesPerSecond, frames } = timeline
  const pixels = createPixels(size)
  const parts = { pixels, painter: deps.painter, openFfmpeg: async () => deps.ffmpeg }
  const compositor = createCompositor(parts, storyboard, { timeline, size })
  const runs = planRuns(storyboard, timeline, storyboard.quality === 'compatible')
  const { quality } = storyboard
  const { signal } = context
  const seconds = frames / framesPerSecond
  const sound = await makeSoundTrack(deps.ffmpeg, { storyboard, seconds, folder, signal })
  // The last frame counts as done when the file is in its place.
  const onFrames = (done: number): void => context.report(Math.min(done, frames - 1), frames, 'frames')
  const encoded = await encodeAndClose(compositor, () =>
    encodeRuns(
      { ffmpeg: deps.ffmpeg, pixels, compositor },
      { runs, size, framesPerSecond, quality, folder, signal, onFrames }
    )
  )
  const stills = encoded.stillsPath === null ? null : await openPictureSource(encoded.stillsPath)
  const moving = encoded.movingPath === null ? null : await openPictureSource(encoded.movingPath)
  try {
    const video = joinStreams(plan, runs, { stills, moving })
    await writeMp4(plan.tempPath, {
      ...size,
      framesPerSecond,
      frames,
      video,
      sound,
      signal,
      onFrame: () => undefined
    })
  } finally {
    await stills?.close()
    await moving?.close()
  }
}

async function encodeAndClose<T>(compositor: Compositor, encode: () => Promise<T>): Promise<T> {
  try {
    return await encode()
  } finally {
    await compositor.close()
  }
}

function joinStreams(
  { timeline, size }: Plan,
  runs: readonly Run[],
  sources: { readonly stills: PictureSource | null; readonly moving: PictureSource | null }
): VideoStream {
  // One run of moving frames is x264's own stream; its headers need no change.
  if (runs.length === 1 && runs[0]?.kind === 'moving' && sources.moving !== null) {
    return takeOver(sources.moving, timeline.frames)
  }
  return assembleVideo({ ...size, framesPerSecond: timeline.framesPerSecond, runs, ...sources })
}
