/** A campaign's name, undo and redo, plan or calendar, and what can be done with the campaign as a whole. */
import {
  CalendarDays,
  Download,
  Ellipsis,
  FileInput,
  FolderOutput,
  LayoutGrid,
  Palette,
  Redo2,
  TextQuote,
  Undo2
} from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { PlanFormat } from '#shared/domain/plan.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import type { CampaignStore } from './campaign-state.ts'

export type CampaignView = 'plan' | 'calendar'

export interface CampaignHeaderProps {
  readonly store: CampaignStore
  readonly view: CampaignView
  readonly onView: (view: CampaignView) => void
  readonly onExport: () => void
  readonly onPrompts: () => void
  readonly onBrand: () => void
  readonly onReadPlan: () => void
  readonly onWritePlan: (format: PlanFormat) => void
}

const VIEWS = [
  { value: 'plan', label: 'Plan', icon: <LayoutGrid /> },
  { value: 'calendar', label: 'Calendar', icon: <CalendarDays /> }
] as const

export function CampaignHeader(props: CampaignHeaderProps) {
  const { store, view, onView, onExport } = props
  const { name, canUndo, canRedo } = useStore(
    store,
    useShallow(({ campaign, canUndo, canRedo }) => ({ name: campaign?.name ?? '', canUndo, canRedo }))
  )
  const { rename, flush, undo, redo } = store.getState()
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 px-6 py-2">
      <h1 className="min-w-40 flex-1">
        <span className="sr-only">{name}</span>
        <input
          aria-label="Campaign name"
          data-undo="campaign"
          value={name}
          maxLength={200}
          title={name}
          onChange={(event) => rename(event.target.value)}
          onBlur={() => void flush()}
          className="-ml-2 w-full truncate rounded-md bg-transparent px-2 py-1 text-xl font-semibold tracking-tight hover:bg-hover focus:bg-surface"
        />
      </h1>
      <div className="flex">
        <IconButton label="Undo" icon={<Undo2 />} disabled={!canUndo} onClick={undo} />
        <IconButton label="Redo" icon={<Redo2 />} disabled={!canRedo} onClick={redo} />
      </div>
      <Segmented
        label="View"
        choices={VIEWS}
        value={view}
        onPick={(value) => onView(value === 'calendar' ? 'calendar' : 'plan')}
      />
      <Button icon={<FolderOutput />} onClick={onExport}>
        Export
      </Button>
      <MoreMenu {...props} />
    </header>
  )
}

function MoreMenu({ onPrompts, onBrand, onReadPlan, onWritePlan }: CampaignHeaderProps) {
  return (
    <Menu
      trigger={<IconButton label="More for this campaign" icon={<Ellipsis />} />}
      entries={[
        { label: 'Prompt template', icon: <TextQuote />, onChoose: onPrompts },
        { label: 'Brand kit', icon: <Palette />, onChoose: onBrand },
        { label: 'Posts from a file', icon: <FileInput />, onChoose: onReadPlan },
        { label: 'Save the plan as CSV', icon: <Download />, onChoose: () => onWritePlan('csv') },
        { label: 'Save the plan as JSON', icon: <Download />, onChoose: () => onWritePlan('json') }
      ]}
    />
  )
}
