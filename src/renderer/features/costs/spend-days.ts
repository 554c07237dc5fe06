/** Sums the ledger per day and provider, for the chart. Pure. */
import type { Attempt } from '#shared/domain/provider.ts'

export interface SpendPart {
  readonly provider: string
  readonly costMicroUsd: number
}

export interface SpendDay {
  /** Local calendar day, "2026-11-22". */
  readonly day: string
  readonly startsAt: number
  readonly totalMicroUsd: number
  readonly images: number
  readonly parts: readonly SpendPart[]
}

/** The last `count` days up to now, oldest first; days without spending are there too. */
export function spendDays(attempts: readonly Attempt[], now: number, count: number): readonly SpendDay[] {
  const byDay = Map.groupBy(attempts, (attempt) => dayOf(attempt.startedAt))
  const today = new Date(now)
  return Array.from({ length: count }, (_, index) => {
    const start = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index))
    const inDay = byDay.get(dayOf(start.getTime())) ?? []
    return {
      day: dayOf(start.getTime()),
      startsAt: start.getTime(),
      totalMicroUsd: inDay.reduce((sum, attempt) => sum + attempt.costMicroUsd, 0),
      images: inDay.filter((attempt) => attempt.outcome === 'succeeded').length,
      parts: [...Map.groupBy(inDay, (attempt) => attempt.provider)]
        .map(([provider, own]) => ({
          provider,
          costMicroUsd: own.reduce((sum, one) => sum + one.costMicroUsd, 0)
        }))
        .filter((part) => part.costMicroUsd > 0)
        .sort((a, b) => b.costMicroUsd - a.costMicroUsd)
    }
  })
}

function dayOf(at: number): string {
  const date = new Date(at)
  const pad = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}
