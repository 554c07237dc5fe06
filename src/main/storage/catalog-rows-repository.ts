/** Everything about rows of the catalog as plain data, in one object. */
import type { Db } from '#main/db/connection.ts'
import { createChangeQueries } from './catalog-change-repository.ts'
import { createRestoreQueries } from './catalog-restore-repository.ts'
import type { CatalogRowsRepository } from './catalog-rows.ts'

export function createCatalogRowsRepository(db: Db): CatalogRowsRepository {
  return { ...createChangeQueries(db), ...createRestoreQueries(db) }
}
