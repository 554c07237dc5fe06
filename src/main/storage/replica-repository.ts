/** Everything that is noted about contents and their copies, in one object. */
import type { Db } from '#main/db/connection.ts'
import type { ReplicaRepository } from './replica.ts'
import { createQueueQueries } from './replica-queue-repository.ts'
import { createReadQueries } from './replica-read-repository.ts'
import { createStateQueries } from './replica-state-repository.ts'

export function createReplicaRepository(db: Db): ReplicaRepository {
  return { ...createQueueQueries(db), ...createStateQueries(db), ...createReadQueries(db) }
}
