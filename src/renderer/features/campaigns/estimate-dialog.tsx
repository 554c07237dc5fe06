/** The price before the spending: per provider, in total, against the historic reference, and the budget left. */
import { Sparkles, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Load } from '../../ipc/load.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { Estimate } from './campaign-store.ts'

export interface EstimateDialogProps {
  readonly isOpen: boolean
  readonly estimate: Estimate | null
  readonly load: Load
  /** Some posts have their picture already, so there is a choice. */
  readonly hasPictures: boolean
  readonly onlyMissing: boolean
  readonly onClose: () => void
  /** Asks for the price of the missing posts, or of all of them anew. */
  readonly onScope: (onlyMissing: boolean) => void
  readonly onGenerate: (allowEmergency: boolean) => void
}

const SCOPES = [
  { value: 'missing', label: 'Only posts without a picture' },
  { value: 'all', label: 'All posts anew' }
] as const

export function EstimateDialog(props: EstimateDialogProps) {
  const { isOpen, estimate, load, hasPictures, onlyMissing, onClose, onScope, onGenerate } = props
  const [allowEmergency, setAllowEmergency] = useState(false)
  const isNothingLeft = estimate !== null && estimate.images === 0
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="What this will cost"
      description="Cheapest provider first. Nothing is spent before you press Generate."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            icon={<Sparkles />}
            disabled={estimate === null || isNothingLeft}
            onClick={() => onGenerate(allowEmergency)}
          >
            {estimate === null ? (
              'Generate'
            ) : (
              <span>
                Generate {countOf(estimate.images, 'image')} for{' '}
                <Money microUsd={estimate.totalCostMicroUsd} />
              </span>
            )}
          </Button>
        </>
      }
    >
      {hasPictures && (
        <div className="mb-4">
          <Segmented
            label="Which posts"
            choices={SCOPES}
            value={onlyMissing ? 'missing' : 'all'}
            onPick={(value) => onScope(value === 'missing')}
          />
        </div>
      )}
      {load.status === 'failed' && (
        <ErrorNotice failure={load.failure} onRetry={() => onScope(onlyMissing)} />
      )}
      {load.status === 'loading' && <SkeletonLines count={5} label="Working out the price" />}
      {isNothingLeft && (
        <p className="text-base">
          Every post of this plan has its picture. Add posts or platforms, or make all of them anew.
        </p>
      )}
      {estimate !== null && !isNothingLeft && (
        <div className="flex flex-col gap-4">
          <Totals estimate={estimate} />
          <ProviderTable estimate={estimate} />
          <label className="flex items-center gap-2 text-ink-soft">
            <input
              type="checkbox"
              checked={allowEmergency}
              onChange={(event) => setAllowEmergency(event.target.checked)}
              className="size-4 accent-accent-fill"
            />
            Allow emergency providers above the price limit when all others fail
          </label>
        </div>
      )}
    </Dialog>
  )
}

function Totals({ estimate }: { readonly estimate: Estimate }) {
  const { totalCostMicroUsd, dalleCostMicroUsd, savingsPercent, budgetLeftMicroUsd } = estimate
  const isOver = budgetLeftMicroUsd !== null && totalCostMicroUsd > budgetLeftMicroUsd
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-3 gap-3">
        <Fact name="Estimate">
          <Money microUsd={totalCostMicroUsd} />
        </Fact>
        <Fact name="DALL-E 3, historic price">
          <Money microUsd={dalleCostMicroUsd} />
          {savingsPercent > 0 && (
            <span className="ml-2 text-xs font-medium text-ok">{Math.round(savingsPercent)} % saved</span>
          )}
        </Fact>
        <Fact name="Budget left">
          {budgetLeftMicroUsd === null ? 'No limit set' : <Money microUsd={budgetLeftMicroUsd} />}
        </Fact>
      </dl>
      {isOver && (
        <p className="flex items-center gap-2 rounded-md bg-warn-soft px-3 py-2">
          <TriangleAlert aria-hidden className="size-4 text-warn" />
          This is more than the budget. Generation stops when the budget is used up.
        </p>
      )}
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="rounded-md bg-sunken px-3 py-2">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  )
}

function ProviderTable({ estimate }: { readonly estimate: Estimate }) {
  return (
    <table aria-label="Price per provider" className="w-full text-left">
      <thead className="text-xs text-ink-faint">
        <tr>
          <th className="py-1 font-medium">Provider</th>
          <th className="py-1 text-right font-medium">One image</th>
          <th className="py-1 text-right font-medium">All images</th>
          <th className="py-1 text-right font-medium">Price seen</th>
        </tr>
      </thead>
      <tbody>
        {estimate.perProvider.map((line) => (
          <tr
            key={line.provider}
            className={classNames('border-t border-line', !line.configured && 'text-ink-faint')}
          >
            <td className="py-1.5">
              {line.label}
              {line.provider === estimate.cheapest && (
                <span className="ml-2 rounded-sm bg-ok-soft px-1.5 py-0.5 text-xs font-medium text-ok">
                  First choice
                </span>
              )}
              {!line.configured && <span className="ml-2 text-xs">not set up</span>}
            </td>
            <td className="py-1.5 text-right">
              <Money microUsd={line.priceMicroUsd} />
            </td>
            <td className="py-1.5 text-right">
              <Money microUsd={line.totalCostMicroUsd} />
            </td>
            <td className={classNames('py-1.5 text-right text-xs', line.priceStale && 'text-warn')}>
              {line.priceDate}
              {line.priceStale && ' (old)'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
