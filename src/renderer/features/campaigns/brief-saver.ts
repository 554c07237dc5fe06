/** Saves edits of a campaign after a short pause, several as one, and says how saving stands. */
import { type BriefPatch, briefPatchSchema } from '#shared/domain/campaign.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'
import { type DraftKeeper, NO_DRAFTS, unsavedName } from './draft-keeper.ts'

export type SaveState = 'saved' | 'saving' | { readonly failure: Failure }

export interface BriefChange {
  readonly name?: string
  readonly patch: BriefPatch
}

export interface BriefSaver {
  /** Adds to what waits and starts the pause anew. Until main has it, it is kept against a crash. */
  queue(campaignId: string, change: BriefChange): void
  /** Writes what waits at once; resolves when main has answered. Never throws. */
  flush(): Promise<void>
  /** Edits of this campaign that an earlier window could not save; null when there are none. */
  leftover(campaignId: string): BriefChange | null
}

const SAVE_DELAY_MS = 500

export interface BriefSaverDeps {
  readonly client: Client
  readonly drafts?: DraftKeeper
  /** Told for the campaign whose edits it is about. */
  readonly onState: (campaignId: string, state: SaveState) => void
}

export function createBriefSaver({ client, drafts = NO_DRAFTS, onState }: BriefSaverDeps): BriefSaver {
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
      if (waiting !== null) return
      drafts.write(unsavedName(id), null)
      onState(id, 'saved')
    } catch (thrown) {
      onState(id, { failure: failureOf(thrown) })
    }
  }

  return {
    flush,
    queue(campaignId, change) {
      waiting = { ...waiting, ...change, campaignId, patch: { ...waiting?.patch, ...change.patch } }
      const { campaignId: _id, ...unsaved } = waiting
      drafts.write(unsavedName(campaignId), JSON.stringify(unsaved))
      onState(campaignId, 'saving')
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => void flush(), SAVE_DELAY_MS)
    },
    leftover: (campaignId) => readUnsaved(drafts.read(unsavedName(campaignId)))
  }
}

function readUnsaved(text: string | null): BriefChange | null {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('patch' in kept)) return null
    const patch = withoutBlanks(briefPatchSchema.parse(withoutBlankLines(kept.patch)))
    return 'name' in kept && typeof kept.name === 'string' ? { name: kept.name, patch } : { patch }
  } catch {
    return null
  }
}

/** An added line that is still empty is no reason to lose the others. */
function withoutBlankLines(patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null) return patch
  return Object.fromEntries(
    Object.entries(patch).map(([field, value]) => [
      field,
      Array.isArray(value) ? value.filter((line) => line !== '') : value
    ])
  )
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
