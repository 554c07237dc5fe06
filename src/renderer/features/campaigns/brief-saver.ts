/** Saves edits of a campaign after a short pause, several as one, and says how saving stands. */
import type { BriefPatch } from '#shared/domain/campaign.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export type SaveState = 'saved' | 'saving' | { readonly failure: Failure }

export interface BriefChange {
  readonly name?: string
  readonly patch: BriefPatch
}

export interface BriefSaver {
  /** Adds to what waits and starts the pause anew. */
  queue(campaignId: string, change: BriefChange): void
  /** Writes what waits at once; resolves when main has answered. Never throws. */
  flush(): Promise<void>
}

const SAVE_DELAY_MS = 500

/** @param onState told for the campaign whose edits it is about. */
export function createBriefSaver(
  client: Client,
  onState: (campaignId: string, state: SaveState) => void
): BriefSaver {
  let waiting: (BriefChange & { readonly campaignId: string }) | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (waiting === null) return
    const { campaignId: id, name, patch } = waiting
    waiting = null
    try {
      const input = { id, patch: withoutBlanks(patch) }
      await client.call('campaign.update', name === undefined ? input : { ...input, name })
      if (waiting === null) onState(id, 'saved')
    } catch (thrown) {
      onState(id, { failure: failureOf(thrown) })
    }
  }

  return {
    flush,
    queue(campaignId, change) {
      waiting = { ...waiting, ...change, campaignId, patch: { ...waiting?.patch, ...change.patch } }
      onState(campaignId, 'saving')
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => void flush(), SAVE_DELAY_MS)
    }
  }
}

/** Lines a person has added and not yet filled in are not saved. */
function withoutBlanks(patch: BriefPatch): BriefPatch {
  const trimmed = (lines: readonly string[]): string[] =>
    lines.map((line) => line.trim()).filter((line) => line !== '')
  return {
    ...patch,
    ...(patch.benefits === undefined ? {} : { benefits: trimmed(patch.benefits) }),
    ...(patch.callsToAction === undefined ? {} : { callsToAction: trimmed(patch.callsToAction) })
  }
}
