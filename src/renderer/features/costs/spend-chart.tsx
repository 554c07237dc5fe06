/** Spend per day as bars stacked by provider, with its legend and the same figures as a table for screen readers. */
import { formatUsd } from '#shared/money.ts'
import { countOf, formatDate } from '../../ui/format.ts'
import { providerName } from '../../ui/provider-name.ts'
import type { SpendDay } from './spend-days.ts'

const HEIGHT_PX = 148
const COLOURS = 6

export interface SpendChartProps {
  readonly days: readonly SpendDay[]
  /** In the order of their colours. */
  readonly providers: readonly string[]
  readonly referenceMicroUsd: number
}

function colourOf(providers: readonly string[], provider: string): string {
  return `var(--chart-${(Math.max(0, providers.indexOf(provider)) % COLOURS) + 1})`
}

export function SpendChart({ days, providers, referenceMicroUsd }: SpendChartProps) {
  const total = days.reduce((sum, day) => sum + day.totalMicroUsd, 0)
  const images = days.reduce((sum, day) => sum + day.images, 0)
  // Without any spending the bars count images, so that the work done still shows.
  const isFree = total === 0
  const highest = Math.max(1, ...days.map((day) => (isFree ? day.images : day.totalMicroUsd)))
  const [first] = days
  return (
    <figure>
      <div aria-hidden className="flex items-end gap-1" style={{ height: HEIGHT_PX }}>
        {days.map((day) => (
          <div key={day.day} title={dayText(day)} className="group flex h-full flex-1 flex-col justify-end">
            {day.parts
              .filter((part) => (isFree ? part.images : part.costMicroUsd) > 0)
              .map((part) => (
                <div
                  key={part.provider}
                  className="min-h-[3px] transition-opacity first:rounded-t-sm group-hover:opacity-80"
                  style={{
                    height: `${((isFree ? part.images : part.costMicroUsd) / highest) * 100}%`,
                    background: colourOf(providers, part.provider)
                  }}
                />
              ))}
          </div>
        ))}
      </div>
      <div aria-hidden className="mt-1 flex justify-between border-t border-line pt-1 text-xs text-ink-faint">
        <span>{first === undefined ? '' : formatDate(first.startsAt)}</span>
        <span>
          {isFree
            ? `most images on a day: ${images === 0 ? 0 : highest}`
            : `highest day ${formatUsd(highest)}`}
        </span>
        <span>today</span>
      </div>
      <figcaption className="mt-3 flex flex-col gap-2 text-ink-soft">
        <ul aria-label="Providers in the chart" className="flex flex-wrap gap-x-4 gap-y-1">
          {providers.map((provider) => (
            <li key={provider} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className="size-2.5 rounded-sm"
                style={{ background: colourOf(providers, provider) }}
              />
              {providerName(provider)}
            </li>
          ))}
        </ul>
        <span>
          {countOf(images, 'image')} for {formatUsd(total)}. All images so far at DALL-E 3’s historic price:{' '}
          {formatUsd(referenceMicroUsd)}.
        </span>
      </figcaption>
      <ChartTable days={days} />
    </figure>
  )
}

function ChartTable({ days }: { readonly days: readonly SpendDay[] }) {
  return (
    <table className="sr-only">
      <caption>Spend per day and provider</caption>
      <thead>
        <tr>
          <th>Day</th>
          <th>Provider</th>
          <th>Images</th>
          <th>Spend</th>
        </tr>
      </thead>
      <tbody>
        {days.flatMap((day) =>
          day.parts.map((part) => (
            <tr key={`${day.day} ${part.provider}`}>
              <td>{day.day}</td>
              <td>{providerName(part.provider)}</td>
              <td>{part.images}</td>
              <td>{formatUsd(part.costMicroUsd)}</td>
            </tr>
          ))
        )}
      </tbody>
    </table>
  )
}

function dayText(day: SpendDay): string {
  const counts = day.images === 0 ? [] : [countOf(day.images, 'image')]
  const providers = day.parts.map((part) => `${providerName(part.provider)} ${formatUsd(part.costMicroUsd)}`)
  return [`${formatDate(day.startsAt)}: ${formatUsd(day.totalMicroUsd)}`, ...counts, ...providers].join('\n')
}
