/** Frames of a video as a slide shows them: decoded by ffmpeg at the timeline's rate, covering the frame, one after another. */
import { Writable } from 'node:stream'
import type { FocalPoint } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { type PixelSize, pictureBytes } from './picture.ts'

export interface ClipFrames {
  /**
   * Frame `index` of the slide as 4:2:0 bytes, valid until the next call; past the video's end its last frame. Frames in
   * order come from one decoder; others start a new one. Throws FILE_DAMAGED for a file without a readable picture,
   * FFMPEG_MISSING, and CANCELLED after close.
   */
  frame(index: number): Promise<Uint8Array>
  /** Ends the decoder. Resolves when its process is gone. */
  close(): Promise<void>
}

export interface ClipRequest {
  readonly path: string
  /** Where in the video the slide begins. */
  readonly startSeconds: number
  readonly framesPerSecond: number
  readonly size: PixelSize
  readonly focalPoint: FocalPoint
}

/** Waiting for so many frames is quicker than a new decoder. */
const NEAR_FRAMES = 45

export function openClipFrames(openFfmpeg: () => Promise<Ffmpeg>, request: ClipRequest): ClipFrames {
  let decoder: Decoder | null = null
  let last: { readonly index: number; readonly bytes: Uint8Array } | null = null
  let isClosed = false

  async function restart(index: number): Promise<Decoder> {
    await decoder?.close()
    if (isClosed) throw new AppError('CANCELLED', 'Cancelled.')
    decoder = startDecoder(await openFfmpeg(), request, index)
    last = null
    return decoder
  }

  return {
    async frame(index) {
      if (last?.index === index) return last.bytes
      const next = last === null ? null : last.index + 1
      const isNear = decoder !== null && next !== null && index >= next && index < next + NEAR_FRAMES
      const source = isNear && decoder !== null ? decoder : await restart(index)
      for (let at = isNear && next !== null ? next : index; at <= index; at++) {
        const bytes = await source.next()
        if (bytes !== null) last = { index: at, bytes }
        else last = await pastTheEnd(index)
      }
      return last?.bytes ?? fail(request.path)
    },
    async close() {
      isClosed = true
      await decoder?.close()
    }
  }

  /** The decoder has no more frames: the last one stays, found again where none was read yet. */
  async function pastTheEnd(index: number): Promise<{ index: number; bytes: Uint8Array }> {
    if (last !== null) return { index, bytes: last.bytes }
    for (let back = Math.floor(index / 2); ; back = Math.floor(back / 2)) {
      const source = await restart(back)
      let bytes = await source.next()
      let newest = bytes
      while (bytes !== null) {
        newest = bytes
        bytes = await source.next()
      }
      if (newest !== null) return { index, bytes: newest }
      if (back === 0) return fail(request.path)
    }
  }
}

function fail(filePath: string): never {
  throw new AppError('FILE_DAMAGED', `No picture can be read from ${filePath}. Choose another video.`)
}

interface Decoder {
  /** Null at the end of the video. Each answer is a copy of its own. */
  next(): Promise<Uint8Array | null>
  close(): Promise<void>
}

function startDecoder(ffmpeg: Ffmpeg, request: ClipRequest, index: number): Decoder {
  const stop = new AbortController()
  const sink = createFrameSink(pictureBytes(request.size))
  const run = ffmpeg.run({ args: decodeArgs(request, index), output: sink.stream, signal: stop.signal }).then(
    () => sink.end(null),
    (cause: unknown) => sink.end(cause)
  )
  return {
    next: sink.next,
    async close() {
      stop.abort()
      sink.stream.destroy()
      await run
    }
  }
}

/** Local files only: playlists inside a renamed file must not reach the network. */
function decodeArgs(request: ClipRequest, index: number): readonly string[] {
  const { path, startSeconds, framesPerSecond, size, focalPoint } = request
  const { widthPx, heightPx } = size
  const from = (startSeconds + index / framesPerSecond).toFixed(6)
  const place = (fraction: number, side: 'w' | 'h'): string =>
    `clip(${fraction.toFixed(4)}*i${side}-o${side}/2\\,0\\,i${side}-o${side})`
  const filters = [
    `fps=${framesPerSecond}`,
    'scale=trunc(iw*sar/2+0.5)*2:ih',
    `scale=${widthPx}:${heightPx}:force_original_aspect_ratio=increase:flags=lanczos:out_color_matrix=bt709:out_range=tv`,
    `crop=${widthPx}:${heightPx}:${place(focalPoint.xFraction, 'w')}:${place(focalPoint.yFraction, 'h')}`,
    'format=yuv420p'
  ]
  return [
    ...['-protocol_whitelist', 'file,pipe', '-ss', from, '-i', path, '-map', '0:v:0', '-an', '-sn'],
    ...['-vf', filters.join(','), '-f', 'rawvideo', 'pipe:1']
  ]
}

interface FrameSink {
  readonly stream: Writable
  next(): Promise<Uint8Array | null>
  /** No more frames will come; a cause is thrown to whoever waits for one. */
  end(cause: unknown): void
}

/** Cuts the byte stream into frames, one at a time: the decoder waits until a frame was taken. */
function createFrameSink(frameBytes: number): FrameSink {
  let part = new Uint8Array(frameBytes)
  let filled = 0
  let ready: Uint8Array | null = null
  let goOn: (() => void) | null = null
  let ended: { readonly cause: unknown } | null = null
  let changed = Promise.withResolvers<void>()

  function take(chunk: Uint8Array, done: () => void): void {
    if (ready !== null) {
      goOn = () => take(chunk, done)
      return
    }
    const used = Math.min(chunk.length, frameBytes - filled)
    part.set(chunk.subarray(0, used), filled)
    filled += used
    if (filled === frameBytes) {
      ready = part
      part = new Uint8Array(frameBytes)
      filled = 0
      changed.resolve()
    }
    if (used < chunk.length) take(chunk.subarray(used), done)
    else done()
  }

  return {
    stream: new Writable({
      highWaterMark: 1,
      write: (chunk: Uint8Array, _encoding, done) => take(chunk, () => done())
    }),
    end(cause) {
      ended = { cause }
      changed.resolve()
    },
    async next() {
      for (;;) {
        if (ready !== null) {
          const frame = ready
          ready = null
          const resume = goOn
          goOn = null
          resume?.()
          return frame
        }
        if (ended !== null) return endOf(ended.cause)
        await changed.promise
        changed = Promise.withResolvers()
      }
    }
  }
}

function endOf(cause: unknown): null {
  if (cause === null) return null
  // A file that ffmpeg cannot read has no frames; other failures are told as they are.
  if (cause instanceof AppError && cause.code === 'FFMPEG_FAILED') return null
  throw cause
}
