/** Renders a storyboard to an MP4 file: composes frames, encodes them, puts the finished file into place. */
import { access, constants, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { Clock } from '#main/core/clock.ts'
import { replaceFile, toFileError } from '#main/core/files.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { RenderResult, Storyboard } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { type Compositor, createCompositor } from './compositor.ts'
import { COLOUR_ARGS, encodingPlan, frameSizeOf, levelOf } from './encoding.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import type { PixelSize } from './picture.ts'
import { createPixels, type Pixels } from './pixels.ts'
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
  const timeline = planTimeline(storyboard)
  const size = frameSizeOf(storyboard.preset, storyboard.quality)
  const pixels = createPixels()
  const compositor = createCompositor({ pixels, painter: deps.painter }, storyboard, { timeline, size })
  await replaceFile(outPath, async (tempPath) => {
    const frames = frameStream({ compositor, pixels, timeline, size }, context)
    const args = encodeArgs({ storyboard, timeline, size }, tempPath)
    await deps.ffmpeg.run({ args, input: frames, signal: context.signal })
    throwIfCancelled(context.signal)
  })
  const { size: sizeBytes } = await stat(outPath)
  return {
    path: outPath,
    durationSeconds: timeline.frames / timeline.framesPerSecond,
    frames: timeline.frames,
    ...size,
    framesPerSecond: timeline.framesPerSecond,
    sizeBytes,
    renderSeconds: (deps.clock.now() - startedAt) / 1000
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

interface FrameSource {
  readonly compositor: Compositor
  readonly pixels: Pixels
  readonly timeline: Timeline
  readonly size: PixelSize
}

/** At most three buffers are on their way to the encoder at once, so four are used in turn. */
const BUFFERS = 4

function frameStream(source: FrameSource, context: JobContext): Readable {
  const { compositor, pixels, timeline, size } = source
  const ring = Array.from({ length: BUFFERS }, () => pixels.take(size))
  async function* compose(): AsyncGenerator<Uint8Array> {
    for (let frame = 0; frame < timeline.frames; frame++) {
      throwIfCancelled(context.signal)
      const out = ring[frame % BUFFERS]
      if (out === undefined) return
      await compositor.draw(frame, out)
      yield out.bytes
      context.report(frame + 1, timeline.frames, 'frames')
    }
  }
  return Readable.from(compose(), { objectMode: true, highWaterMark: 1 })
}

interface EncodeRequest {
  readonly storyboard: Storyboard
  readonly timeline: Timeline
  readonly size: PixelSize
}

function encodeArgs({ storyboard, timeline, size }: EncodeRequest, outPath: string): readonly string[] {
  const { preset, rateFactor } = encodingPlan(storyboard.quality)
  const seconds = timeline.frames / timeline.framesPerSecond
  const level = levelOf(size, timeline.framesPerSecond)
  const picture = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${size.widthPx}x${size.heightPx}`]
  return [
    ...[...picture, '-framerate', String(timeline.framesPerSecond), ...COLOUR_ARGS, '-i', 'pipe:0'],
    ...soundArgs(storyboard, seconds),
    ...['-c:v', 'libx264', '-preset', preset, '-crf', String(rateFactor), '-profile:v', 'high'],
    ...['-level:v', (level / 10).toFixed(1), '-pix_fmt', 'yuv420p', ...COLOUR_ARGS],
    ...['-x264-params', `keyint=${timeline.framesPerSecond * 4}:open-gop=0`],
    ...['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', outPath]
  ]
}

function soundArgs({ musicPath }: Storyboard, seconds: number): readonly string[] {
  if (musicPath === undefined) return ['-an']
  const fadeSeconds = Math.min(2, seconds / 4)
  const fade = `afade=t=in:d=0.5,afade=t=out:st=${(seconds - fadeSeconds).toFixed(3)}:d=${fadeSeconds.toFixed(3)}`
  return [
    ...['-stream_loop', '-1', '-i', musicPath, '-map', '0:v:0', '-map', '1:a:0', '-af', fade],
    ...['-c:a', 'aac', '-b:a', '192k', '-ar', '48000', '-ac', '2', '-t', seconds.toFixed(6)]
  ]
}
