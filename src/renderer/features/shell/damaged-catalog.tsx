/** Stands in place of the app while its catalog cannot be read: rebuild it from a store, or end the app. */
import { DatabaseZap, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../ipc/load.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'

export interface DamagedCatalogProps {
  /** What the catalog's own check said. */
  readonly message: string
  readonly failure: Failure | null
  readonly isRecovering: boolean
  readonly onRecover: (from: 'primary' | 'backup') => void
  readonly onQuit: () => void
}

export function DamagedCatalog({ message, failure, isRecovering, onRecover, onQuit }: DamagedCatalogProps) {
  const [from, setFrom] = useState<'primary' | 'backup'>('primary')
  return (
    <main className="flex h-full items-center justify-center p-6">
      <section
        aria-label="Damaged catalog"
        className="flex w-[34rem] max-w-full flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-card"
      >
        <DatabaseZap aria-hidden className="size-8 text-warn" />
        <h1 className="text-xl font-semibold tracking-tight">The catalog is damaged</h1>
        <p>
          Your pictures and documents are safe in both stores; only the list of them on this computer cannot
          be read. It can be made anew from a store. The damaged file is kept beside the new one.
        </p>
        <p className="text-xs text-ink-soft" data-selectable>
          {message}
        </p>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-xs font-medium text-ink-soft">Make it anew from</legend>
          {(['primary', 'backup'] as const).map((side) => (
            <label key={side} className="flex items-center gap-2">
              <input
                type="radio"
                name="side"
                checked={from === side}
                onChange={() => setFrom(side)}
                className="size-4 accent-(--accent)"
              />
              {side === 'primary' ? 'The primary store' : 'The backup store'}
            </label>
          ))}
        </fieldset>
        {failure !== null && <ErrorNotice failure={failure} />}
        <div className="flex gap-2">
          <Button tone="primary" icon={<RotateCw />} disabled={isRecovering} onClick={() => onRecover(from)}>
            {isRecovering ? 'Starting…' : 'Make the catalog anew'}
          </Button>
          <Button onClick={onQuit}>Quit, change nothing</Button>
        </div>
      </section>
    </main>
  )
}
