/** The line above the plan while images are made, and the account after: estimate against actual, and failures. */
import { Ban, CircleCheck, TriangleAlert, X } from 'lucide-react'
import type { JobSnapshot } from '#shared/domain/job.ts'
import type { GenerationResult } from '#shared/domain/provider.ts'
import type { Failure } from '../../ipc/load.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { Progress } from '../../ui/progress.tsx'
import type { Elsewhere } from './campaign-state.ts'

export interface RunStripProps {
  readonly job: JobSnapshot | null
  /** Shown while there is no job of this window. */
  readonly elsewhere: Elsewhere | null
  readonly result: GenerationResult | null
  readonly failure: Failure | null
  readonly onCancel: (job: JobSnapshot) => void
  readonly onRetry: () => void
  readonly onForget: () => void
}

export function RunStrip(props: RunStripProps) {
  const { job, elsewhere, result, failure, onCancel, onRetry, onForget } = props
  return (
    <div aria-live="polite" className="flex flex-col gap-2 px-6 empty:hidden">
      {job !== null && (
        <Line done={job.done} total={job.total}>
          <Button tone="quiet" icon={<Ban />} className="h-7" onClick={() => onCancel(job)}>
            Cancel
          </Button>
        </Line>
      )}
      {job === null && elsewhere !== null && (
        <Line {...elsewhere}>
          <span className="text-ink-soft">Made by a command beside this window</span>
        </Line>
      )}
      {failure !== null && <ErrorNotice failure={failure} onRetry={onRetry} />}
      {result !== null && <Outcome result={result} onForget={onForget} />}
    </div>
  )
}

interface LineProps extends Elsewhere {
  readonly children: React.ReactNode
}

function Line({ done, total, children }: LineProps) {
  return (
    <div className="flex items-center gap-3 rounded-md bg-surface px-4 py-2 shadow-card">
      <span className="shrink-0">{total === 0 ? 'Starting' : `${done} of ${countOf(total, 'image')}`}</span>
      <div className="min-w-0 flex-1">
        <Progress label="Generating images" done={done} total={total} />
      </div>
      {children}
    </div>
  )
}

function Outcome({ result, onForget }: { readonly result: GenerationResult; readonly onForget: () => void }) {
  const { madeCount, failures, totalCostMicroUsd, estimateMicroUsd, savingsMicroUsd, savingsPercent } = result
  const difference = totalCostMicroUsd - estimateMicroUsd
  const missing = [...new Set(result.images.flatMap((image) => image.missingCharacters))]
  return (
    <div
      className={classNames(
        'flex items-start gap-2 rounded-md py-1 pr-1 pl-4',
        failures.length > 0 ? 'bg-warn-soft' : 'bg-ok-soft'
      )}
    >
      <div className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-0.5">
        <span className="flex items-center gap-2 font-medium">
          {failures.length > 0 ? (
            <TriangleAlert aria-hidden className="size-4 text-warn" />
          ) : (
            <CircleCheck aria-hidden className="size-4 text-ok" />
          )}
          {countOf(madeCount, 'image')} made
        </span>
        <span>
          Paid <Money microUsd={totalCostMicroUsd} />, estimated <Money microUsd={estimateMicroUsd} />
          {difference !== 0 && (
            <>
              , <Money microUsd={Math.abs(difference)} /> {difference > 0 ? 'more' : 'less'}
            </>
          )}
        </span>
        {savingsMicroUsd > 0 && (
          <span>
            <Money microUsd={savingsMicroUsd} /> ({Math.round(savingsPercent)} %) less than DALL-E 3’s
            historic price
          </span>
        )}
        {missing.length > 0 && (
          <span className="font-medium text-warn">
            Boxes stand for {missing.join(' ')}: no font on this computer has them. Install one, then make
            these posts again
          </span>
        )}
        {failures.length > 0 && (
          <span className="font-medium text-bad">
            {countOf(failures.length, 'image')} not made: each says why in its square
          </span>
        )}
      </div>
      <IconButton label="Put this account away" icon={<X />} className="size-7" onClick={onForget} />
    </div>
  )
}
