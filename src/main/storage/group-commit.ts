/**
 * Durable commits of several callers at once: everything asked for in the same moment goes into one transaction, each
 * in a part of its own that can fail alone. One flush of the medium then serves them all.
 */
import type { Db } from '#main/db/connection.ts'
import { createRelaxed } from './relaxed-commit.ts'

/** Resolves after the commit with what `run` gave; rejects with what it threw, and then nothing of it is kept. */
export type GroupCommit = <T>(run: () => T) => Promise<T>

interface Member {
  /** Does the member's part inside the transaction; never throws. */
  attempt(): void
  /** After the commit. */
  settle(): void
  /** The whole transaction failed. */
  fail(cause: unknown): void
}

/** @param options.isRelaxed for notes that may be lost in a power failure. */
export function createGroupCommit(
  db: Db,
  { isRelaxed = false }: { readonly isRelaxed?: boolean } = {}
): GroupCommit {
  const relaxed = createRelaxed(db)
  const inOne = (run: () => void): void => (isRelaxed ? relaxed(run) : db.transaction(run).immediate())
  let waiting: Member[] = []

  function commit(): void {
    const group = waiting
    waiting = []
    try {
      inOne(() => {
        for (const member of group) member.attempt()
      })
    } catch (cause) {
      for (const member of group) member.fail(cause)
      return
    }
    for (const member of group) member.settle()
  }

  return async <T>(run: () => T): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    // Inside another transaction this is a savepoint: its failure undoes only its own rows.
    const alone = db.transaction(run)
    let settle = (): void => undefined
    waiting.push({
      attempt() {
        try {
          const result = alone()
          settle = () => resolve(result)
        } catch (cause) {
          settle = () => reject(cause)
        }
      },
      settle: () => settle(),
      fail: reject
    })
    if (waiting.length === 1) setImmediate(commit)
    return await promise
  }
}
