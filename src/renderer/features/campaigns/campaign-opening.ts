/** What the window reads of a campaign when it is opened, as the first state of its edits. Saves nothing. */
import type { Campaign } from '#shared/domain/campaign.ts'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORM_IDS } from '#shared/domain/platform.ts'
import type { RouteOutput } from '#shared/ipc/contract.ts'
import type { Client } from '../../ipc/client.ts'
import { type CampaignDraft, type DraftShape, fromShape } from './campaign-draft.ts'
import { CLOSED, DEFAULT_POSTS } from './campaign-state.ts'

export interface OpenedCampaign {
  readonly campaign: Campaign
  readonly draft: CampaignDraft
}

/** NOT_FOUND for an unknown campaign. */
export async function readCampaign(client: Client, id: string): Promise<OpenedCampaign> {
  const campaign = await client.call('campaign.get', { id })
  const { posts: words } = await client.call('campaign.posts', { id })
  const known = await client.call('campaign.planShape', { id })
  const { name, brief } = campaign
  return { campaign, draft: { name, brief, words, ...planSize(known, words) } }
}

/** The shape a person gave the plan, grown to what is planned in a file and to what is being made now. */
function planSize(
  { shape, lastPost, atWork }: RouteOutput<'campaign.planShape'>,
  words: readonly PlannedPost[]
): DraftShape {
  const { makers, ...size } =
    shape === null ? { ...CLOSED, posts: Math.max(DEFAULT_POSTS, lastPost) } : fromShape(shape)
  const { platforms, posts, variants } = atWork ?? size
  return {
    platforms: PLATFORM_IDS.filter((each) => size.platforms.includes(each) || platforms.includes(each)),
    posts: Math.max(size.posts, posts, ...words.map((word) => word.post)),
    variants: Math.max(size.variants, variants),
    makers
  }
}
