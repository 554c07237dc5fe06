/** Makes a campaign from a document that is already in the library. */
import path from 'node:path'
import type { Campaign } from '#shared/domain/campaign.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { withTempFolder } from '../core/files.ts'

export interface FromDocumentDeps {
  readonly catalog: Pick<CatalogService, 'get' | 'exportCopy'>
  readonly campaigns: Pick<CampaignService, 'create'>
}

/** Disk: a copy under the document's own name while it is read. Codes of CampaignService.create; NOT_FOUND. */
export async function campaignFromDocument(
  { catalog, campaigns }: FromDocumentDeps,
  { assetId, name }: { readonly assetId: string; readonly name: string }
): Promise<Campaign> {
  return await withTempFolder(async (folder) => {
    const copyPath = path.join(folder, path.basename(catalog.get(assetId).name))
    await catalog.exportCopy(assetId, copyPath)
    return await campaigns.create({ name, briefPaths: [copyPath], patch: {} })
  })
}
