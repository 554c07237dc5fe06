/** Composes and encodes what a video needs: one picture per still slide and every frame that moves, in two streams. */
import path from 'node:path'
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { RenderQuality } from '#shared/domain/slideshow.ts'
import type { Compositor } from './compositor.ts'
import { encodingPlan, movingArgs, stillArgs } from './encoding.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { type FrameEncoder, startFrameEncoder } from './frame-encoder.ts'
import type { PixelSize } from './picture.ts'
import type { Pixels } from './pixels.ts'
import type { MovingRun, Run } from './runs.ts'

export interface EncodeRunsRequest {
  readonly runs: readonly Run[]
  readonly size: PixelSize
  readonly framesPerSecond: number
  readonly quality: RenderQuality
  /** For the two streams. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Frames of the timeline that are composed so far. */
  readonly onFrames: (done: number) => void
}

/** Byte streams; null where a kind does not occur. */
export interface EncodedRuns {
  readonly stillsPath: string | null
  readonly movingPath: string | null
}

interface EncodeDeps {
  readonly ffmpeg: Ffmpeg
  readonly pixels: Pixels
  readonly compositor: Compositor
}

/** Ends every process it started, also when it throws. Codes of Compositor.draw and Ffmpeg.run. */
export async function encodeRuns(deps: EncodeDeps, request: EncodeRunsRequest): Promise<EncodedRuns> {
  const stop = new AbortController()
  const signal = AbortSignal.any([request.signal, stop.signal])
  const encoders = startEncoders(deps, request, signal)
  try {
    await feedEncoders(deps, request, encoders)
    await encoders.still?.finish()
    await encoders.moving?.finish()
    return { stillsPath: encoders.stillsPath, movingPath: encoders.movingPath }
  } finally {
    stop.abort()
    await Promise.all([encoders.still?.ended, encoders.moving?.ended])
  }
}

interface Encoders extends EncodedRuns {
  readonly still: FrameEncoder | null
  readonly moving: FrameEncoder | null
}

/** One frame on its way to the process, one being drawn. */
const BUFFERS = 2

function startEncoders(
  { ffmpeg, pixels }: EncodeDeps,
  request: EncodeRunsRequest,
  signal: AbortSignal
): Encoders {
  const { runs, size, framesPerSecond, quality, folder } = request
  const plan = encodingPlan(quality)
  const movingRuns = runs.filter((run) => run.kind === 'moving')
  const stillsPath = runs.some((run) => run.kind === 'still') ? path.join(folder, 'stills.h264') : null
  const movingPath = movingRuns.length > 0 ? path.join(folder, 'moving.h264') : null
  const start = (args: readonly string[]): FrameEncoder => {
    const buffers = Array.from({ length: BUFFERS }, () => pixels.take(size))
    return startFrameEncoder(ffmpeg, { args, buffers, signal })
  }
  const shape = { ...size, framesPerSecond }
  return {
    stillsPath,
    movingPath,
    still: stillsPath === null ? null : start(stillArgs({ ...shape, effort: plan.stills }, stillsPath)),
    moving:
      movingPath === null
        ? null
        : start(movingArgs({ ...shape, effort: plan.moving }, startsOf(movingRuns), movingPath))
  }
}

/** Where each moving run begins in the stream of all moving frames. */
function startsOf(runs: readonly MovingRun[]): readonly number[] {
  let next = 0
  return runs.map((run) => {
    const start = next
    next += run.frames
    return start
  })
}

async function feedEncoders(
  { compositor }: EncodeDeps,
  { runs, signal, onFrames }: EncodeRunsRequest,
  encoders: Encoders
): Promise<void> {
  for (const run of runs) {
    throwIfCancelled(signal)
    if (run.kind === 'still') {
      await drawInto(compositor, run.firstFrame, encoders.still)
    } else if (run.kind === 'moving') {
      for (let frame = run.firstFrame; frame < run.firstFrame + run.frames; frame++) {
        throwIfCancelled(signal)
        await drawInto(compositor, frame, encoders.moving)
        onFrames(frame + 1)
      }
    }
    onFrames(run.firstFrame + run.frames)
  }
}

async function drawInto(compositor: Compositor, frame: number, encoder: FrameEncoder | null): Promise<void> {
  const out = await encoder?.nextFrame()
  if (out === undefined) throw new RangeError(`Nothing encodes frame ${frame}.`)
  await compositor.draw(frame, out)
  encoder?.send(out)
}
