/** Spend per day as bars, against what the same images would have cost at the historic reference price. */
import { formatUsd } from '#shared/money.ts'
import { countOf, formatDate } from '../../ui/format.ts'
import { providerName } from '../../ui/provider-name.ts'
import type { SpendDay } from './spend-days.ts'

const HEIGHT_PX = 132

export interface SpendChartProps {
  readonly days: readonly SpendDay[]
  readonly referenceMicroUsd: number
}

export function SpendChart({ days, referenceMicroUsd }: SpendChartProps) {
  const total = days.reduce((sum, day) => sum + day.totalMicroUsd, 0)
  // Without any spending the bars count images, so that the work done still shows.
  const heightOf = (day: SpendDay): number => (total === 0 ? day.images : day.totalMicroUsd)
  const highest = Math.max(1, ...days.map(heightOf))
  return (
    <figure>
      <div className="flex items-end gap-1" style={{ height: HEIGHT_PX }}>
        {days.map((day) => (
          <div key={day.day} title={dayText(day)} className="flex h-full flex-1 flex-col justify-end">
            <div
              className="rounded-t-sm bg-accent"
              style={{
                height: heightOf(day) === 0 ? 1 : `max(3px, ${(heightOf(day) / highest) * 100}%)`
              }}
            />
          </div>
        ))}
      </div>
      <div aria-hidden className="mt-1 flex justify-between border-t border-line pt-1 text-xs text-ink-faint">
        <span>{days[0] === undefined ? '' : formatDate(days[0].startsAt)}</span>
        <span>{total === 0 ? `most images on a day: ${highest}` : `highest day ${formatUsd(highest)}`}</span>
        <span>today</span>
      </div>
      <figcaption className="mt-2 text-ink-soft">
        {formatUsd(total)} in {days.length} days. The same images at DALL-E 3’s historic price:{' '}
        {formatUsd(referenceMicroUsd)}.
      </figcaption>
      <table className="sr-only">
        <caption>Spend per day</caption>
        <thead>
          <tr>
            <th>Day</th>
            <th>Spend</th>
          </tr>
        </thead>
        <tbody>
          {days
            .filter((day) => day.totalMicroUsd > 0)
            .map((day) => (
              <tr key={day.day}>
                <td>{day.day}</td>
                <td>{formatUsd(day.totalMicroUsd)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </figure>
  )
}

function dayText(day: SpendDay): string {
  const parts = day.images === 0 ? [] : [countOf(day.images, 'image')]
  const providers = day.parts.map((part) => `${providerName(part.provider)} ${formatUsd(part.costMicroUsd)}`)
  return [`${formatDate(day.startsAt)}: ${formatUsd(day.totalMicroUsd)}`, ...parts, ...providers].join('\n')
}
