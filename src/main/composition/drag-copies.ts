/** Copies of assets under their own names, for dragging them out of the window: the spool's files are named by hash. */
import path from 'node:path'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { ensureWritableFolder, tryDelete } from '../core/files.ts'

export interface DragDeps {
  readonly catalog: Pick<CatalogService, 'get' | 'exportCopy'>
  readonly dataFolder: string
}

/**
 * Absolute paths, one per asset in order; copies of an earlier drag are removed. Disk: below the data folder's temp,
 * which is emptied at every start. Codes of CatalogService.exportCopy.
 */
export async function dragCopies(deps: DragDeps, ids: readonly string[]): Promise<readonly string[]> {
  const folder = path.join(deps.dataFolder, 'temp', 'drag')
  await tryDelete(folder)
  const paths: string[] = []
  for (const [index, id] of ids.entries()) {
    const target = path.join(folder, String(index), path.basename(deps.catalog.get(id).name))
    await ensureWritableFolder(path.dirname(target))
    await deps.catalog.exportCopy(id, target)
    paths.push(target)
  }
  return paths
}
