/** Squares of the plan: the variants of one post gathered, and which of them the square shows. Pure. */

import { placeKey } from './campaign-draft.ts'
import type { PlanCell } from './campaign-state.ts'

export interface PostCell {
  readonly platform: PlanCell['platform']
  readonly post: number
  /** The picture chosen by hand, else the first variant that has one, else the first. */
  readonly shown: PlanCell
  /** In order; one at least. */
  readonly variants: readonly PlanCell[]
  readonly deliveredCount: number
}

/** One entry per post and platform, by placeKey. */
export function gatherPosts(cells: readonly PlanCell[]): ReadonlyMap<string, PostCell> {
  const groups = Map.groupBy(cells, placeKey)
  return new Map(
    [...groups].flatMap(([key, group]): [string, PostCell][] => {
      const variants = group.toSorted((one, other) => one.variant - other.variant)
      const shown = shownOf(variants)
      if (shown === undefined) return []
      const { platform, post } = shown
      const deliveredCount = variants.filter((cell) => cell.asset !== null).length
      return [[key, { platform, post, shown, variants, deliveredCount }]]
    })
  )
}

function shownOf(variants: readonly PlanCell[]): PlanCell | undefined {
  return (
    variants.find((cell) => cell.isPicked && cell.asset !== null) ??
    variants.find((cell) => cell.asset !== null) ??
    variants.find((cell) => cell.state === 'running') ??
    variants.find((cell) => cell.state === 'waiting') ??
    variants.find((cell) => cell.state === 'failed' || cell.state === 'unknown') ??
    variants[0]
  )
}
