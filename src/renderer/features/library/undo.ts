/** What the library can take back: each change with what it needs to be undone. Pure. */
import type { Rated } from '#shared/domain/asset.ts'

export type UndoStep =
  | { readonly kind: 'trash'; readonly ids: readonly string[] }
  | { readonly kind: 'restore'; readonly ids: readonly string[] }
  | {
      readonly kind: 'tags'
      /** Per tag, the assets that got it and those that lost it. */
      readonly added: readonly TagChange[]
      readonly removed: readonly TagChange[]
    }
  | { readonly kind: 'rating'; readonly before: readonly Rated[] }

export interface TagChange {
  readonly tag: string
  readonly ids: readonly string[]
}

const MOST_STEPS = 50

export function withStep(steps: readonly UndoStep[], step: UndoStep): readonly UndoStep[] {
  return [...steps, step].slice(-MOST_STEPS)
}

/** How many assets a step touched, for the words that follow it. */
export function sizeOf(step: UndoStep): number {
  if (step.kind === 'rating') return step.before.length
  if (step.kind !== 'tags') return step.ids.length
  return new Set([...step.added, ...step.removed].flatMap((change) => change.ids)).size
}

/** Parts of at most `size`, for routes that take so many at once. */
export function inParts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = []
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size))
  return parts
}
