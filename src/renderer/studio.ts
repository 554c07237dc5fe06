/** Everything the window remembers while it is open: one store per feature, made from one client. */
import type { StoreApi } from 'zustand/vanilla'
import { type CampaignStores, createCampaignStores } from './features/campaigns/campaign-stores.ts'
import { createCampaignsStore } from './features/campaigns/campaigns-store.ts'
import type { DraftKeeper } from './features/campaigns/draft-keeper.ts'
import { createCostsStore } from './features/costs/costs-store.ts'
import { createDocumentsStore } from './features/documents/documents-store.ts'
import { createImportStore } from './features/imports/import-store.ts'
import { createInspectorStore } from './features/inspector/inspector-store.ts'
import { createJobsStore } from './features/jobs/jobs-store.ts'
import { createLibraryChanges } from './features/library/library-changes.ts'
import { createLibraryStore } from './features/library/library-store.ts'
import { createLibraryToolsStore } from './features/library/library-tools-store.ts'
import { createPaletteStore } from './features/palette/palette-store.ts'
import { createSettingsStore } from './features/settings/settings-store.ts'
import { createShellStore, type TasteKeeper } from './features/shell/shell-store.ts'
import { createEditorStore } from './features/slideshows/editor-store.ts'
import { createFrameStore, loadPicture } from './features/slideshows/frame-store.ts'
import { createPreviewSoundStore } from './features/slideshows/preview-sound-store.ts'
import { createRenderStore } from './features/slideshows/render-store.ts'
import { createSlideshowsStore } from './features/slideshows/slideshows-store.ts'
import { createSafetyStore } from './features/storage/safety-store.ts'
import { createStorageStore } from './features/storage/storage-store.ts'
import type { Client } from './ipc/client.ts'

export interface StudioDeps {
  readonly client: Client
  readonly taste: TasteKeeper
  readonly drafts: DraftKeeper
}

export function createStudio({ client, taste, drafts }: StudioDeps) {
  const library = createLibraryStore(client)
  const onCampaign = createCampaignStores(client, drafts)
  return {
    client,
    shell: createShellStore(taste),
    campaigns: createCampaignsStore(client),
    /** The opened campaign; its dialogs' stores stand beside it. */
    campaign: onCampaign.campaign,
    onCampaign,
    library,
    libraryChanges: createLibraryChanges(client, library),
    libraryTools: createLibraryToolsStore(client),
    inspector: createInspectorStore(client),
    imports: createImportStore(client),
    jobs: createJobsStore(client),
    palette: createPaletteStore(client),
    safety: createSafetyStore(client),
    settings: createSettingsStore(client),
    documents: createDocumentsStore(client),
    slideshows: createSlideshowsStore(client),
    slideshowEditor: createEditorStore(client),
    slideshowFrames: createFrameStore(client, loadPicture),
    slideshowSounds: createPreviewSoundStore(client),
    slideshowRenders: createRenderStore(client),
    costs: createCostsStore(client),
    storage: createStorageStore(client)
  } satisfies Readonly<Record<string, StoreApi<unknown> | Client | CampaignStores>>
}
export type Studio = ReturnType<typeof createStudio>
