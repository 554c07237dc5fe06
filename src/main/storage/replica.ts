/** Contents and their two copies: the words for them, and what can be asked and noted about them. */
import type { StoreSide } from '#shared/domain/storage.ts'

export type ReplicaState = 'queued' | 'uploading' | 'stored' | 'damaged'

export interface Blob {
  readonly sha256: string
  readonly sizeBytes: number
  readonly mediaType: string
  readonly objectKey: string
  readonly createdAt: number
}

/** One content that has to reach one store. */
export interface UploadTask extends Blob {
  readonly side: StoreSide
  /** Tries before this one; above 0 an earlier one may have arrived unnoticed. */
  readonly attempts: number
  /** The store's copy is known to be wrong, so finding one there proves nothing. */
  readonly mustReplace: boolean
  readonly uploadId: string | null
}

export interface ReplicaKey {
  readonly sha256: string
  readonly side: StoreSide
}

export interface StoredFacts extends ReplicaKey {
  readonly etag: string | null
  readonly versionId: string | null
  readonly now: number
}

export interface FailedFacts extends ReplicaKey {
  readonly notBeforeAt: number
  readonly code: string
  readonly message: string
  readonly now: number
}

export interface Copies {
  readonly blob: Blob
  readonly primary: ReplicaState
  readonly backup: ReplicaState
}

export interface ScrubCandidate extends Pick<Blob, 'sha256' | 'objectKey' | 'sizeBytes'> {
  /** When this copy was last read or looked up. */
  readonly verifiedAt: number
}

export interface ReplicaEvent {
  readonly side: StoreSide
  readonly fromState: ReplicaState | null
  readonly toState: ReplicaState
  readonly code: string | null
  readonly at: number
}

export interface ReplicaRepository {
  /** One transaction; a throw inside undoes all. Nested calls join. */
  transaction<T>(run: () => T): T
  findBlob(sha256: string): Blob | null
  /** Inserts the content and one queued copy per side; an existing content stays as it is. True when it was new. */
  addBlob(blob: Blob): boolean
  /** Claims up to `limit` due copies of a side, oldest first, and marks them uploading. */
  claim(side: StoreSide, now: number, limit: number): readonly UploadTask[]
  markStored(facts: StoredFacts): void
  /** Back into the queue, one more try counted. */
  markFailed(facts: FailedFacts): void
  /** Back into the queue as if not tried, for work that was stopped by us. */
  release(key: ReplicaKey, now: number): void
  /** The store's copy is missing or wrong; it waits for repair. */
  markDamaged(key: ReplicaKey, code: string, now: number): void
  /** Damaged or stored copies of these contents become due for upload. */
  requeue(keys: readonly ReplicaKey[], options: { readonly mustReplace: boolean; readonly now: number }): void
  /** All copies of a side become due: another store was chosen. What is already there is found, not sent again. */
  requeueSide(side: StoreSide, now: number): void
  /** Contents that came without notes about their copies get them, due now. */
  addMissingReplicas(now: number): void
  /** Queued copies of a side need not wait for their back-off any more. */
  makeDue(side: StoreSide): void
  /** After a start: what a killed run was uploading is queued again. Gives how many. */
  recover(now: number): number
  markVerified(keys: readonly ReplicaKey[], now: number): void
  waiting(side: StoreSide): { readonly count: number; readonly nextDueAt: number | null }
  countDue(side: StoreSide, dueAt: number): number
  states(sha256: string): Readonly<Record<StoreSide, ReplicaState>>
  /** All, in byte order of object key, page by page. */
  eachCopies(): Generator<Copies>
  /** In byte order of object key, after the given one. */
  listCopies(after: string, limit: number): readonly Copies[]
  /** Stored copies of a side with the time each was last proven. */
  scrubCandidates(side: StoreSide): readonly ScrubCandidate[]
  /** Unfinished uploads that will be continued. */
  uploadIds(side: StoreSide): readonly string[]
  listDamaged(): readonly (ReplicaKey & { readonly blob: Blob; readonly code: string | null })[]
  events(sha256: string): readonly ReplicaEvent[]
}
