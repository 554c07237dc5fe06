/** What a first start may set up, and need not: where copies live, and keys. Each card says how things stand. */
import { HardDrive, KeyRound } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '#shared/domain/settings.ts'
import { Button } from '../../ui/button.tsx'
import type { SettingsStore } from './settings-store.ts'

export interface SetupCardsProps {
  readonly store: SettingsStore
  readonly onOpen: () => void
}

export function SetupCards({ store, onOpen }: SetupCardsProps) {
  const settings = useStore(store, (state) => state.settings)
  const keys = useStore(store, (state) => state.keys)
  const { refresh } = store.getState()
  useEffect(() => void refresh(), [refresh])
  if (settings === null) return null
  const count = keys.filter((key) => key.configured).length
  return (
    <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <SetupCard icon={<HardDrive />} title="Two copies of everything" action="Change stores" onOpen={onOpen}>
        {copiesText(settings)}
      </SetupCard>
      <SetupCard icon={<KeyRound />} title="Keys, if you have any" action="Add keys" onOpen={onOpen}>
        {count === 0
          ? 'Without any, pictures are composed on this computer at no cost.'
          : `${count} in place. The cheapest provider is tried first.`}
      </SetupCard>
    </ul>
  )
}

function copiesText({ stores }: Settings): string {
  const isFolder = (side: 'primary' | 'backup'): boolean => (stores[side]?.kind ?? 'folder') === 'folder'
  if (isFolder('primary') && isFolder('backup'))
    return 'Two folders of this computer are chosen already. Buckets can take their place.'
  return 'Your stores are set. Each asset goes to both and is checked.'
}

interface SetupCardProps {
  readonly icon: ReactNode
  readonly title: string
  readonly action: string
  readonly onOpen: () => void
  readonly children: ReactNode
}

function SetupCard({ icon, title, action, onOpen, children }: SetupCardProps) {
  return (
    <li className="flex flex-col items-start gap-1 rounded-xl border border-line bg-surface px-4 py-3">
      <p className="flex items-center gap-2 font-medium [&_svg]:size-4 [&_svg]:text-ink-soft">
        {icon}
        {title}
      </p>
      <p className="flex-1 text-ink-soft">{children}</p>
      <Button tone="quiet" className="-ml-3" onClick={onOpen}>
        {action}
      </Button>
    </li>
  )
}
