/** The Settings page: keys, providers, stores, budgets, appearance, and what this program is. */
import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import type { ProviderStatus } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AmountField } from '../../ui/amount-field.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Card, PageBody, PageHeader } from '../../ui/page.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { About } from './about.tsx'
import { BandwidthForm } from './bandwidth-form.tsx'
import { ImageSettings } from './image-settings.tsx'
import { KeyRows } from './key-rows.tsx'
import { Placements } from './placements.tsx'
import { ProviderList } from './provider-list.tsx'
import type { SettingsState, SettingsStore } from './settings-store.ts'
import { StoreForm } from './store-form.tsx'

export interface SettingsPageProps {
  readonly store: SettingsStore
  /** Asks for a folder; null when dismissed. */
  readonly chooseFolder: (title: string) => Promise<string | null>
  /** Shows a folder in the system's file manager. */
  readonly onShowFolder: (path: string) => void
  /** To the Storage page, where stores are tested. */
  readonly onStorage: () => void
}

export function SettingsPage(props: SettingsPageProps) {
  const { store } = props
  const state = useStore(store)
  const { refresh } = store.getState()
  useEffect(() => void refresh(), [refresh])
  const { settings, load, failure } = state
  return (
    <>
      <PageHeader title="Settings" />
      <PageBody>
        <div className="@container mx-auto flex max-w-5xl items-start gap-8">
          {settings !== null && <SectionLinks />}
          <div className="flex min-w-0 flex-1 flex-col gap-4">
            {load.status === 'failed' && (
              <ErrorNotice failure={load.failure} onRetry={() => void refresh()} />
            )}
            {failure !== null && <ErrorNotice failure={failure} />}
            {settings === null ? (
              load.status !== 'failed' && <SkeletonLines count={8} label="Loading settings" />
            ) : (
              <Sections {...props} state={state} settings={settings} />
            )}
          </div>
        </div>
      </PageBody>
    </>
  )
}

const SECTIONS = [
  { id: 'appearance', label: 'Appearance' },
  { id: 'providers', label: 'Providers and keys' },
  { id: 'stores', label: 'Stores' },
  { id: 'budgets', label: 'Budgets' },
  { id: 'pictures', label: 'Pictures' },
  { id: 'program', label: 'This program' }
] as const
type SectionId = (typeof SECTIONS)[number]['id']

/** Jumps along the long page. */
function SectionLinks() {
  return (
    <nav aria-label="Settings" className="sticky top-1 hidden w-40 shrink-0 @3xl:block">
      <ul className="flex flex-col gap-0.5">
        {SECTIONS.map(({ id, label }) => (
          <li key={id}>
            <button
              type="button"
              className="min-h-8 w-full rounded-md px-2.5 text-left text-ink-soft transition-colors hover:bg-hover hover:text-ink"
              onClick={() => document.getElementById(`settings-${id}`)?.scrollIntoView({ block: 'start' })}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Section({ id, children }: { readonly id: SectionId; readonly children: ReactNode }) {
  return (
    <div id={`settings-${id}`} className="flex scroll-mt-1 flex-col gap-4">
      {children}
    </div>
  )
}

interface SectionsProps extends Omit<SettingsPageProps, 'store'> {
  readonly state: SettingsState
  readonly settings: Settings
}

function Sections({ state, settings, chooseFolder, onShowFolder, onStorage }: SectionsProps) {
  return (
    <>
      <Section id="appearance">
        <Appearance
          theme={settings.appearance.theme}
          onPick={(theme) => void state.set('appearance.theme', theme)}
        />
      </Section>
      <Section id="providers">
        <Providers state={state} settings={settings} />
        <Keys
          title="Keys of providers"
          state={state}
          text="Kept in the keychain of this computer. They can be replaced or removed here, never shown."
          isProvider
        />
      </Section>
      <Section id="stores">
        <Card
          title="Where copies live"
          actions={
            <Button tone="quiet" onClick={onStorage}>
              Test them on the Storage page
            </Button>
          }
        >
          <p className="mb-4 text-ink-soft">
            Every asset is written to both places and checked. Buckets need their keys from the list below.
          </p>
          <div className="grid grid-cols-1 gap-6 xl:grid-cols-2">
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
        </Card>
        <Keys
          title="Keys of stores"
          state={state}
          text="For buckets only; folders need none."
          isProvider={false}
        />
        <BandwidthForm
          bandwidth={settings.stores.bandwidth}
          onLimit={(bytesPerSecond) => void state.set('stores.bandwidth.bytesPerSecond', bytesPerSecond)}
          onTimetable={(timetable) => void state.set('stores.bandwidth.timetable', timetable)}
        />
      </Section>
      <Section id="budgets">
        <Budgets state={state} settings={settings} />
      </Section>
      <Section id="pictures">
        <ImageSettings images={settings.images} onSet={state.set} />
        <Placements />
      </Section>
      <Section id="program">
        <About about={state.about} settings={settings} onSet={state.set} onShowFolder={onShowFolder} />
      </Section>
    </>
  )
}

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' }
] as const

function Appearance({ theme, onPick }: { readonly theme: string; readonly onPick: (theme: string) => void }) {
  return (
    <Card title="Appearance">
      <Segmented label="Appearance" choices={THEMES} value={theme} onPick={onPick} />
    </Card>
  )
}

function Providers({ state, settings }: { readonly state: SettingsState; readonly settings: Settings }) {
  const { providers, checks, set, testProvider } = state
  const move = (provider: ProviderStatus, by: -1 | 1): void => {
    const order = providers.map(({ id }) => id)
    const from = order.indexOf(provider.id)
    order.splice(from, 1)
    order.splice(from + by, 0, provider.id)
    void set('providers.order', order)
  }
  return (
    <Card title="Image providers">
      <p className="mb-3 text-ink-soft">
        Tried from the top down until one delivers. Testing is free of charge.
      </p>
      <ProviderList
        providers={providers}
        checks={checks}
        onEnable={(provider, isOn) => void set(`providers.${provider.id}.enabled`, isOn)}
        onMove={move}
        onTest={(provider) => void testProvider(provider.id)}
        settings={settings}
        onSet={set}
      />
      <div className="mt-4 max-w-64">
        <AmountField
          label="Most for one image, in dollars"
          hint="Dearer providers are used only after asking. Empty = no limit."
          usd={
            settings.providers.maxPriceMicroUsd === null ? null : settings.providers.maxPriceMicroUsd / 1e6
          }
          onSave={(usd) =>
            void set('providers.maxPriceMicroUsd', usd === null ? null : Math.round(usd * 1e6))
          }
        />
      </div>
    </Card>
  )
}

interface KeysProps {
  readonly title: string
  readonly text: string
  readonly state: SettingsState
  readonly isProvider: boolean
}

function Keys({ title, text, state, isProvider }: KeysProps) {
  return (
    <Card title={title}>
      <p className="mb-3 text-ink-soft">{text}</p>
      <KeyRows state={state} isProvider={isProvider} />
    </Card>
  )
}

function Budgets({ state, settings }: { readonly state: SettingsState; readonly settings: Settings }) {
  return (
    <Card title="Budgets">
      <p className="mb-3 text-ink-soft">Generation stops before a budget is exceeded. Empty = no limit.</p>
      <div className="grid max-w-xl grid-cols-2 gap-4">
        <AmountField
          label="Per month, in dollars"
          usd={settings.budget.monthlyUsd}
          onSave={(usd) => void state.set('budget.monthlyUsd', usd)}
        />
        <AmountField
          label="Per campaign, in dollars"
          usd={settings.budget.perCampaignUsd}
          onSave={(usd) => void state.set('budget.perCampaignUsd', usd)}
        />
      </div>
    </Card>
  )
}
