/** Moments as they cross borders: milliseconds since 1970 that a Date can hold. */
import { z } from 'zod'

/** Largest time of a Date (ECMAScript). */
const LATEST_MS = 8_640_000_000_000_000

export const momentSchema = z.int().min(-LATEST_MS).max(LATEST_MS)
