/** The plan grid as the window shows it: the squares of all runs with the pictures of the library. */
import type { PlanSize } from '#shared/domain/plan.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type { RunCampaign } from '../images/generation-input.ts'
import {
  type ChoiceDeps,
  deliveredAssets,
  isOfPost,
  type PlanCell,
  pickedOf,
  shownAsset,
  shownState
} from './campaign-choices.ts'

/** The squares of the plan grid. */
export interface PlanGrid {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly variants?: number | undefined
}

export interface PlanExtent {
  /** The highest post that has a picture or was ever generated; 0 for none. */
  readonly lastPost: number
  /** The grid around all that is being made or waits now; null when nothing is. */
  readonly atWork: PlanSize | null
}

export interface PlanView {
  /** The plan grid; a cell carries its asset, or the newest one of an earlier run, unless it was deleted. */
  plan(campaignId: string, grid: PlanGrid): Promise<readonly PlanCell[]>
  /** How far the campaign's plan reaches already, and what is being made now. NOT_FOUND for an unknown campaign. */
  extentOf(campaignId: string): Promise<PlanExtent>
}

/** @param campaignOf gives the campaign as runs take it; throws NOT_FOUND */
export function createPlanView(deps: ChoiceDeps, campaignOf: (id: string) => RunCampaign): PlanView {
  const { images, campaigns } = deps
  return {
    async plan(campaignId, grid) {
      const cells = images.planCells({ campaign: campaignOf(campaignId), ...grid })
      const delivered = await deliveredAssets(deps, campaignId)
      const picks = campaigns.picks(campaignId)
      return cells.map(({ assetId, ...cell }) => {
        const ofPost = delivered.filter((asset) => isOfPost(asset, cell))
        const picked = pickedOf(deps, ofPost, picks.find((pick) => isOfPost(pick, cell))?.assetId)
        const asset = shownAsset(deps, { ofPost, picked, assetId }, cell)
        return {
          ...cell,
          asset,
          state: shownState(cell.state, asset),
          isPicked: asset !== null && asset.id === picked?.id
        }
      })
    },
    async extentOf(campaignId) {
      const { lastPost, atWork } = images.extentOf(campaigns.get(campaignId).id)
      const delivered = await deliveredAssets(deps, campaignId)
      return {
        lastPost: Math.max(lastPost, ...delivered.map(({ post }) => post ?? 0)),
        atWork: atWork === null ? null : { ...atWork, platforms: [...atWork.platforms] }
      }
    }
  }
}
