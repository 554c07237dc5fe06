/** What axe finds on the page as it is now, against WCAG 2.2 A and AA and its best practices. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** All that another theme can change; the rest is the same page and is asked once, in light. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** One line per finding, short enough to read in a failed test. Waits until nothing fades in any more. */
export async function findings(page: Page): Promise<readonly string[]> {
  // A dialog that is still fading in has no final colours.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations !== 1)
  )
  await page.evaluate(holdMidway)
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const axe = new AxeBuilder({ page })
  const { violations } = await (isDark ? axe.withRules(RULES_OF_COLOUR) : axe.withTags(TAGS)).analyze()
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`)
  )
}

/** Endless animations stand still at their middle, where what breathes is palest, so that no moment is left to chance. */
function holdMidway(): void {
  for (const animation of document.getAnimations()) {
    const { iterations, duration } = animation.effect?.getComputedTiming() ?? {}
    if (iterations !== Number.POSITIVE_INFINITY || typeof duration !== 'number') continue
    animation.pause()
    animation.currentTime = duration / 2
  }
}
