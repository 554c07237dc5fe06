/** Feeds finished frames to an encoder process with back-pressure. */
import { Readable } from 'node:stream'
import type { Ffmpeg } from './ffmpeg.ts'

export interface FrameEncoder {
  /** Resolves when the frame is on its way. Throws what ended the encoder. */
  write(bytes: Uint8Array): Promise<void>
  /** Resolves when the encoder has written its file. */
  finish(): Promise<void>
  /** Resolves when the process is gone, whatever became of it. */
  readonly ended: Promise<void>
}

/** At most this many frames are on their way to the process; a buffer may be used again after so many others. */
export const FRAMES_IN_FLIGHT = 4

export function startFrameEncoder(
  ffmpeg: Ffmpeg,
  args: readonly string[],
  signal: AbortSignal
): FrameEncoder {
  let room = Promise.withResolvers<void>()
  const feed = new Readable({ highWaterMark: 1, read: () => room.resolve() })
  const run = ffmpeg.run({ args, input: feed, signal })
  // A process that ends early never asks for more; the waiting writer learns the reason here.
  run.catch((cause: unknown) => {
    room.promise.catch(() => undefined)
    room.reject(cause)
  })
  return {
    async write(bytes) {
      await room.promise
      room = Promise.withResolvers()
      feed.push(bytes)
    },
    async finish() {
      feed.push(null)
      await run
    },
    ended: run.then(
      () => undefined,
      () => undefined
    )
  }
}
