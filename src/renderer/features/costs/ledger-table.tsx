/** Every attempt with what it cost, the failed and the unknown ones too. */
import type { Attempt, AttemptOutcome } from '#shared/domain/provider.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatAge, formatDateTime } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { providerName } from '../../ui/provider-name.ts'

const OUTCOME_LOOKS: Readonly<Record<AttemptOutcome, { readonly text: string; readonly colour: string }>> = {
  running: { text: 'Running', colour: 'text-ink-soft' },
  succeeded: { text: 'Delivered', colour: 'text-ok' },
  failed: { text: 'Failed', colour: 'text-bad' },
  unknown: { text: 'No answer, may be billed', colour: 'text-warn' },
  cancelled: { text: 'Cancelled', colour: 'text-ink-faint' }
}
const SHOWN = 200

export interface LedgerTableProps {
  readonly attempts: readonly Attempt[]
  readonly campaignName: (id: string | null) => string
}

export function LedgerTable({ attempts, campaignName }: LedgerTableProps) {
  return (
    <div className="overflow-x-auto">
      <table aria-label="Ledger" className="w-full text-left">
        <thead className="text-xs text-ink-faint">
          <tr>
            {['Time', 'Campaign', 'Provider', 'Outcome', 'Took'].map((name) => (
              <th key={name} className="py-1.5 pr-4 font-medium">
                {name}
              </th>
            ))}
            <th className="py-1.5 text-right font-medium">Cost</th>
          </tr>
        </thead>
        <tbody>
          {attempts.slice(0, SHOWN).map((attempt) => (
            <tr key={attempt.id} className="border-t border-line align-top">
              <td className="py-1.5 pr-4 whitespace-nowrap">{formatDateTime(attempt.startedAt)}</td>
              <td className="max-w-48 truncate py-1.5 pr-4">{campaignName(attempt.campaignId)}</td>
              <td className="py-1.5 pr-4">
                {providerName(attempt.provider)}
                <span className="block max-w-40 truncate text-xs text-ink-faint">{attempt.model}</span>
              </td>
              <td className="py-1.5 pr-4">
                <span className={classNames('font-medium', OUTCOME_LOOKS[attempt.outcome].colour)}>
                  {OUTCOME_LOOKS[attempt.outcome].text}
                </span>
                {attempt.message !== null && (
                  <span className="block max-w-72 text-xs text-ink-soft" data-selectable>
                    {attempt.message}
                  </span>
                )}
              </td>
              <td className="py-1.5 pr-4 whitespace-nowrap">{formatAge(attempt.durationMs)}</td>
              <td className="py-1.5 text-right">
                <Money microUsd={attempt.costMicroUsd} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {attempts.length > SHOWN && (
        <p className="pt-2 text-xs text-ink-faint">
          The newest {SHOWN} are shown; all of them are in the sums.
        </p>
      )}
    </div>
  )
}
