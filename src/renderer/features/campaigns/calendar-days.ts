/** Days of a month as a calendar shows them, in this computer's time zone. Pure. */

export interface CalendarDay {
  /** "2026-11-22". */
  readonly day: string
  readonly dayOfMonth: number
  /** Belongs to the month shown and not to its neighbours. */
  readonly isInMonth: boolean
}

/** The first of a month; months count from 0 and may run over. */
export interface Month {
  readonly year: number
  readonly month: number
}

/** When a post without a time of its own is planned for: late morning. */
const DEFAULT_HOUR = 10
const DAYS_SHOWN = 42

/** Six whole weeks from Monday on that hold the month. */
export function monthDays({ year, month }: Month): readonly CalendarDay[] {
  const first = new Date(year, month, 1)
  const lead = (first.getDay() + 6) % 7
  return Array.from({ length: DAYS_SHOWN }, (_, index) => {
    const date = new Date(year, month, 1 - lead + index)
    return {
      day: dayOf(date.getTime()),
      dayOfMonth: date.getDate(),
      isInMonth: date.getMonth() === first.getMonth()
    }
  })
}

export function monthOf(at: number): Month {
  const date = new Date(at)
  return { year: date.getFullYear(), month: date.getMonth() }
}

/** So many months on, or back. */
export function shiftMonth({ year, month }: Month, by: number): Month {
  return monthOf(new Date(year, month + by, 1).getTime())
}

/** The local day of a time, "2026-11-22". */
export function dayOf(at: number): string {
  const date = new Date(at)
  const pad = (part: number): string => String(part).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** The day at the time it had before, or in the late morning; null for no day. */
export function plannedAt(day: string, before: number | null): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (match === null) return null
  const time = before === null ? null : new Date(before)
  const date = new Date(
    Number(match[1]),
    Number(match[2]) - 1,
    Number(match[3]),
    time?.getHours() ?? DEFAULT_HOUR,
    time?.getMinutes() ?? 0
  )
  return date.getTime()
}
