/** Edits of the opened campaign: each is a step that undo takes back, and each is saved by itself. */
import type { BriefPatch, Campaign } from '#shared/domain/campaign.ts'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORM_IDS } from '#shared/domain/platform.ts'
import { AppError } from '#shared/errors.ts'
import type { Client } from '../../ipc/client.ts'
import { failureOf } from '../../ipc/load.ts'
import { type History, redo, seal, startHistory, step, undo } from '../../ui/history.ts'
import type { BriefSaver } from './brief-saver.ts'
import {
  between,
  briefChange,
  type CampaignDraft,
  changedWords,
  MOST_POSTS,
  MOST_VARIANTS,
  placeKey,
  toShape,
  withWords
} from './campaign-draft.ts'
import type { CampaignState } from './campaign-state.ts'
import type { PlanShapeSaver } from './plan-shape-saver.ts'

export interface EditsDeps {
  readonly client: Client
  readonly saver: BriefSaver
  readonly shapes: PlanShapeSaver
  readonly get: () => CampaignState
  readonly set: (part: Partial<CampaignState>) => void
  /** The plan's shape or words changed. */
  readonly onPlan: () => void
}

type EditActions = Pick<
  CampaignState,
  | 'edit'
  | 'rename'
  | 'undo'
  | 'redo'
  | 'flush'
  | 'setPlatforms'
  | 'setPosts'
  | 'setVariants'
  | 'setMaker'
  | 'setWords'
  | 'takeWords'
>

export interface Edits {
  readonly actions: EditActions
  /** Starts with what main holds and no steps. */
  begin(draft: CampaignDraft): void
  /** What main changed itself: nothing to save and nothing to undo. */
  take(campaign: Campaign): void
}

const SIZE_FIELDS = ['platforms', 'posts', 'variants'] as const

export function createEdits(deps: EditsDeps): Edits {
  const { client, saver, shapes, get, set, onPlan } = deps
  let history: History<CampaignDraft> | null = null

  function show(next: History<CampaignDraft>): void {
    const { campaign } = get()
    history = next
    const { name, brief, ...plan } = next.present
    set({
      ...plan,
      campaign: campaign === null ? null : { ...campaign, name, brief },
      canUndo: next.past.length > 0,
      canRedo: next.future.length > 0
    })
  }

  function move(next: (history: History<CampaignDraft>) => History<CampaignDraft>): void {
    if (history === null) return
    const before = history.present
    show(next(history))
    if (history.present !== before) persist(before, history.present)
  }

  function change(part: Partial<CampaignDraft>, kind: string | null): void {
    move((now) => step(now, { ...now.present, ...part }, kind))
  }

  function persist(before: CampaignDraft, next: CampaignDraft): void {
    const id = get().campaign?.id
    if (id === undefined) return
    const brief = briefChange(before, next)
    if (brief !== null) saver.queue(id, brief)
    const words = changedWords(before, next)
    if (words.length > 0) void saveWords(id, words)
    const isResized = SIZE_FIELDS.some((field) => next[field] !== before[field])
    if (isResized || next.makers !== before.makers) shapes.save(id, toShape(next))
    if (isResized) onPlan()
  }

  /** The words go to the plan, and to the post's picture where there is one. */
  async function saveWords(id: string, words: readonly PlannedPost[]): Promise<void> {
    set({ save: 'saving' })
    try {
      await client.call('campaign.savePosts', { id, posts: [...words] })
      for (const { platform, post, caption, altText } of words) {
        const cell = get().cells.find((one) => one.platform === platform && one.post === post && one.isPicked)
        const asset = cell?.asset
        if (asset && ((asset.caption ?? '') !== caption || (asset.altText ?? '') !== altText))
          await client.call('asset.update', { id: asset.id, caption, altText })
      }
      if (get().campaign?.id === id && get().save === 'saving') set({ save: 'saved' })
    } catch (thrown) {
      if (get().campaign?.id === id) set({ save: { failure: failureOf(thrown) } })
    }
  }

  return {
    begin(draft) {
      show(startHistory(draft))
    },
    take(campaign) {
      if (history === null) return
      const { name, brief } = campaign
      show({ ...startHistory({ ...history.present, name, brief }), past: history.past })
    },
    actions: {
      edit: (patch) => editBrief(patch, history, change),
      rename: (name) => change({ name }, 'name'),
      undo: () => move(undo),
      redo: () => move(redo),
      flush: async () => {
        if (history !== null) history = seal(history)
        await saver.flush()
      },
      setPlatforms(platforms) {
        const known = PLATFORM_IDS.filter((id) => platforms.includes(id))
        if (known.length > 0) change({ platforms: known }, null)
      },
      setPosts: (posts) => change({ posts: between(posts, MOST_POSTS) }, 'posts'),
      setVariants: (variants) => change({ variants: between(variants, MOST_VARIANTS) }, 'variants'),
      setMaker(place, provider) {
        const { [placeKey(place)]: _before, ...others } = get().makers
        change({ makers: provider === null ? others : { ...others, [placeKey(place)]: provider } }, null)
      },
      setWords(changed) {
        const [first] = changed
        const kind = changed.length === 1 && first !== undefined ? `words ${placeKey(first)}` : null
        change({ words: changed.reduce(withWords, get().words) }, kind)
      },
      takeWords(words) {
        if (history === null) return
        show({ ...history, present: { ...history.present, words }, lastKind: null })
      }
    }
  }
}

function editBrief(
  patch: BriefPatch,
  history: History<CampaignDraft> | null,
  change: (part: Partial<CampaignDraft>, kind: string | null) => void
): void {
  if (history === null) return
  const given = givenOf(patch)
  const [field] = Object.keys(given)
  if (field === undefined) throw new AppError('INTERNAL', 'An edit names no field.')
  change({ brief: { ...history.present.brief, ...given } }, field)
}

/** Only the fields that are given: a patch may carry `undefined`. */
function givenOf(patch: BriefPatch): { [Field in keyof BriefPatch]?: NonNullable<BriefPatch[Field]> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
