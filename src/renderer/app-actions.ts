/** Wishes that touch more than one feature: opening a hit, making a campaign, and where dropped files go. */

import type { ImportItem, SearchHit } from '#shared/domain/document.ts'
import type { PostPlace } from '#shared/domain/plan.ts'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import { nameFromFile } from './features/campaigns/campaigns-store.ts'
import { importSummary } from './features/imports/import-report.tsx'
import type { Place } from './features/shell/shell-store.ts'
import { failureOf } from './ipc/load.ts'
import type { Studio } from './studio.ts'
import { sayDone, sayFailed } from './ui/toast.ts'

const STILL_WIDTH_PX = 480
const DOCUMENT_NAME = /\.(pdf|docx?|rtf|txt|md)$/i

/** True for a file whose ending says it is a document; main decides by content. */
export function looksLikeDocument(fileName: string): boolean {
  return DOCUMENT_NAME.test(fileName)
}

export interface DropWords {
  readonly title: string
  readonly hint: string
}

export interface Actions {
  openHit(hit: SearchHit): void
  /** Opens the campaign's page with the post's dialog over it. */
  editPost(post: PostPlace): void
  /** Makes a campaign from a name and documents, then opens it. */
  createCampaign(name: string, files: readonly File[]): Promise<void>
  /** Makes a campaign named after the first document. */
  campaignFromDocuments(files: readonly File[]): Promise<void>
  /** Makes a campaign from a document of the library. */
  campaignFromAsset(assetId: string, name: string): Promise<void>
  /** Makes a slideshow from a document's headings and facts, then opens it. */
  slideshowFromDocument(assetId: string, name: string): Promise<void>
  addDocuments(files: readonly File[]): Promise<void>
  /** Asks for a folder; null when dismissed or refused. */
  chooseFolder(title: string): Promise<string | null>
  /** Opens the bundled sample as a campaign. */
  openSample(): Promise<void>
  importFiles(files: readonly File[], campaignId: string | null): Promise<void>
  /** One frame of a storyboard as an address; null when it cannot be drawn. */
  drawStill(storyboard: Storyboard): Promise<string | null>
  /** The same for files known by path. */
  importPaths(paths: readonly string[], campaignId: string | null): Promise<void>
  /** What dropping files will do at this place. */
  dropWords(place: Place): DropWords
  dropFiles(files: readonly File[]): Promise<void>
}

export function createActions(studio: Studio): Actions {
  const { client, shell, campaigns, campaign, onCampaign, imports, inspector } = studio

  async function createCampaign(name: string, files: readonly File[]): Promise<void> {
    const made = await campaigns.getState().create(name, client.pathsOf(files))
    if (made === null) {
      shell.getState().openPanel('new-campaign')
      return
    }
    shell.getState().closePanel()
    shell.getState().go('campaigns', made.id)
  }

  async function campaignFromDocuments(files: readonly File[]): Promise<void> {
    const documents = files.filter((file) => looksLikeDocument(file.name))
    const others = files.filter((file) => !looksLikeDocument(file.name))
    const [first] = documents
    if (first === undefined) return importFiles(files, null)
    await createCampaign(nameFromFile(first.name), documents)
    const { id } = shell.getState().place
    if (others.length > 0 && id !== null) await importFiles(others, id)
  }

  async function campaignFromAsset(assetId: string, name: string): Promise<void> {
    const made = await campaigns.getState().createFromDocument(assetId, nameFromFile(name))
    const { createFailure } = campaigns.getState()
    if (made !== null) shell.getState().go('campaigns', made.id)
    else if (createFailure !== null) sayFailed(createFailure)
  }

  async function slideshowFromDocument(assetId: string, name: string): Promise<void> {
    try {
      const request = { documentId: assetId, imageIds: [], preset: 'landscape' as const }
      const storyboard = await client.call('slideshow.fromDocument', request)
      const { id } = await client.call('slideshow.save', {
        campaignId: null,
        name: name.slice(0, 200),
        storyboard
      })
      shell.getState().go('slideshows', id)
    } catch (thrown) {
      sayFailed(failureOf(thrown))
    }
  }

  async function chooseFolder(title: string): Promise<string | null> {
    try {
      return (await client.call('desktop.chooseFolder', { title })).path
    } catch (thrown) {
      sayFailed(failureOf(thrown))
      return null
    }
  }

  async function openSample(): Promise<void> {
    const made = await campaigns.getState().openSample()
    const { createFailure } = campaigns.getState()
    if (made !== null) {
      shell.getState().closePanel()
      shell.getState().go('campaigns', made.id)
    } else if (createFailure !== null) sayFailed(createFailure)
  }

  async function importFiles(files: readonly File[], campaignId: string | null): Promise<void> {
    const paths = client.pathsOf(files)
    if (paths.length === 0) {
      sayFailed({ message: 'These files are not on this computer. Save them first, then drop them again.' })
      return
    }
    await importPaths(paths, campaignId)
  }

  async function drawStill(storyboard: Storyboard): Promise<string | null> {
    const request = { storyboard, frame: 0, maxWidthPx: STILL_WIDTH_PX, format: 'jpeg' as const }
    const drawn = await client.call('slideshow.previewFrame', request).catch(() => null)
    return drawn?.address ?? null
  }

  async function importPaths(paths: readonly string[], campaignId: string | null): Promise<void> {
    const items = await imports.getState().importPaths(paths, campaignId)
    if (items.length > 0 && items.every(isImported)) sayDone(importSummary(items.length, []))
  }

  async function addDocuments(files: readonly File[]): Promise<void> {
    await campaign.getState().addDocuments(client.pathsOf(files))
  }

  async function dropFiles(files: readonly File[]): Promise<void> {
    const { place } = shell.getState()
    if (place.page === 'campaigns' && place.id === null) return campaignFromDocuments(files)
    if (place.page !== 'campaigns' || place.id === null) return importFiles(files, null)
    const documents = files.filter((file) => looksLikeDocument(file.name))
    const others = files.filter((file) => !looksLikeDocument(file.name))
    if (documents.length > 0) await addDocuments(documents)
    if (others.length > 0) await importFiles(others, place.id)
  }

  return {
    createCampaign,
    campaignFromDocuments,
    campaignFromAsset,
    slideshowFromDocument,
    openSample,
    chooseFolder,
    addDocuments,
    importFiles,
    importPaths,
    drawStill,
    dropFiles,
    dropWords: wordsFor,
    editPost({ campaignId, platform, post }) {
      const { place, go } = shell.getState()
      // Going where one is would forget what is selected.
      if (place.page !== 'campaigns' || place.id !== campaignId) go('campaigns', campaignId)
      onCampaign.dialog.getState().show(campaignId, { kind: 'post', place: { platform, post } })
    },
    openHit(hit) {
      if (hit.kind === 'campaign') shell.getState().go('campaigns', hit.assetId)
      else if (hit.kind === 'document') shell.getState().go('documents', hit.assetId)
      else void inspector.getState().lookAt({ assetId: hit.assetId, neighbours: [hit.assetId] })
    }
  }
}

function isImported(item: ImportItem): boolean {
  return item.outcome === 'imported'
}

function wordsFor(place: Place): DropWords {
  if (place.page === 'campaigns' && place.id === null) {
    return { title: 'Make a campaign', hint: 'Documents become the brief; pictures come along as photos.' }
  }
  if (place.page === 'campaigns') {
    return {
      title: 'Add to this campaign',
      hint: 'Documents fill the blanks of the brief; pictures become backgrounds.'
    }
  }
  return { title: 'Add to the library', hint: 'Each file is read, then kept in two places.' }
}
