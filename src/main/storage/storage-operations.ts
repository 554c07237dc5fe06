/** The longer works of the storage service, each joining the pieces it needs. */
import type { JobContext } from '#main/core/jobs.ts'
import {
  type CopyCheck,
  type FireDrillReport,
  type RebuildReport,
  type RepairReport,
  type ScrubReport,
  STORE_SIDES,
  type StoreSide
} from '#shared/domain/storage.ts'
import { AppError } from '#shared/errors.ts'
import { checkContent } from './check-content.ts'
import { extensionOf, planReadOrder } from './failover-read.ts'
import { runFireDrill } from './fire-drill.ts'
import type { ObjectAddress } from './object-store.ts'
import { runRebuild } from './rebuild.ts'
import { planRepair, type RepairOptions, runRepair } from './repair.ts'
import { runScrub, type ScrubOptions } from './scrub.ts'
import type { StorageParts } from './storage-parts.ts'
import { runVerify, type Verification } from './verify.ts'

export async function verify(
  { deps, repository, sides }: StorageParts,
  deepSides: readonly StoreSide[],
  context: JobContext
): Promise<Verification> {
  const store = (side: StoreSide) => sides[side].store()
  return await runVerify({ deepSides, repository, clock: deps.clock, store }, context)
}

export async function repair(
  parts: StorageParts,
  options: { readonly dryRun: boolean; readonly force: boolean },
  context: JobContext
): Promise<RepairReport> {
  const { sides, spool } = parts
  // Reading a folder costs nothing, so wrong bytes there are found without being asked for.
  const cheap = STORE_SIDES.filter((side) => sides[side].kind() === 'folder')
  const { checked } = await verify(parts, cheap, context)
  const plan = planRepair(checked, (blob) => spool.has(blob.sha256, extensionOf(blob)))
  const report = await runRepair(plan, { ...options, copy: copierOf(parts) }, context)
  if (!options.dryRun) await parts.keeper.restore(context.signal)
  return report
}

export async function check(
  parts: StorageParts,
  wanted: { readonly sha256: string; readonly repair: boolean },
  context: JobContext
): Promise<CopyCheck> {
  const result = await checkContent(parts, { ...wanted, copy: copierOf(parts) }, context)
  parts.onChange(wanted.sha256)
  return result
}

function copierOf({ deps, repository, upload, onChange }: StorageParts): RepairOptions['copy'] {
  return async ({ blob, side }, signal) => {
    const task = { ...blob, side, attempts: 0, mustReplace: true, uploadId: null }
    const { etag, versionId } = await upload(task, signal)
    repository.markStored({ sha256: blob.sha256, side, etag, versionId, now: deps.clock.now() })
    onChange(blob.sha256)
  }
}

export async function loseCopy(
  { repository, sides }: StorageParts,
  { sha256, side }: { readonly sha256: string; readonly side: StoreSide },
  signal?: AbortSignal
): Promise<void> {
  const blob = repository.findBlob(sha256)
  if (blob === null) throw new AppError('NOT_FOUND', 'This content is not known.')
  const other = side === 'primary' ? 'backup' : 'primary'
  if (repository.states(sha256)[other] !== 'stored') {
    throw new AppError('CONFLICT', `The ${other} store has no proven copy, so the ${side} copy stays.`)
  }
  await sides[side].store().delete(blob.objectKey, signal === undefined ? {} : { signal })
}

export async function scrub(
  { repository, deps, sides }: StorageParts,
  options: Partial<ScrubOptions>,
  context: JobContext
): Promise<ScrubReport> {
  const store = (side: StoreSide) => sides[side].store()
  const scrubDeps = { repository, log: deps.log, now: deps.clock.now, store }
  return await runScrub(scrubDeps, { ...SCRUB_DEFAULTS, ...options }, context)
}

/** Everything in 30 days; a gigabyte a day costs nothing at R2 and stays within B2's free reading (prices of 2026-11). */
const SCRUB_DEFAULTS: ScrubOptions = { cycleDays: 30, budgetBytes: 1024 ** 3 }

export async function fireDrill(
  { repository, sides, deps }: StorageParts,
  lost: StoreSide,
  context: JobContext
): Promise<FireDrillReport> {
  const store = sides[lost === 'primary' ? 'backup' : 'primary'].store()
  const blobs = [...repository.eachCopies()].map(({ blob }) => blob)
  return await runFireDrill({ lost, store, blobs, now: deps.clock.now }, context)
}

export async function addressOf(
  { repository, sides, deps }: StorageParts,
  sha256: string,
  expiresInSeconds: number
): Promise<ObjectAddress | null> {
  const blob = repository.findBlob(sha256)
  if (blob === null) throw new AppError('NOT_FOUND', 'No such content is in the catalog.')
  const { preferred } = deps.settings.get().stores
  const isUp = (side: StoreSide) => sides[side].health.known().status === 'up'
  for (const side of planReadOrder(repository.states(sha256), isUp, preferred)) {
    const address = await sides[side].store().address(blob.objectKey, { expiresInSeconds })
    if (address !== null) return address
  }
  return null
}

export async function rebuild(
  parts: StorageParts,
  side: StoreSide,
  context: JobContext
): Promise<RebuildReport> {
  const { deps, rows, repository, sides, bothSides, spool } = parts
  const { clock, log } = deps
  const store = sides[side].store()
  const { newTempPath } = spool
  const report = await runRebuild({ side, store, rows, clock, log, newTempPath }, context)
  repository.addMissingReplicas(clock.now())
  for (const each of bothSides) {
    repository.requeueSide(each.side, clock.now())
    each.queue.kick()
  }
  return report
}
