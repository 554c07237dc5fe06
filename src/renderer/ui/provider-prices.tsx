/** What each provider would take for the images of an estimate, the one that would be asked first marked. */
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { MicroUsd } from '#shared/money.ts'
import { classNames } from './class-names.ts'
import { Money } from './money.tsx'

export interface ProviderPrice {
  readonly provider: ImageProviderId
  readonly label: string
  readonly configured: boolean
  /** One image. */
  readonly priceMicroUsd: MicroUsd
  /** All images. */
  readonly totalCostMicroUsd: MicroUsd
  /** The day the price was read, YYYY-MM-DD. */
  readonly priceDate: string
  readonly priceStale: boolean
}

export interface ProviderPricesProps {
  /** The table's accessible name. */
  readonly label: string
  readonly prices: readonly ProviderPrice[]
  /** The provider that is asked first. */
  readonly cheapest: ImageProviderId | null
}

export function ProviderPrices({ label, prices, cheapest }: ProviderPricesProps) {
  return (
    <table aria-label={label} className="w-full text-left">
      <thead className="text-xs text-ink-faint">
        <tr>
          <th className="py-1 font-medium">Provider</th>
          <th className="py-1 text-right font-medium">One image</th>
          <th className="py-1 text-right font-medium">All images</th>
          <th className="py-1 text-right font-medium">Price seen</th>
        </tr>
      </thead>
      <tbody>
        {prices.map((line) => (
          <tr
            key={line.provider}
            className={classNames('border-t border-line', !line.configured && 'text-ink-faint')}
          >
            <td className="py-1.5">
              {line.label}
              {line.provider === cheapest && (
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
