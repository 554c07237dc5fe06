/** How sound the library is: each kind of problem with its count, a look at it, and mending all of it at once. */
import { CircleCheck, Eye, Wrench } from 'lucide-react'
import { useStore } from 'zustand'
import type { IntegrityProblem } from '#shared/domain/library.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nextStepFor } from '../../ui/error-texts.ts'
import { countOf, formatCount, formatDate } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { type LibraryToolsState, type LibraryToolsStore, WARN_DAYS } from './library-tools-store.ts'

interface ProblemLook {
  readonly title: string
  readonly text: string
  /** What mends it: the button here, the Storage page, or a person. */
  readonly by: 'fix' | 'storage' | 'person'
}

const LOOKS: Readonly<Record<IntegrityProblem, ProblemLook>> = {
  documentWithoutText: {
    title: 'Documents whose text was not read',
    text: 'They open, but no search finds their words. Reading them again mends it.',
    by: 'fix'
  },
  imageWithoutFacts: {
    title: 'Pictures without size or look',
    text: 'They are missing from the comparison of look-alikes. Looking at them again mends it.',
    by: 'fix'
  },
  notInBothStores: {
    title: 'Not in both places',
    text: 'One copy is missing or still on its way. The Storage page sends and repairs.',
    by: 'storage'
  },
  rightsExpired: {
    title: 'Rights have ended',
    text: 'These must not be used any more. Renew the rights in the details, or take them out.',
    by: 'person'
  }
}
const SHOWN = 50

export interface IntegrityDialogProps {
  readonly store: LibraryToolsStore
  readonly onShowAssets: (assetIds: readonly string[]) => void
  readonly onStorage: () => void
}

export function IntegrityDialog({ store, onShowAssets, onStorage }: IntegrityDialogProps) {
  const state = useStore(store)
  const { integrity, job, failure, isBusy, expiring } = state
  const { closeTool, checkIntegrity, fix } = store.getState()
  const problems = integrity?.problems.filter((problem) => problem.count > 0) ?? []
  return (
    <Dialog
      isOpen
      onClose={closeTool}
      title="Is the library sound?"
      description={integrity === null ? undefined : `${countOf(integrity.checkedAssets, 'asset')} checked.`}
      footer={
        <Button tone="primary" onClick={closeTool}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {failure !== null && <ErrorNotice failure={failure} onRetry={() => void checkIntegrity()} />}
        {integrity === null && failure === null && <SkeletonLines count={5} label="Checking the library" />}
        {integrity !== null && problems.length === 0 && (
          <p className="flex items-center gap-2 rounded-md bg-ok-soft px-3 py-2">
            <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
            Everything is as it should be.
          </p>
        )}
        <ul aria-label="Problems" className="flex flex-col divide-y divide-line">
          {problems.map(({ problem, count, sampleIds }) => (
            <li key={problem} className="flex flex-wrap items-center gap-3 py-3">
              <div className="min-w-52 flex-1">
                <p className="font-medium">
                  {LOOKS[problem].title}: {formatCount(count)}
                </p>
                <p className="text-ink-soft">{LOOKS[problem].text}</p>
              </div>
              <div className="flex gap-2">
                <Button tone="quiet" icon={<Eye />} onClick={() => onShowAssets(sampleIds)}>
                  Show
                </Button>
                {LOOKS[problem].by === 'fix' && (
                  <Button icon={<Wrench />} disabled={isBusy} onClick={() => void fix(problem)}>
                    Mend all
                  </Button>
                )}
                {LOOKS[problem].by === 'storage' && <Button onClick={onStorage}>Open Storage</Button>}
              </div>
            </li>
          ))}
        </ul>
        {job !== null && <Progress label={job.title} done={job.done} total={job.total} />}
        <FixResult state={state} />
        {expiring.length > 0 && <Expiring expiring={expiring} />}
      </div>
    </Dialog>
  )
}

function FixResult({ state }: { readonly state: LibraryToolsState }) {
  const { lastFix } = state
  if (lastFix === null) return null
  return (
    <div role="status" className="rounded-md bg-sunken px-3 py-2">
      <p>
        {formatCount(lastFix.fixed)} mended, {formatCount(lastFix.failed.length)} could not be mended.
      </p>
      <ul className="text-xs text-ink-soft" data-selectable>
        {lastFix.failed.slice(0, SHOWN).map((item) => (
          <li key={item.assetId}>
            {item.message} {nextStepFor(item.code)}
          </li>
        ))}
        {lastFix.failed.length > SHOWN && <li>and {formatCount(lastFix.failed.length - SHOWN)} more</li>}
      </ul>
    </div>
  )
}

function Expiring({ expiring }: Pick<LibraryToolsState, 'expiring'>) {
  const now = Date.now()
  return (
    <section aria-label="Rights that end" className="rounded-md bg-warn-soft px-3 py-2">
      <h3 className="font-medium">Rights that ended or end within {WARN_DAYS} days</h3>
      <ul className="mt-1">
        {expiring.slice(0, SHOWN).map(({ asset, expiresAt }) => (
          <li key={asset.id} className="flex gap-3">
            <span className="min-w-0 flex-1 truncate">{asset.title ?? asset.name}</span>
            <span className="shrink-0 text-ink-soft">
              {expiresAt < now ? 'ended' : 'ends'} {formatDate(expiresAt)}
            </span>
          </li>
        ))}
      </ul>
      {expiring.length > SHOWN && <p>and {formatCount(expiring.length - SHOWN)} more</p>}
    </section>
  )
}
