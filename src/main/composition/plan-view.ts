/** The plan grid as the window shows it: the squares of all runs with the pictures of the library. */
import type { Asset } from '#shared/domain/asset.ts'
import { joinSizes, type PlanSize } from '#shared/domain/plan.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import { createPause } from '../core/pause.ts'
import type { RunCampaign } from '../images/generation-input.ts'
import type { Elsewhere } from '../images/shown-cells.ts'
import { type ChoiceDeps, type PlanCell, shownState } from './campaign-choices.ts'
import { pickedOn, pictureOn, readShelves, type Shelf } from './post-shelves.ts'
import { postKey } from './post-uses.ts'

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
  /**
   * The plan grid; a cell carries its asset, or the newest one of an earlier run, unless it was deleted. Read in parts,
   * however many pictures there are.
   */
  plan(campaignId: string, grid: PlanGrid): Promise<readonly PlanCell[]>
  /** How far the campaign's plan reaches already, and what is being made now. NOT_FOUND for an unknown campaign. */
  extentOf(campaignId: string): Promise<PlanExtent>
  /** How far other processes are with pictures of the campaign; null when none makes any now. */
  elsewhere(campaignId: string): Elsewhere | null
}

/** @param campaignOf gives the campaign as runs take it; throws NOT_FOUND */
export function createPlanView(deps: ChoiceDeps, campaignOf: (id: string) => RunCampaign): PlanView {
  const { images, campaigns, catalog } = deps
  return {
    async plan(campaignId, grid) {
      const cells = await images.planCells({ campaign: campaignOf(campaignId), ...grid })
      const shelves = await readShelves(deps, campaignId)
      const picks = new Map(campaigns.picks(campaignId).map((pick) => [postKey(pick), pick.assetId]))
      const shown: PlanCell[] = []
      const picked = new Map<string, Asset | null>()
      const found = { images, catalog: { find: onceEach(catalog.find) } }
      const pause = createPause()
      for (const { assetId, ...cell } of cells) {
        await pause()
        const key = postKey(cell)
        const shelf = shelves.get(key)
        if (shelf !== undefined && !picked.has(key)) picked.set(key, pickedOn(found, shelf, picks.get(key)))
        const choice = picked.get(key) ?? null
        const asset = shelf === undefined ? null : shownAsset(found, { shelf, choice, assetId }, cell)
        const isPicked = asset !== null && asset.id === choice?.id
        shown.push({ ...cell, asset, state: shownState(cell.state, asset), isPicked })
      }
      return shown
    },
    elsewhere: (campaignId) => images.elsewhere(campaignId),
    async extentOf(campaignId) {
      const { held, atWork } = images.extentOf(campaigns.get(campaignId).id)
      const pictured = [...catalog.lastPosts(campaignId), ...deps.posts.adopted(campaignId)]
      return {
        lastPost: Math.max(held?.posts ?? 0, ...pictured.map(({ post }) => post ?? 0)),
        atWork,
        held: joinSizes([
          ...(held === null ? [] : [held]),
          ...[...pictured, ...campaigns.postsOf(campaignId)].flatMap(toSize)
        ])
      }
    }
  }
}

/** The choice, the cell's own picture and the newest one are mostly the same. */
function onceEach(find: ChoiceDeps['catalog']['find']): ChoiceDeps['catalog']['find'] {
  const found = new Map<string, Asset | null>()
  return (id) => {
    const asset = found.has(id) ? (found.get(id) ?? null) : find(id)
    found.set(id, asset)
    return asset
  }
}

/** What a cell shows: the choice of its variant, its own picture, or the newest drawing of it. */
function shownAsset(
  deps: {
    readonly images: Pick<ChoiceDeps['images'], 'variantOf'>
    readonly catalog: Pick<ChoiceDeps['catalog'], 'find'>
  },
  from: { readonly shelf: Shelf; readonly choice: Asset | null; readonly assetId: string | null },
  cell: { readonly variant: number; readonly state: PlanCell['state'] }
): Asset | null {
  // A failed or running cell shows what it is now, not what an earlier run made.
  if (cell.state !== 'planned' && cell.state !== 'delivered') return null
  const { shelf, choice, assetId } = from
  if (choice !== null && deps.images.variantOf(choice.id) === cell.variant) return choice
  const own = assetId === null ? null : pictureOn(deps, shelf, assetId)
  const newest = shelf.newest.get(cell.variant)
  return own ?? (newest === undefined ? null : pictureOn(deps, shelf, newest))
}

/** A post alone, as a plan. */
function toSize({ platform, post }: { readonly platform: PlatformId | null; readonly post: number | null }) {
  return platform === null || post === null ? [] : [{ platforms: [platform], posts: post, variants: 1 }]
}
