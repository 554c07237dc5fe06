/** The price table as people see and change it: shipped lines with their own over them, kept in the price file. */
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { PriceKey, PriceLine } from '#shared/domain/cost.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { writeFileAtomic } from '../core/files.ts'
import { checkPrice, isPriceStale, mergePrices, parsePrices } from './price-table.ts'
import type { PriceEntry } from './price-table-data.ts'

export interface PriceService {
  /** The whole table: own and shipped lines. Disk. INVALID_INPUT when the price file cannot be read. */
  list(): Promise<readonly PriceLine[]>
  /** Keeps one line; the next estimate uses it. Disk. INVALID_INPUT as well for a line that cannot be true. */
  set(entry: PriceEntry): Promise<readonly PriceLine[]>
  /** Forgets an own line; a shipped one of the same key applies again. Disk. Same codes as list. */
  reset(key: PriceKey): Promise<readonly PriceLine[]>
}

export interface PriceServiceDeps {
  /** Absolute; made when the first price is set. */
  readonly filePath: string
  readonly now: () => number
  /** The model in use per provider. */
  readonly models: () => Promise<ReadonlyMap<ImageProviderId, string>>
}

export function createPriceService({ filePath, now, models }: PriceServiceDeps): PriceService {
  /** One change at a time, so that two quick ones do not lose each other. */
  let turn: Promise<unknown> = Promise.resolve()

  async function readOwn(): Promise<readonly PriceEntry[]> {
    const text = await readFile(filePath, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return '[]'
      throw cause
    })
    return parsePrices(text, now())
  }

  async function list(): Promise<readonly PriceLine[]> {
    const own = await readOwn()
    const used = await models()
    const ownKeys = new Set(own.map(keyOf))
    const table = mergePrices([...own], now())
    // Estimates take the first line of a model; its other qualities are only for looking up.
    const inUse = new Set(
      [...used].map(([provider, model]) =>
        table.find((entry) => entry.provider === provider && entry.model === model)
      )
    )
    return table
      .map((entry) => ({
        ...entry,
        isOwn: ownKeys.has(keyOf(entry)),
        isStale: entry.priceMicroUsd > 0 && isPriceStale(entry.seenOn, now()),
        isUsed: inUse.has(entry)
      }))
      .toSorted((one, other) => one.priceMicroUsd - other.priceMicroUsd)
  }

  function change(next: (own: readonly PriceEntry[]) => readonly PriceEntry[]) {
    const changed = turn.then(async () => {
      const own = next(await readOwn())
      await mkdir(path.dirname(filePath), { recursive: true })
      await writeFileAtomic(filePath, `${JSON.stringify(own, null, 2)}\n`)
      return await list()
    })
    turn = changed.catch(() => undefined)
    return changed
  }

  return {
    list,
    set: (entry) => {
      const checked = checkPrice(entry, now())
      return change((own) => [checked, ...own.filter((each) => keyOf(each) !== keyOf(checked))])
    },
    reset: (key) => change((own) => own.filter((each) => keyOf(each) !== keyOf(key)))
  }
}

function keyOf({ provider, model, quality }: PriceKey): string {
  return `${provider}|${model}|${quality ?? ''}`
}
