/** The pictures of one x264 stream in decoding order, with the facts needed to put them into another stream. */
import { AppError } from '#shared/errors.ts'
import { readUnits } from './annex-b.ts'
import { unescapeUnit } from './bits.ts'
import { type PictureFacts, readPictureSet, readSequenceSet, type SequenceFacts } from './parameter-sets.ts'
import { type CodedSlice, readSlice } from './slice-header.ts'

export interface SourcePicture {
  readonly slice: CodedSlice
  /** Frames shown before it since the last key picture. */
  readonly order: number
  /** The unit as x264 wrote it. */
  readonly unit: Uint8Array
}

export interface PictureSource {
  readonly sequence: SequenceFacts
  readonly picture: PictureFacts
  /** The two sets as x264 wrote them. */
  readonly sets: { readonly sequence: Uint8Array; readonly picture: Uint8Array }
  /** Throws FFMPEG_FAILED when the stream has fewer pictures than were encoded. */
  next(): Promise<SourcePicture>
  close(): Promise<void>
}

const UNIT = { slice: 1, keySlice: 5, sequence: 7, picture: 8 }

/** Reads up to the first picture. Throws FFMPEG_FAILED for an empty stream, INTERNAL for an unknown form. */
export async function openPictureSource(filePath: string): Promise<PictureSource> {
  const units = readUnits(filePath)
  const sets: Record<'sequence' | 'picture', Uint8Array> = {
    sequence: new Uint8Array(),
    picture: new Uint8Array()
  }
  let waiting: Uint8Array | null = null

  async function nextSlice(): Promise<Uint8Array> {
    if (waiting !== null) {
      const unit = waiting
      waiting = null
      return unit
    }
    for (;;) {
      const { value: unit, done } = await units.next()
      if (done === true || unit === undefined) {
        throw new AppError('FFMPEG_FAILED', 'The encoder delivered fewer pictures than were given to it.')
      }
      const kind = (unit[0] ?? 0) & 31
      if (kind === UNIT.slice || kind === UNIT.keySlice) return unit
      if (kind === UNIT.sequence && sets.sequence.length === 0) sets.sequence = unit
      if (kind === UNIT.picture && sets.picture.length === 0) sets.picture = unit
    }
  }

  waiting = await nextSlice()
  const sequence = readSequenceSet(sets.sequence)
  const picture = readPictureSet(sets.picture)
  const orders = createOrders(sequence)
  return {
    sequence,
    picture,
    sets,
    async next() {
      const unit = await nextSlice()
      const slice = readSlice(unescapeUnit(unit), sequence, picture)
      return { slice, order: orders.of(slice), unit }
    },
    close: async () => {
      await units.return(undefined)
    }
  }
}

/** Whole order numbers from their lower bits (ITU-T H.264 8.2.1.1); x264 counts two for a frame. */
function createOrders({ orderType, orderBits }: SequenceFacts): { of(slice: CodedSlice): number } {
  const modulus = 2 ** orderBits
  let previous = { high: 0, low: 0 }
  let decoded = 0
  return {
    of({ header }) {
      if (header.isKey) {
        previous = { high: 0, low: 0 }
        decoded = 0
      }
      if (orderType === 2) return decoded++
      const { orderLow } = header
      let { high } = previous
      if (orderLow < previous.low && previous.low - orderLow >= modulus / 2) high += modulus
      else if (orderLow > previous.low && orderLow - previous.low > modulus / 2) high -= modulus
      if (header.referencePriority > 0) previous = { high, low: orderLow }
      return (high + orderLow) / 2
    }
  }
}
