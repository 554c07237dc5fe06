/** Which part of a photo fills a frame so that its subject stands whole in the clear and away from the words. Pure but for pauses. */
import type { Turns } from '../../core/turns.ts'
import type { Box } from './canvas.ts'
import { type RatioBox, type SaliencyMap, weightIn } from './saliency.ts'

/** One way to lay photo and words on the canvas. All boxes in canvas pixels. */
export interface Arrangement {
  /** Where the photo lies. */
  readonly frame: Box
  /** Part of the frame in which the subject should stand. */
  readonly clear: Box
  /** What covers the photo: words, a card, a platform's controls. */
  readonly covered: readonly Box[]
  /** Added to the score; sets how far an arrangement is preferred over its rivals. */
  readonly bonus: number
}

export interface CropWish {
  /** 1 shows as much as the frame can hold; 1.3 comes closer. */
  readonly zoom: number
  /** Size of the upright photo. */
  readonly widthPx: number
  readonly heightPx: number
  readonly turns: Turns
}

export interface PlannedCrop {
  /** Which arrangement, by its index. */
  readonly index: number
  readonly crop: RatioBox
  readonly score: number
}

const ZOOMS: readonly number[] = [1, 1.12, 1.28, 1.48, 1.75]
const OFFSET_STEPS = 16
/** Width of the strip at a crop's edge in which a subject counts as cut, as a share of the photo. */
const EDGE_RATIO = 0.025
const COVERED_COST = 1.6
const CUT_COST = 0.55
/** Heads and flames end at the top: cutting there is worse than cutting feet. */
const HEAD_ROOM = 1.6
const OFF_CENTRE_COST = 0.3
const ZOOM_COST = 0.22
/** More than this many canvas pixels from one photo pixel looks soft. */
const SOFT_ENLARGEMENT = 1.35
const SOFT_COST = 0.5

/** The best crop among all arrangements; ties go to the first. A turn for each zoom: one takes some milliseconds. */
export async function planCrop(
  map: SaliencyMap,
  photo: CropWish,
  arrangements: readonly Arrangement[]
): Promise<PlannedCrop> {
  let best: PlannedCrop = { index: 0, crop: FULL, score: Number.NEGATIVE_INFINITY }
  for (const [index, arrangement] of arrangements.entries()) {
    for (const zoom of ZOOMS) {
      await photo.turns.next()
      for (const crop of cropsAt(photo, arrangement.frame, zoom)) {
        const score =
          scoreOf(map, arrangement, crop) - zoomCost(photo, { crop, zoom, frame: arrangement.frame })
        if (score > best.score + 1e-9) best = { index, crop, score }
      }
    }
  }
  return best
}

const FULL: RatioBox = { xRatio: 0, yRatio: 0, widthRatio: 1, heightRatio: 1 }

function cropsAt(photo: CropWish, frame: Box, zoom: number): readonly RatioBox[] {
  const shape = frame.widthPx / frame.heightPx / (photo.widthPx / photo.heightPx)
  const widthRatio = Math.min(1, shape) / zoom
  const heightRatio = Math.min(1, 1 / shape) / zoom
  const crops: RatioBox[] = []
  for (const yRatio of offsets(1 - heightRatio)) {
    for (const xRatio of offsets(1 - widthRatio)) crops.push({ xRatio, yRatio, widthRatio, heightRatio })
  }
  return crops
}

function offsets(slackRatio: number): readonly number[] {
  if (slackRatio < 0.004) return [Math.max(0, slackRatio / 2)]
  return Array.from({ length: OFFSET_STEPS + 1 }, (_, step) => (slackRatio * step) / OFFSET_STEPS)
}

function scoreOf(map: SaliencyMap, arrangement: Arrangement, crop: RatioBox): number {
  const { frame } = arrangement
  const clear = onPhoto(arrangement.clear, frame, crop)
  const covered = arrangement.covered.reduce((sum, box) => sum + weightIn(map, onPhoto(box, frame, crop)), 0)
  const seen = weightIn(map, clear)
  return (
    arrangement.bonus +
    seen -
    COVERED_COST * covered -
    CUT_COST * cutShare(map, crop) -
    OFF_CENTRE_COST * offCentre(map, clear, seen)
  )
}

/** Canvas pixels of a frame → shares of the photo, kept inside the crop. */
export function onPhoto(box: Box, frame: Box, crop: RatioBox): RatioBox {
  const share = (px: number, sidePx: number): number => Math.min(1, Math.max(0, px / sidePx))
  const left = share(box.leftPx - frame.leftPx, frame.widthPx)
  const right = share(box.leftPx + box.widthPx - frame.leftPx, frame.widthPx)
  const top = share(box.topPx - frame.topPx, frame.heightPx)
  const bottom = share(box.topPx + box.heightPx - frame.topPx, frame.heightPx)
  return {
    xRatio: crop.xRatio + left * crop.widthRatio,
    yRatio: crop.yRatio + top * crop.heightRatio,
    widthRatio: (right - left) * crop.widthRatio,
    heightRatio: (bottom - top) * crop.heightRatio
  }
}

/** How much of a subject the crop's edges cut, each about 0–1, leaving out edges which are the photo's own. */
function cutShare(map: SaliencyMap, crop: RatioBox): number {
  const right = crop.xRatio + crop.widthRatio
  const bottom = crop.yRatio + crop.heightRatio
  const half = EDGE_RATIO / 2
  const upright = (xRatio: number): number =>
    weightIn(map, { ...crop, xRatio: xRatio - half, widthRatio: EDGE_RATIO }) / (EDGE_RATIO * map.peakColumn)
  const level = (yRatio: number): number =>
    weightIn(map, { ...crop, yRatio: yRatio - half, heightRatio: EDGE_RATIO }) / (EDGE_RATIO * map.peakRow)
  return (
    (crop.xRatio > 0.01 ? upright(crop.xRatio) : 0) +
    (right < 0.99 ? upright(right) : 0) +
    (crop.yRatio > 0.01 ? HEAD_ROOM * level(crop.yRatio) : 0) +
    (bottom < 0.99 ? level(bottom) : 0)
  )
}

/** How far the seen weight leans to one side, 0 (balanced) to about 1, by comparing halves. */
function offCentre(map: SaliencyMap, clear: RatioBox, seen: number): number {
  if (seen <= 0) return 1
  const left = weightIn(map, { ...clear, widthRatio: clear.widthRatio / 2 })
  const upper = weightIn(map, { ...clear, heightRatio: clear.heightRatio / 2 })
  return (Math.abs((2 * left) / seen - 1) + Math.abs((2 * upper) / seen - 1)) / 2
}

function zoomCost(
  photo: CropWish,
  cut: { readonly crop: RatioBox; readonly zoom: number; readonly frame: Box }
): number {
  const enlargement = cut.frame.widthPx / (cut.crop.widthRatio * photo.widthPx)
  return (
    ZOOM_COST * Math.abs(Math.log(cut.zoom / photo.zoom)) +
    SOFT_COST * Math.max(0, Math.log(enlargement / SOFT_ENLARGEMENT))
  )
}
