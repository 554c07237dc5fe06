/** What a person edits in a campaign, as one value that undo and redo step through, and what a change means. Pure. */
import type { BriefPatch, Campaign } from '#shared/domain/campaign.ts'
import type { PlannedPost, PlanShape } from '#shared/domain/plan.ts'
import { PLATFORM_IDS, type PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { BriefChange } from './brief-saver.ts'

export interface CampaignDraft {
  readonly name: string
  readonly brief: Campaign['brief']
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly variants: number
  /** Posts that one provider is to make, by placeKey. */
  readonly makers: Makers
  /** The words planned for posts: prompt, caption, alternative text, day. */
  readonly words: readonly PlannedPost[]
}

export type Makers = Readonly<Record<string, ImageProviderId>>

/** How large the plan is and who makes what. */
export type DraftShape = Pick<CampaignDraft, 'platforms' | 'posts' | 'variants' | 'makers'>

/** One post on one platform, as a key. */
export function placeKey({
  platform,
  post
}: {
  readonly platform: PlatformId
  readonly post: number
}): string {
  return `${platform} ${post}`
}

export const MOST_POSTS = 100
export const MOST_VARIANTS = 4
const BRIEF_FIELDS = [
  'productName',
  'tagline',
  'benefits',
  'audience',
  'callsToAction',
  'price',
  'tone',
  'brandColours'
] as const

/** What main has to be told so that it holds `next` in place of `before`; null when nothing of the brief differs. */
export function briefChange(before: CampaignDraft, next: CampaignDraft): BriefChange | null {
  const changed = BRIEF_FIELDS.filter((field) => before.brief[field] !== next.brief[field])
  const patch: BriefPatch = Object.fromEntries(changed.map((field) => [field, next.brief[field]]))
  const name = next.name.trim()
  const isRenamed = next.name !== before.name && name !== ''
  if (changed.length === 0 && !isRenamed) return null
  return isRenamed ? { name, patch } : { patch }
}

/** Posts whose words differ; a post that lost its words is among them, empty. */
export function changedWords(before: CampaignDraft, next: CampaignDraft): readonly PlannedPost[] {
  if (before.words === next.words) return []
  const changed = next.words.filter((word) => !before.words.includes(word))
  const gone = before.words.filter((word) => findWords(next.words, word) === null)
  return [...changed, ...gone.map(({ platform, post }) => emptyPost(platform, post))]
}

/** The words of one post; null when nothing is planned for it. */
export function findWords(
  words: readonly PlannedPost[],
  { platform, post }: Pick<PlannedPost, 'platform' | 'post'>
): PlannedPost | null {
  return words.find((word) => word.platform === platform && word.post === post) ?? null
}

export function emptyPost(platform: PlatformId, post: number): PlannedPost {
  return { platform, post, prompt: '', caption: '', altText: '', scheduledAt: null }
}

/** The words with this post's changed. */
export function withWords(words: readonly PlannedPost[], changed: PlannedPost): readonly PlannedPost[] {
  const others = words.filter((word) => word.platform !== changed.platform || word.post !== changed.post)
  return [...others, changed]
}

/** The shape as main keeps it. */
export function toShape({ platforms, posts, variants, makers }: DraftShape): PlanShape {
  const numbers = Array.from({ length: MOST_POSTS }, (_, index) => index + 1)
  const places = PLATFORM_IDS.flatMap((platform) => numbers.map((post) => ({ platform, post })))
  return {
    platforms: [...platforms],
    posts,
    variants,
    makers: places.flatMap((place) => {
      const provider = makers[placeKey(place)]
      return provider === undefined ? [] : [{ ...place, provider }]
    })
  }
}

export function fromShape({ platforms, posts, variants, makers }: PlanShape): DraftShape {
  const byPlace = makers.map((maker) => [placeKey(maker), maker.provider] as const)
  return { platforms, posts, variants, makers: Object.fromEntries(byPlace) }
}

/** A whole number from 1 to `most`. */
export function between(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(1, Math.round(value))) : 1
}
