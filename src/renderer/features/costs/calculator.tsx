/** What a plan would cost before there is a campaign: platforms, posts and variants in, price per provider out. */
import { useEffect, useState } from 'react'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { TextField } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { ProviderPrices } from '../../ui/provider-prices.tsx'
import { Chips } from '../../ui/segmented.tsx'
import type { CostsState, Estimate } from './costs-store.ts'

export interface CalculatorProps {
  readonly estimate: Estimate | null
  readonly onCalculate: CostsState['calculate']
}

const CHOICES = PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORMS[id].label }))

export function Calculator({ estimate, onCalculate }: CalculatorProps) {
  const [platforms, setPlatforms] = useState<readonly string[]>(PLATFORM_IDS)
  const [posts, setPosts] = useState('3')
  const [variants, setVariants] = useState('1')
  const count = wholeIn(posts, 100)
  const each = wholeIn(variants, 4)
  useEffect(() => {
    if (count !== null && each !== null)
      void onCalculate(
        PLATFORM_IDS.filter((id) => platforms.includes(id)),
        count * each
      )
  }, [platforms, count, each, onCalculate])
  return (
    <Card title="Calculator">
      <div className="mb-3 flex flex-wrap items-end gap-4">
        <Chips label="Platforms" choices={CHOICES} values={platforms} onChange={setPlatforms} />
        <NumberField
          label="Posts per platform"
          value={posts}
          max={100}
          isWrong={count === null}
          onChange={setPosts}
        />
        <NumberField
          label="Variants"
          value={variants}
          max={4}
          isWrong={each === null}
          onChange={setVariants}
        />
      </div>
      {estimate === null ? (
        <p className="text-ink-soft">Choose at least one platform.</p>
      ) : (
        <Answer estimate={estimate} />
      )}
    </Card>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly value: string
  readonly max: number
  readonly isWrong: boolean
  readonly onChange: (value: string) => void
}

function NumberField({ label, value, max, isWrong, onChange }: NumberFieldProps) {
  return (
    <div className="w-32">
      <TextField
        label={label}
        type="number"
        min={1}
        max={max}
        value={value}
        error={isWrong ? `1 to ${max}` : null}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}

function Answer({ estimate }: { readonly estimate: Estimate }) {
  return (
    <>
      <p className="mb-2" role="status">
        {countOf(estimate.images, 'image')}:{' '}
        <Money microUsd={estimate.totalCostMicroUsd} className="font-semibold" /> with the first choice,{' '}
        <Money microUsd={estimate.dalleCostMicroUsd} /> at DALL-E 3’s historic price.
      </p>
      <ProviderPrices
        label="Calculated per provider"
        prices={estimate.perProvider}
        cheapest={estimate.cheapest}
      />
    </>
  )
}

/** A whole number from 1 to `max`; null for anything else. */
function wholeIn(text: string, max: number): number | null {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= max ? value : null
}
