/** Saves the shape of a campaign's plan as it changes: at once, one request at a time, and of several only the last. */
import type { PlanShape } from '#shared/domain/plan.ts'
import type { Client } from '../../ipc/client.ts'
import { failureOf } from '../../ipc/load.ts'
import type { SaveState } from './brief-saver.ts'

export interface PlanShapeSaver {
  /** Replaces what waits for this campaign. Never throws. */
  save(campaignId: string, shape: PlanShape): void
}

export interface PlanShapeSaverDeps {
  readonly client: Client
  /** Told for the campaign whose plan it is about. */
  readonly onState: (campaignId: string, state: SaveState) => void
}

export function createPlanShapeSaver({ client, onState }: PlanShapeSaverDeps): PlanShapeSaver {
  const waiting = new Map<string, PlanShape>()
  let isWriting = false

  async function write(): Promise<void> {
    if (isWriting) return
    isWriting = true
    for (const [id, shape] of waiting) {
      waiting.delete(id)
      try {
        await client.call('campaign.savePlanShape', { id, shape })
        if (!waiting.has(id)) onState(id, 'saved')
      } catch (thrown) {
        onState(id, { failure: failureOf(thrown) })
      }
    }
    isWriting = false
  }

  return {
    save(campaignId, shape) {
      waiting.set(campaignId, shape)
      onState(campaignId, 'saving')
      void write()
    }
  }
}
