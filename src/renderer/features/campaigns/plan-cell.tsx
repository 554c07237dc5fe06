/** One square of the plan: what is planned, made or failed for one post on one platform. */
import {
  CalendarDays,
  CircleAlert,
  Ellipsis,
  Hourglass,
  Images,
  LoaderCircle,
  Maximize2,
  MessageSquareText,
  Pencil,
  RotateCw
} from 'lucide-react'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { formatDate } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import { Money } from '../../ui/money.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { PostCell } from './post-cells.ts'

export interface PlanCellViewProps {
  readonly cell: PostCell
  readonly words: PlannedPost | null
  /** The provider chosen for this post alone. */
  readonly maker: ImageProviderId | null
  readonly isSelected: boolean
  readonly isBusy: boolean
  readonly onSelect: () => void
  readonly onOpen: () => void
  readonly onEdit: () => void
  readonly onRetry: () => void
}

export function PlanCellView(props: PlanCellViewProps) {
  const { asset, state } = props.cell.shown
  if (asset !== null) return <DeliveredCell {...props} asset={asset} />
  if (state === 'failed' || state === 'unknown') return <FailedCell {...props} />
  if (state === 'running' || state === 'waiting') return <WorkedCell {...props} state={state} />
  return <PlannedCell {...props} />
}

function cellName({ platform, post }: PostCell): string {
  return `${PLATFORMS[platform].label} post ${post}`
}

const WELL_CLASS = 'flex min-w-0 h-40 w-full items-center justify-center overflow-hidden rounded-md'

type Asset = NonNullable<PostCell['shown']['asset']>

function DeliveredCell(props: PlanCellViewProps & { readonly asset: Asset }) {
  const { cell, words, asset, isSelected, onSelect, onOpen, onEdit } = props
  return (
    <div className="group relative flex flex-col gap-1">
      <button
        type="button"
        aria-label={`${cellName(cell)}, made by ${providerName(asset.provider ?? 'unknown')}`}
        aria-pressed={isSelected}
        title={cell.shown.prompt}
        onClick={onSelect}
        onDoubleClick={onEdit}
        onKeyDown={(event) => {
          const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
          if (event.key === ' ') onOpen()
          else if (isPlain && event.key.toLowerCase() === 'e') onEdit()
          else return
          event.preventDefault()
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
          isLazy
        />
      </button>
      <IconButton
        label={`Edit ${cellName(cell)}`}
        icon={<Pencil />}
        className="absolute top-1 right-1 bg-raised opacity-0 shadow-card group-focus-within:opacity-100 group-hover:opacity-100"
        onClick={onEdit}
      />
      <CellFacts {...props} words={words} />
    </div>
  )
}

/** Copies, maker and price of the picture, and which words and day the post has. */
function CellFacts(props: PlanCellViewProps & { readonly asset: Asset }) {
  const { cell, asset, words, isBusy, onOpen, onEdit, onRetry } = props
  const caption = words?.caption || asset.caption || ''
  const day = words?.scheduledAt ?? null
  const troubled = cell.variants.some(({ state }) => state === 'failed' || state === 'unknown')
  return (
    <div className="flex flex-col text-xs text-ink-soft">
      <div className="flex items-center gap-1.5">
        <StatusMark status={asset.status} />
        <span className="min-w-0 flex-1 truncate" title={providerName(asset.provider ?? '')}>
          {providerName(asset.provider ?? '')}
        </span>
        <Menu
          trigger={
            <IconButton label={`More for ${cellName(cell)}`} icon={<Ellipsis />} className="-mr-1 size-6" />
          }
          entries={[
            { label: 'Edit post', icon: <Pencil />, onChoose: onEdit },
            { label: 'Quick look', icon: <Maximize2 />, onChoose: onOpen },
            { label: 'Make again, paid anew', icon: <RotateCw />, isDisabled: isBusy, onChoose: onRetry }
          ]}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 [&_svg]:size-3.5">
        <Money microUsd={asset.costMicroUsd} />
        {cell.variants.length > 1 && (
          <Mark icon={<Images />} text={`${cell.deliveredCount} of ${cell.variants.length} variants`} />
        )}
        {caption !== '' && <Mark icon={<MessageSquareText />} text="Caption" title={caption} />}
        {day !== null && <Mark icon={<CalendarDays />} text={formatDate(day)} />}
        {troubled && (
          <button type="button" onClick={onEdit} className="flex items-center gap-1 font-medium text-bad">
            <CircleAlert aria-hidden />
            One failed
          </button>
        )}
      </div>
    </div>
  )
}

interface MarkProps {
  readonly icon: React.ReactNode
  readonly text: string
  readonly title?: string
}

function Mark({ icon, text, title }: MarkProps) {
  return (
    <span className="flex items-center gap-1 whitespace-nowrap" title={title}>
      <span aria-hidden>{icon}</span>
      {text}
    </span>
  )
}

function FailedCell({ cell, isBusy, onEdit, onRetry }: PlanCellViewProps) {
  const { code, message, state } = cell.shown
  const nextStep = code === null ? null : nextStepFor(code)
  return (
    <fieldset
      aria-label={`${cellName(cell)}, ${state === 'unknown' ? 'no answer' : 'failed'}`}
      className={classNames(
        WELL_CLASS,
        'h-auto min-h-40 flex-col gap-1.5 bg-bad-soft px-3 py-2 text-center text-xs'
      )}
    >
      <CircleAlert aria-hidden className="size-5 shrink-0 text-bad" />
      <p className="line-clamp-4 font-medium" title={message ?? undefined} data-selectable>
        {message ?? 'This image could not be made.'}
      </p>
      {nextStep !== null && <p className="line-clamp-2 text-ink-soft">{nextStep}</p>}
      {code !== null && <p className="break-all text-ink-soft">Code {code}</p>}
      <div className="flex flex-wrap justify-center gap-1.5">
        <Button icon={<RotateCw />} className="h-7" disabled={isBusy} onClick={onRetry}>
          Retry
        </Button>
        <IconButton label={`Edit ${cellName(cell)}`} icon={<Pencil />} className="size-7" onClick={onEdit} />
      </div>
    </fieldset>
  )
}

/** Being made, or next in turn: the words that are drawn from, and how far it is. */
function WorkedCell({ cell, state, onEdit }: PlanCellViewProps & { readonly state: 'running' | 'waiting' }) {
  const isRunning = state === 'running'
  return (
    <button
      type="button"
      aria-label={`${cellName(cell)}, ${isRunning ? 'being made' : 'waiting its turn'}`}
      title={cell.shown.prompt}
      onClick={onEdit}
      className={classNames(WELL_CLASS, 'flex-col gap-2 bg-sunken px-3 text-center text-xs text-ink-soft')}
    >
      {isRunning ? (
        <LoaderCircle aria-hidden className="size-5 animate-spin" />
      ) : (
        <Hourglass aria-hidden className="size-5 text-ink-faint" />
      )}
      <span>{isRunning ? 'Being made' : 'Waiting its turn'}</span>
    </button>
  )
}

function PlannedCell({ cell, words, maker, onEdit }: PlanCellViewProps) {
  const prompt = words?.prompt || cell.shown.prompt
  const day = words?.scheduledAt ?? null
  return (
    <button
      type="button"
      aria-label={`${cellName(cell)}, planned`}
      title={prompt}
      onClick={onEdit}
      className={classNames(
        WELL_CLASS,
        'flex-col gap-2 border border-dashed border-line-strong px-3 text-center text-xs text-ink-faint transition-colors hover:bg-hover'
      )}
    >
      <span className="line-clamp-4">{prompt}</span>
      {(maker !== null || day !== null) && (
        <span className="flex flex-wrap justify-center gap-x-2.5 [&_svg]:size-3.5">
          {maker !== null && <span>{providerName(maker)}</span>}
          {day !== null && <Mark icon={<CalendarDays />} text={formatDate(day)} />}
        </span>
      )}
    </button>
  )
}
