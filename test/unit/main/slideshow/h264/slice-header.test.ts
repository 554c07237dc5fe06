import { describe, expect, it } from 'vitest'
import { unescapeUnit } from '#main/slideshow/h264/bits.ts'
import {
  readPictureSet,
  readSequenceSet,
  writePictureSet,
  writeSequenceSet
} from '#main/slideshow/h264/parameter-sets.ts'
import {
  type CodedSlice,
  readSlice,
  type SliceHeader,
  writeSlice
} from '#main/slideshow/h264/slice-header.ts'

const sequence = readSequenceSet(
  writeSequenceSet({
    widthPx: 1080,
    heightPx: 1350,
    framesPerSecond: 25,
    level: 40,
    referenceFrames: 4,
    reorderFrames: 2
  })
)
const picture = readPictureSet(
  writePictureSet(0, {
    usesArithmeticCoding: true,
    isBottomOrderPresent: false,
    defaultReferences: [1, 1],
    isWeighted: false,
    weightedBiprediction: 2,
    startQuantiser: 21,
    chromaOffsets: [-2, -2],
    isDeblockingControlPresent: true,
    isIntraConstrained: false,
    is8x8Transform: true
  })
)

describe('parameter sets', () => {
  it('say what was written', () => {
    expect(sequence).toEqual({
      frameNumberBits: 16,
      orderType: 0,
      orderBits: 16,
      referenceFrames: 4,
      widthBlocks: 68,
      heightBlocks: 85,
      reorderFrames: 2
    })
    expect(picture).toMatchObject({
      startQuantiser: 21,
      chromaOffsets: [-2, -2],
      is8x8Transform: true,
      weightedBiprediction: 2
    })
  })
})

describe('slice headers', () => {
  const base: SliceHeader = {
    kind: 'P',
    isKey: false,
    referencePriority: 2,
    orderLow: 0,
    isSpatialDirect: false,
    references: [3, 1],
    reordering: [[{ code: 0, values: [2] }]],
    marking: [
      { code: 1, values: [0] },
      { code: 3, values: [1, 0] }
    ],
    arithmeticStart: 1,
    quantiser: 30,
    deblocking: { mode: 0, alpha: -2, beta: 1 }
  }
  const payload = Uint8Array.of(0, 0, 1, 9, 0, 0, 0, 200)

  it.each<[string, SliceHeader]>([
    ['a P picture', base],
    [
      'a B picture',
      {
        ...base,
        kind: 'B',
        referencePriority: 0,
        isSpatialDirect: true,
        references: [2, 1],
        reordering: [[], []],
        marking: []
      }
    ],
    [
      'a key picture',
      {
        ...base,
        kind: 'I',
        isKey: true,
        referencePriority: 3,
        references: [1, 1],
        reordering: [],
        marking: [],
        arithmeticStart: 0
      }
    ],
    ['a picture without deblocking', { ...base, deblocking: { mode: 1, alpha: 0, beta: 0 } }]
  ])('of %s come back as they were written, the payload untouched', (_, header) => {
    const slice: CodedSlice = { header, payload }
    const place = { pictureSet: { id: 0, startQuantiser: 21 }, frameNumber: 70_000, order: 65_540, keyId: 1 }
    const read = readSlice(unescapeUnit(writeSlice(slice, place)), sequence, picture)
    expect(read.header).toEqual({ ...header, orderLow: 4 })
    expect([...read.payload]).toEqual([...payload])
  })
})
