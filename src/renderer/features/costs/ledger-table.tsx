/** Every attempt with what it cost, the failed and the unknown ones too, narrowed by outcome. */
import { useState } from 'react'
import { PLATFORMS } from '#shared/domain/platform.ts'
import type { Attempt, AttemptOutcome } from '#shared/domain/provider.ts'
import { classNames } from '../../ui/class-names.ts'
import { countOf, formatAge, formatDateTime } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { Segmented } from '../../ui/segmented.tsx'

const OUTCOME_LOOKS: Readonly<Record<AttemptOutcome, { readonly text: string; readonly colour: string }>> = {
  running: { text: 'Running', colour: 'text-ink-soft' },
  succeeded: { text: 'Delivered', colour: 'text-ok' },
  failed: { text: 'Failed', colour: 'text-bad' },
  unknown: { text: 'No answer, may be billed', colour: 'text-warn' },
  cancelled: { text: 'Cancelled', colour: 'text-ink-soft' }
}
const SHOWN = 200
const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'succeeded', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
  { value: 'unknown', label: 'No answer' }
] as const

export interface LedgerTableProps {
  readonly attempts: readonly Attempt[]
  readonly campaignName: (id: string | null) => string
}

export function LedgerTable({ attempts, campaignName }: LedgerTableProps) {
  const [filter, setFilter] = useState<string>('all')
  const matching = attempts.filter((attempt) => filter === 'all' || attempt.outcome === filter)
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented label="Outcome" choices={FILTERS} value={filter} onPick={setFilter} />
        <span role="status" className="text-xs text-ink-soft">
          {countOf(matching.length, 'call')}
        </span>
      </div>
      <div className="overflow-x-auto">
        <table aria-label="Ledger" className="w-full text-left">
          <thead className="text-xs text-ink-faint">
            <tr>
              {['Time', 'Campaign', 'For', 'Provider', 'Outcome', 'Took'].map((name) => (
                <th key={name} className="py-1.5 pr-4 font-medium">
                  {name}
                </th>
              ))}
              <th className="py-1.5 text-right font-medium">Cost</th>
            </tr>
          </thead>
          <tbody>
            {matching.slice(0, SHOWN).map((attempt) => (
              <Row key={attempt.id} attempt={attempt} campaign={campaignName(attempt.campaignId)} />
            ))}
          </tbody>
        </table>
      </div>
      {matching.length === 0 && <p className="text-ink-soft">No call ended this way.</p>}
      {matching.length > SHOWN && (
        <p className="text-xs text-ink-faint">The newest {SHOWN} are shown; all of them are in the sums.</p>
      )}
    </div>
  )
}

function Row({ attempt, campaign }: { readonly attempt: Attempt; readonly campaign: string }) {
  const look = OUTCOME_LOOKS[attempt.outcome]
  const { platform, post, message, possiblyBilledMicroUsd } = attempt
  return (
    <tr className="border-t border-line align-top">
      <td className="py-1.5 pr-4 whitespace-nowrap">{formatDateTime(attempt.startedAt)}</td>
      <td className="max-w-48 truncate py-1.5 pr-4" title={campaign}>
        {campaign}
      </td>
      <td className="py-1.5 pr-4 whitespace-nowrap">
        {platform === null ? '' : `${PLATFORMS[platform].label} ${post ?? ''}`}
      </td>
      <td className="py-1.5 pr-4">
        {providerName(attempt.provider)}
        <span className="block max-w-40 truncate text-xs text-ink-faint" title={attempt.model}>
          {attempt.model}
        </span>
      </td>
      <td className="py-1.5 pr-4">
        <span className={classNames('font-medium', look.colour)}>{look.text}</span>
        {message !== null && (
          <span className="block max-w-80 text-xs text-ink-soft" data-selectable>
            {message} {attempt.code !== null && <span className="text-ink-faint">({attempt.code})</span>}
          </span>
        )}
      </td>
      <td className="py-1.5 pr-4 whitespace-nowrap">{formatAge(attempt.durationMs)}</td>
      <td className="py-1.5 text-right whitespace-nowrap">
        <Money microUsd={attempt.costMicroUsd} />
        {possiblyBilledMicroUsd > 0 && (
          <span className="block text-xs text-warn">
            or <Money microUsd={possiblyBilledMicroUsd} />
          </span>
        )}
      </td>
    </tr>
  )
}
