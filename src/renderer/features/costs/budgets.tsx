/** Budgets as bars: this month in all, and per provider; changed in place. */
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import type { Metrics } from '#shared/domain/metrics.ts'
import { IMAGE_PROVIDER_IDS } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { fromUsd } from '#shared/money.ts'
import { AmountField } from '../../ui/amount-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { Progress } from '../../ui/progress.tsx'
import { providerName } from '../../ui/provider-name.ts'

export interface BudgetsProps {
  readonly settings: Settings | null
  readonly cost: Metrics['cost']
  readonly onSet: (path: string, value: number | null | Readonly<Record<string, number>>) => void
}

/** Makers on this computer cost nothing, so they need no budget. */
const PAID = IMAGE_PROVIDER_IDS.filter((id) => !['composer', 'a1111', 'comfyui'].includes(id))

export function Budgets({ settings, cost, onSet }: BudgetsProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Card
      title="Budgets"
      actions={
        <Button tone="quiet" icon={<Pencil />} disabled={settings === null} onClick={() => setIsOpen(true)}>
          Change budgets
        </Button>
      }
    >
      <Bars settings={settings} cost={cost} />
      <ProviderSums cost={cost} />
      {settings !== null && isOpen && (
        <BudgetDialog settings={settings} onSet={onSet} onClose={() => setIsOpen(false)} />
      )}
    </Card>
  )
}

function Bars({ settings, cost }: Pick<BudgetsProps, 'settings' | 'cost'>) {
  const monthlyUsd = settings?.budget.monthlyUsd ?? null
  const perCampaignUsd = settings?.budget.perCampaignUsd ?? null
  const limits = [
    ...(monthlyUsd === null
      ? []
      : [{ name: 'This month', spent: cost.monthMicroUsd, limit: fromUsd(monthlyUsd) }]),
    ...Object.entries(settings?.budget.perProviderUsd ?? {}).map(([provider, limitUsd]) => ({
      name: providerName(provider),
      spent: cost.byProvider.find((line) => line.provider === provider)?.costMicroUsd ?? 0,
      limit: fromUsd(limitUsd)
    }))
  ]
  if (limits.length === 0 && perCampaignUsd === null)
    return (
      <p className="text-ink-soft">No budget is set. With one, generation stops before it is exceeded.</p>
    )
  return (
    <>
      <ul className="flex flex-col gap-3">
        {limits.map(({ name, spent, limit }) => (
          <li key={name}>
            <div className="mb-1 flex">
              <span className="flex-1">{name}</span>
              <span>
                <Money microUsd={spent} /> of <Money microUsd={limit} />
                {spent >= limit && <span className="ml-2 font-medium text-bad">used up</span>}
              </span>
            </div>
            <Progress label={`Budget, ${name}`} done={spent} total={Math.max(1, limit)} />
          </li>
        ))}
      </ul>
      {perCampaignUsd !== null && (
        <p className="mt-3 text-ink-soft">
          Each campaign may cost <Money microUsd={fromUsd(perCampaignUsd)} />; its bar stands in the table
          below.
        </p>
      )}
    </>
  )
}

function ProviderSums({ cost }: Pick<BudgetsProps, 'cost'>) {
  return (
    <table aria-label="Spend per provider" className="mt-4 w-full text-left">
      <thead className="text-xs text-ink-faint">
        <tr>
          <th className="py-1 font-medium">Provider</th>
          <th className="py-1 text-right font-medium">Calls</th>
          <th className="py-1 text-right font-medium">Images</th>
          <th className="py-1 text-right font-medium">Spend</th>
        </tr>
      </thead>
      <tbody>
        {cost.byProvider.map((line) => (
          <tr key={line.provider} className="border-t border-line">
            <td className="py-1.5">{providerName(line.provider)}</td>
            <td className="py-1.5 text-right">{formatCount(line.attempts)}</td>
            <td className="py-1.5 text-right">{formatCount(line.images)}</td>
            <td className="py-1.5 text-right">
              <Money microUsd={line.costMicroUsd} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface BudgetDialogProps extends Pick<BudgetsProps, 'onSet'> {
  readonly settings: Settings
  readonly onClose: () => void
}

function BudgetDialog({ settings, onSet, onClose }: BudgetDialogProps) {
  const { monthlyUsd, perCampaignUsd, perProviderUsd } = settings.budget
  const setProvider = (id: string, usd: number | null): void => {
    const { [id]: _before, ...others } = perProviderUsd
    onSet('budget.perProviderUsd', usd === null ? others : { ...others, [id]: usd })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Budgets"
      description="Generation stops before a budget is exceeded, with what is in flight counted. Empty means no limit."
      footer={
        <Button tone="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="grid grid-cols-2 gap-4">
        <AmountField
          label="Per month, in dollars"
          usd={monthlyUsd}
          onSave={(usd) => onSet('budget.monthlyUsd', usd)}
        />
        <AmountField
          label="Per campaign, in dollars"
          usd={perCampaignUsd}
          onSave={(usd) => onSet('budget.perCampaignUsd', usd)}
        />
        {PAID.map((id) => (
          <AmountField
            key={id}
            label={`${providerName(id)}, per month in dollars`}
            usd={perProviderUsd[id] ?? null}
            onSave={(usd) => setProvider(id, usd)}
          />
        ))}
      </div>
    </Dialog>
  )
}
