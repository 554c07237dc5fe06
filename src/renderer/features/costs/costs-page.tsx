/** The Costs page: what was spent and saved, budgets, prices with their dates, and the ledger. */
import { Coins } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Metrics } from '#shared/domain/metrics.ts'
import type { ProviderStatus } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { fromUsd } from '#shared/money.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Option, SelectField } from '../../ui/field.tsx'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { Card, Figure, PageBody, PageHeader } from '../../ui/page.tsx'
import { Progress } from '../../ui/progress.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { CostsStore } from './costs-store.ts'
import { LedgerTable } from './ledger-table.tsx'
import { SpendChart } from './spend-chart.tsx'
import { spendDays } from './spend-days.ts'

const CHART_DAYS = 30

export interface CostsPageProps {
  readonly store: CostsStore
  readonly settings: Settings | null
  readonly campaigns: readonly Option[]
  readonly onBudgets: () => void
}

export function CostsPage({ store, settings, campaigns, onBudgets }: CostsPageProps) {
  const { metrics, attempts, providers, campaignId, load } = useStore(store)
  const { follow, refresh, setCampaign } = store.getState()
  useEffect(() => follow(), [follow])
  const nameOf = (id: string | null): string => campaigns.find((option) => option.value === id)?.label ?? ''
  return (
    <>
      <PageHeader
        title="Costs"
        actions={
          <div className="w-56">
            <SelectField
              label="Campaign"
              isLabelHidden
              value={campaignId ?? ''}
              options={[{ value: '', label: 'All campaigns' }, ...campaigns]}
              onPick={(value) => void setCampaign(value === '' ? null : value)}
            />
          </div>
        }
      />
      <PageBody>
        <div className="flex flex-col gap-4">
          {load.status === 'failed' && <ErrorNotice failure={load.failure} onRetry={() => void refresh()} />}
          {metrics === null && load.status === 'loading' && <SkeletonLines count={6} label="Adding up" />}
          {metrics !== null && <Sums cost={metrics.cost} />}
          {metrics !== null && attempts.length === 0 ? (
            <EmptyState icon={<Coins />} title="Nothing spent yet">
              Every call to a provider will stand here with its price, the failed ones too.
            </EmptyState>
          ) : (
            metrics !== null && (
              <>
                <div className="grid grid-cols-1 gap-4 xl:grid-cols-[3fr_2fr]">
                  <Card title="Last 30 days">
                    <SpendChart
                      days={spendDays(attempts, Date.now(), CHART_DAYS)}
                      referenceMicroUsd={metrics.cost.referenceMicroUsd}
                    />
                  </Card>
                  <Budgets settings={settings} cost={metrics.cost} onBudgets={onBudgets} />
                </div>
                <Card title="Ledger">
                  <LedgerTable attempts={attempts} campaignName={nameOf} />
                </Card>
              </>
            )
          )}
          {providers.length > 0 && <Prices providers={providers} />}
        </div>
      </PageBody>
    </>
  )
}

function Sums({ cost }: { readonly cost: Metrics['cost'] }) {
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure label="This month" value={<Money microUsd={cost.monthMicroUsd} />} />
      <Figure
        label="In all"
        value={<Money microUsd={cost.totalMicroUsd} />}
        note={
          cost.possiblyBilledMicroUsd === 0 ? undefined : (
            <>
              up to <Money microUsd={cost.possiblyBilledMicroUsd} /> more may be billed
            </>
          )
        }
      />
      <Figure
        label="One image on average"
        value={cost.perImageMicroUsd === null ? 'No image yet' : <Money microUsd={cost.perImageMicroUsd} />}
      />
      <Figure
        label="Saved"
        value={<Money microUsd={cost.savingsMicroUsd} />}
        note={`${Math.round(cost.savingsPercent)} % less than DALL-E 3’s historic price`}
      />
    </div>
  )
}

interface BudgetsProps {
  readonly settings: Settings | null
  readonly cost: Metrics['cost']
  readonly onBudgets: () => void
}

function Budgets({ settings, cost, onBudgets }: BudgetsProps) {
  const monthlyUsd = settings?.budget.monthlyUsd ?? null
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
  return (
    <Card
      title="Budgets"
      actions={
        <Button tone="quiet" onClick={onBudgets}>
          Change
        </Button>
      }
    >
      {limits.length === 0 ? (
        <p className="text-ink-soft">No budget is set. With one, generation stops before it is exceeded.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {limits.map(({ name, spent, limit }) => (
            <li key={name}>
              <div className="mb-1 flex">
                <span className="flex-1">{name}</span>
                <span>
                  <Money microUsd={spent} /> of <Money microUsd={limit} />
                </span>
              </div>
              <Progress label={`Budget, ${name}`} done={spent} total={Math.max(1, limit)} />
            </li>
          ))}
        </ul>
      )}
      <table aria-label="Spend per provider" className="mt-4 w-full text-left">
        <thead className="text-xs text-ink-faint">
          <tr>
            <th className="py-1 font-medium">Provider</th>
            <th className="py-1 text-right font-medium">Images</th>
            <th className="py-1 text-right font-medium">Spend</th>
          </tr>
        </thead>
        <tbody>
          {cost.byProvider.map((line) => (
            <tr key={line.provider} className="border-t border-line">
              <td className="py-1.5">{providerName(line.provider)}</td>
              <td className="py-1.5 text-right">{formatCount(line.images)}</td>
              <td className="py-1.5 text-right">
                <Money microUsd={line.costMicroUsd} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Prices({ providers }: { readonly providers: readonly ProviderStatus[] }) {
  return (
    <Card title="Prices known">
      <table aria-label="Prices" className="w-full text-left">
        <thead className="text-xs text-ink-faint">
          <tr>
            <th className="py-1 font-medium">Provider</th>
            <th className="py-1 font-medium">Model</th>
            <th className="py-1 font-medium">Seen</th>
            <th className="py-1 text-right font-medium">One image</th>
          </tr>
        </thead>
        <tbody>
          {providers.map((provider) => (
            <tr
              key={provider.id}
              className={classNames('border-t border-line', !provider.configured && 'text-ink-faint')}
            >
              <td className="py-1.5">
                {provider.label}
                {provider.emergency && <span className="ml-2 text-xs">emergency only</span>}
              </td>
              <td className="py-1.5">{provider.model}</td>
              <td
                className={classNames('py-1.5', provider.priceStale && 'text-warn')}
                title={provider.priceSource}
              >
                {provider.priceDate}
                {provider.priceStale && ', old'}
              </td>
              <td className="py-1.5 text-right">
                <Money microUsd={provider.priceMicroUsd} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
