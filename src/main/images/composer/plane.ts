/** Single-channel pictures of numbers and the few ways saliency looks at them. Pure. */

export interface Plane {
  readonly values: Float64Array
  readonly width: number
  readonly height: number
}

/** Box blur with a window of 2 × radius + 1, once across and once down; the rim averages what there is. */
export function blurred(plane: Plane, radius: number): Plane {
  const across = alongLines(plane, meanOf, { radius, isUpright: false })
  return alongLines(across, meanOf, { radius, isUpright: true })
}

/** Each value becomes the largest in its neighbourhood. */
export function spread(plane: Plane, radius: number): Plane {
  return alongLines(alongLines(plane, highest, { radius, isUpright: false }), highest, {
    radius,
    isUpright: true
  })
}

/** Every `step`-th value from `begin` to `end`. */
interface Stretch {
  readonly begin: number
  readonly end: number
  readonly step: number
}

type Reduce = (values: Float64Array, stretch: Stretch) => number

const meanOf: Reduce = (values, { begin, end, step }) => {
  let sum = 0
  for (let at = begin; at <= end; at += step) sum += values[at] ?? 0
  return sum / ((end - begin) / step + 1)
}

const highest: Reduce = (values, { begin, end, step }) => {
  let most = 0
  for (let at = begin; at <= end; at += step) most = Math.max(most, values[at] ?? 0)
  return most
}

function alongLines(
  plane: Plane,
  reduce: Reduce,
  way: { readonly radius: number; readonly isUpright: boolean }
): Plane {
  const { values, width, height } = plane
  const step = way.isUpright ? width : 1
  const count = way.isUpright ? height : width
  const result = new Float64Array(values.length)
  for (let index = 0; index < values.length; index += 1) {
    const place = way.isUpright ? Math.floor(index / width) : index % width
    const begin = index - Math.min(place, way.radius) * step
    const end = index + Math.min(count - 1 - place, way.radius) * step
    result[index] = reduce(values, { begin, end, step })
  }
  return { ...plane, values: result }
}

/** One value per block of `factor` × `factor`: its mean or its largest. */
export function pooled(plane: Plane, factor: number, kind: 'mean' | 'max'): Plane {
  const width = Math.max(1, Math.floor(plane.width / factor))
  const height = Math.max(1, Math.floor(plane.height / factor))
  const values = new Float64Array(width * height)
  for (let index = 0; index < values.length; index += 1) {
    const begin = (index % width) * factor + Math.floor(index / width) * factor * plane.width
    let sum = 0
    let most = 0
    for (let cell = 0; cell < factor * factor; cell += 1) {
      const value = plane.values[begin + (cell % factor) + Math.floor(cell / factor) * plane.width] ?? 0
      sum += value
      most = Math.max(most, value)
    }
    values[index] = kind === 'max' ? most : sum / factor ** 2
  }
  return { values, width, height }
}

/** To 0–1, by the value that 96 of 100 stay under; a flat plane becomes 0. */
export function normalised(plane: Plane): Plane {
  const sorted = plane.values.toSorted()
  const high = sorted[Math.floor(sorted.length * 0.96)] ?? 0
  const values =
    high <= 0.004 ? plane.values.map(() => 0) : plane.values.map((value) => Math.min(1, value / high))
  return { ...plane, values }
}

/** How far each value is from the mean around it; 0 on the rim. */
export function detailOf(plane: Plane): Plane {
  const { values, width } = plane
  const soft = blurred(plane, 1).values
  const detail = values.map((value, index) => {
    const x = index % width
    const isRim = x === 0 || x === width - 1 || index < width || index >= values.length - width
    return isRim ? 0 : Math.abs(value - (soft[index] ?? value))
  })
  return { ...plane, values: detail }
}

/** How high the lowest wall between a value and the border is; four sweeps come close to the exact answer. */
export function barrierDistance({ values, width, height }: Plane): Plane {
  const walk: Walk = {
    values,
    distance: new Float64Array(values.length).fill(Number.POSITIVE_INFINITY),
    high: values.slice(),
    low: values.slice()
  }
  for (let index = 0; index < values.length; index += 1) {
    const x = index % width
    if (x === 0 || x === width - 1 || index < width || index >= width * (height - 1)) walk.distance[index] = 0
  }
  const last = values.length - 1
  for (const isBack of [false, true, false, true]) {
    const before = isBack ? 1 : -1
    for (let step = 0; step <= last; step += 1) {
      const index = isBack ? last - step : step
      const x = index % width
      if (x === 0 || x === width - 1) continue
      relax(walk, index, index + before)
      relax(walk, index, index + before * width)
    }
  }
  return { values: walk.distance.map((wall) => (Number.isFinite(wall) ? wall : 0)), width, height }
}

/** Distances so far, and the highest and lowest value on each best way. Written in place. */
interface Walk {
  readonly values: Float64Array
  readonly distance: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
}

function relax({ values, distance, high, low }: Walk, index: number, from: number): void {
  const value = values[index] ?? 0
  const most = Math.max(high[from] ?? value, value)
  const least = Math.min(low[from] ?? value, value)
  if (most - least >= (distance[index] ?? 0) || !Number.isFinite(distance[from] ?? Number.NaN)) return
  distance[index] = most - least
  high[index] = most
  low[index] = least
}
