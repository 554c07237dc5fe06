/** The Settings page: keys, providers, stores, budgets, appearance, and what this program is. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ProviderStatus } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AmountField } from '../../ui/amount-field.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card, PageBody, PageHeader } from '../../ui/page.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { isProviderKey } from './key-labels.ts'
import { KeyRow } from './key-row.tsx'
import { ProviderList } from './provider-list.tsx'
import type { SettingsState, SettingsStore } from './settings-store.ts'
import { StoreForm } from './store-form.tsx'

export interface SettingsPageProps {
  readonly store: SettingsStore
  /** Asks for a folder; null when dismissed. */
  readonly chooseFolder: (title: string) => Promise<string | null>
}

export function SettingsPage({ store, chooseFolder }: SettingsPageProps) {
  const state = useStore(store)
  const { refresh } = store.getState()
  useEffect(() => void refresh(), [refresh])
  const { settings, load, failure } = state
  return (
    <>
      <PageHeader title="Settings" />
      <PageBody>
        <div className="mx-auto flex max-w-4xl flex-col gap-4">
          {load.status === 'failed' && <ErrorNotice failure={load.failure} onRetry={() => void refresh()} />}
          {failure !== null && <ErrorNotice failure={failure} />}
          {settings === null ? (
            load.status !== 'failed' && <SkeletonLines count={8} label="Loading settings" />
          ) : (
            <Sections state={state} settings={settings} chooseFolder={chooseFolder} />
          )}
        </div>
      </PageBody>
    </>
  )
}

interface SectionsProps extends Pick<SettingsPageProps, 'chooseFolder'> {
  readonly state: SettingsState
  readonly settings: Settings
}

function Sections({ state, settings, chooseFolder }: SectionsProps) {
  return (
    <>
      <Appearance
        theme={settings.appearance.theme}
        onPick={(theme) => void state.set('appearance.theme', theme)}
      />
      <Providers state={state} settings={settings} />
      <Keys
        title="Keys of providers"
        state={state}
        text="Kept in the keychain of this computer. They can be replaced or removed here, never shown."
        isProvider
      />
      <Card title="Where copies live">
        <p className="mb-4 text-ink-soft">
          Every asset is written to both places and checked. Buckets need their keys from the list below.
        </p>
        <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
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
      <Budgets state={state} settings={settings} />
      <About state={state} settings={settings} />
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
        addresses={addressesOf(settings)}
        onAddress={(provider, address) => void set(`providers.${provider.id}.baseUrl`, address)}
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

/** The local servers' addresses, where set. */
function addressesOf({ providers }: Settings): Readonly<Record<string, string>> {
  return { a1111: providers.a1111.baseUrl ?? '', comfyui: providers.comfyui.baseUrl ?? '' }
}

interface KeysProps {
  readonly title: string
  readonly text: string
  readonly state: SettingsState
  readonly isProvider: boolean
}

function Keys({ title, text, state, isProvider }: KeysProps) {
  const { keys, setKey, deleteKey } = state
  return (
    <Card title={title}>
      <p className="mb-3 text-ink-soft">{text}</p>
      <ul className="flex flex-col divide-y divide-line">
        {keys
          .filter((key) => isProviderKey(key.name) === isProvider)
          .map((key) => (
            <KeyRow
              key={key.name}
              status={key}
              onSave={(value) => setKey(key.name, value)}
              onDelete={() => void deleteKey(key.name)}
            />
          ))}
      </ul>
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

function About({ state, settings }: { readonly state: SettingsState; readonly settings: Settings }) {
  const { about } = state
  return (
    <Card title="This program">
      <div className="mb-4 max-w-xl">
        <TextField
          key={settings.ffmpeg.path ?? ''}
          label="Path of ffmpeg"
          hint={
            about?.ffmpegPath === null ? 'Not found. Videos need it.' : `In use: ${about?.ffmpegPath ?? '…'}`
          }
          defaultValue={settings.ffmpeg.path ?? ''}
          placeholder="Found by itself"
          onBlur={(event) => {
            const path = event.target.value.trim()
            if (path !== (settings.ffmpeg.path ?? ''))
              void state.set('ffmpeg.path', path === '' ? null : path)
          }}
        />
      </div>
      {about !== null && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1" data-selectable>
          <dt className="text-ink-faint">Version</dt>
          <dd>{about.version}</dd>
          <dt className="text-ink-faint">Data folder</dt>
          <dd className="break-all">{about.dataFolder}</dd>
          <dt className="text-ink-faint">Logs</dt>
          <dd className="break-all">{about.logFolder}</dd>
          <dt className="text-ink-faint">Licence</dt>
          <dd>MIT. Inter and Noto Color Emoji under the SIL Open Font License 1.1.</dd>
        </dl>
      )}
    </Card>
  )
}
