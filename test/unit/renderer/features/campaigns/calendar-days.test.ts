/** Days of the calendar. */
import { describe, expect, it } from 'vitest'
import { dayOf, monthDays, plannedAt, shiftMonth } from '#renderer/features/campaigns/calendar-days.ts'

describe('calendar days', () => {
  it('shows whole weeks from Monday on, with the days of the months beside', () => {
    const days = monthDays({ year: 2026, month: 10 })
    expect([days[0]?.day, days.at(-1)?.day]).toEqual(['2026-10-26', '2026-12-06'])
    expect(days.filter((day) => day.isInMonth).map((day) => day.dayOfMonth)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1)
    )
  })

  it('walks over the end of a year', () => {
    expect(shiftMonth({ year: 2026, month: 11 }, 1)).toEqual({ year: 2027, month: 0 })
  })

  it('keeps the time of a post that is moved to another day, also over a change of clocks', () => {
    const before = new Date(2026, 2, 20, 18, 30).getTime()
    const moved = plannedAt('2026-03-30', before)
    expect(moved).toBe(new Date(2026, 2, 30, 18, 30).getTime())
    expect(dayOf(moved ?? 0)).toBe('2026-03-30')
  })

  it('takes no day for anything that is none', () => {
    expect([plannedAt('', 1), plannedAt('30.3.2026', 1)]).toEqual([null, null])
  })
})
