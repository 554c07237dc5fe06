/** Money as integer micro-dollars: $1 is 1,000,000. No floating-point sum ever happens on money. */
import { z } from 'zod'
import { AppError } from './errors.ts'

/** Integer micro-dollars (1e-6 USD), never negative in the ledger. */
export type MicroUsd = number

export const microUsdSchema = z.int().min(-1e15).max(1e15)

/** Exact sum; an empty list is 0. */
export function addMicroUsd(amounts: readonly MicroUsd[]): MicroUsd {
  return amounts.reduce((sum, amount) => sum + amount, 0)
}

/** Dollars for people's JSON: 2700 → 0.0027. */
export function toUsd(microUsd: MicroUsd): number {
  return microUsd / 1e6
}

/** Nearest micro-dollar; throws INVALID_INPUT for anything that is not a finite amount. */
export function fromUsd(usd: number): MicroUsd {
  if (!Number.isFinite(usd) || Math.abs(usd) > 1e9)
    throw new AppError('INVALID_INPUT', 'Not an amount in dollars.')
  return Math.round(usd * 1e6)
}

/** "0.0027", "$5" or "12.50" → micro-dollars; throws INVALID_INPUT for anything else. */
export function parseUsd(text: string): MicroUsd {
  const match = /^\$?(\d{1,9}(?:\.\d{1,6})?)$/.exec(text.trim())
  if (match?.[1] === undefined) throw new AppError('INVALID_INPUT', `Not an amount in dollars: ${text}`)
  return fromUsd(Number(match[1]))
}

/** "$0.0027", "$1.20", "$0": at least cents, up to four digits where they say something. */
export function formatUsd(microUsd: MicroUsd): string {
  if (microUsd === 0) return '$0'
  const sign = microUsd < 0 ? '-' : ''
  const usd = Math.abs(microUsd) / 1e6
  const digits = usd < 1 ? 4 : 2
  const fixed = usd.toFixed(digits)
  return `${sign}$${digits === 4 ? fixed.replace(/0{1,2}$/, '') : fixed}`
}
