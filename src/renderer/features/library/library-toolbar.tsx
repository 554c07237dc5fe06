/** The library's filters: kind, words, platform, provider, campaign, state of copies, trash, and the tile size. */
import { Search, Trash2, X } from 'lucide-react'
import { Slider } from 'radix-ui'
import { useEffect, useState } from 'react'
import { ASSET_STATUSES, type AssetFilter } from '#shared/domain/asset.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { IMAGE_PROVIDER_IDS } from '#shared/domain/provider.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CONTROL_CLASS, type Option } from '../../ui/field.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { statusLabel } from '../../ui/status-mark.tsx'
import type { LibraryState } from './library-store.ts'

const ANY = ''
const KINDS = [
  { value: 'all', label: 'All' },
  { value: 'image', label: 'Images' },
  { value: 'document', label: 'Documents' },
  { value: 'video', label: 'Videos' },
  { value: 'audio', label: 'Audio' }
] as const
const PLATFORM_OPTIONS = PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORMS[id].label }))
const STATUS_OPTIONS = ASSET_STATUSES.map((status) => ({ value: status, label: statusLabel(status) }))
const PROVIDER_OPTIONS = IMAGE_PROVIDER_IDS.map((id) => ({ value: id, label: providerName(id) }))
const SEARCH_DELAY_MS = 200

export interface LibraryToolbarProps {
  readonly filter: AssetFilter
  readonly campaigns: readonly Option[]
  readonly tileSizePx: number
  readonly onFilter: LibraryState['setFilter']
  readonly onClear: () => void
  readonly onTileSize: (sizePx: number) => void
}

export function LibraryToolbar(props: LibraryToolbarProps) {
  const { filter, campaigns, tileSizePx, onFilter, onClear, onTileSize } = props
  const hasFilter = Object.keys(filter).length > 0
  const pickOne = <Value extends string>(known: readonly Value[], value: string): Value | undefined =>
    known.find((other) => other === value)
  return (
    <div className="flex flex-col gap-2 px-6 pb-3">
      <div className="flex items-center gap-3">
        <Segmented
          label="Kind"
          choices={KINDS}
          value={filter.kind ?? 'all'}
          onPick={(value) =>
            void onFilter({ kind: pickOne(['image', 'document', 'video', 'audio'] as const, value) })
          }
        />
        <SearchBox
          query={filter.query ?? ''}
          onQuery={(query) => void onFilter({ query: query === '' ? undefined : query })}
        />
        <TileSlider sizePx={tileSizePx} onChange={onTileSize} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <FilterSelect
          label="Platform"
          value={filter.platform}
          options={PLATFORM_OPTIONS}
          onPick={(value) => void onFilter({ platform: pickOne(PLATFORM_IDS, value) })}
        />
        <FilterSelect
          label="Provider"
          value={filter.provider}
          options={PROVIDER_OPTIONS}
          onPick={(value) => void onFilter({ provider: value === ANY ? undefined : value })}
        />
        <FilterSelect
          label="Campaign"
          value={filter.campaignId}
          options={campaigns}
          onPick={(value) => void onFilter({ campaignId: value === ANY ? undefined : value })}
        />
        <FilterSelect
          label="Copies"
          value={filter.status}
          options={STATUS_OPTIONS}
          onPick={(value) => void onFilter({ status: pickOne(ASSET_STATUSES, value) })}
        />
        <Button
          tone={filter.inTrash === true ? 'normal' : 'quiet'}
          icon={<Trash2 />}
          aria-pressed={filter.inTrash === true}
          onClick={() => void onFilter({ inTrash: filter.inTrash === true ? undefined : true })}
        >
          Trash
        </Button>
        {hasFilter && (
          <Button tone="quiet" icon={<X />} onClick={onClear}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  )
}

/** Types ahead locally and asks after a short pause. */
function SearchBox({
  query,
  onQuery
}: {
  readonly query: string
  readonly onQuery: (query: string) => void
}) {
  const [text, setText] = useState(query)
  useEffect(() => setText(query), [query])
  useEffect(() => {
    if (text === query) return
    const timer = setTimeout(() => onQuery(text), SEARCH_DELAY_MS)
    return () => clearTimeout(timer)
  }, [text, query, onQuery])
  return (
    <div className="relative min-w-40 flex-1 basis-48">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" />
      <input
        type="search"
        aria-label="Search the library"
        placeholder="Words or tag:summer"
        value={text}
        maxLength={400}
        onChange={(event) => setText(event.target.value)}
        className={classNames(CONTROL_CLASS, 'h-8 pl-8')}
      />
    </div>
  )
}

interface FilterSelectProps {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly Option[]
  readonly onPick: (value: string) => void
}

function FilterSelect({ label, value, options, onPick }: FilterSelectProps) {
  const isSet = value !== undefined
  return (
    <select
      aria-label={label}
      value={value ?? ANY}
      onChange={(event) => onPick(event.target.value)}
      className={classNames(
        'h-8 w-32 rounded-md border px-2 text-sm transition-colors',
        isSet
          ? 'border-accent bg-accent-soft text-accent'
          : 'border-line bg-surface text-ink-soft hover:bg-hover'
      )}
    >
      <option value={ANY}>{label}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

export const TILE_MIN_PX = 96
export const TILE_MAX_PX = 360

function TileSlider({
  sizePx,
  onChange
}: {
  readonly sizePx: number
  readonly onChange: (sizePx: number) => void
}) {
  return (
    <Slider.Root
      min={TILE_MIN_PX}
      max={TILE_MAX_PX}
      step={8}
      value={[sizePx]}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      className="relative flex h-8 w-28 shrink-0 touch-none items-center"
    >
      <Slider.Track className="relative h-1 grow rounded-full bg-sunken">
        <Slider.Range className="absolute h-full rounded-full bg-line-strong" />
      </Slider.Track>
      <Slider.Thumb
        aria-label="Size of the pictures"
        className="block size-4 rounded-full border border-line-strong bg-raised shadow-card"
      />
    </Slider.Root>
  )
}
