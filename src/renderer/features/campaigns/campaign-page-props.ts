/** What a campaign's page and its parts are given. */
import type { JobSnapshot } from '#shared/domain/job.ts'
import type { BrandKit } from '#shared/domain/prompt.ts'
import type { Failure } from '../../ipc/load.ts'
import type { CampaignStores } from './campaign-stores.ts'

export interface CampaignPageProps {
  readonly id: string
  readonly stores: CampaignStores
  readonly selectedIds: readonly string[]
  readonly brand: {
    readonly kit: BrandKit | null
    readonly failure: Failure | null
    readonly onSave: (kit: BrandKit) => Promise<boolean>
  }
  readonly onSelect: (assetIds: readonly string[]) => void
  readonly onOpen: (assetId: string, neighbours: readonly string[]) => void
  readonly onCancelJob: (job: JobSnapshot) => void
  readonly onDocuments: (files: readonly File[]) => void
  readonly onPhotos: (files: readonly File[]) => void
  /** Adds pictures that belong to no campaign. */
  readonly onLogo: (files: readonly File[]) => Promise<void>
}
