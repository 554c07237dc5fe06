/** The catalog with its exports written down, so that a crash leaves no half-written file. */
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { OutputJournal } from '../core/output-journal.ts'

/** Copies written outside the data folder are noted, so that a crash leaves nothing half-written there. */
export function withGuardedExports(catalog: CatalogService, outputs: OutputJournal): CatalogService {
  return {
    ...catalog,
    exportCopy: (id, outPath, options) =>
      outputs.guard(outPath, () => catalog.exportCopy(id, outPath, options))
  }
}
