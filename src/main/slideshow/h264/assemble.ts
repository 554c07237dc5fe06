/**
 * Puts a whole video stream together: stills become held pictures and crossfades without encoding them, moving runs
 * are taken over from x264. One sequence set, one set of headers, a key picture wherever runs of different kind meet.
 */
import { AppError } from '#shared/errors.ts'
import { levelOf } from '../encoding.ts'
import type { PixelSize } from '../picture.ts'
import type { FadeRun, MovingRun, Run, StillRun } from '../runs.ts'
import { type PictureFacts, writePictureSet, writeSequenceSet } from './parameter-sets.ts'
import type { PictureSource, SourcePicture } from './picture-source.ts'
import { SKIP_QUANTISER, skipPayload } from './skip-payload.ts'
import { type CodedSlice, type SliceHeader, writeSlice } from './slice-header.ts'

/** One coded picture in decoding order. */
export interface CodedFrame {
  readonly unit: Uint8Array
  readonly isKey: boolean
  /** Frame of the timeline at which it is shown. */
  readonly frame: number
}

export interface VideoStream {
  readonly sequenceSet: Uint8Array
  readonly pictureSets: readonly Uint8Array[]
  frames(): AsyncGenerator<CodedFrame>
}

export interface AssemblyRequest extends PixelSize {
  readonly framesPerSecond: number
  readonly runs: readonly Run[]
  /** One intra picture per still run that starts a slide, in order; null when there are no still runs. */
  readonly stills: PictureSource | null
  /** The frames of all moving runs, each run starting with a key picture; null when there are none. */
  readonly moving: PictureSource | null
}

/** Longest time without a key picture that a viewer can jump to. */
const KEY_DISTANCE_SECONDS = 10

/** Pictures a decoder must keep for a crossfade: the held one and the one coming in. */
const FADE_REFERENCES = 2

export function assembleVideo(request: AssemblyRequest): VideoStream {
  const { stills, moving, framesPerSecond } = request
  const sources = [stills, moving].filter((source) => source !== null)
  const pictureSets = distinctSets(sources.map((source) => source.picture))
  const sequenceSet = writeSequenceSet({
    widthPx: request.widthPx,
    heightPx: request.heightPx,
    framesPerSecond,
    level: levelOf(request, framesPerSecond),
    referenceFrames: Math.max(FADE_REFERENCES, ...sources.map((source) => source.sequence.referenceFrames)),
    reorderFrames: Math.max(1, ...sources.map((source) => source.sequence.reorderFrames))
  })
  return {
    sequenceSet,
    pictureSets: pictureSets.map((set) => set.unit),
    frames: () => framesOf(request, pictureSets)
  }
}

interface PictureSet {
  readonly id: number
  readonly facts: PictureFacts
  readonly unit: Uint8Array
  readonly startQuantiser: number
}

/** Streams that agree in everything but the quantiser share a set; slices carry the difference. */
function distinctSets(facts: readonly PictureFacts[]): readonly PictureSet[] {
  const sets = new Map<string, PictureSet>()
  for (const each of facts) {
    const key = setKey(each)
    const id = sets.size
    if (sets.has(key)) continue
    sets.set(key, { id, facts: each, unit: writePictureSet(id, each), startQuantiser: each.startQuantiser })
  }
  return [...sets.values()]
}

function setKey(facts: PictureFacts): string {
  return JSON.stringify([facts.chromaOffsets, facts.is8x8Transform, facts.isIntraConstrained])
}

async function* framesOf(
  request: AssemblyRequest,
  pictureSets: readonly PictureSet[]
): AsyncGenerator<CodedFrame> {
  const writer = createFrameWriter(request, pictureSets)
  for (const [index, run] of request.runs.entries()) {
    switch (run.kind) {
      case 'still':
        yield* writer.still(run, request.runs[index - 1]?.kind === 'fade')
        break
      case 'fade':
        yield* writer.fade(run)
        break
      case 'moving':
        yield* writer.moving(run)
        break
    }
  }
}

function createFrameWriter(request: AssemblyRequest, pictureSets: readonly PictureSet[]) {
  const macroblocks = Math.ceil(request.widthPx / 16) * Math.ceil(request.heightPx / 16)
  const payloads = { P: skipPayload('P', macroblocks), B: skipPayload('B', macroblocks) }
  const keyDistance = KEY_DISTANCE_SECONDS * request.framesPerSecond
  const skipSet = pictureSets[0]
  let keyFrame = 0
  let frameNumber = 0
  let keyId = 0
  let still: CodedSlice | null = null

  function setFor(source: PictureSource): PictureSet {
    const set = pictureSets.find((each) => setKey(each.facts) === setKey(source.picture))
    if (set === undefined) throw new AppError('INTERNAL', 'A picture set is missing.')
    return set
  }
  function put(slice: CodedSlice, frame: number, pictureSet: PictureSet | undefined): CodedFrame {
    if (pictureSet === undefined) throw new AppError('INTERNAL', 'A picture set is missing.')
    const { isKey, referencePriority } = slice.header
    if (isKey) {
      keyFrame = frame
      frameNumber = 0
      keyId = 1 - keyId
    }
    const unit = writeSlice(slice, { pictureSet, frameNumber, order: 2 * (frame - keyFrame), keyId })
    if (referencePriority > 0) frameNumber++
    return { unit, isKey, frame }
  }
  async function takeStill(): Promise<CodedSlice> {
    const picture = await required(request.stills).next()
    still = picture.slice
    return picture.slice
  }

  return {
    /** A still after a crossfade was sent before it, so its first frame is there already. */
    async *still(run: StillRun, isAfterFade: boolean): AsyncGenerator<CodedFrame> {
      const set = setFor(required(request.stills))
      const end = run.firstFrame + run.frames
      let frame = run.firstFrame
      if (isAfterFade) frame++
      else yield put(asKey(await takeStill(), true), frame++, set)
      if (isAfterFade && frame < end && frame - keyFrame > keyDistance && still !== null) {
        yield put(asKey(still, true), frame++, set)
      }
      for (; frame < end; frame++) yield put({ header: HOLD, payload: payloads.P }, frame, skipSet)
    },
    /** The incoming still comes first, then pictures that mix it with the last held one. */
    async *fade(run: FadeRun): AsyncGenerator<CodedFrame> {
      const end = run.firstFrame + run.frames
      yield put(asKey(await takeStill(), false), end, setFor(required(request.stills)))
      for (let frame = run.firstFrame; frame < end; frame++) {
        yield put({ header: MIX, payload: payloads.B }, frame, skipSet)
      }
    },
    async *moving(run: MovingRun): AsyncGenerator<CodedFrame> {
      const source = required(request.moving)
      const set = setFor(source)
      let base = run.firstFrame
      for (let taken = 0; taken < run.frames; taken++) {
        const picture: SourcePicture = await source.next()
        if (taken === 0 && !picture.slice.header.isKey) {
          throw new AppError('INTERNAL', 'A moving run does not start with a key picture.')
        }
        // Groups are closed: everything before a key picture in the stream is shown before it.
        if (picture.slice.header.isKey) base = run.firstFrame + taken
        yield put(picture.slice, base + picture.order, set)
      }
    }
  }
}

const BARE: SliceHeader = {
  kind: 'P',
  isKey: false,
  referencePriority: 2,
  orderLow: 0,
  isSpatialDirect: false,
  references: [1, 1],
  reordering: [[]],
  marking: [],
  arithmeticStart: 0,
  quantiser: SKIP_QUANTISER,
  deblocking: { mode: 1, alpha: 0, beta: 0 }
}
/** Repeats the picture before it. */
const HOLD: SliceHeader = BARE
/** Mixes the pictures before and after it by their distance in time. */
const MIX: SliceHeader = {
  ...BARE,
  kind: 'B',
  referencePriority: 0,
  isSpatialDirect: true,
  reordering: [[], []]
}

function asKey(slice: CodedSlice, isKey: boolean): CodedSlice {
  return { ...slice, header: { ...slice.header, isKey, referencePriority: 3, marking: [] } }
}

function required(source: PictureSource | null): PictureSource {
  if (source === null) throw new AppError('INTERNAL', 'An encoded stream is missing.')
  return source
}

/** The stream of one source as x264 wrote it, without any header of ours. */
export function takeOver(source: PictureSource, frames: number): VideoStream {
  return {
    sequenceSet: source.sets.sequence,
    pictureSets: [source.sets.picture],
    async *frames() {
      let base = 0
      for (let taken = 0; taken < frames; taken++) {
        const { slice, unit, order } = await source.next()
        if (slice.header.isKey) base = taken
        yield { unit, isKey: slice.header.isKey, frame: base + order }
      }
    }
  }
}
