/** Reads what platforms ask about a finished MP4 file from its boxes, without decoding anything. */
import { type FileHandle, open } from 'node:fs/promises'
import { toFileError } from '#main/core/files.ts'
import { AppError } from '#shared/errors.ts'
import type { PixelSize } from '../picture.ts'

export interface Mp4Facts extends PixelSize {
  readonly sizeBytes: number
  readonly seconds: number
  readonly framesPerSecond: number
  readonly frames: number
  /** Four characters, e.g. avc1. */
  readonly videoCodec: string
  /** e.g. mp4a; null without sound. */
  readonly audioCodec: string | null
  readonly isIndexFirst: boolean
  readonly hasEditList: boolean
  /** Longest run of frames between key frames. */
  readonly keyDistanceFrames: number
}

interface Box {
  readonly kind: string
  readonly start: number
  readonly end: number
}

const MOST_INDEX_BYTES = 256 * 1024 * 1024

/** Throws NOT_FOUND, or FILE_DAMAGED for a file that is no whole MP4 with a picture track. */
export async function readMp4Facts(filePath: string): Promise<Mp4Facts> {
  const handle = await open(filePath, 'r').catch((cause: unknown) => {
    throw toFileError(cause, filePath)
  })
  try {
    const { size: sizeBytes } = await handle.stat()
    const top = await topBoxes(handle, sizeBytes)
    const index = top.find((box) => box.kind === 'moov')
    const data = top.find((box) => box.kind === 'mdat')
    if (index === undefined || data === undefined || index.end - index.start > MOST_INDEX_BYTES) {
      throw new AppError('FILE_DAMAGED', `Not a whole MP4 video: ${filePath}`)
    }
    const bytes = Buffer.alloc(index.end - index.start)
    await handle.read(bytes, 0, bytes.length, index.start)
    return { ...factsOf(bytes, filePath), sizeBytes, isIndexFirst: index.start < data.start }
  } finally {
    await handle.close()
  }
}

async function topBoxes(handle: FileHandle, sizeBytes: number): Promise<readonly Box[]> {
  const boxes: Box[] = []
  const head = Buffer.alloc(16)
  for (let at = 0; at + 8 <= sizeBytes; ) {
    await handle.read(head, 0, 16, at)
    const size = sizeOf(head, 0, sizeBytes - at)
    boxes.push({ kind: head.toString('latin1', 4, 8), start: at, end: at + size.box })
    at += Math.max(size.box, 8)
  }
  return boxes
}

/** A size of 1 stands for eight more bytes, 0 for the rest of the file. */
function sizeOf(bytes: Buffer, at: number, rest: number): { readonly box: number; readonly head: number } {
  const short = bytes.readUInt32BE(at)
  if (short === 1) return { box: Number(bytes.readBigUInt64BE(at + 8)), head: 16 }
  return { box: short === 0 ? rest : short, head: 8 }
}

function childrenOf(bytes: Buffer, skip = 0): readonly { readonly kind: string; readonly body: Buffer }[] {
  const found: { kind: string; body: Buffer }[] = []
  for (let at = skip; at + 8 <= bytes.length; ) {
    const { box, head } = sizeOf(bytes, at, bytes.length - at)
    if (box < 8) break
    found.push({ kind: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + head, at + box) })
    at += box
  }
  return found
}

function findBox(bytes: Buffer, ...path: readonly string[]): Buffer | null {
  let current: Buffer | null = bytes
  for (const kind of path) {
    current = current === null ? null : (childrenOf(current).find((box) => box.kind === kind)?.body ?? null)
  }
  return current
}

function factsOf(moov: Buffer, filePath: string): Omit<Mp4Facts, 'sizeBytes' | 'isIndexFirst'> {
  const movie = findBox(moov, 'moov') ?? Buffer.alloc(0)
  const tracks = childrenOf(movie).flatMap((box) => (box.kind === 'trak' ? [box.body] : []))
  const kindOf = (track: Buffer): string => findBox(track, 'mdia', 'hdlr')?.toString('latin1', 8, 12) ?? ''
  const video = tracks.find((track) => kindOf(track) === 'vide')
  const audio = tracks.find((track) => kindOf(track) === 'soun')
  const header = video === undefined ? null : findBox(video, 'mdia', 'mdhd')
  const table = video === undefined ? null : findBox(video, 'mdia', 'minf', 'stbl')
  if (video === undefined || header === null || table === null) {
    throw new AppError('FILE_DAMAGED', `No picture track in ${filePath}`)
  }
  const timescale = header.readUInt32BE(header[0] === 1 ? 20 : 12)
  const duration = header[0] === 1 ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  const entry = findBox(table, 'stsd')?.subarray(8) ?? Buffer.alloc(44)
  const frames = findBox(table, 'stsz')?.readUInt32BE(8) ?? 0
  const seconds = duration / timescale
  return {
    seconds,
    frames,
    framesPerSecond: Math.round((frames / seconds) * 1000) / 1000,
    widthPx: entry.readUInt16BE(32),
    heightPx: entry.readUInt16BE(34),
    videoCodec: entry.toString('latin1', 4, 8),
    audioCodec: audio === undefined ? null : codecOf(audio),
    hasEditList: tracks.some((track) => findBox(track, 'edts', 'elst') !== null),
    keyDistanceFrames: keyDistance(findBox(table, 'stss'), frames)
  }
}

function codecOf(track: Buffer): string | null {
  return findBox(track, 'mdia', 'minf', 'stbl', 'stsd')?.toString('latin1', 12, 16) ?? null
}

function keyDistance(keys: Buffer | null, frames: number): number {
  if (keys === null) return 1
  const count = keys.readUInt32BE(4)
  const numbers = Array.from({ length: count }, (_, index) => keys.readUInt32BE(8 + 4 * index))
  return [...numbers.slice(1), frames + 1].reduce(
    (most, next, index) => Math.max(most, next - (numbers[index] ?? next)),
    0
  )
}
