/** What each campaign cost, how many images it has for it, and how near it is to its budget. */
import type { CampaignSpend } from '#shared/domain/cost.ts'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { Progress } from '../../ui/progress.tsx'

export interface CampaignSpendTableProps {
  readonly campaigns: readonly CampaignSpend[]
  readonly nameOf: (id: string | null) => string
  /** Micro-dollars; null is no limit. */
  readonly limitMicroUsd: number | null
  readonly referencePriceMicroUsd: number
  readonly onOpen: (campaignId: string) => void
}

const HEAD = ['Images', 'Failed', 'No answer', 'One image', 'Saved', 'Spend'] as const

export function CampaignSpendTable(props: CampaignSpendTableProps) {
  const { campaigns, limitMicroUsd } = props
  return (
    <div className="overflow-x-auto">
      <table aria-label="Spend per campaign" className="w-full text-left">
        <thead className="text-xs text-ink-faint">
          <tr>
            <th className="py-1 pr-4 font-medium">Campaign</th>
            {HEAD.map((name) => (
              <th key={name} className="py-1 pl-4 text-right font-medium whitespace-nowrap">
                {name}
              </th>
            ))}
            {limitMicroUsd !== null && <th className="w-40 py-1 pl-6 font-medium">Of its budget</th>}
          </tr>
        </thead>
        <tbody>
          {campaigns.map((spend) => (
            <Row key={spend.campaignId ?? ''} {...props} spend={spend} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row(props: CampaignSpendTableProps & { readonly spend: CampaignSpend }) {
  const { spend, nameOf, limitMicroUsd, referencePriceMicroUsd, onOpen } = props
  const { campaignId, images, failed, unknown, costMicroUsd, possiblyBilledMicroUsd } = spend
  const saved = images * referencePriceMicroUsd - costMicroUsd
  const name = campaignId === null ? 'Single images' : nameOf(campaignId) || 'A campaign that is gone'
  const isKnown = campaignId !== null && nameOf(campaignId) !== ''
  return (
    <tr className="border-t border-line">
      <td className="max-w-72 truncate py-1.5 pr-4" title={name}>
        {isKnown ? (
          <button
            type="button"
            className="max-w-full truncate text-accent underline-offset-2 hover:underline"
            onClick={() => onOpen(campaignId)}
          >
            {name}
          </button>
        ) : (
          <span className="text-ink-soft">{name}</span>
        )}
      </td>
      <td className="py-1.5 pl-4 text-right">{formatCount(images)}</td>
      <td className="py-1.5 pl-4 text-right">{formatCount(failed)}</td>
      <td className="py-1.5 pl-4 text-right">{formatCount(unknown)}</td>
      <td className="py-1.5 pl-4 text-right">
        {images === 0 ? '–' : <Money microUsd={Math.round(costMicroUsd / images)} />}
      </td>
      <td className="py-1.5 pl-4 text-right">
        <Money microUsd={saved} />
      </td>
      <td className="py-1.5 pl-4 text-right font-medium">
        <Money microUsd={costMicroUsd} />
        {possiblyBilledMicroUsd > 0 && (
          <span className="block text-xs font-normal text-warn">
            up to <Money microUsd={possiblyBilledMicroUsd} /> more
          </span>
        )}
      </td>
      {limitMicroUsd !== null && (
        <td className="py-1.5 pl-6">
          <Progress
            label={`Budget of ${name}`}
            done={costMicroUsd + possiblyBilledMicroUsd}
            total={Math.max(1, limitMicroUsd)}
          />
        </td>
      )}
    </tr>
  )
}
