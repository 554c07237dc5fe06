/** Joins clips with keys, budgets, the ledger of attempts and the library: a paid clip is an asset or still owed. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { LibraryClip, VideoProviderId, VideoProviderStatus } from '#shared/domain/clip.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { SlideshowPreset } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { Clock } from '../core/clock.ts'
import { ensureWritableFolder, systemCode } from '../core/files.ts'
import type { Http } from '../core/http.ts'
import type { JobContext } from '../core/jobs.ts'
import type { Db } from '../db/connection.ts'
import { type AttemptRepository, createAttemptRepository } from '../images/attempt-repository.ts'
import { planLimits } from '../images/budget.ts'
import type { SecretReader } from '../secrets/secret-store.ts'
import type { ClipLedger } from '../slideshow/clips/clip-ledger.ts'
import { createClipRepository } from '../slideshow/clips/clip-repository.ts'
import { type ClipRequest, createClipService } from '../slideshow/clips/clip-service.ts'
import type { VideoProvider } from '../slideshow/video-provider.ts'
import { createMinimax } from '../slideshow/video-providers/minimax.ts'
import { createPika } from '../slideshow/video-providers/pika.ts'
import { createRunway } from '../slideshow/video-providers/runway.ts'
import { createStableVideo } from '../slideshow/video-providers/stable-video.ts'

export interface ClipOrderRequest {
  readonly provider: VideoProviderId
  /** The picture the clip starts with: an asset, or a file by its absolute path. Exactly one. */
  readonly assetId?: string | undefined
  readonly imagePath?: string | undefined
  readonly prompt: string
  readonly seconds: number
  readonly preset: SlideshowPreset
  readonly campaignId: string | null
  readonly allowSecondPayment: boolean
}

export interface Clips {
  list(): Promise<readonly VideoProviderStatus[]>
  /** By the price table. */
  estimate(provider: VideoProviderId, seconds: number): MicroUsd
  /** Network and money; the clip is an asset before the order counts as done. Codes of ClipService.make. */
  make(request: ClipOrderRequest, context: JobContext): Promise<LibraryClip>
  /** See ClipService.recover. */
  recover(signal: AbortSignal): Promise<number>
}

export interface ClipsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly http: Http
  readonly secrets: SecretReader
  readonly settings: { get(): Settings }
  readonly catalog: Pick<CatalogService, 'add' | 'openCopy'>
  readonly tempFolder: string
}

export function createClips(deps: ClipsDeps): Clips {
  const { db, clock, settings, tempFolder } = deps
  const providers = createProviders(deps)
  const ledger = createLedger(createAttemptRepository(db), settings)
  const repository = createClipRepository(db)
  const service = createClipService({ providers, repository, ledger, clock, isRunning })
  const newPath = (): string => path.join(tempFolder, `${clock.newId()}.mp4`)
  return {
    list: async () => await Promise.all(providers.map((provider) => statusOf(provider, deps.secrets))),
    estimate: service.estimate,
    async make(request, context) {
      await ensureWritableFolder(tempFolder)
      const image = await openImageFile(deps, request)
      const outPath = newPath()
      const ids: string[] = []
      const deliver: ClipRequest['deliver'] = async (clip) => void ids.push(await keep(deps, clip, request))
      try {
        const order = { ...request, imagePath: image.path, outPath, deliver }
        const { path: _, ...clip } = await service.make(order, context)
        return { ...clip, assetId: ids[0] ?? '' }
      } finally {
        await image.release()
        await rm(outPath, { force: true })
      }
    },
    async recover(signal) {
      await ensureWritableFolder(tempFolder)
      const deliver = async (clip: KeptClip, order: ClipFacts): Promise<void> => {
        await keep(deps, clip, order)
        await rm(clip.path, { force: true })
      }
      return await service.recover({ outPathOf: newPath, deliver }, { signal, report: () => undefined })
    }
  }
}

function createProviders({ http, secrets, settings }: ClipsDeps): readonly VideoProvider[] {
  const depsOf = (id: 'runway' | 'pika' | 'minimax') => ({
    http,
    readKey: secrets.read,
    baseUrl: () => settings.get().videoProviders[id].baseUrl ?? null
  })
  return [
    createRunway(depsOf('runway')),
    createPika(depsOf('pika')),
    createMinimax(depsOf('minimax')),
    createStableVideo()
  ]
}

async function statusOf({ facts }: VideoProvider, secrets: SecretReader): Promise<VideoProviderStatus> {
  const hasKey = facts.keyName !== null && (await secrets.read(facts.keyName)) !== null
  return {
    id: facts.id,
    label: facts.label,
    model: facts.model,
    configured: hasKey && facts.discontinuedOn === null,
    keyName: facts.keyName,
    clipSeconds: [...facts.clipSeconds],
    priceMicroUsdPerSecond: facts.priceMicroUsdPerSecond,
    priceDate: facts.priceSeenOn,
    priceSource: facts.priceSource,
    canCancel: facts.canCancel,
    discontinuedOn: facts.discontinuedOn
  }
}

/** Clips stand in the same ledger as images, under the same budgets. */
function createLedger(attempts: AttemptRepository, settings: { get(): Settings }): ClipLedger {
  const nowhere = { runId: null, platform: null, post: null, variant: null }
  return {
    async open({ prompt, ...entry }) {
      const { budget } = settings.get()
      const limits = planLimits(budget, { provider: entry.provider, runMicroUsd: null, now: entry.startedAt })
      const request = { kind: 'clip' as const, prompt }
      await attempts.start({ ...nowhere, ...entry, request, processId: process.pid }, limits)
    },
    settle(id, { costMicroUsd, ...end }) {
      // What a stopped or unanswered order cost is the vendor's secret until the bill comes.
      const isOpen = end.outcome === 'unknown' || end.outcome === 'cancelled'
      const estimate = end.outcome === 'unknown' ? attempts.find(id)?.estimateMicroUsd : costMicroUsd
      const possiblyBilledMicroUsd = isOpen ? (estimate ?? 0) : 0
      attempts.settle(id, {
        ...end,
        message: null,
        costMicroUsd: isOpen ? 0 : costMicroUsd,
        possiblyBilledMicroUsd
      })
    }
  }
}

async function openImageFile(
  { catalog }: ClipsDeps,
  { assetId, imagePath }: ClipOrderRequest
): Promise<{ readonly path: string; release(): Promise<void> }> {
  if (assetId !== undefined) return await catalog.openCopy(assetId)
  if (imagePath === undefined) throw new AppError('INVALID_INPUT', 'Name the picture the clip starts with.')
  return { path: imagePath, release: () => Promise.resolve() }
}

interface KeptClip {
  readonly path: string
  readonly provider: VideoProviderId
  readonly model: string
  readonly costMicroUsd: MicroUsd
}

interface ClipFacts {
  readonly campaignId: string | null
  readonly prompt: string
}

async function keep(
  { catalog }: ClipsDeps,
  { path: filePath, provider, model, costMicroUsd }: KeptClip,
  { campaignId, prompt }: ClipFacts
): Promise<string> {
  const words = prompt.trim().replaceAll(/[^\p{L}\p{N} ]+/gu, ' ')
  const { asset } = await catalog.add(
    { path: filePath },
    {
      kind: 'video',
      origin: 'generated',
      name: `${words.slice(0, 60).trim() || 'clip'}.mp4`,
      mediaType: 'video/mp4',
      extension: '.mp4',
      campaignId,
      provider,
      model,
      prompt,
      costMicroUsd
    }
  )
  return asset.id
}

function isRunning(processId: number): boolean {
  try {
    return processId > 0 && process.kill(processId, 0)
  } catch (cause) {
    // Not allowed to ask means that it runs, under another user.
    return systemCode(cause) === 'EPERM'
  }
}
