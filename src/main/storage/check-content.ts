/** Both copies of one content, read and hashed now; wrong and missing ones made anew when asked to. */
import type { JobContext } from '#main/core/jobs.ts'
import { type CopyCheck, type CopyFound, STORE_SIDES, type StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { extensionOf } from './failover-read.ts'
import { planRepair, type RepairOptions, runRepair } from './repair.ts'
import type { Blob, Copies } from './replica.ts'
import type { StorageParts } from './storage-parts.ts'
import { hasContent } from './upload.ts'
import { type Found, noteFindings } from './verify.ts'

export interface CheckContentOptions {
  readonly sha256: string
  readonly repair: boolean
  readonly copy: RepairOptions['copy']
}

/** Throws NOT_FOUND and CANCELLED; trouble with a store is in the answer. Network; writes only when repairing. */
export async function checkContent(
  parts: StorageParts,
  { sha256, repair, copy }: CheckContentOptions,
  context: JobContext
): Promise<CopyCheck> {
  const { repository, spool, deps } = parts
  const blob = repository.findBlob(sha256)
  if (blob === null) throw new AppError('NOT_FOUND', 'This content is not known.')
  const copies: Copies = { blob, ...repository.states(sha256) }
  const found = {
    primary: await lookAt(parts, { blob, side: 'primary' }, context),
    backup: await lookAt(parts, { blob, side: 'backup' }, context)
  }
  const checked = [{ copies, found, detail: null }]
  noteFindings(checked, { deepSides: STORE_SIDES, repository, clock: deps.clock })
  const shown = { primary: toShown(copies, found, 'primary'), backup: toShown(copies, found, 'backup') }
  if (!repair) return { found: shown, repaired: [], failed: [] }
  const plan = planRepair(checked, () => spool.has(sha256, extensionOf(blob)))
  const report = await runRepair(plan, { dryRun: false, force: true, copy }, context)
  return {
    found: shown,
    repaired: report.repaired.map(({ side }) => side),
    failed: report.failed.map(({ side, code, message }) => ({ side, code, message }))
  }
}

async function lookAt(
  { sides }: StorageParts,
  { blob, side }: { readonly blob: Blob; readonly side: StoreSide },
  { signal }: JobContext
): Promise<Found> {
  const store = sides[side].store()
  try {
    if ((await store.head(blob.objectKey, { signal })) === null) return 'absent'
    return (await hasContent(store, blob, signal)) ? 'good' : 'wrong'
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED') throw error
    return 'error'
  }
}

function toShown(copies: Copies, found: Readonly<Record<StoreSide, Found>>, side: StoreSide): CopyFound {
  const isWaiting = copies[side] === 'queued' || copies[side] === 'uploading'
  return isWaiting && found[side] === 'absent' ? 'waiting' : found[side]
}
