/** Sequence and picture parameter sets: reads what x264 wrote, writes the one set that covers a whole video. */
import { AppError } from '#shared/errors.ts'
import type { PixelSize } from '../picture.ts'
import { type BitReader, createBitReader, createBitWriter, escapeUnit, unescapeUnit } from './bits.ts'

/** What of a sequence parameter set is needed to read its slices. */
export interface SequenceFacts {
  readonly frameNumberBits: number
  /** 0: order numbers are in the slices; 2: output order is decoding order. */
  readonly orderType: number
  readonly orderBits: number
  readonly referenceFrames: number
  readonly widthBlocks: number
  readonly heightBlocks: number
  readonly reorderFrames: number
}

export interface PictureFacts {
  readonly usesArithmeticCoding: boolean
  readonly isBottomOrderPresent: boolean
  readonly defaultReferences: readonly [number, number]
  readonly isWeighted: boolean
  readonly weightedBiprediction: number
  /** Quantiser that slices give their difference to. */
  readonly startQuantiser: number
  readonly chromaOffsets: readonly [number, number]
  readonly isDeblockingControlPresent: boolean
  readonly isIntraConstrained: boolean
  readonly is8x8Transform: boolean
}

const HIGH_PROFILE = 100

/** Reads a set as x264 writes it in High profile, 4:2:0, frames only. Throws INTERNAL for anything else. */
export function readSequenceSet(unit: Uint8Array): SequenceFacts {
  const reader = createBitReader(unescapeUnit(unit), 8)
  expectOf(reader.bits(8) === HIGH_PROFILE, 'High profile')
  reader.bits(16)
  reader.unsigned()
  expectOf(reader.unsigned() === 1, '4:2:0')
  expectOf(reader.unsigned() === 0 && reader.unsigned() === 0, '8 bits')
  expectOf(!reader.flag() && !reader.flag(), 'flat scaling')
  const frameNumberBits = reader.unsigned() + 4
  const orderType = reader.unsigned()
  expectOf(orderType !== 1, 'order type 0 or 2')
  const orderBits = orderType === 0 ? reader.unsigned() + 4 : 0
  const referenceFrames = reader.unsigned()
  reader.flag()
  const widthBlocks = reader.unsigned() + 1
  const heightBlocks = reader.unsigned() + 1
  expectOf(reader.flag() && reader.flag(), 'frames only')
  if (reader.flag()) for (let side = 0; side < 4; side++) reader.unsigned()
  const reorderFrames = reader.flag() ? readReorderFrames(reader) : 0
  return { frameNumberBits, orderType, orderBits, referenceFrames, widthBlocks, heightBlocks, reorderFrames }
}

function readReorderFrames(reader: BitReader): number {
  if (reader.flag() && reader.bits(8) === 255) reader.bits(32)
  if (reader.flag()) reader.flag()
  if (reader.flag()) {
    reader.bits(4)
    if (reader.flag()) reader.bits(24)
  }
  if (reader.flag()) {
    reader.unsigned()
    reader.unsigned()
  }
  if (reader.flag()) reader.bits(65)
  expectOf(!reader.flag() && !reader.flag(), 'no bit rate model')
  reader.flag()
  if (!reader.flag()) return 1
  reader.flag()
  for (let index = 0; index < 4; index++) reader.unsigned()
  return reader.unsigned()
}

/** Throws INTERNAL for what x264 never writes: slice groups, scaling lists, redundant pictures. */
export function readPictureSet(unit: Uint8Array): PictureFacts {
  const reader = createBitReader(unescapeUnit(unit), 8)
  reader.unsigned()
  reader.unsigned()
  const usesArithmeticCoding = reader.flag()
  const isBottomOrderPresent = reader.flag()
  expectOf(reader.unsigned() === 0, 'no slice groups')
  const defaultReferences = [reader.unsigned() + 1, reader.unsigned() + 1] as const
  const isWeighted = reader.flag()
  const weightedBiprediction = reader.bits(2)
  const startQuantiser = 26 + reader.signed()
  reader.signed()
  const firstOffset = reader.signed()
  const isDeblockingControlPresent = reader.flag()
  const isIntraConstrained = reader.flag()
  expectOf(!reader.flag(), 'no redundant pictures')
  const hasMore = reader.hasMore()
  const is8x8Transform = hasMore && reader.flag()
  if (hasMore) expectOf(!reader.flag(), 'flat scaling')
  const chromaOffsets = [firstOffset, hasMore ? reader.signed() : firstOffset] as const
  return {
    ...{ usesArithmeticCoding, isBottomOrderPresent, defaultReferences, isWeighted, weightedBiprediction },
    ...{ startQuantiser, chromaOffsets, isDeblockingControlPresent, isIntraConstrained, is8x8Transform }
  }
}

/** Widths of our own numbers in slice headers; wide enough that nothing ever wraps between two key pictures. */
export const FRAME_NUMBER_BITS = 16
export const ORDER_BITS = 16

export interface VideoFacts extends PixelSize {
  readonly framesPerSecond: number
  /** Level times ten. */
  readonly level: number
  readonly referenceFrames: number
  readonly reorderFrames: number
}

/** Our sequence parameter set: High profile, BT.709 limited range, constant frame rate. */
export function writeSequenceSet(video: VideoFacts): Uint8Array {
  const writer = createBitWriter()
  const across = Math.ceil(video.widthPx / 16)
  const down = Math.ceil(video.heightPx / 16)
  writer.bits(8, HIGH_PROFILE).bits(8, 0).bits(8, video.level).unsigned(0)
  // 4:2:0, 8 bits, no transform bypass, flat scaling.
  writer.unsigned(1).unsigned(0).unsigned(0).flag(false).flag(false)
  writer
    .unsigned(FRAME_NUMBER_BITS - 4)
    .unsigned(0)
    .unsigned(ORDER_BITS - 4)
  writer.unsigned(video.referenceFrames).flag(false)
  writer
    .unsigned(across - 1)
    .unsigned(down - 1)
    .flag(true)
    .flag(true)
  const cropRight = (across * 16 - video.widthPx) / 2
  const cropBottom = (down * 16 - video.heightPx) / 2
  writer.flag(cropRight > 0 || cropBottom > 0)
  if (cropRight > 0 || cropBottom > 0) writer.unsigned(0).unsigned(cropRight).unsigned(0).unsigned(cropBottom)
  // Usability information: square pixels; video format unspecified, limited range, BT.709 three times; chroma on the left.
  writer.flag(true).flag(true).bits(8, 1).flag(false)
  writer.flag(true).bits(3, 5).flag(false).flag(true).bits(8, 1).bits(8, 1).bits(8, 1)
  writer.flag(true).unsigned(0).unsigned(0)
  writer
    .flag(true)
    .bits(32, 1)
    .bits(32, 2 * video.framesPerSecond)
    .flag(true)
  writer.flag(false).flag(false).flag(false)
  writer.flag(true).flag(true).unsigned(0).unsigned(0).unsigned(15).unsigned(15)
  writer.unsigned(video.reorderFrames).unsigned(video.referenceFrames)
  return escapeUnit(Uint8Array.of(0x67), writer.stop().bytes())
}

/** Our picture parameter set: like x264's, with implicit weights for bi-predicted pictures. */
export function writePictureSet(id: number, facts: PictureFacts): Uint8Array {
  const writer = createBitWriter()
  writer.unsigned(id).unsigned(0).flag(true).flag(false).unsigned(0).unsigned(0).unsigned(0)
  writer
    .flag(false)
    .bits(2, 2)
    .signed(facts.startQuantiser - 26)
    .signed(0)
    .signed(facts.chromaOffsets[0])
  writer.flag(true).flag(facts.isIntraConstrained).flag(false)
  writer.flag(facts.is8x8Transform).flag(false).signed(facts.chromaOffsets[1])
  return escapeUnit(Uint8Array.of(0x68), writer.stop().bytes())
}

export function expectOf(isTrue: boolean, what: string): void {
  if (!isTrue) throw new AppError('INTERNAL', `The encoder's stream is not as expected: ${what}.`)
}
