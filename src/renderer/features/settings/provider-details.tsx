/** What can be set for one provider: model, address, use only after asking, and a monthly budget of its own. */
import type { ProviderStatus } from '#shared/domain/provider.ts'
import type { ProviderSettings } from '#shared/domain/settings.ts'
import { AmountField } from '../../ui/amount-field.tsx'
import { TextField } from '../../ui/field.tsx'
import { ToggleLine } from './toggle.tsx'

export interface ProviderDetailsProps {
  readonly provider: ProviderStatus
  readonly settings: ProviderSettings
  readonly budgetUsd: number | null
  readonly isLocal: boolean
  readonly onSet: (field: 'model' | 'baseUrl' | 'emergency', value: string | boolean | null) => void
  readonly onBudget: (usd: number | null) => void
}

export function ProviderDetails(props: ProviderDetailsProps) {
  const { provider, settings, budgetUsd, isLocal, onSet, onBudget } = props
  return (
    <div className="w-full rounded-md bg-sunken p-3">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] gap-3">
        <LineField
          label={`Address of ${provider.label}`}
          value={settings.baseUrl ?? ''}
          placeholder={isLocal ? 'http://127.0.0.1:8188' : "The vendor's own"}
          onSave={(text) => onSet('baseUrl', text === '' ? null : text)}
        />
        {!isLocal && (
          <>
            <LineField
              label={`Model of ${provider.label}`}
              value={settings.model ?? ''}
              placeholder={provider.model}
              onSave={(text) => onSet('model', text === '' ? null : text)}
            />
            <AmountField
              label={`Most for ${provider.label} a month, in dollars`}
              usd={budgetUsd}
              onSave={onBudget}
            />
          </>
        )}
      </div>
      {!isLocal && (
        <div className="mt-3">
          <ToggleLine
            label={`Use ${provider.label} only after asking`}
            hint="For emergencies: it is skipped until you allow it for a run."
            isOn={provider.emergency}
            onChange={(isOn) => onSet('emergency', isOn)}
          />
        </div>
      )}
    </div>
  )
}

interface LineFieldProps {
  readonly label: string
  readonly value: string
  readonly placeholder: string
  readonly onSave: (text: string) => void
}

/** Saved when it is left. */
function LineField({ label, value, placeholder, onSave }: LineFieldProps) {
  return (
    <TextField
      key={value}
      label={label}
      defaultValue={value}
      placeholder={placeholder}
      maxLength={2048}
      onBlur={(event) => {
        const text = event.target.value.trim()
        if (text !== value) onSave(text)
      }}
    />
  )
}
