/** Colours as the schemas give them, #rrggbb. Pure. */

/** Red, green and blue, 0 … 255. */
export function channelsOf(hexColour: string): readonly [number, number, number] {
  const at = (start: number): number => Number.parseInt(hexColour.slice(start, start + 2), 16)
  return [at(1), at(3), at(5)]
}
