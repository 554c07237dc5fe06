/**
 * Writes an MP4 file in one pass with its index in front: room for the index is known from the number of frames,
 * so players can start before the whole file is there and nothing is copied afterwards. No edit lists.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import type { CodedFrame, VideoStream } from '../h264/assemble.ts'
import type { PixelSize } from '../picture.ts'
import { box, u32 } from './boxes.ts'
import { type AudioTrack, type Chunk, movieBox } from './tracks.ts'

export interface SoundTrack {
  readonly sampleRate: number
  readonly channels: number
  readonly config: Uint8Array
  readonly bitsPerSecond: number
  /** Coded AAC frames of 1024 samples. */
  readonly frames: readonly Uint8Array[]
}

export interface Mp4Request extends PixelSize {
  readonly framesPerSecond: number
  readonly frames: number
  readonly video: VideoStream
  readonly sound: SoundTrack | null
  readonly signal: AbortSignal
  /** Called for each written picture. */
  readonly onFrame: (written: number) => void
}

const FILE_TYPE = box('ftyp', 'isom', u32(512), 'isomiso2avc1mp41iso4')
const FIXED_INDEX_BYTES = 4096
/** Per picture: size 4, order 8, key 4, chunk 8; per sound frame: size 4; per second and track: chunk 20. */
const PICTURE_INDEX_BYTES = 24

/** Writes to a new file. Throws CANCELLED and DISK_FULL; INTERNAL when pictures are missing or shown twice. */
export async function writeMp4(filePath: string, request: Mp4Request): Promise<void> {
  const handle = await open(filePath, 'wx')
  try {
    await writeAll(handle, request)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, request: Mp4Request): Promise<void> {
  const { video, sound, framesPerSecond } = request
  const seconds = Math.ceil(request.frames / framesPerSecond)
  const soundFrames = sound?.frames.length ?? 0
  const room = FIXED_INDEX_BYTES + PICTURE_INDEX_BYTES * request.frames + 4 * soundFrames + 40 * seconds
  const dataStart = FILE_TYPE.length + room
  const media = createMediaWriter(handle, dataStart + 16)
  const chunks: Chunk[] = []
  const soundChunks: Chunk[] = []
  const sampleBytes: number[] = []
  const shownAt: number[] = []
  const keys: number[] = []
  const flush = async (): Promise<void> => {
    const samples = sampleBytes.length - chunks.reduce((sum, chunk) => sum + chunk.samples, 0)
    if (samples > 0) chunks.push({ offset: await media.endChunk(), samples })
    const until = soundUntil(sound, sampleBytes.length / framesPerSecond)
    const from = soundChunks.reduce((sum, chunk) => sum + chunk.samples, 0)
    if (sound === null || until <= from) return
    for (const frame of sound.frames.slice(from, until)) media.add(frame)
    soundChunks.push({ offset: await media.endChunk(), samples: until - from })
  }
  for await (const frame of video.frames()) {
    if (request.signal.aborted) throw new AppError('CANCELLED', 'Cancelled.')
    if (frame.isKey) keys.push(sampleBytes.length + 1)
    shownAt.push(frame.frame)
    sampleBytes.push(media.addUnit(frame))
    if (sampleBytes.length % framesPerSecond === 0) await flush()
    request.onFrame(sampleBytes.length)
  }
  await flush()
  checkOrder(shownAt, request.frames)
  const videoTrack = { ...request, ...video, sampleBytes, shownAt, keys, chunks }
  const index = movieBox(videoTrack, sound === null ? null : audioTrackOf(sound, soundChunks))
  await writeHead(handle, { index, room, dataStart, dataBytes: media.writtenBytes() })
}

/** Frames of sound that belong before a moment; the last call takes what is left. */
function soundUntil(sound: SoundTrack | null, seconds: number): number {
  if (sound === null) return 0
  return Math.min(sound.frames.length, Math.ceil((seconds * sound.sampleRate) / 1024))
}

function audioTrackOf(sound: SoundTrack, chunks: readonly Chunk[]): AudioTrack {
  const samples = chunks.reduce((sum, chunk) => sum + chunk.samples, 0)
  return { ...sound, chunks, sampleBytes: sound.frames.slice(0, samples).map((frame) => frame.length) }
}

interface Head {
  readonly index: Uint8Array
  readonly room: number
  readonly dataStart: number
  readonly dataBytes: number
}

async function writeHead(handle: FileHandle, { index, room, dataStart, dataBytes }: Head): Promise<void> {
  const spare = room - index.length
  if (spare < 8) throw new AppError('INTERNAL', 'The index of the video is larger than planned.')
  await handle.write(FILE_TYPE, 0, FILE_TYPE.length, 0)
  await handle.write(index, 0, index.length, FILE_TYPE.length)
  const free = Buffer.concat([u32(spare), Buffer.from('free')])
  await handle.write(free, 0, 8, FILE_TYPE.length + index.length)
  const size = 16 + dataBytes
  const data = Buffer.concat([u32(1), Buffer.from('mdat'), u32(Math.floor(size / 2 ** 32), size % 2 ** 32)])
  await handle.write(data, 0, 16, dataStart)
}

interface MediaWriter {
  add(bytes: Uint8Array): void
  /** Adds a picture with its length in front and gives the bytes it takes. */
  addUnit(frame: CodedFrame): number
  /** Writes what was added since the last call and gives where it lies. */
  endChunk(): Promise<number>
  writtenBytes(): number
}

function createMediaWriter(handle: FileHandle, start: number): MediaWriter {
  let position = start
  let waiting: Uint8Array[] = []
  return {
    add: (bytes) => void waiting.push(bytes),
    addUnit({ unit }) {
      waiting.push(u32(unit.length), unit)
      return unit.length + 4
    },
    async endChunk() {
      const offset = position
      const bytes = Buffer.concat(waiting)
      waiting = []
      await handle.write(bytes, 0, bytes.length, offset)
      position += bytes.length
      return offset
    },
    writtenBytes: () => position - start
  }
}

/** Every frame of the timeline exactly once. */
function checkOrder(shownAt: readonly number[], frames: number): void {
  const isWhole = shownAt.length === frames && new Set(shownAt).size === frames
  if (!isWhole || shownAt.some((frame) => frame < 0 || frame >= frames)) {
    throw new AppError(
      'INTERNAL',
      `The video has ${shownAt.length} pictures instead of ${frames} different ones.`
    )
  }
}
