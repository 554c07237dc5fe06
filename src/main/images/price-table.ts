/** Looks prices up, tells how old they are, and merges the user's own prices over those shipped. Pure. */
import { z } from 'zod'
import { priceEntrySchema } from '#shared/domain/cost.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { AppError } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { Size } from './image-provider.ts'
import { PRICE_TABLE, type PriceEntry } from './price-table-data.ts'

export interface PriceQuote {
  readonly priceMicroUsd: MicroUsd
  readonly source: string
  readonly seenOn: string
  /** The model is not in the table; the dearest known price of the provider stands in. */
  readonly isAssumed: boolean
}

const MEGAPIXEL = 1024 * 1024
const DAY_MS = 24 * 3600 * 1000
const STALE_AFTER_MS = 90 * DAY_MS

/** The price of one image of this size. Rounded up to a whole micro-dollar, so that an estimate is never too low. */
export function quotePrice(
  table: readonly PriceEntry[],
  asked: { readonly provider: ImageProviderId; readonly model: string; readonly size: Size }
): PriceQuote {
  const ofProvider = table.filter((entry) => entry.provider === asked.provider)
  const exact = ofProvider.find((entry) => entry.model === asked.model)
  const entry = exact ?? ofProvider.toSorted((one, other) => other.priceMicroUsd - one.priceMicroUsd)[0]
  if (entry === undefined) throw new AppError('INTERNAL', `No price is known for ${asked.provider}.`)
  const megapixels = (asked.size.widthPx * asked.size.heightPx) / MEGAPIXEL
  const amount = entry.unit === 'image' ? entry.priceMicroUsd : entry.priceMicroUsd * megapixels
  return {
    priceMicroUsd: Math.max(0, Math.ceil(amount - 1e-6)),
    source: entry.source,
    seenOn: entry.seenOn,
    isAssumed: exact === undefined
  }
}

/** True when the price was seen more than 90 days before `now`. */
export function isPriceStale(seenOn: string, now: number): boolean {
  return now - Date.parse(seenOn) > STALE_AFTER_MS
}

/**
 * The shipped table with the user's lines over it; a line replaces the one of the same provider, model and quality, and
 * none of the shipped ones is ever lost. Throws INVALID_INPUT for anything that is not a list of price lines: a price
 * that is negative, or 0 where the vendor bills, a line without source, a day that has not come by `now`.
 */
export function mergePrices(own: unknown, now: number): readonly PriceEntry[] {
  const lines = checkPrices(own, now)
  const keyOf = (entry: PriceEntry): string => `${entry.provider}|${entry.model}|${entry.quality ?? ''}`
  const ownKeys = new Set(lines.map(keyOf))
  return [...lines, ...PRICE_TABLE.filter((entry) => !ownKeys.has(keyOf(entry)))]
}

/** The price file's text as lines. Throws INVALID_INPUT like mergePrices. */
export function parsePrices(text: string, now: number): readonly PriceEntry[] {
  try {
    return checkPrices(JSON.parse(text), now)
  } catch (cause) {
    throw cause instanceof AppError ? cause : unusable('it is not JSON', cause)
  }
}

/** One line typed in. Throws INVALID_INPUT like mergePrices. */
export function checkPrice(entry: unknown, now: number): PriceEntry {
  const [checked] = checkPrices([entry], now)
  if (checked === undefined) throw unusable('there is no line', null)
  return checked
}

function checkPrices(own: unknown, now: number): readonly PriceEntry[] {
  const parsed = z.array(priceEntrySchema).max(500).safeParse(own)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw unusable(
      `${issue?.path.join('.') ?? ''}: ${(issue?.message ?? '').replace(/\.$/, '')}`,
      parsed.error
    )
  }
  // A day ahead of UTC is today somewhere.
  const early = parsed.data.find((entry) => Date.parse(entry.seenOn) > now + DAY_MS)
  if (early !== undefined) throw unusable(`${early.seenOn} has not come yet`, null)
  return parsed.data
}

function unusable(problem: string, cause: unknown): AppError {
  return new AppError('INVALID_INPUT', `The prices are not usable: ${problem}. Correct them.`, { cause })
}
