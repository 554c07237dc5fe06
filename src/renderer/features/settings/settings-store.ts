/** Settings, key presence and providers as the window shows them. Keys go in and never come back. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImageProviderId, ProviderCheck, ProviderStatus } from '#shared/domain/provider.ts'
import type { KeyStatus, SecretName, Settings } from '#shared/domain/settings.ts'
import type { StoreConfig, StoreHealth, StoreSide } from '#shared/domain/storage.ts'
import type { RouteInput, RouteOutput } from '#shared/ipc/contract.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, IDLE, type Load, READY } from '../../ipc/load.ts'

/** A test under way, or its outcome. */
export type CheckState = 'running' | ProviderCheck

export interface SettingsState {
  readonly settings: Settings | null
  readonly load: Load
  /** The last change that was refused; null after one that was taken. */
  readonly failure: Failure | null
  readonly keys: readonly KeyStatus[]
  readonly providers: readonly ProviderStatus[]
  readonly checks: Readonly<Partial<Record<ImageProviderId, CheckState>>>
  readonly about: RouteOutput<'app.about'> | null
  follow(): () => void
  /** Asks for everything the Settings page shows. */
  refresh(): Promise<void>
  set(path: string, value: RouteInput<'settings.set'>['value']): Promise<boolean>
  setKey(name: SecretName, value: string): Promise<boolean>
  deleteKey(name: SecretName): Promise<void>
  /** Free of charge. */
  testProvider(id: ImageProviderId): Promise<void>
  /** Checks the store before it is used; null when it was refused. */
  setStore(side: StoreSide, config: StoreConfig): Promise<StoreHealth | null>
}
export type SettingsStore = StoreApi<SettingsState>

export function createSettingsStore(client: Client): SettingsStore {
  return createStore<SettingsState>()((set, get) => {
    async function loadSettings(): Promise<void> {
      try {
        set({ settings: await client.call('settings.get', {}), load: READY })
      } catch (thrown) {
        set({ load: failed(thrown) })
      }
    }

    async function attempt<Result>(run: () => Promise<Result>): Promise<Result | null> {
      try {
        const result = await run()
        set({ failure: null })
        return result
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
        return null
      }
    }

    async function loadKeys(): Promise<void> {
      const answer = await attempt(() => client.call('key.list', {}))
      if (answer !== null) set({ keys: answer.keys })
    }

    async function loadProviders(): Promise<void> {
      const answer = await attempt(() => client.call('provider.list', {}))
      if (answer !== null) set({ providers: answer.providers })
    }

    async function refresh(): Promise<void> {
      await Promise.all([loadSettings(), loadKeys(), loadProviders()])
      const about = await attempt(() => client.call('app.about', {}))
      set({ about })
    }

    const setCheck = (id: ImageProviderId, check: CheckState): void =>
      set({ checks: { ...get().checks, [id]: check } })

    return {
      settings: null,
      load: IDLE,
      failure: null,
      keys: [],
      providers: [],
      checks: {},
      about: null,
      refresh,
      follow() {
        const stop = client.on('settings.changed', () => void loadSettings())
        void loadSettings()
        return stop
      },
      async set(path, value) {
        const settings = await attempt(() => client.call('settings.set', { path, value }))
        if (settings === null) return false
        set({ settings })
        if (path.startsWith('providers')) await loadProviders()
        return true
      },
      async setKey(name, value) {
        const answer = await attempt(() => client.call('key.set', { name, value }))
        await Promise.all([loadKeys(), loadProviders()])
        return answer !== null
      },
      async deleteKey(name) {
        await attempt(() => client.call('key.delete', { name }))
        await Promise.all([loadKeys(), loadProviders()])
      },
      async testProvider(id) {
        setCheck(id, 'running')
        const check = await attempt(() => client.call('provider.test', { id }))
        setCheck(id, check ?? failedCheck(id, get().failure))
      },
      async setStore(side, config) {
        const health = await attempt(() => client.call('store.set', { side, config }))
        await loadSettings()
        return health
      }
    }
  })
}

function failedCheck(id: ImageProviderId, failure: Failure | null): ProviderCheck {
  const { code, message } = failure ?? { code: 'INTERNAL', message: 'The test did not end.' }
  return { id, ok: false, latencyMs: 0, balanceMicroUsd: null, code, message }
}
