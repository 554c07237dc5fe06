/** Above the plan: which platforms, how many posts, and the one button that makes images. */
import { Minus, Plus, Sparkles } from 'lucide-react'
import { PLATFORM_IDS, PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { countOf } from '../../ui/format.ts'
import { Chips } from '../../ui/segmented.tsx'

export interface PlanToolbarProps {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly isBusy: boolean
  readonly onPlatforms: (platforms: readonly PlatformId[]) => void
  readonly onPosts: (posts: number) => void
  readonly onGenerate: () => void
}

const CHOICES = PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORMS[id].label }))

export function PlanToolbar({
  platforms,
  posts,
  isBusy,
  onPlatforms,
  onPosts,
  onGenerate
}: PlanToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-6 py-2">
      <Chips
        label="Platforms"
        choices={CHOICES}
        values={platforms}
        onChange={(values) => onPlatforms(PLATFORM_IDS.filter((id) => values.includes(id)))}
      />
      <fieldset aria-label="Posts per platform" className="flex items-center">
        <IconButton
          label="One post less"
          icon={<Minus />}
          disabled={posts <= 1}
          onClick={() => onPosts(posts - 1)}
        />
        <span aria-live="polite" className="w-16 text-center">
          {countOf(posts, 'post')}
        </span>
        <IconButton
          label="One post more"
          icon={<Plus />}
          disabled={posts >= 100}
          onClick={() => onPosts(posts + 1)}
        />
      </fieldset>
      <Button tone="primary" icon={<Sparkles />} className="ml-auto" disabled={isBusy} onClick={onGenerate}>
        {isBusy ? 'Generating…' : 'Generate'}
      </Button>
    </div>
  )
}
