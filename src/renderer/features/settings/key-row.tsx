/** One key: whether it is there, a field to write it, and a way to remove it. It can never be read back. */
import { KeyRound, PlugZap, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { KeyStatus } from '#shared/domain/settings.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { keyLabel } from './key-labels.ts'
import { CheckLine } from './provider-list.tsx'
import type { CheckState } from './settings-store.ts'

export interface KeyRowProps {
  readonly status: KeyStatus
  readonly onSave: (value: string) => Promise<boolean>
  readonly onDelete: () => void
  /** Asks the vendor with this key, free of charge; null where nothing can be asked. */
  readonly onTest: (() => void) | null
  readonly check: CheckState | undefined
}

export function KeyRow({ status, onSave, onDelete, onTest, check }: KeyRowProps) {
  const [text, setText] = useState('')
  const label = keyLabel(status.name)
  const save = async (): Promise<void> => {
    if (await onSave(text.trim())) setText('')
  }
  return (
    <li className="grid grid-cols-1 @3xl:grid-cols-[minmax(9rem,12rem)_minmax(8rem,1fr)_auto] items-center gap-3 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="truncate font-medium">{label}</p>
        <p className="text-xs text-ink-soft">{stateText(status)}</p>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') void save()
        }}
      >
        <TextField
          type="password"
          label={label}
          isLabelHidden
          autoComplete="off"
          value={text}
          maxLength={4096}
          placeholder={status.configured ? 'Write a new value to replace it' : 'Paste it here'}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <div className="flex flex-wrap items-center gap-1">
        <Button
          icon={<KeyRound />}
          aria-label={`Save ${label}`}
          disabled={text.trim() === ''}
          onClick={() => void save()}
        >
          Save
        </Button>
        {onTest !== null && (
          <Button
            tone="quiet"
            icon={<PlugZap />}
            aria-label={`Test ${label}`}
            disabled={!status.configured || check === 'running'}
            onClick={onTest}
          >
            {check === 'running' ? 'Testing…' : 'Test'}
          </Button>
        )}
        <IconButton
          label={`Remove ${label}`}
          icon={<Trash2 />}
          disabled={status.source !== 'keychain'}
          onClick={onDelete}
        />
      </div>
      {onTest !== null && check !== undefined && check !== 'running' && (
        <div className="col-span-full">
          <CheckLine check={check} />
        </div>
      )}
    </li>
  )
}

function stateText(status: KeyStatus): string {
  if (!status.configured) return 'Not set'
  return status.source === 'environment' ? 'From an environment variable' : 'In the keychain'
}
