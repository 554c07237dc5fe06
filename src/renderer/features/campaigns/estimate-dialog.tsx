/** The price before the spending: per provider, in total, against the historic reference, and the budget left. */
import { Sparkles, TriangleAlert } from 'lucide-react'
import type { Load } from '../../ipc/load.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SelectField } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { ProviderPrices } from '../../ui/provider-prices.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { Estimate, GenerateOptions } from './campaign-state.ts'

export interface EstimateDialogProps {
  readonly isOpen: boolean
  readonly estimate: Estimate | null
  readonly load: Load
  /** Some posts have their picture already, so there is a choice. */
  readonly hasPictures: boolean
  /** Posts that have a provider of their own. */
  readonly makerCount: number
  readonly options: GenerateOptions
  readonly onClose: () => void
  /** Asks for the price anew. */
  readonly onOptions: (options: GenerateOptions) => void
  readonly onGenerate: () => void
}

const SCOPES = [
  { value: 'missing', label: 'Only posts without a picture' },
  { value: 'all', label: 'All posts anew' }
] as const

export function EstimateDialog(props: EstimateDialogProps) {
  const { isOpen, estimate, onClose, onGenerate } = props
  const isNothingLeft = estimate !== null && estimate.images === 0
  const canMake = estimate?.perProvider.some((line) => line.configured) === true
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
            disabled={estimate === null || isNothingLeft || !canMake}
            onClick={onGenerate}
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
      <Content {...props} isNothingLeft={isNothingLeft} />
    </Dialog>
  )
}

function Content(props: EstimateDialogProps & { readonly isNothingLeft: boolean }) {
  const { estimate, load, hasPictures, makerCount, options, isNothingLeft, onOptions } = props
  return (
    <div className="flex flex-col gap-4">
      {hasPictures && (
        <Segmented
          className="self-start"
          label="Which posts"
          choices={SCOPES}
          value={options.onlyMissing ? 'missing' : 'all'}
          onPick={(value) => onOptions({ ...options, onlyMissing: value === 'missing' })}
        />
      )}
      {load.status === 'failed' && <ErrorNotice failure={load.failure} onRetry={() => onOptions(options)} />}
      {load.status === 'loading' && <SkeletonLines count={5} label="Working out the price" />}
      {isNothingLeft && (
        <p className="text-base">
          Every post of this plan has its picture. Add posts or platforms, or make all of them anew.
        </p>
      )}
      {estimate !== null && !isNothingLeft && (
        <>
          <Totals estimate={estimate} />
          <Maker estimate={estimate} options={options} makerCount={makerCount} onOptions={onOptions} />
          <ProviderPrices
            label="Price per provider"
            prices={estimate.perProvider}
            cheapest={estimate.cheapest}
          />
          <label className="flex items-center gap-2 text-ink-soft">
            <input
              type="checkbox"
              checked={options.allowEmergency}
              onChange={(event) => onOptions({ ...options, allowEmergency: event.target.checked })}
              className="size-4 accent-accent-fill"
            />
            Allow emergency providers above the price limit when all others fail
          </label>
        </>
      )}
    </div>
  )
}

type MakerProps = Pick<EstimateDialogProps, 'options' | 'makerCount' | 'onOptions'> & {
  readonly estimate: Estimate
}

/** One provider for all of them, or the cascade. */
function Maker({ estimate, options, makerCount, onOptions }: MakerProps) {
  const usable = estimate.perProvider.filter((line) => line.configured)
  const hint =
    makerCount > 0 && options.provider === null
      ? `${countOf(makerCount, 'post')} ${makerCount === 1 ? 'keeps' : 'keep'} the provider chosen for ${makerCount === 1 ? 'it' : 'them'}.`
      : undefined
  return (
    <div className="max-w-72">
      <SelectField
        label="Made by"
        hint={hint}
        value={options.provider ?? ''}
        options={[
          { value: '', label: 'Cheapest first, the next on failure' },
          ...usable.map(({ provider, label }) => ({ value: provider, label: `Only ${label}` }))
        ]}
        onPick={(value) =>
          onOptions({
            ...options,
            provider: usable.find((line) => line.provider === value)?.provider ?? null
          })
        }
      />
    </div>
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
