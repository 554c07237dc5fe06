/** Joins what a person typed, what the campaign already says and what documents say. Pure. */
import type { Brief, BriefPatch } from '#shared/domain/campaign.ts'

/** Fields of the patch replace; absent ones stay. */
export function applyPatch(brief: Brief, patch: BriefPatch): Brief {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return { ...brief, ...given }
}

/** Blanks of `base` are filled from `found`; what base says stays. Sources of both are kept. */
export function fillBlanks(base: Brief, found: Brief): Brief {
  const text = (mine: string, theirs: string): string => (mine === '' ? theirs : mine)
  const list = <T>(mine: readonly T[], theirs: readonly T[]): T[] => [...(mine.length === 0 ? theirs : mine)]
  return {
    productName: text(base.productName, found.productName),
    tagline: text(base.tagline, found.tagline),
    benefits: list(base.benefits, found.benefits),
    audience: text(base.audience, found.audience),
    callsToAction: list(base.callsToAction, found.callsToAction),
    price: text(base.price, found.price),
    tone: text(base.tone, found.tone),
    brandColours: list(base.brandColours, found.brandColours),
    sources: [...base.sources, ...found.sources].slice(0, 200)
  }
}
