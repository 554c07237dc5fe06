/** Numbers and times as people read them. */

const SIZE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** 3200000 → "3.2 MB". */
export function formatBytes(sizeBytes: number): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 1000 && unit < SIZE_UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${SIZE_UNITS[unit] ?? 'B'}`
}

/** "1080 × 1350"; null when a side is unknown. */
export function formatPixels(widthPx: number | null, heightPx: number | null): string | null {
  return widthPx === null || heightPx === null ? null : `${widthPx} × ${heightPx}`
}

/** 65000 → "1:05"; hours only when there are some. */
export function formatClock(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000)
  const rest = String(seconds % 60).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${rest}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`
}

/** 240000 → "4 min", 800 → "less than a second". */
export function formatAge(ageMs: number): string {
  if (ageMs < 1000) return 'less than a second'
  if (ageMs < 90_000) return `${Math.round(ageMs / 1000)} s`
  if (ageMs < 90 * 60_000) return `${Math.round(ageMs / 60_000)} min`
  if (ageMs < 36 * 3_600_000) return `${Math.round(ageMs / 3_600_000)} h`
  return `${Math.round(ageMs / 86_400_000)} days`
}

const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const NUMBER = new Intl.NumberFormat()

export function formatDateTime(at: number): string {
  return DATE_TIME.format(at)
}

export function formatDate(at: number): string {
  return DATE.format(at)
}

export function formatCount(count: number): string {
  return NUMBER.format(count)
}

/** "1 image", "12 images". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}
