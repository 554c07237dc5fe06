/** One call to a provider as the ledger knows it, from its order to its settlement. */
import type { PlatformId } from '#shared/domain/platform.ts'
import type { AttemptOutcome } from '#shared/domain/provider.ts'
import type { MicroUsd } from '#shared/money.ts'

/** Which square of which campaign an image is for; all null for a single image. */
export interface Place {
  readonly campaignId: string | null
  readonly runId: string | null
  readonly platform: PlatformId | null
  readonly post: number | null
  readonly variant: number | null
}

export interface NewAttempt extends Place {
  readonly id: string
  /** Of an image or a clip. */
  readonly provider: string
  readonly model: string
  readonly estimateMicroUsd: MicroUsd
  readonly priceSource: string
  readonly priceSeenOn: string
  readonly startedAt: number
  /** What a restart needs to fetch or deliver the image; never a key. */
  readonly request: StoredRequest | ClipWords
  readonly processId: number
}

export interface StoredRequest {
  readonly prompt: string
  readonly negativePrompt: string
  readonly style: string
  readonly widthPx: number
  readonly heightPx: number
}

/** A clip's order; its own table holds what a restart needs. */
export interface ClipWords {
  readonly kind: 'clip'
  readonly prompt: string
}

export interface Settlement {
  readonly outcome: Exclude<AttemptOutcome, 'running'>
  readonly code: string | null
  readonly message: string | null
  readonly costMicroUsd: MicroUsd
  readonly possiblyBilledMicroUsd: MicroUsd
  readonly durationMs: number
}

/** A ledger row with what a restart needs. */
export interface OpenAttempt extends Place {
  readonly id: string
  readonly provider: string
  readonly model: string
  readonly outcome: AttemptOutcome
  readonly estimateMicroUsd: MicroUsd
  readonly costMicroUsd: MicroUsd
  readonly vendorRequestId: string | null
  readonly request: StoredRequest
  readonly processId: number
  readonly startedAt: number
}
