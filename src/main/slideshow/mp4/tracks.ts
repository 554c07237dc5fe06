/** Track descriptions of an MP4 file: sample tables for H.264 pictures and AAC sound. Pure. */
import type { PixelSize } from '../picture.ts'
import { box, MATRIX, runLengths, u16, u32 } from './boxes.ts'

export interface Chunk {
  readonly offset: number
  readonly samples: number
}

export interface VideoTrack extends PixelSize {
  readonly framesPerSecond: number
  readonly sequenceSet: Uint8Array
  readonly pictureSets: readonly Uint8Array[]
  readonly sampleBytes: readonly number[]
  /** Shown frame of each sample, in decoding order. */
  readonly shownAt: readonly number[]
  /** Numbers of key samples, from 1. */
  readonly keys: readonly number[]
  readonly chunks: readonly Chunk[]
}

export interface AudioTrack {
  readonly sampleRate: number
  readonly channels: number
  /** AudioSpecificConfig (ISO/IEC 14496-3). */
  readonly config: Uint8Array
  readonly bitsPerSecond: number
  readonly sampleBytes: readonly number[]
  readonly chunks: readonly Chunk[]
}

/** Ticks of one frame, so that every usual frame rate is exact. */
const FRAME_TICKS = 512
const AAC_SAMPLES = 1024
export const MOVIE_TIMESCALE = 1000

export function movieBox(video: VideoTrack, audio: AudioTrack | null): Uint8Array {
  const seconds = video.sampleBytes.length / video.framesPerSecond
  const durationMs = Math.round(seconds * MOVIE_TIMESCALE)
  const header = box(
    'mvhd',
    u32(0, 0, 0, MOVIE_TIMESCALE, durationMs, 0x10000),
    u16(0x100, 0),
    u32(0, 0),
    MATRIX,
    u32(0, 0, 0, 0, 0, 0, audio === null ? 2 : 3)
  )
  const tracks = [videoTrackBox(video), ...(audio === null ? [] : [audioTrackBox(audio)])]
  return box('moov', header, ...tracks)
}

function videoTrackBox(video: VideoTrack): Uint8Array {
  const frames = video.sampleBytes.length
  const timescale = video.framesPerSecond * FRAME_TICKS
  const offsets = orderOffsets(video.shownAt)
  // Version 1 holds negative offsets, so that no edit list is needed to start at zero.
  const shifts = box('ctts', u32(0x01000000, offsets.length, ...offsets.flat()))
  const table = box(
    'stbl',
    box('stsd', u32(0, 1), pictureEntry(video)),
    box('stts', u32(0, 1, frames, FRAME_TICKS)),
    ...(offsets.length > 0 ? [shifts] : []),
    box('stss', u32(0, video.keys.length, ...video.keys)),
    ...placeBoxes(video.chunks, video.sampleBytes)
  )
  const duration = frames * FRAME_TICKS
  return trackBox(
    {
      id: 1,
      volume: 0,
      size: video,
      durationMs: Math.round((frames / video.framesPerSecond) * MOVIE_TIMESCALE)
    },
    { timescale, duration, handler: 'vide', header: box('vmhd', u32(1, 0, 0)), table }
  )
}

/**
 * Shown minus decoded, in ticks, with counts. The last samples stand alone: ffmpeg does not look for negative
 * offsets in the last two entries (mov.c, mov_read_ctts, 5.1).
 */
function orderOffsets(shownAt: readonly number[]): readonly (readonly [number, number])[] {
  const offsets = shownAt.map((frame, index) => (frame - index) * FRAME_TICKS)
  if (offsets.every((offset) => offset === 0)) return []
  const single = offsets.slice(-4).map((offset) => [1, offset] as const)
  return [...runLengths(offsets.slice(0, -4)), ...single]
}

function pictureEntry(video: VideoTrack): Uint8Array {
  const sets = video.pictureSets.map((set) => Buffer.concat([u16(set.length), set]))
  const [, profile = 0, constraints = 0, level = 0] = video.sequenceSet
  const config = box(
    'avcC',
    [1, profile, constraints, level, 0xff, 0xe1],
    u16(video.sequenceSet.length),
    video.sequenceSet,
    [sets.length],
    Buffer.concat(sets),
    [0xfd, 0xf8, 0xf8, 0]
  )
  const colours = box('colr', 'nclx', u16(1, 1, 1), [0])
  const sizes = [u16(video.widthPx, video.heightPx), u32(0x480000, 0x480000, 0), u16(1)]
  return box(
    'avc1',
    new Uint8Array(6),
    u16(1),
    new Uint8Array(16),
    ...sizes,
    new Uint8Array(32),
    u16(24, 0xffff),
    config,
    colours,
    box('pasp', u32(1, 1))
  )
}

function audioTrackBox(audio: AudioTrack): Uint8Array {
  const duration = audio.sampleBytes.length * AAC_SAMPLES
  const table = box(
    'stbl',
    box('stsd', u32(0, 1), soundEntry(audio)),
    box('stts', u32(0, 1, audio.sampleBytes.length, AAC_SAMPLES)),
    ...placeBoxes(audio.chunks, audio.sampleBytes)
  )
  const durationMs = Math.round((duration / audio.sampleRate) * MOVIE_TIMESCALE)
  return trackBox(
    { id: 2, volume: 0x100, size: { widthPx: 0, heightPx: 0 }, durationMs },
    { timescale: audio.sampleRate, duration, handler: 'soun', header: box('smhd', u32(0, 0)), table }
  )
}

function soundEntry(audio: AudioTrack): Uint8Array {
  const config = [...audio.config]
  const rate = u32(audio.bitsPerSecond)
  const decoder = [
    0x04,
    13 + 2 + config.length,
    0x40,
    0x15,
    0,
    0,
    0,
    ...rate,
    ...rate,
    0x05,
    config.length,
    ...config
  ]
  const descriptor = [0, 0, 0, 0, 0x03, 3 + decoder.length + 3, 0, 2, 0, ...decoder, 0x06, 1, 2]
  return box(
    'mp4a',
    new Uint8Array(6),
    u16(1),
    u32(0, 0),
    u16(audio.channels, 16, 0, 0),
    u32(audio.sampleRate * 65536),
    box('esds', descriptor)
  )
}

interface TrackFacts {
  readonly id: number
  readonly volume: number
  readonly size: PixelSize
  readonly durationMs: number
}

interface MediaFacts {
  readonly timescale: number
  readonly duration: number
  readonly handler: string
  readonly header: Uint8Array
  readonly table: Uint8Array
}

function trackBox(track: TrackFacts, media: MediaFacts): Uint8Array {
  const { widthPx, heightPx } = track.size
  const header = box(
    'tkhd',
    u32(3, 0, 0, track.id, 0, track.durationMs, 0, 0),
    u16(0, 0, track.volume, 0),
    MATRIX,
    u32(widthPx << 16, heightPx << 16)
  )
  const undefinedLanguage = u16(0x55c4, 0)
  const reference = box('dinf', box('dref', u32(0, 1), box('url ', u32(1))))
  return box(
    'trak',
    header,
    box(
      'mdia',
      box('mdhd', u32(0, 0, 0, media.timescale, media.duration), undefinedLanguage),
      box('hdlr', u32(0, 0), media.handler, u32(0, 0, 0), [0]),
      box('minf', media.header, reference, media.table)
    )
  )
}

/** Sample sizes and where the chunks lie; chunks of equal length are told once. */
function placeBoxes(chunks: readonly Chunk[], sampleBytes: readonly number[]): readonly Uint8Array[] {
  const lengths: number[] = []
  let previous = 0
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.samples !== previous) lengths.push(index + 1, chunk.samples, 1)
    previous = chunk.samples
  }
  return [
    box('stsc', u32(0, lengths.length / 3, ...lengths)),
    box('stsz', u32(0, 0, sampleBytes.length, ...sampleBytes)),
    offsetsBox(chunks)
  ]
}

function offsetsBox(chunks: readonly Chunk[]): Uint8Array {
  const isLong = chunks.some((chunk) => chunk.offset > 0xffffffff)
  if (!isLong) return box('stco', u32(0, chunks.length, ...chunks.map((chunk) => chunk.offset)))
  const halves = chunks.flatMap(({ offset }) => [Math.floor(offset / 2 ** 32), offset % 2 ** 32])
  return box('co64', u32(0, chunks.length, ...halves))
}
