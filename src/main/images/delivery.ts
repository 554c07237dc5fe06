/** A drawn picture becomes an asset: cut to its exact pixels, marked with its origin, handed to the catalog. */
import type { Asset } from '#shared/domain/asset.ts'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { ImageResult } from '#shared/domain/provider.ts'
import type { Clock } from '../core/clock.ts'
import type { Place, StoredRequest } from './attempt.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import type { Drawn } from './draw-image.ts'
import type { DrawnStore } from './drawn-store.ts'
import { fitImage } from './provenance.ts'

/** What the catalog is told about a new image. */
export interface ImageFacts {
  readonly kind: 'image'
  readonly origin: 'generated'
  readonly name: string
  readonly title: string | null
  readonly extension: '.jpg'
  readonly mediaType: 'image/jpeg'
  readonly campaignId: string | null
  readonly platform: PlatformId | null
  readonly post: number | null
  readonly provider: string
  readonly model: string
  readonly prompt: string
  readonly negativePrompt: string | null
  readonly style: string | null
  readonly seed: number | null
  readonly costMicroUsd: number
  readonly widthPx: number
  readonly heightPx: number
  readonly altText: string | null
  /** The photo it was made from. */
  readonly parentId: string | null
}

/** Where finished images go. Stores durably and gives the asset; the same bytes again may give the asset already there. */
export interface AssetSink {
  addImage(bytes: Uint8Array, facts: ImageFacts, signal: AbortSignal): Promise<Asset>
}

export interface DeliveryDeps {
  readonly sink: AssetSink
  readonly attempts: AttemptRepository
  readonly drawn: DrawnStore
  readonly clock: Clock
}

export interface DeliveryInput {
  readonly drawn: Omit<Drawn, 'attemptIds'>
  readonly place: Place
  readonly request: StoredRequest
  /** A short name for people: the headline of the post or the prompt. */
  readonly title: string
  /** The photo of the campaign that a composing provider laid under the words; null for none. */
  readonly photoAssetId: string | null
  readonly startedAt: number
}

/** Disk only, no money: a failure here leaves the drawn picture kept, and the next try delivers it without drawing. */
export async function deliverImage(
  deps: DeliveryDeps,
  input: DeliveryInput,
  signal: AbortSignal
): Promise<ImageResult> {
  const { drawn, place, request } = input
  // Models draw from the prompt alone.
  const photoAssetId = drawn.provider.facts.composesCopy ? input.photoAssetId : null
  const { image, provider } = drawn
  const size = { widthPx: request.widthPx, heightPx: request.heightPx }
  const origin = {
    provider: provider.facts.id,
    model: image.model,
    seed: image.seed,
    costMicroUsd: image.costMicroUsd
  }
  const provenance = {
    ...origin,
    prompt: request.prompt,
    madeAt: deps.clock.now(),
    isTrainedModel: !provider.facts.composesCopy,
    hasPhoto: photoAssetId !== null
  }
  const bytes = await fitImage(image, { size, focal: null, provenance })
  const facts: ImageFacts = {
    ...origin,
    ...size,
    kind: 'image',
    origin: 'generated',
    name: nameOf(input),
    title: input.title === '' ? null : input.title.slice(0, 200),
    extension: '.jpg',
    mediaType: 'image/jpeg',
    campaignId: place.campaignId,
    platform: place.platform,
    post: place.post,
    prompt: request.prompt,
    negativePrompt: request.negativePrompt === '' ? null : request.negativePrompt,
    style: request.style === '' ? null : request.style,
    altText: altTextOf(place, input.title),
    parentId: photoAssetId
  }
  const asset = await deps.sink.addImage(bytes, facts, signal)
  deps.attempts.setAsset(drawn.attemptId, asset.id)
  await deps.drawn.remove(drawn.attemptId)
  const durationMs = deps.clock.now() - input.startedAt
  const { provider: providerId, model, costMicroUsd } = origin
  return {
    assetId: asset.id,
    platform: place.platform,
    post: place.post,
    variant: place.variant,
    provider: providerId,
    model,
    costMicroUsd,
    ...size,
    durationMs,
    missingCharacters: [...(image.missingCharacters ?? [])]
  }
}

function nameOf({ place, drawn }: DeliveryInput): string {
  const parts = [
    place.platform ?? 'image',
    place.post === null ? '' : `post-${place.post}`,
    place.variant === null || place.variant === 1 ? '' : `variant-${place.variant}`,
    drawn.provider.facts.id
  ]
  return `${parts.filter((part) => part !== '').join('-')}.jpg`
}

function altTextOf(place: Place, title: string): string | null {
  const max = place.platform === null ? 1000 : PLATFORMS[place.platform].altTextMaxChars
  return max === null || title === '' ? null : title.slice(0, max)
}
