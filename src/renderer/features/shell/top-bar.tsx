/** The top bar: search of everything, the safety light, and the activity button. */
import { Activity, CircleHelp, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { SHORTCUT_KEY } from './shortcuts.ts'

export interface TopBarProps {
  readonly runningJobs: number
  readonly safetyLight: ReactNode
  readonly onSearch: () => void
  readonly onActivity: () => void
  readonly onShortcuts: () => void
  readonly isActivityOpen: boolean
}

export function TopBar(props: TopBarProps) {
  const { runningJobs, safetyLight, onSearch, onActivity, onShortcuts, isActivityOpen } = props
  const activityLabel = runningJobs === 0 ? 'Activity' : `Activity, ${runningJobs} running`
  return (
    <header className="@container flex h-12 shrink-0 items-center gap-2 border-b border-line px-3">
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 min-w-9 max-w-md flex-1 items-center gap-2 rounded-md bg-sunken px-2.5 text-left text-ink-faint transition-colors hover:text-ink-soft"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 truncate">Search assets, documents and actions</span>
        <kbd className="hidden font-sans text-xs @3xl:inline">{SHORTCUT_KEY} K</kbd>
      </button>
      <div className="ml-auto flex min-w-0 items-center gap-1">
        {safetyLight}
        <button
          type="button"
          aria-label={activityLabel}
          aria-expanded={isActivityOpen}
          onClick={onActivity}
          className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2.5 text-ink-soft transition-colors hover:bg-hover hover:text-ink"
        >
          <Activity aria-hidden className="size-4" />
          <span className="hidden @3xl:inline">Activity</span>
          {runningJobs > 0 && (
            <span className="min-w-5 rounded-full bg-accent-fill px-1.5 text-center text-xs font-medium text-on-accent">
              {runningJobs}
            </span>
          )}
        </button>
        <IconButton label="Keyboard shortcuts" icon={<CircleHelp />} onClick={onShortcuts} />
      </div>
    </header>
  )
}
