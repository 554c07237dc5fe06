/**
 * Where a photo's subject is, as a small map of weights that sums to 1. Pixels in, numbers out, no model.
 * What the eye goes to: areas walled off from the picture's borders (minimum barrier distance, Zhang and others, ICCV
 * 2015), sharp detail, and the middle a little more than the rim.
 */
import { createTurns, type Turns } from '../../core/turns.ts'
import { barrierDistance, blurred, detailOf, normalised, type Plane, pooled, spread } from './plane.ts'

/** Where the subject is, as shares of width and height; 0.5/0.5 is the middle. */
export interface FocalPoint {
  readonly xRatio: number
  readonly yRatio: number
}

/** A part of the photo, as shares of its width and height. */
export interface RatioBox {
  readonly xRatio: number
  readonly yRatio: number
  readonly widthRatio: number
  readonly heightRatio: number
}

export interface SaliencyMap {
  readonly widthCells: number
  readonly heightCells: number
  /** Weight of everything above and left of a corner; (width + 1) × (height + 1) entries. */
  readonly sums: Float64Array
  /** The heaviest column and row: weight per share of width or height. */
  readonly peakColumn: number
  readonly peakRow: number
}

/** Raw red, green, blue, 8 bit each. */
export interface RgbPixels {
  readonly data: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
}

/** Pixels of the picture that make one cell of the map, each way. */
const CELL_PX = 3
/** How far around sharp detail things count as in focus. */
const FOCUS_REACH_CELLS = 4
/** Things stand a little below the middle of most photos. */
const EYE_LEVEL_RATIO = 0.54
const FOCAL_SHARE = 0.65
/** Below 1 lifts faint objects beside strong ones. */
const EVENNESS = 0.65
/** Cells below this share of the strongest count as background. */
const BACKGROUND_SHARE = 0.27

/**
 * The map of a picture of about 290 px; a given focal point outweighs what the pixels say. Some 20 ms of work, in parts
 * so that windows and uploads go on between them.
 */
export async function mapSaliency(
  pixels: RgbPixels,
  focal: FocalPoint | null,
  turns: Turns = createTurns()
): Promise<SaliencyMap> {
  const channels = opponentPlanes(pixels)
  const small = channels.map((channel) => pooled(channel, CELL_PX, 'mean'))
  const walls: Plane[] = []
  for (const channel of small) {
    await turns.next()
    walls.push(barrierDistance(channel))
  }
  const barrier = normalised(sumOf(walls))
  await turns.next()
  const fine = normalised(pooled(sumOf(channels.slice(0, 1).map(detailOf)), CELL_PX, 'max'))
  const focus = blurred(spread(fine, FOCUS_REACH_CELLS), 2)
  await turns.next()
  const skin = pooled(skinPlane(pixels), CELL_PX, 'mean')
  const weights = barrier.values.map((wall, index) => {
    const x = ((index % barrier.width) + 0.5) / barrier.width - 0.5
    const y = (Math.floor(index / barrier.width) + 0.5) / barrier.height - EYE_LEVEL_RATIO
    const middle = 0.55 + 0.45 * Math.exp(-(x * x + y * y) / 0.16)
    const inFocus = 0.3 + 0.7 * (focus.values[index] ?? 0)
    const object = wall ** EVENNESS + 0.3 * (fine.values[index] ?? 0)
    return object * inFocus * middle * (1 + 0.5 * (skin.values[index] ?? 0))
  })
  const calm = withoutBackground(blurred({ ...barrier, values: weights }, 1))
  return toMap(withFocal(calm, focal))
}

/** Share of the photo's weight inside a box, 0–1; cells the box cuts count in part. */
export function weightIn(map: SaliencyMap, box: RatioBox): number {
  const left = box.xRatio * map.widthCells
  const right = (box.xRatio + box.widthRatio) * map.widthCells
  const top = box.yRatio * map.heightCells
  const bottom = (box.yRatio + box.heightRatio) * map.heightCells
  return sumAt(map, right, bottom) - sumAt(map, left, bottom) - sumAt(map, right, top) + sumAt(map, left, top)
}

function sumAt({ widthCells, heightCells, sums }: SaliencyMap, x: number, y: number): number {
  const across = Math.min(widthCells, Math.max(0, x))
  const down = Math.min(heightCells, Math.max(0, y))
  const column = Math.min(widthCells - 1, Math.floor(across))
  const row = Math.min(heightCells - 1, Math.floor(down))
  const above = row * (widthCells + 1) + column
  const below = above + widthCells + 1
  const shareX = across - column
  const shareY = down - row
  const upper = (sums[above] ?? 0) * (1 - shareX) + (sums[above + 1] ?? 0) * shareX
  const lower = (sums[below] ?? 0) * (1 - shareX) + (sums[below + 1] ?? 0) * shareX
  return upper * (1 - shareY) + lower * shareY
}

/** Lightness, red–green and blue–yellow, roughly as the eye weighs them. */
function opponentPlanes({ data, widthPx, heightPx }: RgbPixels): readonly Plane[] {
  const count = widthPx * heightPx
  const [light, warm, cold] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  for (let index = 0; index < count; index += 1) {
    const red = (data[index * 3] ?? 0) / 255
    const green = (data[index * 3 + 1] ?? 0) / 255
    const blue = (data[index * 3 + 2] ?? 0) / 255
    light[index] = 0.3 * red + 0.59 * green + 0.11 * blue
    warm[index] = red - green
    cold[index] = (blue - (red + green) / 2) * 0.7
  }
  return [light, warm, cold].map((values) => ({ values, width: widthPx, height: heightPx }))
}

/** 1 where a colour lies in the narrow range of human skin (Chai and Ngan, 1999), of whatever brightness. */
function skinPlane({ data, widthPx, heightPx }: RgbPixels): Plane {
  const values = new Float64Array(widthPx * heightPx)
  for (let index = 0; index < values.length; index += 1) {
    const red = data[index * 3] ?? 0
    const green = data[index * 3 + 1] ?? 0
    const blue = data[index * 3 + 2] ?? 0
    const bluish = 128 - 0.169 * red - 0.331 * green + 0.5 * blue
    const reddish = 128 + 0.5 * red - 0.419 * green - 0.081 * blue
    values[index] = bluish >= 77 && bluish <= 127 && reddish >= 133 && reddish <= 173 ? 1 : 0
  }
  return { values, width: widthPx, height: heightPx }
}

function sumOf([first, ...rest]: readonly Plane[]): Plane {
  if (first === undefined) return { values: new Float64Array(0), width: 0, height: 0 }
  const values = first.values.map((value, index) =>
    rest.reduce((sum, part) => sum + (part.values[index] ?? 0), value)
  )
  return { ...first, values }
}

function withoutBackground(plane: Plane): Plane {
  const high = plane.values.reduce((most, value) => Math.max(most, value), 0)
  return { ...plane, values: plane.values.map((value) => Math.max(0, value - high * BACKGROUND_SHARE)) }
}

function withFocal(plane: Plane, focal: FocalPoint | null): Plane {
  const { values, width, height } = plane
  const total = values.reduce((sum, value) => sum + value, 0)
  if (focal === null && total > 0) return plane
  const point = focal ?? { xRatio: 0.5, yRatio: 0.5 }
  const bump = values.map((_, index) => {
    const x = ((index % width) + 0.5) / width - point.xRatio
    const y = (Math.floor(index / width) + 0.5) / height - point.yRatio
    return Math.exp(-(x * x + y * y) / 0.02)
  })
  const bumpTotal = bump.reduce((sum, value) => sum + value, 0)
  const ownShare = total > 0 ? 1 - FOCAL_SHARE : 0
  const mixed = values.map((value, index) => {
    const own = total > 0 ? (value / total) * ownShare : 0
    return own + ((bump[index] ?? 0) / bumpTotal) * (1 - ownShare)
  })
  return { ...plane, values: mixed }
}

function toMap({ values, width, height }: Plane): SaliencyMap {
  const total = values.reduce((sum, value) => sum + value, 0)
  const stride = width + 1
  const sums = new Float64Array(stride * (height + 1))
  for (let row = 0; row < height; row += 1) {
    let line = 0
    for (let column = 0; column < width; column += 1) {
      line += (values[row * width + column] ?? 0) / total
      sums[(row + 1) * stride + column + 1] = (sums[row * stride + column + 1] ?? 0) + line
    }
  }
  const end = (row: number, column: number): number => sums[row * stride + column] ?? 0
  const columns = Array.from({ length: width }, (_, index) => end(height, index + 1) - end(height, index))
  const rows = Array.from({ length: height }, (_, index) => end(index + 1, width) - end(index, width))
  return {
    widthCells: width,
    heightCells: height,
    sums,
    peakColumn: Math.max(...columns) * width,
    peakRow: Math.max(...rows) * height
  }
}
