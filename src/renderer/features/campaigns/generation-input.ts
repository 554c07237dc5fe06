/** What main is asked when pictures are to be made: the plan, who makes it, and which words hold. Pure. */
import type { RouteInput } from '#shared/ipc/contract.ts'
import { type Makers, placeKey } from './campaign-draft.ts'
import type { CampaignState, GenerateOptions, Place, RemakeOptions } from './campaign-state.ts'

type Plan = Pick<CampaignState, 'platforms' | 'posts' | 'variants' | 'makers'>

export function generateInput(
  campaignId: string,
  { platforms, posts, variants, makers }: Plan,
  options: GenerateOptions
): RouteInput<'campaign.generate'> {
  const places = platforms.flatMap((platform) =>
    Array.from({ length: posts }, (_, index) => ({ platform, post: index + 1 }))
  )
  return {
    campaignId,
    platforms: [...platforms],
    posts,
    variants,
    providers: options.provider === null ? [] : [options.provider],
    postProviders: options.provider === null ? makersOf(places, makers) : [],
    budgetMicroUsd: null,
    maxPriceMicroUsd: null,
    allowEmergency: options.allowEmergency,
    onlyMissing: options.onlyMissing
  }
}

function makersOf(places: readonly Place[], makers: Makers) {
  return places.flatMap((place) => {
    const provider = makers[placeKey(place)]
    return provider === undefined ? [] : [{ ...place, providers: [provider] }]
  })
}

export function retryInput(
  campaignId: string,
  { platform, post }: Place,
  { variant, provider, prompt }: RemakeOptions
): RouteInput<'campaign.retry'> {
  const words = prompt.trim()
  return {
    campaignId,
    cells: [{ platform, post, variant }],
    providers: provider === null ? [] : [provider],
    budgetMicroUsd: null,
    maxPriceMicroUsd: null,
    allowEmergency: false,
    begin: true,
    ...(words === '' ? {} : { prompt: words })
  }
}
