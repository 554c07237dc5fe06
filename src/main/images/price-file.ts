/** The user's own prices, read from one JSON file over the shipped table. */
import { readFileSync, statSync } from 'node:fs'
import type { Log } from '../core/log.ts'
import { mergePrices } from './price-table.ts'
import { PRICE_TABLE, type PriceEntry } from './price-table-data.ts'

export interface PriceFile {
  /** The merged table; the shipped one alone when there is no usable file. Reads the file again after it changed. */
  current(): readonly PriceEntry[]
}

export function createPriceFile(filePath: string, log: Log): PriceFile {
  let readAt = 0
  let table: readonly PriceEntry[] = PRICE_TABLE
  return {
    current() {
      const changedAt = statSync(filePath, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (changedAt === readAt) return table
      readAt = changedAt
      table = changedAt === 0 ? PRICE_TABLE : readPrices(filePath, log)
      return table
    }
  }
}

/** A file that cannot be used changes no price; the log says so. */
function readPrices(filePath: string, log: Log): readonly PriceEntry[] {
  try {
    return mergePrices(JSON.parse(readFileSync(filePath, 'utf8')))
  } catch (cause) {
    log.warn('own prices not usable, shipped prices apply', { cause })
    return PRICE_TABLE
  }
}
