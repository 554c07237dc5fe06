/** Finds the beats of music from its samples: onsets by rising energy in frequency bands, then the steadiest grid. Pure. */

export interface BeatGrid {
  readonly beatsPerMinute: number
  /** Moments of the beats in seconds, ascending. */
  readonly beats: readonly number[]
}

const WINDOW = 1024
const HOP = 256
const SLOWEST_BPM = 70
const FASTEST_BPM = 180
/** How far a beat may lie from the grid to be moved onto a real onset. */
const SNAP_SECONDS = 0.06

/** Mono samples in -1 … 1. Null when no steady beat is found (silence, speech, very short music). */
export function findBeats(samples: Float32Array, sampleRate: number): BeatGrid | null {
  const onsets = onsetStrength(samples)
  const hopSeconds = HOP / sampleRate
  const period = steadiestPeriod(onsets, hopSeconds)
  if (period === null) return null
  const phase = bestPhase(onsets, period)
  const beats: number[] = []
  for (let at = phase; at < onsets.length; at += period) {
    beats.push((strongestNear(onsets, at, SNAP_SECONDS / hopSeconds) + WINDOW / HOP / 2) * hopSeconds)
  }
  return { beatsPerMinute: 60 / (period * hopSeconds), beats }
}

/** Sum of the rises of the logarithmic spectrum from one window to the next, without its slow part. */
function onsetStrength(samples: Float32Array): Float32Array {
  const windows = Math.max(0, Math.floor((samples.length - WINDOW) / HOP) + 1)
  const raw = new Float32Array(windows)
  let previous = new Float32Array(WINDOW / 2)
  for (let index = 0; index < windows; index++) {
    const spectrum = logSpectrum(samples.subarray(index * HOP, index * HOP + WINDOW))
    if (index > 0) {
      let rise = 0
      for (const [bin, level] of spectrum.entries()) rise += Math.max(0, level - (previous[bin] ?? 0))
      raw[index] = rise
    }
    previous = spectrum
  }
  return raw.map((value, index) => Math.max(0, value - meanAround(raw, index, 40)))
}

function meanAround(values: Float32Array, index: number, reach: number): number {
  const part = values.subarray(Math.max(0, index - reach), index + reach + 1)
  return part.reduce((sum, value) => sum + value, 0) / part.length
}

function logSpectrum(window: Float32Array): Float32Array<ArrayBuffer> {
  const real = Float64Array.from(
    window,
    (value, at) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW))
  )
  const imaginary = new Float64Array(WINDOW)
  transform(real, imaginary)
  const levels = new Float32Array(WINDOW / 2)
  for (let bin = 0; bin < WINDOW / 2; bin++) {
    levels[bin] = Math.log1p(10 * Math.hypot(real[bin] ?? 0, imaginary[bin] ?? 0))
  }
  return levels
}

/** Fourier transform in place, radix 2 (Cooley and Tukey 1965). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  for (let at = 1, mirrored = 0; at < size; at++) {
    let bit = size >> 1
    for (; (mirrored & bit) !== 0; bit >>= 1) mirrored ^= bit
    mirrored ^= bit
    if (at < mirrored) {
      swap(real, at, mirrored)
      swap(imaginary, at, mirrored)
    }
  }
  for (let length = 2; length <= size; length *= 2) {
    const turn = (-2 * Math.PI) / length
    for (let start = 0; start < size; start += length) {
      for (let index = 0; index < length / 2; index++) {
        const [cos, sin] = [Math.cos(turn * index), Math.sin(turn * index)]
        const low = start + index
        const high = low + length / 2
        const moved = {
          real: (real[high] ?? 0) * cos - (imaginary[high] ?? 0) * sin,
          imaginary: (real[high] ?? 0) * sin + (imaginary[high] ?? 0) * cos
        }
        real[high] = (real[low] ?? 0) - moved.real
        imaginary[high] = (imaginary[low] ?? 0) - moved.imaginary
        real[low] = (real[low] ?? 0) + moved.real
        imaginary[low] = (imaginary[low] ?? 0) + moved.imaginary
      }
    }
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a] ?? 0
  values[a] = values[b] ?? 0
  values[b] = kept
}

/** Windows between beats with the strongest self-likeness, refined between whole windows; mild favour for 120 bpm. */
function steadiestPeriod(onsets: Float32Array, hopSeconds: number): number | null {
  const shortest = Math.floor(60 / FASTEST_BPM / hopSeconds)
  const longest = Math.ceil(60 / SLOWEST_BPM / hopSeconds)
  const still = likeness(onsets, 0)
  if (still === 0 || onsets.length < 3 * longest) return null
  let best = { period: 0, score: 0 }
  for (let period = shortest; period <= longest; period += 0.25) {
    const octaves = Math.log2(60 / (period * hopSeconds) / 120)
    const score =
      (likeness(onsets, period) + 0.5 * likeness(onsets, 2 * period)) * Math.exp(-0.5 * octaves * octaves)
    if (score > best.score) best = { period, score }
  }
  return best.score > 0.15 * still ? best.period : null
}

function likeness(onsets: Float32Array, lag: number): number {
  const whole = Math.floor(lag)
  const share = lag - whole
  let sum = 0
  for (let at = 0; at + whole + 1 < onsets.length; at++) {
    const later = (onsets[at + whole] ?? 0) * (1 - share) + (onsets[at + whole + 1] ?? 0) * share
    sum += (onsets[at] ?? 0) * later
  }
  return sum / Math.max(1, onsets.length - whole)
}

function bestPhase(onsets: Float32Array, period: number): number {
  let best = { phase: 0, sum: -1 }
  for (let phase = 0; phase < period; phase++) {
    let sum = 0
    for (let at = phase; at < onsets.length; at += period) sum += onsets[Math.round(at)] ?? 0
    if (sum > best.sum) best = { phase, sum }
  }
  return best.phase
}

function strongestNear(onsets: Float32Array, at: number, reach: number): number {
  let best = Math.round(at)
  for (let index = Math.ceil(at - reach); index <= at + reach; index++) {
    if ((onsets[index] ?? 0) > (onsets[best] ?? 0) * 1.5) best = index
  }
  return best
}
