/** The filters behind one button, and those that are set as chips one can take off. */
import { ListFilter, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { ASSET_STATUSES, type AssetFilter } from '#shared/domain/asset.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { IMAGE_PROVIDER_IDS } from '#shared/domain/provider.ts'
import { Button } from '../../ui/button.tsx'
import { type Option, SelectField } from '../../ui/field.tsx'
import { formatCount } from '../../ui/format.ts'
import { providerName } from '../../ui/provider-name.ts'
import { statusLabel } from '../../ui/status-mark.tsx'
import { type TermField, termOf, withTerm } from './query-terms.ts'

const ANY = ''

export interface FilterPanelProps {
  readonly filter: AssetFilter
  readonly campaigns: readonly Option[]
  readonly tags: readonly { readonly name: string; readonly assets: number }[]
  readonly onFilter: (filter: AssetFilter) => void
  /** The panel opens: what it lists is asked for. */
  readonly onOpen: () => void
}

interface Choice {
  readonly key: string
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly pick: (value: string) => AssetFilter
}

const PLATFORM_OPTIONS = PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORMS[id].label }))
const STATUS_OPTIONS = ASSET_STATUSES.map((status) => ({ value: status, label: statusLabel(status) }))
const PROVIDER_OPTIONS = IMAGE_PROVIDER_IDS.map((id) => ({ value: id, label: providerName(id) }))
const ORIGIN_OPTIONS = [
  { value: 'ai', label: 'Made by AI or composed' },
  { value: 'uploaded', label: 'Added from files' },
  { value: 'video', label: 'Rendered here' }
]
const COST_OPTIONS = [
  { value: '=0', label: 'Free of charge' },
  { value: '<0.01', label: 'Below $0.01' },
  { value: '<0.05', label: 'Below $0.05' },
  { value: '>=0.05', label: '$0.05 and more' }
]
const RATING_OPTIONS = [5, 4, 3, 2, 1].map((stars) => ({
  value: `>=${stars}`,
  label: stars === 5 ? '5 stars' : `${stars} stars and more`
}))
const DAY_MS = 86_400_000
const SPANS = [
  { days: 1, label: 'Since yesterday' },
  { days: 7, label: 'Last 7 days' },
  { days: 30, label: 'Last 30 days' },
  { days: 365, label: 'Last 12 months' }
]

function dateOptions(): readonly Option[] {
  return SPANS.map(({ days, label }) => ({
    value: `>=${new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)}`,
    label
  }))
}

/** The filter with one field set, or without it. */
function withField(filter: AssetFilter, field: keyof AssetFilter, value: string): AssetFilter {
  const { [field]: _before, ...rest } = filter
  const next: AssetFilter = rest
  // The value comes from this field's own options.
  return value === ANY ? next : ({ ...next, [field]: value } as AssetFilter)
}

function choicesOf({ filter, campaigns, tags }: FilterPanelProps): readonly Choice[] {
  const field = (
    key: 'platform' | 'provider' | 'campaignId' | 'tag' | 'status',
    label: string,
    options: readonly Option[]
  ): Choice => ({
    key,
    label,
    options,
    value: filter[key] ?? ANY,
    pick: (value) => withField(filter, key, value)
  })
  const term = (key: TermField, label: string, options: readonly Option[]): Choice => ({
    key,
    label,
    options,
    value: termOf(filter.query ?? '', key) ?? ANY,
    pick: (value) => withField(filter, 'query', withTerm(filter.query ?? '', key, value))
  })
  const tagOptions = tags.map(({ name, assets }) => ({
    value: name,
    label: `${name} (${formatCount(assets)})`
  }))
  return [
    field('platform', 'Platform', PLATFORM_OPTIONS),
    field('provider', 'Provider', PROVIDER_OPTIONS),
    field('campaignId', 'Campaign', campaigns),
    field('tag', 'Tag', tagOptions),
    field('status', 'Copies', STATUS_OPTIONS),
    term('is', 'Origin', ORIGIN_OPTIONS),
    term('created', 'Made', dateOptions()),
    term('cost', 'Cost', COST_OPTIONS),
    term('rating', 'Rating', RATING_OPTIONS)
  ]
}

/** A value that was typed has no option of its own; it is shown as it was typed. */
function optionsWith({ options, value }: Choice): readonly Option[] {
  const known = value === ANY || options.some((option) => option.value === value)
  return [{ value: ANY, label: 'Any' }, ...(known ? [] : [{ value, label: value }]), ...options]
}

export function FilterPanel(props: FilterPanelProps) {
  const choices = choicesOf(props)
  const set = choices.filter((choice) => choice.value !== ANY)
  return (
    <>
      <Popover.Root onOpenChange={(isOpen) => isOpen && props.onOpen()}>
        <Popover.Trigger asChild>
          <Button icon={<ListFilter />}>{set.length === 0 ? 'Filter' : `Filter, ${set.length} set`}</Button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="start"
            sideOffset={4}
            collisionPadding={8}
            aria-label="Filters"
            className="z-40 max-h-[70vh] w-[30rem] max-w-[94vw] animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-4 shadow-float"
          >
            <div className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-3">
              {choices.map((choice) => (
                <SelectField
                  key={choice.key}
                  label={choice.label}
                  value={choice.value}
                  options={optionsWith(choice)}
                  onPick={(value) => props.onFilter(choice.pick(value))}
                />
              ))}
            </div>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {set.length > 0 && (
        <ul aria-label="Filters that are set" className="flex min-w-0 flex-wrap gap-1.5">
          {set.map((choice) => (
            <li key={choice.key} className="min-w-0">
              <button
                type="button"
                aria-label={`Take off ${choice.label}: ${wordsOf(choice)}`}
                onClick={() => props.onFilter(choice.pick(ANY))}
                className="flex min-h-8 max-w-64 items-center gap-1.5 rounded-md border border-accent bg-accent-soft px-2.5 text-accent [&_svg]:size-3.5 [&_svg]:shrink-0"
              >
                <span className="truncate">
                  {choice.label}: {wordsOf(choice)}
                </span>
                <X aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function wordsOf({ options, value, key }: Choice): string {
  if (key === 'tag') return value
  return options.find((option) => option.value === value)?.label ?? value
}
