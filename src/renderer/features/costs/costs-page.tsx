/** The Costs page: what was spent and saved, budgets, campaigns, the ledger, prices with their dates, a calculator. */
import { Coins } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Metrics } from '#shared/domain/metrics.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { fromUsd } from '#shared/money.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Option, SelectField } from '../../ui/field.tsx'
import { Money } from '../../ui/money.tsx'
import { Card, Figure, PageBody, PageHeader } from '../../ui/page.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Budgets, type BudgetsProps } from './budgets.tsx'
import { Calculator } from './calculator.tsx'
import { CampaignSpendTable } from './campaign-spend.tsx'
import type { CostsState, CostsStore } from './costs-store.ts'
import { LedgerTable } from './ledger-table.tsx'
import { PriceTable } from './price-table.tsx'
import { SpendChart } from './spend-chart.tsx'
import { providersOf, spendDays } from './spend-days.ts'

const RANGES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' }
] as const

export interface CostsPageProps {
  readonly store: CostsStore
  readonly settings: Settings | null
  readonly campaigns: readonly Option[]
  readonly onSet: BudgetsProps['onSet']
  readonly onCampaign: (id: string) => void
}

export function CostsPage(props: CostsPageProps) {
  const { store, campaigns } = props
  const state = useStore(store)
  const { follow, refresh, setCampaign, setPrice, resetPrice, calculate } = store.getState()
  const { metrics, load } = state
  useEffect(() => follow(), [follow])
  return (
    <>
      <PageHeader
        title="Costs"
        actions={
          <div className="w-56">
            <SelectField
              label="Campaign"
              isLabelHidden
              value={state.campaignId ?? ''}
              options={[{ value: '', label: 'All campaigns' }, ...campaigns]}
              onPick={(value) => void setCampaign(value === '' ? null : value)}
            />
          </div>
        }
      />
      <PageBody>
        <div className="flex flex-col gap-4">
          {load.status === 'failed' && <ErrorNotice failure={load.failure} onRetry={() => void refresh()} />}
          {metrics === null && load.status !== 'failed' && <SkeletonLines count={8} label="Adding up" />}
          {metrics !== null && (
            <>
              <Sums cost={metrics.cost} />
              <Spent {...props} state={state} metrics={metrics} />
              <Calculator estimate={state.estimate} onCalculate={calculate} />
              <PriceTable
                prices={state.prices}
                failure={state.failure}
                onSave={setPrice}
                onReset={(key) => void resetPrice(key)}
              />
            </>
          )}
        </div>
      </PageBody>
    </>
  )
}

interface SpentProps extends CostsPageProps {
  readonly state: CostsState
  readonly metrics: Metrics
}

/** Everything that only says something once a call was made. */
function Spent({ state, metrics, settings, campaigns, onSet, onCampaign }: SpentProps) {
  const nameOf = (id: string | null): string => campaigns.find((option) => option.value === id)?.label ?? ''
  if (state.attempts.length === 0 && state.campaignId === null) {
    return (
      <>
        <EmptyState icon={<Coins />} title="Nothing spent yet">
          Every call to a provider will stand here with its price, the failed ones too.
        </EmptyState>
        <Budgets settings={settings} cost={metrics.cost} onSet={onSet} />
      </>
    )
  }
  const limitUsd = settings?.budget.perCampaignUsd ?? null
  return (
    <>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[3fr_2fr]">
        <DaysCard state={state} referenceMicroUsd={metrics.cost.referenceMicroUsd} />
        <Budgets settings={settings} cost={metrics.cost} onSet={onSet} />
      </div>
      <Card title="Campaigns">
        <CampaignSpendTable
          campaigns={state.campaigns}
          nameOf={nameOf}
          limitMicroUsd={limitUsd === null ? null : fromUsd(limitUsd)}
          referencePriceMicroUsd={settings?.savings.referencePriceMicroUsd ?? 0}
          onOpen={onCampaign}
        />
      </Card>
      <Card title="Ledger">
        <LedgerTable attempts={state.attempts} campaignName={nameOf} />
      </Card>
    </>
  )
}

function DaysCard({
  state,
  referenceMicroUsd
}: {
  readonly state: CostsState
  readonly referenceMicroUsd: number
}) {
  const { parts, days, setDays } = state
  return (
    <Card
      title="Spend per day"
      actions={
        <Segmented
          label="Days shown"
          choices={RANGES}
          value={String(days)}
          onPick={(value) => void setDays(Number(value))}
        />
      }
    >
      <SpendChart
        days={spendDays(parts, Date.now(), days)}
        providers={providersOf(parts)}
        referenceMicroUsd={referenceMicroUsd}
      />
    </Card>
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
