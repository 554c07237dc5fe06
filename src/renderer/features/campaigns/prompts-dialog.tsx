/** The words every prompt of a campaign is made from: template with fields, style and what to leave out, with a preview. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { PromptDraft, PromptsState, PromptsStore } from './prompts-store.ts'

export interface PromptsDialogProps {
  readonly campaignId: string
  readonly store: PromptsStore
  readonly posts: number
  readonly onClose: () => void
  /** After the words were saved: the plan's prompts are others now. */
  readonly onSaved: () => void
}

const PREVIEW_DELAY_MS = 250

export function PromptsDialog({ campaignId, store, posts, onClose, onSaved }: PromptsDialogProps) {
  const state = useStore(store)
  const { open, save } = store.getState()
  useEffect(() => void open(campaignId), [campaignId, open])
  const submit = async (): Promise<void> => {
    if (!(await save())) return
    onSaved()
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Prompt template"
      description="One sentence a line. A line whose field is blank in the brief is left out. Pictures that are made stay as they are."
      width="large"
      footer={
        <>
          <Button disabled={state.setup === null} className="mr-auto" onClick={state.useShipped}>
            Back to the shipped words
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabled={state.setup === null || state.isSaving}
            onClick={() => void submit()}
          >
            Save template
          </Button>
        </>
      }
    >
      {state.load.status === 'failed' && (
        <ErrorNotice failure={state.load.failure} onRetry={() => void open(campaignId)} />
      )}
      {state.load.status === 'loading' && <SkeletonLines count={8} label="Loading the template" />}
      {state.setup !== null && (
        <div className="grid gap-5 md:grid-cols-[3fr_2fr]">
          <Words state={state} />
          <Preview state={state} posts={posts} />
        </div>
      )}
    </Dialog>
  )
}

function Words({ state }: { readonly state: PromptsState }) {
  const { draft, setup, change, failure } = state
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <TextArea
        label="Template"
        value={draft.template}
        rows={8}
        maxLength={4000}
        className="font-mono"
        onChange={(event) => change({ template: event.target.value })}
      />
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-ink-soft">Fields to put in</legend>
        <div className="flex flex-wrap gap-1.5">
          {setup?.fields.map(({ name, meaning }) => (
            <button
              key={name}
              type="button"
              title={meaning}
              className="rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-xs hover:bg-hover"
              onClick={() => change({ template: `${draft.template.trimEnd()} {${name}}` })}
            >
              {`{${name}}`}
            </button>
          ))}
        </div>
      </fieldset>
      <TextArea
        label="Style"
        value={draft.style}
        rows={1}
        maxLength={500}
        placeholder={setup?.used.style === '' ? 'The platform’s own style' : setup?.used.style}
        hint="Empty takes the brand’s, else the platform’s own."
        onChange={(event) => change({ style: event.target.value })}
      />
      <TextArea
        label="Leave out"
        value={draft.negative}
        rows={1}
        maxLength={1000}
        placeholder="crowds, neon, clip art"
        hint="Letters, logos and watermarks are always left out."
        onChange={(event) => change({ negative: event.target.value })}
      />
      {failure !== null && <ErrorNotice failure={failure} />}
    </div>
  )
}

function Preview({ state, posts }: { readonly state: PromptsState; readonly posts: number }) {
  const { draft, previewPlace, preview, previewFailure, show, ask } = state
  useAsking(draft, previewPlace, ask)
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-3 rounded-md bg-sunken p-4">
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Platform"
          value={previewPlace.platform}
          options={PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORMS[id].label }))}
          onPick={(value) =>
            show({ ...previewPlace, platform: PLATFORM_IDS.find((id) => id === value) ?? 'instagram' })
          }
        />
        <SelectField
          label="Post"
          value={String(previewPlace.post)}
          options={Array.from({ length: posts }, (_, index) => ({
            value: String(index + 1),
            label: `Post ${index + 1}`
          }))}
          onPick={(value) => show({ ...previewPlace, post: Number(value) })}
        />
      </div>
      {previewFailure === null ? (
        <div data-selectable>
          <h3 className="text-xs font-medium text-ink-soft">What is sent</h3>
          <p className="break-words whitespace-pre-line">{preview?.prompt ?? ''}</p>
          <h3 className="mt-3 text-xs font-medium text-ink-soft">Left out</h3>
          <p className="break-words text-ink-soft">{preview?.negativePrompt ?? ''}</p>
        </div>
      ) : (
        <ErrorNotice failure={previewFailure} />
      )}
    </section>
  )
}

/** A pause in typing asks for the preview once. */
function useAsking(draft: PromptDraft, place: PromptsState['previewPlace'], ask: () => Promise<void>): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words and the place are what it is asked again for
  useEffect(() => {
    const timer = setTimeout(() => void ask(), PREVIEW_DELAY_MS)
    return () => clearTimeout(timer)
  }, [draft, place, ask])
}
