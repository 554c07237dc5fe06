/** Image providers in the order they are tried: on or off, first choice, test, price, and what is wrong with one. */
import { ArrowDown, ArrowUp, PlugZap, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { ProviderCheck, ProviderStatus } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { Money } from '../../ui/money.tsx'
import { ProviderDetails } from './provider-details.tsx'
import type { CheckState, SettingsState } from './settings-store.ts'
import { Toggle } from './toggle.tsx'

export interface ProviderListProps {
  readonly providers: readonly ProviderStatus[]
  readonly checks: SettingsState['checks']
  readonly settings: Settings
  readonly onEnable: (provider: ProviderStatus, isEnabled: boolean) => void
  readonly onMove: (provider: ProviderStatus, by: -1 | 1) => void
  readonly onTest: (provider: ProviderStatus) => void
  readonly onSet: SettingsState['set']
}

export function ProviderList(props: ProviderListProps) {
  return (
    <ol aria-label="Providers in order" className="flex flex-col divide-y divide-line">
      {props.providers.map((provider, index) => (
        <ProviderRow
          key={provider.id}
          {...props}
          provider={provider}
          isFirst={index === 0}
          isLast={index === props.providers.length - 1}
        />
      ))}
    </ol>
  )
}

interface ProviderRowProps extends Omit<ProviderListProps, 'providers'> {
  readonly provider: ProviderStatus
  readonly isFirst: boolean
  readonly isLast: boolean
}

function ProviderRow(props: ProviderRowProps) {
  const { provider, checks, isFirst, isLast, onEnable, onMove, onTest } = props
  const check = checks[provider.id]
  const isLocal = LOCAL_SERVERS.has(provider.id)
  const [isOpen, setIsOpen] = useState(isLocal && provider.enabled && !provider.configured)
  return (
    <li className="flex flex-wrap items-center gap-3 py-2.5 first:pt-0 last:pb-0">
      <div className="flex">
        <IconButton
          label={`Try ${provider.label} earlier`}
          icon={<ArrowUp />}
          disabled={isFirst}
          className="size-7"
          onClick={() => onMove(provider, -1)}
        />
        <IconButton
          label={`Try ${provider.label} later`}
          icon={<ArrowDown />}
          disabled={isLast}
          className="size-7"
          onClick={() => onMove(provider, 1)}
        />
      </div>
      <div className="min-w-44 flex-1">
        <p className="font-medium">
          {provider.label}
          {provider.emergency && (
            <span className="ml-2 rounded-sm bg-warn-soft px-1.5 py-0.5 text-xs text-warn">
              Emergency only
            </span>
          )}
        </p>
        <p className="text-xs text-ink-soft">{stateText(provider)}</p>
      </div>
      <div className="w-28 text-right">
        <Money microUsd={provider.priceMicroUsd} />
        <p className={classNames('text-xs', provider.priceStale ? 'text-warn' : 'text-ink-faint')}>
          seen {provider.priceDate}
        </p>
      </div>
      <Button
        icon={<PlugZap />}
        aria-label={`Test ${provider.label}`}
        disabled={check === 'running'}
        onClick={() => onTest(provider)}
      >
        {check === 'running' ? 'Testing…' : 'Test'}
      </Button>
      {provider.id !== 'composer' && (
        <IconButton
          label={`Settings of ${provider.label}`}
          icon={<SlidersHorizontal />}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        />
      )}
      <Toggle
        label={`Use ${provider.label}`}
        isOn={provider.enabled}
        onChange={(isOn) => onEnable(provider, isOn)}
      />
      {isOpen && provider.id !== 'composer' && <Details {...props} isLocal={isLocal} />}
      <CheckLine check={check} />
    </li>
  )
}

function Details({ provider, settings, onSet, isLocal }: ProviderRowProps & { readonly isLocal: boolean }) {
  const { perProviderUsd } = settings.budget
  return (
    <ProviderDetails
      provider={provider}
      settings={settings.providers[provider.id]}
      budgetUsd={perProviderUsd[provider.id] ?? null}
      isLocal={isLocal}
      onSet={(field, value) => void onSet(`providers.${provider.id}.${field}`, value)}
      onBudget={(usd) => {
        const { [provider.id]: _before, ...others } = perProviderUsd
        void onSet('budget.perProviderUsd', usd === null ? others : { ...others, [provider.id]: usd })
      }}
    />
  )
}

/** Programs of the user's own: no key, but an address. */
const LOCAL_SERVERS: ReadonlySet<string> = new Set(['a1111', 'comfyui'])

function stateText(provider: ProviderStatus): string {
  if (provider.disabledReason !== null) return provider.disabledReason
  if (!provider.enabled) return 'Switched off'
  if (!provider.configured) return LOCAL_SERVERS.has(provider.id) ? 'Needs its address' : 'Needs a key'
  if (provider.coolingUntil !== null) return 'Resting after failures'
  return provider.model
}

export function CheckLine({ check }: { readonly check: CheckState | undefined }) {
  if (check === undefined || check === 'running') return null
  return (
    <p
      role="status"
      className={classNames('w-full pl-16 text-xs', check.ok ? 'text-ok' : 'text-bad')}
      data-selectable
    >
      {checkText(check)}
    </p>
  )
}

function checkText(check: ProviderCheck): React.ReactNode {
  if (!check.ok) return `${check.message ?? 'The test failed.'} ${nextStepFor(check.code ?? '') ?? ''}`
  return (
    <>
      Answered in {check.latencyMs} ms.
      {check.balanceMicroUsd !== null && (
        <>
          {' '}
          Balance <Money microUsd={check.balanceMicroUsd} />.
        </>
      )}
    </>
  )
}
