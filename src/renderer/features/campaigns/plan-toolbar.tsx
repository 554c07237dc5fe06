/** Above the plan: which platforms, how many posts and variants, and the one button that makes images. */
import { Minus, Plus, Sparkles } from 'lucide-react'
import { PLATFORM_IDS, PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { countOf } from '../../ui/format.ts'
import { Chips } from '../../ui/segmented.tsx'
import { MOST_POSTS, MOST_VARIANTS } from './campaign-draft.ts'

export interface PlanToolbarProps {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly variants: number
  readonly isBusy: boolean
  readonly onPlatforms: (platforms: readonly PlatformId[]) => void
  readonly onPosts: (posts: number) => void
  readonly onVariants: (variants: number) => void
  readonly onGenerate: () => void
}

const CHOICES = PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORMS[id].label }))

export function PlanToolbar(props: PlanToolbarProps) {
  const { platforms, posts, variants, isBusy, onPlatforms, onPosts, onVariants, onGenerate } = props
  return (
    <div className="flex flex-wrap items-center gap-x-1.5 gap-y-2 px-4 py-2">
      <Chips
        label="Platforms"
        choices={CHOICES}
        values={platforms}
        onChange={(values) => onPlatforms(PLATFORM_IDS.filter((id) => values.includes(id)))}
      />
      <Stepper
        label="Posts per platform"
        less="One post less"
        more="One post more"
        text={countOf(posts, 'post')}
        value={posts}
        most={MOST_POSTS}
        onChange={onPosts}
      />
      <Stepper
        label="Variants of each post"
        less="One variant less"
        more="One variant more"
        text={countOf(variants, 'variant')}
        value={variants}
        most={MOST_VARIANTS}
        onChange={onVariants}
      />
      <Button
        tone="primary"
        icon={isBusy ? undefined : <Sparkles />}
        className="ml-auto"
        disabled={isBusy}
        onClick={onGenerate}
      >
        {isBusy ? 'Generating…' : 'Generate'}
      </Button>
    </div>
  )
}

interface StepperProps {
  readonly label: string
  readonly less: string
  readonly more: string
  readonly text: string
  readonly value: number
  readonly most: number
  readonly onChange: (value: number) => void
}

function Stepper({ label, less, more, text, value, most, onChange }: StepperProps) {
  return (
    <fieldset aria-label={label} className="flex items-center">
      <IconButton
        label={less}
        icon={<Minus />}
        className="size-7"
        disabled={value <= 1}
        onClick={() => onChange(value - 1)}
      />
      <span aria-live="polite" className="min-w-12 text-center whitespace-nowrap">
        {text}
      </span>
      <IconButton
        label={more}
        icon={<Plus />}
        className="size-7"
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      />
    </fieldset>
  )
}
