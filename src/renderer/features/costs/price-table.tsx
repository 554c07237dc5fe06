/** The price table: every known price with source and date, marked when old, and changed in a small form. */
import { Pencil, Plus, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { PriceKey, PriceLine } from '#shared/domain/cost.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'
import type { Failure } from '../../ipc/load.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { PriceDialog } from './price-dialog.tsx'

export interface PriceTableProps {
  readonly prices: readonly PriceLine[]
  readonly failure: Failure | null
  /** True when it was taken. */
  readonly onSave: (entry: RouteInput<'cost.setPrice'>) => Promise<boolean>
  readonly onReset: (key: PriceKey) => void
}

export function PriceTable({ prices, failure, onSave, onReset }: PriceTableProps) {
  const [edited, setEdited] = useState<PriceLine | 'new' | null>(null)
  return (
    <Card
      title="Price table"
      actions={
        <Button tone="quiet" icon={<Plus />} onClick={() => setEdited('new')}>
          Add a price
        </Button>
      }
    >
      <div className="overflow-x-auto">
        <table aria-label="Prices" className="w-full text-left">
          <thead className="text-xs text-ink-faint">
            <tr>
              {['Provider', 'Model', 'Source', 'Seen'].map((name) => (
                <th key={name} className="py-1 pr-4 font-medium">
                  {name}
                </th>
              ))}
              <th className="py-1 text-right font-medium">Price</th>
              <th className="w-20 py-1">
                <span className="sr-only">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {prices.map((line) => (
              <Line
                key={`${line.provider} ${line.model} ${line.quality}`}
                line={line}
                onEdit={() => setEdited(line)}
                onReset={() => onReset({ provider: line.provider, model: line.model, quality: line.quality })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {edited !== null && (
        <PriceDialog
          line={edited === 'new' ? null : edited}
          failure={failure}
          onClose={() => setEdited(null)}
          onSave={async (entry) => {
            if (await onSave(entry)) setEdited(null)
          }}
        />
      )}
    </Card>
  )
}

interface LineProps {
  readonly line: PriceLine
  readonly onEdit: () => void
  readonly onReset: () => void
}

function Line({ line, onEdit, onReset }: LineProps) {
  const name = `${providerName(line.provider)} ${line.model}`
  return (
    <tr className="border-t border-line">
      <td className="py-1 pr-4 whitespace-nowrap">
        {providerName(line.provider)}
        {line.isUsed && (
          <span className="ml-2 rounded-sm bg-ok-soft px-1.5 py-0.5 text-xs font-medium text-ok">In use</span>
        )}
      </td>
      <td className="max-w-48 truncate py-1 pr-4" title={line.model}>
        {line.model}
        {line.quality !== null && <span className="text-ink-faint">, {line.quality}</span>}
      </td>
      <td className="max-w-40 truncate py-1 pr-4 text-ink-soft" title={line.source}>
        {line.source}
      </td>
      <td className={classNames('py-1 pr-4 whitespace-nowrap', line.isStale && 'text-warn')}>
        {line.seenOn}
        {line.isStale && <span className="block text-xs">over 90 days old</span>}
      </td>
      <td className="py-1 text-right whitespace-nowrap">
        <Money microUsd={line.priceMicroUsd} />
        <span className="text-xs text-ink-faint"> / {line.unit}</span>
      </td>
      <td className="py-1 text-right whitespace-nowrap">
        {line.isOwn && (
          <IconButton
            label={`Back to the shipped price of ${name}`}
            icon={<RotateCcw />}
            className="size-7"
            onClick={onReset}
          />
        )}
        <IconButton
          label={`Change the price of ${name}`}
          icon={<Pencil />}
          className="size-7"
          onClick={onEdit}
        />
      </td>
    </tr>
  )
}
