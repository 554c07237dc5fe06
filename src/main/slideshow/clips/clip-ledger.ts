/** What clips need of the ledger of attempts. */
import type { VideoProviderId } from '#shared/domain/clip.ts'
import type { MicroUsd } from '#shared/money.ts'

/** Where money is written down; the generation ledger fits by shape. */
export interface ClipLedger {
  /** Before the order leaves; resolves when it is written for good. Throws BUDGET_EXCEEDED. */
  open(entry: {
    readonly id: string
    readonly provider: VideoProviderId
    readonly model: string
    readonly estimateMicroUsd: MicroUsd
    readonly priceSource: string
    readonly priceSeenOn: string
    readonly campaignId: string | null
    readonly prompt: string
    readonly startedAt: number
  }): Promise<void>
  settle(
    id: string,
    end: {
      readonly outcome: 'succeeded' | 'failed' | 'unknown' | 'cancelled'
      readonly code: string | null
      readonly costMicroUsd: MicroUsd
      readonly durationMs: number
    }
  ): void
}
