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
  /** The grid around all pictures, runs and planned words; null for an empty campaign. */
  readonly held: PlanSize | null
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
      const { held, atWork } = images.extentOf(campaigns.get(campaignId).id)
      const delivered = await deliveredAssets(deps, campaignId)
      return {
        lastPost: Math.max(held?.posts ?? 0, ...delivered.map(({ post }) => post ?? 0)),
        atWork: atWork === null ? null : { ...atWork, platforms: [...atWork.platforms] },
        held: joinSizes([
          ...(held === null ? [] : [held]),
          ...[...delivered, ...campaigns.postsOf(campaignId)].flatMap(toSize)
        ])
      }
    }
  }
}

/** A post alone, as a plan. */
function toSize({ platform, post }: { readonly platform: PlatformId | null; readonly post: number | null }) {
  return platform === null || post === null ? [] : [{ platforms: [platform], posts: post, variants: 1 }]
}

function joinSizes(sizes: readonly Readonly<Pick<PlanGrid, 'platforms' | 'posts'> & { variants: number }>[]) {
  if (sizes.length === 0) return null
  const highest = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.max(one, other))
  return {
    platforms: [...new Set(sizes.flatMap(({ platforms }) => platforms))],
    posts: highest(sizes.map(({ posts }) => posts)),
    variants: highest(sizes.map(({ variants }) => variants))
  }
}
