/**
 * What a first start may set up, and need not: where copies live, and keys. Each card says how things stand, opens in
 * place, and can be skipped; everything is in Settings later.
 */
import { Check, HardDrive, KeyRound } from 'lucide-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '#shared/domain/settings.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyRows } from './key-rows.tsx'
import type { SettingsState, SettingsStore } from './settings-store.ts'
import { StoreForm } from './store-form.tsx'

export interface SetupCardsProps {
  readonly store: SettingsStore
  /** Asks for a folder; null when dismissed. */
  readonly chooseFolder: (title: string) => Promise<string | null>
}

type Card = 'copies' | 'keys'

export function SetupCards({ store, chooseFolder }: SetupCardsProps) {
  const state = useStore(store)
  const { refresh } = store.getState()
  const [open, setOpen] = useState<Card | null>(null)
  const [skipped, setSkipped] = useState<readonly Card[]>([])
  useEffect(() => void refresh(), [refresh])
  const { settings, failure } = state
  if (settings === null || settings.onboarding.done) return null
  const cardOf = (card: Card) => ({
    isOpen: open === card,
    isSkipped: skipped.includes(card),
    onOpen: () => setOpen(open === card ? null : card),
    onSkip: () => {
      setSkipped([...skipped, card])
      setOpen(null)
    }
  })
  return (
    <section aria-label="Set up, if you like" className="flex flex-col gap-3">
      <SetupCard
        icon={<HardDrive />}
        title="Two copies of everything"
        text={copiesText(settings)}
        action="Change where copies live"
        skip="Keep these folders"
        {...cardOf('copies')}
      >
        <Stores state={state} settings={settings} chooseFolder={chooseFolder} />
      </SetupCard>
      <SetupCard
        icon={<KeyRound />}
        title="Keys, if you have any"
        text={keysText(state)}
        action="Add keys"
        skip="Go on without keys"
        {...cardOf('keys')}
      >
        <Keys state={state} />
      </SetupCard>
      {failure !== null && <ErrorNotice failure={failure} />}
      <Button tone="quiet" className="self-center" onClick={() => void state.set('onboarding.done', true)}>
        Skip all of this; it is in Settings later
      </Button>
    </section>
  )
}

function copiesText({ stores }: Settings): string {
  const isFolder = (side: 'primary' | 'backup'): boolean => (stores[side]?.kind ?? 'folder') === 'folder'
  if (isFolder('primary') && isFolder('backup'))
    return 'Two folders of this computer are chosen already. Cloudflare R2, Backblaze B2 or any S3 bucket can take their place.'
  return 'Your stores are set. Each asset goes to both and is checked.'
}

function keysText({ keys }: SettingsState): string {
  const count = keys.filter((key) => key.configured).length
  return count === 0
    ? 'Without any, pictures are composed on this computer at no cost. With one, the cheapest provider is tried first.'
    : `${count} in place. The cheapest provider is tried first.`
}

interface SetupCardProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly action: string
  readonly skip: string
  readonly isOpen: boolean
  readonly isSkipped: boolean
  readonly onOpen: () => void
  readonly onSkip: () => void
  readonly children: ReactNode
}

function SetupCard(props: SetupCardProps) {
  const { icon, title, text, action, skip, isOpen, isSkipped, onOpen, onSkip, children } = props
  const bodyId = useId()
  return (
    <div className="rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-56 flex-1">
          <p className="flex items-center gap-2 font-medium [&_svg]:size-4 [&_svg]:text-ink-soft">
            {isSkipped ? <Check /> : icon}
            {title}
          </p>
          <p className="mt-0.5 text-ink-soft">{text}</p>
        </div>
        <div className="flex gap-1">
          <Button tone="quiet" aria-expanded={isOpen} aria-controls={bodyId} onClick={onOpen}>
            {isOpen ? 'Done' : action}
          </Button>
          {!isSkipped && !isOpen && <Button onClick={onSkip}>{skip}</Button>}
        </div>
      </div>
      <div id={bodyId} hidden={!isOpen} className="mt-4 border-t border-line pt-4">
        {isOpen && children}
      </div>
    </div>
  )
}

interface StoresProps extends Pick<SetupCardsProps, 'chooseFolder'> {
  readonly state: SettingsState
  readonly settings: Settings
}

function Stores({ state, settings, chooseFolder }: StoresProps) {
  return (
    <>
      <div className="grid grid-cols-1 gap-6 sm:grid-cols-2">
        {(['primary', 'backup'] as const).map((side) => (
          <StoreForm
            key={side}
            side={side}
            config={settings.stores[side]}
            onSave={(config) => state.setStore(side, config)}
            chooseFolder={chooseFolder}
          />
        ))}
      </div>
      <details className="mt-4">
        <summary className="font-medium">Keys of buckets</summary>
        <KeyRows state={state} isProvider={false} />
      </details>
    </>
  )
}

function Keys({ state }: { readonly state: SettingsState }) {
  return (
    <>
      <p className="mb-3 text-ink-soft">
        Kept in the keychain of this computer, never shown again. Testing one is free of charge.
      </p>
      <KeyRows state={state} isProvider />
    </>
  )
}
