/** Pure: the words planned for a campaign's posts, one entry a post, and the shape of the plan. */
import type { PlannedPost, PlanShape } from '#shared/domain/plan.ts'
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

/** Each platform once, in the order of the app; of two makers of one post the later. */
export function tidyShape(shape: PlanShape): PlanShape {
  const makers = new Map(shape.makers.map((maker) => [`${maker.platform} ${maker.post}`, maker]))
  return {
    ...shape,
    platforms: PLATFORM_IDS.filter((id) => shape.platforms.includes(id)),
    makers: [...makers.values()]
  }
}

function hasContent({ prompt, caption, altText, scheduledAt }: PlannedPost): boolean {
  return prompt !== '' || caption !== '' || altText !== '' || scheduledAt !== null
}
