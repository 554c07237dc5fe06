/** Pure: the words planned for a campaign's posts, one entry a post. */
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORM_IDS } from '#shared/domain/platform.ts'

/** Given posts replace kept ones of the same place; posts with nothing in them are left out. By platform, then number. */
export function mergePosts(
  kept: readonly PlannedPost[],
  given: readonly PlannedPost[]
): readonly PlannedPost[] {
  const byPlace = new Map([...kept, ...given].map((post) => [`${post.platform} ${post.post}`, post]))
  return [...byPlace.values()]
    .filter(hasContent)
    .sort(
      (one, other) =>
        PLATFORM_IDS.indexOf(one.platform) - PLATFORM_IDS.indexOf(other.platform) || one.post - other.post
    )
}

function hasContent({ prompt, caption, altText, scheduledAt }: PlannedPost): boolean {
  return prompt !== '' || caption !== '' || altText !== '' || scheduledAt !== null
}
