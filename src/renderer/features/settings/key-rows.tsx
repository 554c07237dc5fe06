/** The keys of the providers, or all the others, each with its state and what can be done with it. */
import { isProviderKey, providerOfKey } from './key-labels.ts'
import { KeyRow } from './key-row.tsx'
import type { SettingsState } from './settings-store.ts'

export interface KeyRowsProps {
  readonly state: SettingsState
  /** The providers' keys rather than those of stores and the like. */
  readonly isProvider: boolean
}

export function KeyRows({ state, isProvider }: KeyRowsProps) {
  const { keys, checks, setKey, deleteKey, testProvider } = state
  return (
    <ul className="flex flex-col divide-y divide-line">
      {keys
        .filter((key) => isProviderKey(key.name) === isProvider)
        .map((key) => {
          const provider = providerOfKey(key.name)
          return (
            <KeyRow
              key={key.name}
              status={key}
              onSave={(value) => setKey(key.name, value)}
              onDelete={() => void deleteKey(key.name)}
              onTest={provider === null ? null : () => void testProvider(provider)}
              check={provider === null ? undefined : checks[provider]}
            />
          )
        })}
    </ul>
  )
}
