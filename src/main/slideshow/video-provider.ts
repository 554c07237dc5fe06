/**
 * What every maker of short clips from a picture promises. Work is ordered, asked after, and fetched, so that a
 * restart in between loses nothing. Callers ask for a capability in `facts`, never for a name.
 */

import type { VideoProviderId } from '#shared/domain/clip.ts'
import type { SecretName } from '#shared/domain/settings.ts'
import type { SlideshowPreset } from '#shared/domain/slideshow.ts'
import type { MicroUsd } from '#shared/money.ts'

/** Facts as data; sources and dates stand beside each adapter's constants. */
export interface VideoProviderFacts {
  readonly id: VideoProviderId
  readonly label: string
  readonly keyName: SecretName | null
  readonly defaultBaseUrl: string | null
  readonly model: string
  /** Lengths that can be ordered, ascending. */
  readonly clipSeconds: readonly number[]
  readonly priceMicroUsdPerSecond: MicroUsd
  readonly priceSource: string
  readonly priceSeenOn: string
  readonly maxPromptChars: number
  /** Shortest time between two questions, as the vendor asks. */
  readonly pollIntervalMs: number
  readonly canCancel: boolean
  /** Date from which the vendor offers it no more; null while it is alive. */
  readonly discontinuedOn: string | null
}

export interface ClipOrder {
  readonly prompt: string
  /** First frame. */
  readonly image: { readonly bytes: Uint8Array; readonly mediaType: 'image/jpeg' | 'image/png' }
  /** One of the provider's lengths. */
  readonly seconds: number
  /** Shape of the clip; the nearest the vendor has is ordered. */
  readonly preset: SlideshowPreset
  readonly signal: AbortSignal
}

export type ClipState =
  | { readonly state: 'waiting'; readonly progress: number | null }
  /** `costMicroUsd` is null where the vendor does not say what it charged. */
  | { readonly state: 'ready'; readonly url: string; readonly costMicroUsd: MicroUsd | null }

export interface FetchedClip {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/** No retry and no waiting inside; vendor errors come out as AppError, translated once. */
export interface VideoProvider {
  readonly facts: VideoProviderFacts
  /** Orders one clip and gives the vendor's id. Network and money. `details.requestSent` tells of possible billing. */
  submit(order: ClipOrder): Promise<string>
  /** How far the work is; free of charge. Throws CONTENT_BLOCKED or VENDOR_REJECTED when the vendor gave up. */
  poll(taskId: string, signal: AbortSignal): Promise<ClipState>
  /** The clip behind an address of `poll`; the key is never sent there. Throws BAD_RESPONSE for foreign answers. */
  fetch(url: string, signal: AbortSignal): Promise<FetchedClip>
  /** Stops the work; success also when it is gone or the vendor cannot stop it. */
  cancel(taskId: string, signal: AbortSignal): Promise<void>
  /** Free of charge: is the key good. Gives the balance where the vendor tells it. */
  check(signal: AbortSignal): Promise<{ readonly balanceMicroUsd: MicroUsd | null }>
}
