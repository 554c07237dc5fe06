/** The campaign's own prompt words while they are edited, and what they would send for one square. */
import type { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { promptSetupSchema } from '#shared/ipc/routes/campaigns.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import type { Place } from './campaign-state.ts'

type PromptSetup = z.output<typeof promptSetupSchema>

export interface PromptDraft {
  readonly template: string
  readonly style: string
  readonly negative: string
}

export interface PromptsState {
  readonly setup: PromptSetup | null
  readonly load: Load
  readonly draft: PromptDraft
  readonly isSaving: boolean
  readonly failure: Failure | null
  readonly previewPlace: Place
  readonly preview: { readonly prompt: string; readonly negativePrompt: string } | null
  readonly previewFailure: Failure | null
  open(campaignId: string): Promise<void>
  change(part: Partial<PromptDraft>): void
  useShipped(): void
  show(place: Place): void
  /** Asks what the words as they stand would send. */
  ask(): Promise<void>
  /** True when it was taken. */
  save(): Promise<boolean>
}
export type PromptsStore = StoreApi<PromptsState>

const NO_WORDS: PromptDraft = { template: '', style: '', negative: '' }

export function createPromptsStore(client: Client): PromptsStore {
  return createStore<PromptsState>()((set, get) => {
    let campaignId = ''
    let question = 0
    return {
      setup: null,
      load: IDLE,
      draft: NO_WORDS,
      isSaving: false,
      failure: null,
      previewPlace: { platform: 'instagram', post: 1 },
      preview: null,
      previewFailure: null,
      async open(id) {
        campaignId = id
        set({ setup: null, load: LOADING, failure: null, preview: null, previewFailure: null })
        try {
          const setup = await client.call('campaign.prompts', { id })
          const { own, used } = setup
          const draft = { template: used.template, style: own.style ?? '', negative: own.negative ?? '' }
          set({ setup, draft, load: READY })
        } catch (thrown) {
          set({ load: failed(thrown) })
        }
      },
      change: (part) => set({ draft: { ...get().draft, ...part } }),
      useShipped() {
        const { setup } = get()
        if (setup !== null) set({ draft: { ...NO_WORDS, template: setup.shippedTemplate } })
      },
      show: (previewPlace) => set({ previewPlace }),
      async ask() {
        const asked = ++question
        const { draft, previewPlace, setup } = get()
        if (setup === null) return
        try {
          const preview = await client.call('campaign.previewPrompt', {
            id: campaignId,
            ...previewPlace,
            withoutOwn: true,
            ...wishesOf(draft, setup)
          })
          if (asked === question) set({ preview, previewFailure: null })
        } catch (thrown) {
          if (asked === question) set({ previewFailure: failureOf(thrown) })
        }
      },
      async save() {
        const { draft, setup } = get()
        if (setup === null) return false
        set({ isSaving: true, failure: null })
        try {
          const wishes = wishesOf(draft, setup)
          set({ setup: await client.call('campaign.setPrompts', { id: campaignId, wishes }) })
          return true
        } catch (thrown) {
          set({ failure: failureOf(thrown) })
          return false
        } finally {
          set({ isSaving: false })
        }
      }
    }
  })
}

/** Words that say nothing of their own are null, so that later changes of the settings reach the campaign. */
function wishesOf({ template, style, negative }: PromptDraft, setup: PromptSetup) {
  const own = template.trim()
  const isShipped = own === '' || own === setup.shippedTemplate
  const isInherited = setup.own.template === null && own === setup.used.template
  return {
    template: isShipped || isInherited ? null : own,
    style: style.trim() === '' ? null : style.trim(),
    negative: negative.trim() === '' ? null : negative.trim()
  }
}
