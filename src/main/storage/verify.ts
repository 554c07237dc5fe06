/**
 * Compares the catalog with what both stores hold: quickly by their listings, deeply by reading every object.
 * It changes nothing in a store; copies found missing or wrong are noted in the catalog for repair.
 */

import { throwIfCancelled } from '#main/core/cancel.ts'
import type { Clock } from '#main/core/clock.ts'
import type { JobContext } from '#main/core/jobs.ts'
import { mapLimited } from '#main/core/limit.ts'
import {
  STORE_SIDES,
  type StoreSide,
  type VerifyItem,
  type VerifyOutcome,
  type VerifyReport
} from '#shared/domain/storage.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import { CATALOG_PREFIX } from './object-key.ts'
import { type ListedObject, listPages, type ObjectStore } from './object-store.ts'
import type { Copies, ReplicaKey, ReplicaRepository } from './replica.ts'
import { hasContent } from './upload.ts'

/** What one store was found to hold of one content; `error` when it could not be asked. */
export type Found = 'good' | 'absent' | 'wrong' | 'error'

export interface CheckedCopies {
  readonly copies: Copies
  readonly found: Readonly<Record<StoreSide, Found>>
  readonly detail: string | null
}

export interface VerifyOptions {
  /** Sides whose objects are read and hashed; the others are compared by listing. */
  readonly deepSides: readonly StoreSide[]
  readonly repository: Pick<
    ReplicaRepository,
    'listCopies' | 'markDamaged' | 'markStored' | 'markVerified' | 'transaction'
  >
  readonly clock: Pick<Clock, 'now'>
  store(side: StoreSide): ObjectStore
}

export interface Verification {
  readonly checked: readonly CheckedCopies[]
  readonly report: VerifyReport
}

const READS_AT_ONCE = 4
const COPIES_A_PAGE = 500
const UNKNOWN_KEYS_KEPT = 1000
/** Fewer losses than this are never taken for a wrong bucket. */
const GUARD_FROM = 20

/** The outcome of one content. Pure. */
export function toOutcome(found: CheckedCopies['found']): VerifyOutcome {
  const { primary, backup } = found
  if (primary === 'error' || backup === 'error') return 'error'
  if (primary === 'wrong' || backup === 'wrong') return 'differ'
  if (primary === 'good') return backup === 'good' ? 'same' : 'onlyPrimary'
  return backup === 'good' ? 'onlyBackup' : 'missing'
}

/** True when so much of a store seems lost that a wrong bucket or drive is likelier than loss. */
export function looksLikeWrongStore(affected: number, total: number): boolean {
  return affected >= GUARD_FROM && affected * 2 > total
}

/** Throws CANCELLED; trouble with a store becomes `error` items, so that the other store is still checked. */
export async function runVerify(options: VerifyOptions, context: JobContext): Promise<Verification> {
  const startedAt = options.clock.now()
  const listings = {
    primary: openListing(options, 'primary', context),
    backup: openListing(options, 'backup', context)
  }
  const checked: CheckedCopies[] = []
  for (const page of pagesOfCopies(options.repository)) {
    throwIfCancelled(context.signal)
    const listed: CheckedCopies[] = []
    for (const copies of page) listed.push(trustCatalog(await checkListed(copies, listings), options))
    checked.push(
      ...(await mapLimited(listed, READS_AT_ONCE, async (item) => await checkDeeply(item, options, context)))
    )
    context.report(checked.length, 0, 'assets compared')
  }
  const unknown = { primary: await listings.primary.rest(), backup: await listings.backup.rest() }
  throwIfCancelled(context.signal)
  const guardedSides = noteFindings(checked, options)
  const facts = {
    guardedSides,
    unknownObjects: { primary: unknown.primary.count, backup: unknown.backup.count },
    unknownKeys: { primary: unknown.primary.keys, backup: unknown.backup.keys },
    durationMs: options.clock.now() - startedAt
  }
  return { checked, report: toReport(checked, facts, options.deepSides.length === STORE_SIDES.length) }
}

function* pagesOfCopies(repository: Pick<ReplicaRepository, 'listCopies'>): Generator<readonly Copies[]> {
  for (let after = ''; ; ) {
    const page = repository.listCopies(after, COPIES_A_PAGE)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.blob.objectKey
  }
}

interface Listing {
  /** The listed object with this key; keys must be asked for in order. Null when absent; the error when listing failed. */
  find(key: string): Promise<ListedObject | AppError | null>
  /** Objects listed that nobody asked for, apart from the app's own: how many, and the first keys. */
  rest(): Promise<{ readonly count: number; readonly keys: string[] }>
}

/** Walks one store's listing beside the catalog's keys; both are in byte order, so nothing is kept in memory. */
function openListing(options: VerifyOptions, side: StoreSide, context: JobContext): Listing {
  const objects = eachObject(options.store(side), context.signal)
  let next: ListedObject | null = null
  let failure: AppError | null = null
  let isStarted = false
  const unknown = { count: 0, keys: [] as string[] }

  function noteUnknown({ key }: ListedObject): void {
    if (key.startsWith(CATALOG_PREFIX)) return
    unknown.count++
    if (unknown.keys.length < UNKNOWN_KEYS_KEPT) unknown.keys.push(key)
  }

  async function advance(): Promise<void> {
    isStarted = true
    try {
      const step = await objects.next()
      next = step.done === true ? null : step.value
    } catch (thrown) {
      failure = toAppError(thrown)
      next = null
    }
  }

  return {
    async find(key) {
      if (!isStarted) await advance()
      while (next !== null && compareKeys(next.key, key) < 0) {
        noteUnknown(next)
        await advance()
      }
      if (failure !== null) return failure
      if (next === null || next.key !== key) return null
      const found: ListedObject = next
      await advance()
      return found
    },
    async rest() {
      if (!isStarted) await advance()
      while (next !== null) {
        noteUnknown(next)
        await advance()
      }
      return unknown
    }
  }
}

async function* eachObject(store: ObjectStore, signal: AbortSignal): AsyncGenerator<ListedObject> {
  for await (const page of listPages(store, { signal })) yield* page.objects
}

function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

async function checkListed(
  copies: Copies,
  listings: Readonly<Record<StoreSide, Listing>>
): Promise<CheckedCopies> {
  const { objectKey, sizeBytes } = copies.blob
  const primary = await listings.primary.find(objectKey)
  const backup = await listings.backup.find(objectKey)
  const found = { primary: toFound(primary, sizeBytes), backup: toFound(backup, sizeBytes) }
  const failed = [primary, backup].find((answer) => answer instanceof Error)
  return { copies, found, detail: failed === undefined ? sizeDetail(found) : failed.code }
}

/** A listing cannot see wrong bytes; what an earlier read saw stays true until the object is read again. */
function trustCatalog(item: CheckedCopies, options: VerifyOptions): CheckedCopies {
  const { copies, found } = item
  const known = STORE_SIDES.filter(
    (side) => copies[side] === 'damaged' && found[side] === 'good' && !options.deepSides.includes(side)
  )
  if (known.length === 0) return item
  const wrong = Object.fromEntries(known.map((side) => [side, 'wrong' as const]))
  return { ...item, found: { ...found, ...wrong }, detail: `known to be wrong in ${known.join(' and ')}` }
}

function toFound(answer: ListedObject | AppError | null, sizeBytes: number): Found {
  if (answer === null) return 'absent'
  if (answer instanceof Error) return 'error'
  return answer.sizeBytes === sizeBytes ? 'good' : 'wrong'
}

function sizeDetail(found: CheckedCopies['found']): string | null {
  const wrong = STORE_SIDES.filter((side) => found[side] === 'wrong')
  return wrong.length === 0 ? null : `wrong size in ${wrong.join(' and ')}`
}

async function checkDeeply(
  item: CheckedCopies,
  options: VerifyOptions,
  context: JobContext
): Promise<CheckedCopies> {
  let checked = item
  for (const side of options.deepSides) {
    throwIfCancelled(context.signal)
    if (checked.found[side] === 'good') checked = await readSide(checked, { side, options, context })
  }
  return checked
}

async function readSide(
  item: CheckedCopies,
  read: { readonly side: StoreSide; readonly options: VerifyOptions; readonly context: JobContext }
): Promise<CheckedCopies> {
  const { side, options, context } = read
  try {
    if (await hasContent(options.store(side), item.copies.blob, context.signal)) return item
    return { ...item, found: { ...item.found, [side]: 'wrong' }, detail: `wrong content in ${side}` }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED') throw error
    return { ...item, found: { ...item.found, [side]: 'error' }, detail: `${side}: ${error.code}` }
  }
}

/** Marks copies that should be there and are not; not on a side where half or more seems lost. Gives those sides. */
export function noteFindings(
  checked: readonly CheckedCopies[],
  options: Pick<VerifyOptions, 'deepSides' | 'repository' | 'clock'>
): readonly StoreSide[] {
  const { repository } = options
  const now = options.clock.now()
  const guarded: StoreSide[] = []
  for (const side of STORE_SIDES) {
    const expected = checked.filter(({ copies }) => copies[side] === 'stored')
    const lost = expected.filter(({ found }) => found[side] === 'absent' || found[side] === 'wrong')
    if (looksLikeWrongStore(lost.length, expected.length)) {
      guarded.push(side)
      continue
    }
    repository.transaction(() => {
      for (const { copies, found } of lost) {
        const code = found[side] === 'absent' ? 'OBJECT_MISSING' : 'OBJECT_CORRUPT'
        repository.markDamaged({ sha256: copies.blob.sha256, side }, code, now)
      }
    })
    if (options.deepSides.includes(side)) noteGood(checked, side, options)
  }
  return guarded
}

/** Read and found right: also when it was thought damaged. */
function noteGood(
  checked: readonly CheckedCopies[],
  side: StoreSide,
  options: Pick<VerifyOptions, 'repository' | 'clock'>
): void {
  const now = options.clock.now()
  const good = checked.filter(({ copies, found }) => found[side] === 'good' && copies[side] !== 'uploading')
  const keyOf = ({ copies }: CheckedCopies): ReplicaKey => ({ sha256: copies.blob.sha256, side })
  options.repository.markVerified(good.filter(({ copies }) => copies[side] === 'stored').map(keyOf), now)
  const healed = good.filter(({ copies }) => copies[side] === 'damaged').map(keyOf)
  for (const key of healed) options.repository.markStored({ ...key, etag: null, versionId: null, now })
}

function toReport(
  checked: readonly CheckedCopies[],
  facts: Pick<VerifyReport, 'unknownObjects' | 'unknownKeys' | 'durationMs'> & {
    readonly guardedSides: readonly StoreSide[]
  },
  deep: boolean
): VerifyReport {
  const counts = { same: 0, onlyPrimary: 0, onlyBackup: 0, differ: 0, missing: 0, error: 0 }
  const items: VerifyItem[] = []
  for (const { copies, found, detail } of checked) {
    const outcome = toOutcome(found)
    counts[outcome]++
    const { objectKey, sha256 } = copies.blob
    if (outcome !== 'same') items.push({ objectKey, sha256, outcome, detail: detail ?? toDetail(copies) })
  }
  return { deep, counts, items, ...facts, guardedSides: [...facts.guardedSides] }
}

function toDetail(copies: Copies): string | null {
  const waiting = STORE_SIDES.filter((side) => copies[side] === 'queued' || copies[side] === 'uploading')
  return waiting.length === 0 ? null : `waiting for upload to ${waiting.join(' and ')}`
}
