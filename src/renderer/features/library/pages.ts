/** Rows of a long list held page by page, with gaps where nothing was read yet. Pure. */
import type { Asset } from '#shared/domain/asset.ts'

export const PAGE_SIZE = 100
/** Pages kept at once, so that a walk through everything does not fill the memory. */
const MOST_PAGES = 60
/** Pages before and after the view that are read ahead. */
const AHEAD = 1

export type Pages = ReadonlyMap<number, readonly Asset[]>

/** Rows in view, both included. */
export interface View {
  readonly first: number
  readonly last: number
}

export function assetAt(pages: Pages, index: number): Asset | undefined {
  return pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE]
}

/** Everything that is held, in its order. */
export function heldAssets(pages: Pages): readonly Asset[] {
  return [...pages.entries()].sort(([left], [right]) => left - right).flatMap(([, rows]) => rows)
}

/** Pages the view needs and that are not held, those in view first. */
export function missingPages(pages: Pages, { first, last }: View, total: number): readonly number[] {
  const lastPage = Math.max(0, Math.ceil(total / PAGE_SIZE) - 1)
  const from = Math.floor(first / PAGE_SIZE)
  const to = Math.min(lastPage, Math.floor(last / PAGE_SIZE))
  const wanted: number[] = []
  for (let page = from; page <= to; page += 1) wanted.push(page)
  for (let step = 1; step <= AHEAD; step += 1) wanted.push(to + step, from - step)
  return wanted.filter((page) => page >= 0 && page <= lastPage && !pages.has(page))
}

/** The pages with one more; those furthest from it leave when there are too many. */
export function withPage(pages: Pages, page: number, rows: readonly Asset[]): Pages {
  const next = new Map(pages).set(page, rows)
  if (next.size <= MOST_PAGES) return next
  const far = [...next.keys()].sort((left, right) => Math.abs(right - page) - Math.abs(left - page))
  for (const each of far.slice(0, next.size - MOST_PAGES)) next.delete(each)
  return next
}

/** The list without some of its rows; what follows moves up, and pages after a gap are dropped to be read again. */
export function withoutAssets(pages: Pages, gone: ReadonlySet<string>): Pages {
  const next = new Map<number, readonly Asset[]>()
  let moved: Asset[] = []
  for (let page = 0; pages.has(page); page += 1)
    moved = moved.concat((pages.get(page) ?? []).filter((asset) => !gone.has(asset.id)))
  for (let page = 0; page * PAGE_SIZE < moved.length; page += 1)
    next.set(page, moved.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE))
  if (pages.has(0)) return next
  return new Map([...pages].filter(([, rows]) => !rows.some((asset) => gone.has(asset.id))))
}
