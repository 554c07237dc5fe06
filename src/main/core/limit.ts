/** At most n at once. */
import pLimit from 'p-limit'

/** Runs when a place is free, in order of asking. */
export type Limit = <T>(run: () => Promise<T>) => Promise<T>

/** A gate for `concurrency` runs at once; concurrency is at least 1. */
export function createLimit(concurrency: number): Limit {
  return pLimit(Math.max(1, concurrency))
}

/** Maps over items with at most `concurrency` at once; the answer keeps the order; the first failure rejects. */
export async function mapLimited<In, Out>(
  items: readonly In[],
  concurrency: number,
  run: (item: In, index: number) => Promise<Out>
): Promise<Out[]> {
  const limit = createLimit(concurrency)
  return await Promise.all(items.map((item, index) => limit(() => run(item, index))))
}
