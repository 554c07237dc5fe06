/** What the window reads of a campaign when it is opened, as the first state of its edits. Saves nothing. */
import type { Campaign } from '#shared/domain/campaign.ts'
import type { Client } from '../../ipc/client.ts'
import { type CampaignDraft, fromShape } from './campaign-draft.ts'
import { CLOSED, DEFAULT_POSTS } from './campaign-state.ts'

export interface OpenedCampaign {
  readonly campaign: Campaign
  readonly draft: CampaignDraft
}

/** NOT_FOUND for an unknown campaign. */
export async function readCampaign(client: Client, id: string): Promise<OpenedCampaign> {
  const campaign = await client.call('campaign.get', { id })
  const { posts: words } = await client.call('campaign.posts', { id })
  const { shape } = await client.call('campaign.planShape', { id })
  const { platforms, variants, makers, posts } =
    shape === null ? { ...CLOSED, posts: await mostPosts(client, id) } : fromShape(shape)
  const { name, brief } = campaign
  return {
    campaign,
    draft: {
      ...{ name, brief, words, platforms, variants, makers },
      // A plan read from a file elsewhere may have grown since.
      posts: Math.max(posts, ...words.map((word) => word.post))
    }
  }
}

/** Rows of a plan nobody has shaped: as many as were ever generated, at least three. */
async function mostPosts(client: Client, campaignId: string): Promise<number> {
  const { items } = await client.call('asset.list', {
    filter: { campaignId, kind: 'image' },
    limit: 500,
    cursor: null
  })
  return Math.max(DEFAULT_POSTS, ...items.map((asset) => asset.post ?? 0))
}
