/** Lays the sums per day and provider out for the chart: every day of the window, one colour per provider. Pure. */
import type { SpendPart } from '#shared/domain/cost.ts'

export interface SpendDay {
  /** Local calendar day, "2026-11-22". */
  readonly day: string
  readonly startsAt: number
  readonly totalMicroUsd: number
  readonly images: number
  /** Dearest first; only those with spending, or with images where nothing was spent. */
  readonly parts: readonly SpendPart[]
}

/** The last `count` days up to now, oldest first; days without spending are there too. */
export function spendDays(parts: readonly SpendPart[], now: number, count: number): readonly SpendDay[] {
  const byDay = Map.groupBy(parts, (part) => part.day)
  const today = new Date(now)
  return Array.from({ length: count }, (_, index) => {
    const start = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index))
    const day = dayOf(start)
    const inDay = byDay.get(day) ?? []
    return {
      day,
      startsAt: start.getTime(),
      totalMicroUsd: inDay.reduce((sum, part) => sum + part.costMicroUsd, 0),
      images: inDay.reduce((sum, part) => sum + part.images, 0),
      parts: inDay.toSorted((a, b) => b.costMicroUsd - a.costMicroUsd || b.images - a.images)
    }
  })
}

/** Providers of the window, the one paid most first: their place is their colour. */
export function providersOf(parts: readonly SpendPart[]): readonly string[] {
  const sums = new Map<string, number>()
  for (const { provider, costMicroUsd, images } of parts)
    sums.set(provider, (sums.get(provider) ?? 0) + costMicroUsd * 1000 + images)
  return [...sums].sort(([, a], [, b]) => b - a).map(([provider]) => provider)
}

function dayOf(date: Date): string {
  const pad = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}
