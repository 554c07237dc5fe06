/** Which size to ask a provider for, given the pixels finally wanted. Pure. */
import type { Size, Sizing } from './image-provider.ts'

export interface AskedSize extends Size {
  /** "16:9" where the provider is asked by ratio. */
  readonly ratio: string
}

const MIN_USEFUL_PIXELS = 800_000

/**
 * The supported size that loses least when the wanted one is cut out of it; among equals the larger.
 * A `step` provider is asked for at least the wanted pixels where its limits allow, else as near as they do.
 */
export function planSize(sizing: Sizing, wanted: Size): AskedSize {
  switch (sizing.kind) {
    case 'exact':
      return { ...wanted, ratio: `${wanted.widthPx}:${wanted.heightPx}` }
    case 'list':
      return withRatio(nearest(sizing.sizes, wanted))
    case 'ratio':
      return nearestRatio(sizing, wanted)
    case 'step':
      return withRatio(nearest(stepSizes(sizing, wanted), wanted))
  }
}

/** The share of the asked picture that is cut away, 0–1. */
export function cropLossRatio(asked: Size, wanted: Size): number {
  const askedRatio = asked.widthPx / asked.heightPx
  const wantedRatio = wanted.widthPx / wanted.heightPx
  return 1 - Math.min(askedRatio, wantedRatio) / Math.max(askedRatio, wantedRatio)
}

const withRatio = (size: Size): AskedSize => ({ ...size, ratio: `${size.widthPx}:${size.heightPx}` })

/** How much the cut picture must be enlarged; 1 or less is none. */
function enlargement(asked: Size, wanted: Size): number {
  return Math.max(wanted.widthPx / asked.widthPx, wanted.heightPx / asked.heightPx)
}

function cost(asked: Size, wanted: Size): number {
  const enlarge = Math.max(0, enlargement(asked, wanted) - 1)
  const excess = Math.max(0, (asked.widthPx * asked.heightPx) / (wanted.widthPx * wanted.heightPx) - 1)
  return cropLossRatio(asked, wanted) * 4 + enlarge + excess * 0.05
}

function nearest(sizes: readonly Size[], wanted: Size): Size {
  let best = wanted
  let bestCost = Number.POSITIVE_INFINITY
  for (const size of sizes) {
    const sizeCost = cost(size, wanted)
    if (sizeCost < bestCost) {
      best = size
      bestCost = sizeCost
    }
  }
  return best
}

function nearestRatio(sizing: Extract<Sizing, { kind: 'ratio' }>, wanted: Size): AskedSize {
  const candidates = sizing.ratios.map((ratio) => {
    const [across = 1, down = 1] = ratio.split(':').map(Number)
    const unit = Math.sqrt(sizing.pixels / (across * down))
    return { ratio, widthPx: Math.round(across * unit), heightPx: Math.round(down * unit) }
  })
  const sorted = candidates.toSorted(
    (one, other) => cropLossRatio(one, wanted) - cropLossRatio(other, wanted)
  )
  return sorted[0] ?? withRatio(wanted)
}

/** Sizes on the grid around the wanted one and its multiples, within the provider's limits. */
function stepSizes(sizing: Extract<Sizing, { kind: 'step' }>, wanted: Size): readonly Size[] {
  const { stepPx, minSidePx, maxSidePx } = sizing
  const wantedPixels = wanted.widthPx * wanted.heightPx
  const minPixels = Math.max(sizing.minPixels, Math.min(MIN_USEFUL_PIXELS, sizing.maxPixels))
  const isAllowed = (size: Size): boolean => {
    const pixels = size.widthPx * size.heightPx
    const sides = [size.widthPx, size.heightPx]
    return (
      sides.every((side) => side >= minSidePx && side <= maxSidePx) &&
      pixels >= minPixels &&
      pixels <= sizing.maxPixels
    )
  }
  const sizes: Size[] = []
  const shrink = Math.min(
    1,
    Math.sqrt(sizing.maxPixels / wantedPixels),
    maxSidePx / Math.max(wanted.widthPx, wanted.heightPx)
  )
  const widest = Math.ceil((wanted.widthPx * 1.5) / stepPx) * stepPx
  for (
    let width = Math.ceil((wanted.widthPx * shrink * 0.9) / stepPx) * stepPx;
    width <= widest;
    width += stepPx
  ) {
    const down = Math.floor((width * wanted.heightPx) / wanted.widthPx / stepPx) * stepPx
    for (const height of [down, down + stepPx]) {
      if (isAllowed({ widthPx: width, heightPx: height })) sizes.push({ widthPx: width, heightPx: height })
    }
  }
  return sizes.length > 0 ? sizes : [{ widthPx: 1024, heightPx: 1024 }]
}
