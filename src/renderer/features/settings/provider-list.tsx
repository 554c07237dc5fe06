/** Image providers in the order they are tried: on or off, first choice, test, price, and what is wrong with one. */
import { ArrowDown, ArrowUp, PlugZap } from 'lucide-react'
import { Switch } from 'radix-ui'
import type { ProviderCheck, ProviderStatus } from '#shared/domain/provider.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { TextField } from '../../ui/field.tsx'
import { Money } from '../../ui/money.tsx'
import type { CheckState, SettingsState } from './settings-store.ts'

export interface ProviderListProps {
  readonly providers: readonly ProviderStatus[]
  readonly checks: SettingsState['checks']
  readonly onEnable: (provider: ProviderStatus, isEnabled: boolean) => void
  readonly onMove: (provider: ProviderStatus, by: -1 | 1) => void
  readonly onTest: (provider: ProviderStatus) => void
  /** Addresses that are set; a provider without one is asked at its vendor's own. */
  readonly addresses: Readonly<Record<string, string>>
  /** Null goes back to the usual address. */
  readonly onAddress: (provider: ProviderStatus, address: string | null) => void
}

export function ProviderList({
  providers,
  checks,
  onEnable,
  onMove,
  onTest,
  addresses,
  onAddress
}: ProviderListProps) {
  return (
    <ol aria-label="Providers in order" className="flex flex-col divide-y divide-line">
      {providers.map((provider, index) => {
        const check = checks[provider.id]
        return (
          <li key={provider.id} className="flex flex-wrap items-center gap-3 py-2.5 first:pt-0 last:pb-0">
            <div className="flex">
              <IconButton
                label={`Try ${provider.label} earlier`}
                icon={<ArrowUp />}
                disabled={index === 0}
                className="size-7"
                onClick={() => onMove(provider, -1)}
              />
              <IconButton
                label={`Try ${provider.label} later`}
                icon={<ArrowDown />}
                disabled={index === providers.length - 1}
                className="size-7"
                onClick={() => onMove(provider, 1)}
              />
            </div>
            <div className="min-w-48 flex-1">
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
            <Switch.Root
              aria-label={`Use ${provider.label}`}
              checked={provider.enabled}
              onCheckedChange={(isOn) => onEnable(provider, isOn)}
              className="h-5 w-9 rounded-full bg-line-strong p-0.5 transition-colors data-[state=checked]:bg-accent-fill"
            >
              <Switch.Thumb className="block size-4 rounded-full bg-white transition-transform data-[state=checked]:translate-x-4" />
            </Switch.Root>
            {LOCAL_SERVERS.has(provider.id) && provider.enabled && (
              <div className="w-full max-w-md pl-16">
                <TextField
                  key={addresses[provider.id] ?? ''}
                  label={`Address of ${provider.label}`}
                  defaultValue={addresses[provider.id] ?? ''}
                  placeholder="http://127.0.0.1:8188"
                  onBlur={(event) => {
                    const address = event.target.value.trim()
                    if (address !== (addresses[provider.id] ?? '')) onAddress(provider, address || null)
                  }}
                />
              </div>
            )}
            <CheckLine check={check} />
          </li>
        )
      })}
    </ol>
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

function CheckLine({ check }: { readonly check: CheckState | undefined }) {
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
