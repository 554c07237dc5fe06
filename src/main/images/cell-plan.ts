/** What a run's cells are before work begins: fresh, kept from earlier runs, to be made again. Reads only. */
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { BrandKit } from '#shared/domain/prompt.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import type { KeptPicture, RunCampaign, RunWish } from './generation-input.ts'
import { buildPrompt, withVariant } from './prompt.ts'
import type { Cell, CellKey, CellState, Run, RunPlan, RunRepository } from './run-repository.ts'

/** The words that all prompts of a run share. */
export interface PromptWords {
  readonly template: string | null
  readonly style: string
  readonly negative: string
  readonly brand: BrandKit
}

export interface CellPlanDeps {
  readonly runs: RunRepository
  readonly attempts: AttemptRepository
  readonly settings: { get(): Settings }
}

/** What generating means for a campaign now. */
export interface PlannedWork {
  readonly plan: RunPlan
  /** The run that goes on; null for a new one. */
  readonly run: Run | null
  /** The newest run of this plan when this was planned; a new one may only follow it. */
  readonly newest: Run | null
  readonly cells: readonly Cell[]
  /** The kept run's cells as they were when this was planned. */
  readonly seen: readonly Cell[]
}

/**
 * The newest run of this very plan goes on. A new run takes over what earlier runs delivered or left unknown, so that
 * a wider plan pays only for what it adds; `again` takes nothing over.
 */
export function planWork(deps: CellPlanDeps, wish: RunWish): PlannedWork {
  const plan = toPlan(wish)
  const fresh = planCells(wish.campaign, plan, wordsOf(deps.settings.get(), wish))
  const newest = deps.runs.findNewest(wish.campaign.id, plan)
  if (wish.again === true) return { plan, run: null, newest, cells: fresh, seen: [] }
  const known = newest === null ? [] : deps.runs.cells(newest.id)
  if (newest !== null && fresh.every((cell) => known.some((other) => isSameCell(other, cell)))) {
    return {
      plan,
      run: newest,
      newest,
      seen: known,
      cells: fresh.map((cell) => settled(findCell(known, cell) ?? cell, { wish, fresh: cell }))
    }
  }
  const latest = deps.runs.latestOf(wish.campaign.id)
  const kept = Map.groupBy(wish.kept ?? [], ({ platform, post }) => `${platform}|${post}`)
  return {
    plan,
    run: null,
    newest,
    seen: [],
    cells: fresh.map((cell) =>
      takenOver(deps, {
        wish,
        fresh: cell,
        earlier: latest(cell),
        ofPost: kept.get(`${cell.platform}|${cell.post}`) ?? []
      })
    )
  }
}

/** Every cell of the plan with its prompt, posts first so that early results span the platforms. Pure. */
export function planCells(...given: Parameters<typeof eachCell>): readonly Cell[] {
  return [...eachCell(...given)]
}

/** The same one by one, for who must not take long at once. Pure. */
export function* eachCell(
  { brief, posts = [] }: Pick<RunCampaign, 'brief' | 'posts'>,
  plan: RunPlan,
  words: PromptWords
): Generator<Cell> {
  for (let post = 1; post <= plan.posts; post += 1) {
    for (let variant = 1; variant <= plan.variants; variant += 1) {
      const withText = (platform: PlatformId): Cell => {
        const planned = posts.find((each) => each.platform === platform && each.post === post)
        const own = planned?.prompt.trim() ?? ''
        const built = buildPrompt({ brief, platform: PLATFORMS[platform], post, variant, ...words })
        const text = own === '' ? built : { ...built, prompt: withVariant(own, variant) }
        return { platform, post, variant, ...NOTHING_YET, ...text }
      }
      for (const platform of plan.platforms) yield withText(platform)
    }
  }
}

export function toPlan(wish: Pick<RunWish, 'platforms' | 'posts' | 'variants'>): RunPlan {
  return { platforms: [...new Set(wish.platforms)], posts: wish.posts, variants: wish.variants ?? 1 }
}

/** The run's template, else the campaign's words, else the settings'. */
export function wordsOf(settings: Settings, wish: Pick<RunWish, 'campaign' | 'template'>): PromptWords {
  const { prompts, brand } = settings
  const own = wish.campaign.prompts
  return {
    template: wish.template ?? own?.template ?? prompts.template,
    style: own?.style ?? prompts.style,
    negative: own?.negative ?? prompts.negative,
    brand
  }
}

/** The same square of the grid. */
export function isSameCell(one: CellKey, other: CellKey): boolean {
  return one.platform === other.platform && one.post === other.post && one.variant === other.variant
}

/** Unknown cells are not: their picture may be paid. */
export function isToDo(state: CellState): boolean {
  return state === 'planned' || state === 'failed' || state === 'running'
}

/** A cell that nobody has worked on. */
export const NOTHING_YET = { state: 'planned', assetId: null, code: null, message: null } as const

function findCell(cells: readonly Cell[], key: CellKey): Cell | undefined {
  return cells.find((cell) => isSameCell(cell, key))
}

/** A cell as the next run finds it. What is still to be made takes today's words. */
function settled(cell: Cell, { wish, fresh }: { readonly wish: RunWish; readonly fresh: Cell }): Cell {
  const { assetId } = cell
  // The list of kept pictures may be older than this one, which another process has just delivered.
  const isGone =
    cell.state === 'delivered' &&
    wish.kept?.some((picture) => picture.assetId === assetId) === false &&
    (assetId === null || wish.isGone === undefined || wish.isGone(assetId))
  if (isGone || (cell.state === 'unknown' && wish.retryUnknown === true)) return fresh
  if (!isToDo(cell.state)) return cell
  return { ...cell, prompt: fresh.prompt, negativePrompt: fresh.negativePrompt }
}

function takenOver(
  deps: CellPlanDeps,
  from: {
    readonly wish: RunWish
    readonly fresh: Cell
    readonly earlier: Cell | null
    readonly ofPost: readonly KeptPicture[]
  }
): Cell {
  const { fresh, earlier, ofPost } = from
  const now = earlier === null ? fresh : settled(earlier, from)
  if (now.state === 'delivered' || now.state === 'unknown') return now
  const picture = ofPost.find(({ assetId }) => isPictureOf(deps, assetId, fresh))
  return picture === undefined ? fresh : { ...fresh, state: 'delivered', assetId: picture.assetId }
}

/** Pictures without a ledger row, as after a rebuild from a store, count as the post's first. */
function isPictureOf(deps: CellPlanDeps, assetId: string, cell: CellKey): boolean {
  return (deps.attempts.variantOf(assetId) ?? 1) === cell.variant
}
