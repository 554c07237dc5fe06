/** Accepting a content: the first and most important step of keeping it. */
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { AssetKind } from '#shared/domain/asset.ts'
import { safeExtension, toObjectKey } from './object-key.ts'
import type { ObjectSource } from './object-store.ts'
import type { StorageParts } from './storage-parts.ts'

export interface ContentFacts {
  readonly kind: AssetKind
  readonly campaignId: string | null
  /** With the dot: `.png`. */
  readonly extension: string
  readonly mediaType: string
  readonly signal?: AbortSignal | undefined
}

export interface AcceptedBlob {
  readonly sha256: string
  readonly sizeBytes: number
  readonly objectKey: string
  /** False when the same bytes were there before. */
  readonly isNew: boolean
}

/** The order is the promise: durable local copy, then one durable commit, then the answer. */
export async function ingest<T>(
  { deps, repository, spool, bothSides, commit, recent }: StorageParts,
  { source, facts }: { readonly source: ObjectSource; readonly facts: ContentFacts },
  record: (blob: AcceptedBlob) => T
): Promise<T> {
  const extension = safeExtension(facts.extension)
  const { bytes, partSha256s, sha256, sizeBytes } = await spool.accept(source, extension, facts.signal)
  throwIfCancelled(facts.signal)
  const { kind, campaignId, mediaType } = facts
  const createdAt = deps.clock.now()
  const userId = deps.settings.get().user.id
  const objectKey = toObjectKey({ kind, campaignId, userId, createdAt, sha256, extension })
  const result = await commit(() => {
    const isNew = repository.addBlob({ sha256, sizeBytes, mediaType, objectKey, createdAt })
    const known = repository.findBlob(sha256)
    return record({ sha256, sizeBytes, objectKey: known?.objectKey ?? objectKey, isNew })
  })
  recent.add(sha256, { bytes, partSha256s })
  for (const { queue } of bothSides) queue.kick()
  return result
}
