/** The stores of one campaign's page, made together. */
import type { Client } from '../../ipc/client.ts'
import { createCampaignStore } from './campaign-store.ts'
import { createDialogStore } from './dialog-store.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { createExportStore } from './export-store.ts'
import { createPhotoStore } from './photo-store.ts'
import { createPlanFileStore } from './plan-file-store.ts'
import { createPostStore } from './post-store.ts'
import { createPromptsStore } from './prompts-store.ts'

export function createCampaignStores(client: Client, drafts: DraftKeeper) {
  return {
    campaign: createCampaignStore(client, drafts),
    dialog: createDialogStore(),
    post: createPostStore(client),
    prompts: createPromptsStore(client),
    exporting: createExportStore(client),
    planFile: createPlanFileStore(client),
    photo: createPhotoStore(client)
  }
}
export type CampaignStores = ReturnType<typeof createCampaignStores>
