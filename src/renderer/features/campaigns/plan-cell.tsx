/** One square of the plan: what is planned, made or failed for one post on one platform. */
import { CircleAlert, Ellipsis, LoaderCircle, Maximize2, RotateCw } from 'lucide-react'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { Menu } from '../../ui/menu.tsx'
import { Money } from '../../ui/money.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { PlanCell } from './campaign-store.ts'

export interface PlanCellViewProps {
  readonly cell: PlanCell
  readonly isSelected: boolean
  readonly isBusy: boolean
  readonly onSelect: () => void
  readonly onOpen: () => void
  readonly onRetry: () => void
}

export function PlanCellView(props: PlanCellViewProps) {
  const { cell } = props
  if (cell.asset !== null) return <DeliveredCell {...props} asset={cell.asset} />
  if (cell.state === 'failed' || cell.state === 'unknown') return <FailedCell {...props} />
  return <PlannedCell cell={cell} isRunning={cell.state === 'running'} />
}

function cellName(cell: PlanCell): string {
  return `${PLATFORMS[cell.platform].label} post ${cell.post}`
}

const WELL_CLASS = 'flex min-w-0 h-40 w-full items-center justify-center overflow-hidden rounded-md'

type DeliveredProps = PlanCellViewProps & { readonly asset: NonNullable<PlanCell['asset']> }

function DeliveredCell({ cell, asset, isSelected, isBusy, onSelect, onOpen, onRetry }: DeliveredProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <button
        type="button"
        aria-label={`${cellName(cell)}, made by ${providerName(asset.provider ?? 'unknown')}`}
        aria-pressed={isSelected}
        title={cell.prompt}
        onClick={onSelect}
        onDoubleClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== ' ') return
          event.preventDefault()
          onOpen()
        }}
        className={classNames(
          WELL_CLASS,
          'p-1.5 transition-colors',
          isSelected ? 'bg-accent-soft outline-2 outline-accent' : 'hover:bg-hover'
        )}
      >
        <AssetImage
          id={asset.id}
          kind="image"
          variant="thumb-512"
          alt={asset.altText ?? cellName(cell)}
          fit="contain"
        />
      </button>
      <div className="flex items-center gap-1.5 text-xs text-ink-soft">
        <StatusMark status={asset.status} />
        <span className="min-w-0 flex-1 truncate">{providerName(asset.provider ?? '')}</span>
        <Money microUsd={asset.costMicroUsd} />
        <Menu
          trigger={
            <IconButton label={`More for ${cellName(cell)}`} icon={<Ellipsis />} className="-mr-1 size-6" />
          }
          entries={[
            { label: 'Quick look', icon: <Maximize2 />, onChoose: onOpen },
            {
              label: 'Make again, paid anew',
              icon: <RotateCw />,
              isDisabled: isBusy,
              onChoose: onRetry
            }
          ]}
        />
      </div>
    </div>
  )
}

function FailedCell({ cell, isBusy, onRetry }: PlanCellViewProps) {
  const nextStep = cell.code === null ? null : nextStepFor(cell.code)
  return (
    <fieldset
      aria-label={`${cellName(cell)}, failed`}
      className={classNames(WELL_CLASS, 'flex-col gap-1.5 bg-bad-soft px-3 text-center text-xs')}
    >
      <CircleAlert aria-hidden className="size-5 shrink-0 text-bad" />
      <p className="line-clamp-3 font-medium" data-selectable>
        {cell.message ?? 'This image could not be made.'}
      </p>
      {nextStep !== null && <p className="line-clamp-2 text-ink-soft">{nextStep}</p>}
      <Button icon={<RotateCw />} className="h-7" disabled={isBusy} onClick={onRetry}>
        Retry
      </Button>
    </fieldset>
  )
}

function PlannedCell({ cell, isRunning }: { readonly cell: PlanCell; readonly isRunning: boolean }) {
  return (
    <fieldset
      aria-label={`${cellName(cell)}, ${isRunning ? 'being made' : 'planned'}`}
      title={cell.prompt}
      className={classNames(
        WELL_CLASS,
        'flex-col gap-2 px-3 text-center text-xs',
        isRunning
          ? 'animate-breathe bg-sunken text-ink-soft'
          : 'border border-dashed border-line-strong text-ink-faint'
      )}
    >
      {isRunning && <LoaderCircle aria-hidden className="size-5 animate-spin" />}
      <p className="line-clamp-4">{isRunning ? 'Being made' : cell.prompt}</p>
    </fieldset>
  )
}
