/** How a post's picture is made: the prompt, who makes it and for how much, and the button that does it. */
import { RotateCw, Sparkles } from 'lucide-react'
import { useId } from 'react'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { IMAGE_PROVIDER_IDS, type ImageProviderId, type ProviderStatus } from '#shared/domain/provider.ts'
import { formatUsd } from '#shared/money.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import type { PlanCell, RemakeOptions } from './campaign-state.ts'
import type { PostCell } from './post-cells.ts'

export interface PostMakingProps {
  readonly words: PlannedPost
  readonly cell: PostCell | null
  readonly automaticPrompt: string
  readonly providers: readonly ProviderStatus[]
  readonly maker: ImageProviderId | null
  readonly isBusy: boolean
  readonly onPrompt: (prompt: string) => void
  /** Null lets the cascade choose. */
  readonly onMaker: (provider: ImageProviderId | null) => void
  readonly onMake: (options: RemakeOptions) => void
}

const MOST_PROMPT_CHARS = 4000

export function PostMaking(props: PostMakingProps) {
  const { words, cell, automaticPrompt, providers, maker, isBusy, onPrompt, onMaker, onMake } = props
  const titleId = useId()
  const usable = providers.filter((provider) => provider.configured && provider.disabledReason === null)
  const chosen = usable.find((provider) => provider.id === maker) ?? firstOf(usable)
  const isAgain = (cell?.deliveredCount ?? 0) > 0
  const variant = cell?.shown.variant ?? 1
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <h3 id={titleId} className="font-semibold">
        Picture
      </h3>
      <TextArea
        label="Prompt"
        value={words.prompt === '' ? automaticPrompt : words.prompt}
        rows={4}
        className="max-h-44"
        maxLength={MOST_PROMPT_CHARS}
        hint={
          words.prompt === '' ? (
            'From the brief. Typing makes it your own for this post.'
          ) : (
            <span className="flex items-center gap-3">
              <span className="flex-1">Your own words for this post.</span>
              <button
                type="button"
                className="font-medium text-accent underline underline-offset-2"
                onClick={() => onPrompt('')}
              >
                Back to the brief’s prompt
              </button>
            </span>
          )
        }
        onChange={(event) => onPrompt(event.target.value === automaticPrompt ? '' : event.target.value)}
      />
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-56 flex-1">
          <SelectField
            label="Made by"
            value={maker ?? ''}
            options={[
              { value: '', label: 'Cheapest first' },
              ...usable.map(({ id, label, priceMicroUsd }) => ({
                value: id,
                label: `${label}, about ${formatUsd(priceMicroUsd)}`
              }))
            ]}
            onPick={(value) => onMaker(IMAGE_PROVIDER_IDS.find((id) => id === value) ?? null)}
          />
        </div>
        <Button
          tone={isAgain ? 'normal' : 'primary'}
          icon={isAgain ? <RotateCw /> : <Sparkles />}
          disabled={isBusy || usable.length === 0}
          title={isBusy ? 'One generation at a time: wait for the one that runs, or cancel it.' : undefined}
          onClick={() => onMake({ variant, provider: maker, prompt: words.prompt })}
        >
          {makeText({ state: cell?.shown.state, isAgain, price: chosen?.priceMicroUsd ?? null })}
        </Button>
      </div>
      {usable.length === 0 && providers.length > 0 && (
        <p className="text-warn">
          No provider is ready. Add a key in Settings, or switch on the offline composer.
        </p>
      )}
    </section>
  )
}

/** Who is asked first when nobody is named. The offline composer draws only when no other provider is set up. */
export function firstOf(usable: readonly ProviderStatus[]): ProviderStatus | undefined {
  const asked = usable.filter(({ id, emergency }) => id !== 'composer' && !emergency)
  const [first] = asked.toSorted((one, other) => one.priceMicroUsd - other.priceMicroUsd)
  return first ?? usable.find(({ id }) => id === 'composer') ?? usable[0]
}

interface MakeText {
  readonly state: PlanCell['state'] | undefined
  readonly isAgain: boolean
  /** Micro-dollars; null while nobody can make it. */
  readonly price: number | null
}

function makeText({ state, isAgain, price }: MakeText): string {
  if (state === 'running') return 'Being made…'
  if (state === 'waiting') return 'Waiting its turn…'
  const what = isAgain ? 'Make again' : 'Make this post'
  return price === null ? what : `${what} for about ${formatUsd(price)}`
}
