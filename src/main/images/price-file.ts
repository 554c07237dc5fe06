/** The user's own prices, read from one JSON file over the shipped table. */
import { readFileSync, statSync } from 'node:fs'
import type { Log } from '../core/log.ts'
import { mergePrices } from './price-table.ts'
import { PRICE_TABLE, type PriceEntry } from './price-table-data.ts'

export interface PriceFile {
  /**
   * The merged table. Reads the file again after it changed; one that cannot be used changes no price: the last good
   * table stays, at first the shipped one, and the log says so.
   */
  current(): readonly PriceEntry[]
}

export interface PriceFileDeps {
  readonly filePath: string
  readonly log: Log
  readonly now: () => number
}

export function createPriceFile({ filePath, log, now }: PriceFileDeps): PriceFile {
  let readAt = 0
  let table: readonly PriceEntry[] = PRICE_TABLE
  const read = (before: readonly PriceEntry[]): readonly PriceEntry[] => {
    try {
      return mergePrices(JSON.parse(readFileSync(filePath, 'utf8')), now())
    } catch (cause) {
      log.warn('own prices not usable, prices stay as they were', { cause })
      return before
    }
  }
  return {
    current() {
      const changedAt = statSync(filePath, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (changedAt === readAt) return table
      readAt = changedAt
      table = changedAt === 0 ? PRICE_TABLE : read(table)
      return table
    }
  }
}
