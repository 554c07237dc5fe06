/** Speeds and times of day as people write them. Pure. */

const MEGABYTE = 1_000_000
/** The contract's limits. */
const LEAST = 1024
const MOST = 1e10

/** Bytes a second, null for no limit, or not a speed. */
export type SpeedText = number | null | 'invalid'

export function speedOf(text: string): SpeedText {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return null
  if (!/^\d{1,5}(\.\d{1,6})?$/.test(trimmed)) return 'invalid'
  const bytesPerSecond = Math.round(Number(trimmed) * MEGABYTE)
  return bytesPerSecond < LEAST || bytesPerSecond > MOST ? 'invalid' : bytesPerSecond
}

export function megabytesOf(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? '' : String(bytesPerSecond / MEGABYTE)
}

/** 545 → "09:05"; the end of the day reads 00:00. */
export function clockOf(minute: number): string {
  const hours = Math.floor(minute / 60) % 24
  return `${String(hours).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** "09:05" → 545; null for anything else. */
export function minuteOf(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(clock)
  if (match === null) return null
  const minute = Number(match[1]) * 60 + Number(match[2])
  return minute < 24 * 60 ? minute : null
}
