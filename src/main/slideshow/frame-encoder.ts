/** Feeds finished frames to an encoder process. Every buffer is used again only after the process has taken all of it. */
import type { Writable } from 'node:stream'
import { AppError } from '#shared/errors.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import type { Picture } from './picture.ts'

export interface FrameEncoder {
  /** A buffer of its own to draw the next frame into. Waits for one; throws what ended the encoder. */
  nextFrame(): Promise<Picture>
  /** Sends a frame that `nextFrame` gave. */
  send(frame: Picture): void
  /** Resolves when the encoder has written its file. Throws what ended it. */
  finish(): Promise<void>
  /** Resolves when the process is gone, whatever became of it. */
  readonly ended: Promise<void>
}

export interface FrameEncoderRequest {
  readonly args: readonly string[]
  /** Buffers of this encoder alone; two keep the process busy while the next frame is drawn. */
  readonly buffers: readonly Picture[]
  readonly signal: AbortSignal
}

export function startFrameEncoder(ffmpeg: Ffmpeg, request: FrameEncoderRequest): FrameEncoder {
  const { args, buffers, signal } = request
  const free = [...buffers]
  const opened = Promise.withResolvers<Writable>()
  let freed = Promise.withResolvers<void>()
  const run = ffmpeg.run({ args, input: opened.resolve, signal })
  // A process that ends early frees no buffer; waiting writers learn the reason here.
  const gone = run.then((): never => {
    throw new AppError('FFMPEG_FAILED', 'ffmpeg ended before its last frame.')
  })
  gone.catch(() => undefined)
  return {
    async nextFrame() {
      await Promise.race([opened.promise, gone])
      for (;;) {
        const frame = free.pop()
        if (frame !== undefined) return frame
        await Promise.race([freed.promise, gone])
        freed = Promise.withResolvers()
      }
    },
    send(frame) {
      void opened.promise.then((stdin) =>
        stdin.write(frame.bytes, (cause) => {
          if (cause !== null && cause !== undefined) return
          free.push(frame)
          freed.resolve()
        })
      )
    },
    async finish() {
      const stdin = await Promise.race([opened.promise, gone])
      stdin.end()
      await run
    },
    ended: run.then(
      () => undefined,
      () => undefined
    )
  }
}
