/** The one quantile of the product. */

/** The value at or below which the fraction (0 to 1) of the values lies, by nearest rank; null for no values. Pure. */
export function quantile(values: readonly number[], fraction: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? null
}
