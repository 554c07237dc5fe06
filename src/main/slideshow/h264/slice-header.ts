/** Slice headers: reads those of x264 and writes them for our parameter sets; the coded pixels stay untouched. */
import { type BitReader, type BitWriter, createBitReader, createBitWriter, escapeUnit } from './bits.ts'
import {
  expectOf,
  FRAME_NUMBER_BITS,
  ORDER_BITS,
  type PictureFacts,
  type SequenceFacts
} from './parameter-sets.ts'

export type SliceKind = 'P' | 'B' | 'I'

/** One operation with its arguments: reordering of references, or marking of them. */
interface Operation {
  readonly code: number
  readonly values: readonly number[]
}

export interface SliceHeader {
  readonly kind: SliceKind
  readonly isKey: boolean
  /** 0 = no other picture refers to this one. */
  readonly referencePriority: number
  /** Lower bits of the output order number; 0 where the stream has none. */
  readonly orderLow: number
  readonly isSpatialDirect: boolean
  readonly references: readonly [number, number]
  /** Changes of the reference lists, one array per list. */
  readonly reordering: readonly (readonly Operation[])[]
  readonly marking: readonly Operation[]
  readonly arithmeticStart: number
  readonly quantiser: number
  /** 1 = off, otherwise with the two strengths. */
  readonly deblocking: { readonly mode: number; readonly alpha: number; readonly beta: number }
}

export interface CodedSlice {
  readonly header: SliceHeader
  /** Arithmetic-coded macroblocks, unescaped, from a byte boundary on. */
  readonly payload: Uint8Array
}

const KINDS: readonly (SliceKind | null)[] = ['P', 'B', 'I', null, null]

/** Reads an unescaped slice unit. Throws INTERNAL for what x264 is not told to write (several slices, weights). */
export function readSlice(unit: Uint8Array, sequence: SequenceFacts, picture: PictureFacts): CodedSlice {
  const first = unit[0] ?? 0
  const isKey = (first & 31) === 5
  const referencePriority = (first >> 5) & 3
  const reader = createBitReader(unit, 8)
  expectOf(reader.unsigned() === 0, 'one slice a picture')
  const kind = KINDS[reader.unsigned() % 5] ?? null
  if (kind === null || !picture.usesArithmeticCoding) throw new RangeError('Not a slice of ours.')
  reader.unsigned()
  reader.bits(sequence.frameNumberBits)
  if (isKey) reader.unsigned()
  const orderLow = sequence.orderType === 0 ? reader.bits(sequence.orderBits) : 0
  if (sequence.orderType === 0 && picture.isBottomOrderPresent) reader.signed()
  const isSpatialDirect = kind === 'B' && reader.flag()
  const references = readReferenceCounts(reader, kind, picture.defaultReferences)
  const lists = { P: 1, B: 2, I: 0 }[kind]
  const reordering = Array.from({ length: lists }, () => readReordering(reader))
  expectOf(!(kind === 'P' && picture.isWeighted), 'no explicit weights')
  const marking = referencePriority === 0 ? [] : readMarking(reader, isKey)
  const arithmeticStart = kind === 'I' ? 0 : reader.unsigned()
  const quantiser = picture.startQuantiser + reader.signed()
  const deblocking = picture.isDeblockingControlPresent ? readDeblocking(reader) : DEBLOCKING_ON
  const header = {
    ...{ kind, isKey, referencePriority, orderLow, isSpatialDirect, references, reordering, marking },
    ...{ arithmeticStart, quantiser, deblocking }
  }
  return { header, payload: unit.subarray(Math.ceil(reader.position / 8)) }
}

const DEBLOCKING_ON = { mode: 0, alpha: 0, beta: 0 }

function readReferenceCounts(
  reader: BitReader,
  kind: SliceKind,
  defaults: readonly [number, number]
): readonly [number, number] {
  if (kind === 'I' || !reader.flag()) return defaults
  const first = reader.unsigned() + 1
  return [first, kind === 'B' ? reader.unsigned() + 1 : defaults[1]]
}

function readReordering(reader: BitReader): readonly Operation[] {
  const operations: Operation[] = []
  if (!reader.flag()) return operations
  for (let code = reader.unsigned(); code !== 3; code = reader.unsigned()) {
    operations.push({ code, values: [reader.unsigned()] })
  }
  return operations
}

/** Two flags in key pictures; operations with one or two numbers in others (ITU-T H.264 7.3.3.3). */
function readMarking(reader: BitReader, isKey: boolean): readonly Operation[] {
  const operations: Operation[] = []
  if (isKey) {
    reader.bits(2)
    return operations
  }
  if (!reader.flag()) return operations
  for (let code = reader.unsigned(); code !== 0; code = reader.unsigned()) {
    const count = { 1: 1, 2: 1, 3: 2, 4: 1, 5: 0, 6: 1 }[code] ?? 0
    operations.push({ code, values: Array.from({ length: count }, () => reader.unsigned()) })
  }
  return operations
}

function readDeblocking(reader: BitReader): SliceHeader['deblocking'] {
  const mode = reader.unsigned()
  return mode === 1 ? { mode, alpha: 0, beta: 0 } : { mode, alpha: reader.signed(), beta: reader.signed() }
}

/** Where a picture stands in our stream. */
export interface SlicePlace {
  readonly pictureSet: { readonly id: number; readonly startQuantiser: number }
  /** Reference pictures since the last key picture. */
  readonly frameNumber: number
  /** Output order since the last key picture, in half frames. */
  readonly order: number
  /** Two key pictures in a row must differ. */
  readonly keyId: number
}

/** A whole escaped unit for our parameter sets. */
export function writeSlice({ header, payload }: CodedSlice, place: SlicePlace): Uint8Array {
  const writer = createBitWriter()
  const { kind, isKey, referencePriority } = header
  writer.unsigned(0).unsigned({ P: 5, B: 6, I: 7 }[kind]).unsigned(place.pictureSet.id)
  writer.bits(FRAME_NUMBER_BITS, place.frameNumber % 2 ** FRAME_NUMBER_BITS)
  if (isKey) writer.unsigned(place.keyId)
  writer.bits(ORDER_BITS, place.order & (2 ** ORDER_BITS - 1))
  if (kind === 'B') writer.flag(header.isSpatialDirect)
  if (kind !== 'I') writer.flag(true).unsigned(header.references[0] - 1)
  if (kind === 'B') writer.unsigned(header.references[1] - 1)
  for (const list of header.reordering) writeReordering(writer, list)
  if (referencePriority > 0) writeMarking(writer, header)
  if (kind !== 'I') writer.unsigned(header.arithmeticStart)
  writer.signed(header.quantiser - place.pictureSet.startQuantiser)
  writer.unsigned(header.deblocking.mode)
  if (header.deblocking.mode !== 1) writer.signed(header.deblocking.alpha).signed(header.deblocking.beta)
  const first = Uint8Array.of((referencePriority << 5) | (isKey ? 5 : 1))
  return escapeUnit(first, writer.fillWithOnes().bytes(), payload)
}

function writeReordering(writer: BitWriter, operations: readonly Operation[]): void {
  writer.flag(operations.length > 0)
  if (operations.length === 0) return
  for (const { code, values } of operations) {
    writer.unsigned(code)
    for (const value of values) writer.unsigned(value)
  }
  writer.unsigned(3)
}

function writeMarking(writer: BitWriter, { isKey, marking }: SliceHeader): void {
  if (isKey) {
    writer.flag(false).flag(false)
    return
  }
  writer.flag(marking.length > 0)
  if (marking.length === 0) return
  for (const { code, values } of marking) {
    writer.unsigned(code)
    for (const value of values) writer.unsigned(value)
  }
  writer.unsigned(0)
}
