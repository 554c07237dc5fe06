/** A switch, alone with a name or beside its words. */
import { Switch } from 'radix-ui'

export interface ToggleProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export function Toggle({ label, isOn, onChange }: ToggleProps) {
  return (
    <Switch.Root
      aria-label={label}
      checked={isOn}
      onCheckedChange={onChange}
      className="h-5 w-9 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors data-[state=checked]:bg-accent-fill"
    >
      <Switch.Thumb className="block size-4 rounded-full bg-white transition-transform data-[state=checked]:translate-x-4" />
    </Switch.Root>
  )
}

export interface ToggleLineProps extends ToggleProps {
  readonly hint?: string
}

export function ToggleLine({ label, hint, isOn, onChange }: ToggleLineProps) {
  return (
    <div className="flex items-center gap-3">
      <Toggle label={label} isOn={isOn} onChange={onChange} />
      <div className="min-w-0">
        <p aria-hidden>{label}</p>
        {hint !== undefined && <p className="text-xs text-ink-soft">{hint}</p>}
      </div>
    </div>
  )
}
