/** The bundled sample as a campaign: its brief from the product sheet, its photos as backgrounds. Offline. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Campaign } from '#shared/domain/campaign.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import { unwatched } from '../core/jobs.ts'
import type { ImportService } from '../imports/import-service.ts'

const NAME = 'Sample campaign'
const BRIEF_DOCUMENT = 'product-sheet.docx'

export interface SampleDeps {
  readonly campaigns: Pick<CampaignService, 'create' | 'list' | 'get'>
  readonly imports: Pick<ImportService, 'importPaths'>
}

/** The sample campaign, made on first use. Disk. Codes of CampaignService.create. */
export async function openSampleCampaign(
  { campaigns, imports }: SampleDeps,
  sampleFolder: string
): Promise<Campaign> {
  const existing = campaigns.list().find((campaign) => campaign.name === NAME)
  if (existing !== undefined) return campaigns.get(existing.id)
  const made = await campaigns.create({
    name: NAME,
    briefPaths: [path.join(sampleFolder, BRIEF_DOCUMENT)],
    patch: {}
  })
  const photos = (await readdir(sampleFolder)).filter((name) => name.endsWith('.jpg')).sort()
  const paths = photos.map((name) => path.join(sampleFolder, name))
  await imports.importPaths({ paths, campaignId: made.id, tags: ['sample'] }, unwatched())
  return made
}
