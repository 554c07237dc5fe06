/** The whole surface the window sees, one line per route, each delegating to a service. */
import path from 'node:path'
import type { Routes } from '#shared/ipc/contract.ts'
import type { Handlers } from '#shared/ipc/route.ts'
import type { costRoutes } from '#shared/ipc/routes/costs.ts'
import type { desktopRoutes } from '#shared/ipc/routes/desktop.ts'
import type { planRoutes } from '#shared/ipc/routes/plans.ts'
import { campaignFromDocument } from '../composition/campaign-from-document.ts'
import { dragCopies } from '../composition/drag-copies.ts'
import { exportBundle } from '../composition/export-bundle.ts'
import { openSampleCampaign } from '../composition/sample-campaign.ts'
import type { Services } from '../services.ts'
import { costHandlers } from './cost-handlers.ts'
import type { Desktop, RequestContext } from './desktop.ts'
import { libraryHandlers } from './library-handlers.ts'
import { planHandlers } from './plan-handlers.ts'
import { slideshowHandlers } from './slideshow-handlers.ts'
import { startHandlers } from './start-handlers.ts'
import { storageHandlers } from './storage-handlers.ts'

export function createHandlers(services: Services, desktop: Desktop): Handlers<Routes, RequestContext> {
  return {
    ...assetHandlers(services, desktop),
    ...libraryHandlers(services),
    ...slideshowHandlers(services),
    ...costHandlers(services),
    ...planHandlers(services, desktop),
    ...campaignHandlers(services),
    ...storageHandlers(services, desktop),
    ...settingsHandlers(services, desktop),
    ...desktopHandlers(services, desktop),
    ...startHandlers(desktop),
    ...documentHandlers(services),
    'job.list': () => ({ jobs: [...services.jobs.list()] }),
    'job.cancel': ({ id }) => ({ cancelled: services.jobs.cancel(id) }),
    'job.retry': ({ id }) => services.jobs.retry(id)
  }
}

type Surface = Handlers<Routes, RequestContext>
type DesktopSurface = Pick<Surface, keyof typeof desktopRoutes>
type Part<Prefix extends string> = Pick<Surface, Extract<keyof Routes, `${Prefix}.${string}`>>

function assetHandlers(
  services: Services,
  desktop: Desktop
): Omit<Part<'asset'> & Pick<Surface, 'library.search'>, keyof DesktopSurface> {
  const { catalog, imports, jobs } = services
  return {
    'asset.list': ({ filter, ...request }) => catalog.list(filter, request),
    'asset.get': ({ id }) => catalog.get(id),
    'asset.import': (request) =>
      jobs.start({
        kind: 'asset.import',
        title:
          request.paths.length === 1
            ? path.basename(request.paths[0] ?? '')
            : `${request.paths.length} files`,
        resume: { route: 'asset.import', input: request },
        run: (context) => imports.importPaths(request, context)
      }),
    'asset.delete': async ({ ids }) => ({ deletedIds: [...(await catalog.trash(ids))] }),
    'asset.restore': async ({ ids }) => ({ restoredIds: [...(await catalog.restore(ids))] }),
    'asset.update': ({ id, ...patch }) => catalog.update(id, patch),
    'asset.rate': ({ ids, rating }) => ({ before: [...catalog.rate(ids, rating)] }),
    'asset.tag': async ({ ids, add, remove }) => ({ changed: await catalog.tag(ids, add, remove) }),
    'asset.open': async ({ id }) => {
      const copy = await catalog.openCopy(id)
      try {
        return { opened: await desktop.openPath(copy.path) }
      } finally {
        await copy.release()
      }
    },
    'asset.save': async ({ id }, { windowId }) => {
      const target = await desktop.chooseSavePath(catalog.get(id).name, windowId)
      if (target !== null) await catalog.exportCopy(id, target, { remote: false })
      return { path: target }
    },
    'library.search': async ({ query, limit }) => ({ hits: [...(await catalog.search(query, limit))] })
  }
}

function documentHandlers({ documents, catalog }: Services): Part<'document'> {
  return {
    'document.get': ({ id }) => documents.get(id),
    'document.preview': ({ id }) => ({ url: `asset://${documents.get(id).assetId}/preview` }),
    'document.search': async ({ query, limit }) => ({
      hits: [...(await catalog.search(query, limit, { kind: 'document' }))]
    })
  }
}

function campaignHandlers(
  services: Services
): Omit<
  Part<'campaign' | 'provider' | 'cost'>,
  keyof DesktopSurface | keyof typeof costRoutes | keyof typeof planRoutes
> {
  const { campaigns, catalog, generation, jobs } = services
  return {
    'campaign.create': (campaign) => campaigns.create(campaign),
    'campaign.fromDocument': (request) => campaignFromDocument({ catalog, campaigns }, request),
    'campaign.list': () => ({ campaigns: [...campaigns.list()] }),
    'campaign.get': ({ id }) => campaigns.get(id),
    'campaign.update': ({ id, name, patch }) => campaigns.update(id, { name, patch }),
    'campaign.addDocuments': ({ id, paths }) => campaigns.addDocuments(id, paths),
    'campaign.plan': async ({ id, ...grid }) => ({
      cells: [...(await generation.plan(id, grid))],
      elsewhere: generation.elsewhere(id)
    }),
    'campaign.pictures': async ({ id, ...post }) => ({
      pictures: [...(await generation.pictures(id, post))]
    }),
    'campaign.pick': async ({ id, ...pick }) => ({ pictures: [...(await generation.pick(id, pick))] }),
    'campaign.prompts': ({ id }) => generation.prompts(id),
    'campaign.setPrompts': ({ id, wishes }) => generation.setPrompts(id, wishes),
    'campaign.previewPrompt': (input) => generation.previewPrompt(input),
    'campaign.estimate': (input) => generation.estimate(input),
    'campaign.generate': (input) =>
      jobs.start({
        kind: 'campaign.generate',
        title: campaigns.get(input.campaignId).name,
        subjectId: input.campaignId,
        resume: { route: 'campaign.generate', input: { ...input, resume: true } },
        run: (context) => generation.generateCampaign(input, context)
      }),
    'campaign.retry': (input) =>
      jobs.start({
        kind: 'campaign.generate',
        title: campaigns.get(input.campaignId).name,
        subjectId: input.campaignId,
        resume: { route: 'campaign.retry', input: generation.resumeOf(input) },
        run: (context) => generation.retry(input, context)
      }),
    'campaign.photos': async ({ id }) => ({ assetIds: [...(await generation.photosOf(id))] }),
    'provider.list': async () => ({ providers: [...(await generation.listProviders())] }),
    'provider.test': ({ id }) => generation.testProvider(id),
    'cost.ledger': (query) => ({ attempts: [...generation.ledger(query)] })
  }
}

function settingsHandlers(
  services: Services,
  desktop: Desktop
): Part<'settings' | 'key' | 'metrics' | 'app'> {
  const { settings, secrets } = services
  return {
    'settings.get': () => settings.get(),
    'settings.set': ({ path: dottedPath, value }) => settings.setAt(dottedPath, value),
    'key.list': async () => ({ keys: [...(await secrets.list())] }),
    'key.set': async ({ name, value }) => {
      await secrets.set(name, value)
      return { configured: true as const }
    },
    'key.delete': async ({ name }) => {
      await secrets.delete(name)
      return { configured: false as const }
    },
    'metrics.summary': () => services.metrics.summary(),
    'app.about': async () => ({
      ...desktop.about(),
      dataFolder: services.dataFolder,
      ffmpegPath: await services.slideshows.ffmpegPath()
    })
  }
}

function desktopHandlers(services: Services, desktop: Desktop): DesktopSurface {
  const { catalog, campaigns, imports, jobs, clock } = services
  return {
    'desktop.chooseFolder': async ({ title }, { windowId }) => ({
      path: await desktop.chooseFolder(title, windowId)
    }),
    'desktop.takeOpenedFiles': () => ({ paths: [...desktop.takeOpenedFiles()] }),
    'desktop.showFile': ({ path: filePath }) => {
      desktop.showInFolder(filePath)
      return { shown: true as const }
    },
    'asset.dragOut': async ({ ids }, { windowId }) => ({
      started: desktop.startDrag(
        await dragCopies({ catalog, dataFolder: services.dataFolder }, ids),
        windowId
      )
    }),
    'campaign.export': (request) =>
      jobs.start({
        kind: 'campaign.export',
        title: `Export ${campaigns.get(request.campaignId).name}`,
        subjectId: request.campaignId,
        run: (context) =>
          exportBundle({ catalog, campaigns, clock, pictures: services.generation }, request, context)
      }),
    'campaign.openSample': () => openSampleCampaign({ campaigns, imports }, desktop.sampleFolder)
  }
}
