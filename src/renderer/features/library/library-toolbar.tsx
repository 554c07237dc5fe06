/** The library's search line, kinds, filters, smart folders, trash and the size of the tiles. */
import { Bookmark, BookmarkPlus, FolderCog, Search, Trash2, X } from 'lucide-react'
import { Slider } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { type AssetFilter, assetKindSchema } from '#shared/domain/asset.ts'
import type { SmartFolder } from '#shared/domain/library.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CONTROL_CLASS, type Option } from '../../ui/field.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { FilterPanel, type FilterPanelProps } from './filter-panel.tsx'

const KINDS = [
  { value: 'all', label: 'All' },
  { value: 'image', label: 'Images' },
  { value: 'document', label: 'Documents' },
  { value: 'video', label: 'Videos' },
  { value: 'audio', label: 'Audio' }
] as const
const SEARCH_DELAY_MS = 200

export interface LibraryToolbarProps {
  readonly filter: AssetFilter
  readonly campaigns: readonly Option[]
  readonly tags: FilterPanelProps['tags']
  readonly folders: readonly SmartFolder[]
  readonly tileSizePx: number
  readonly onFilter: (filter: AssetFilter) => void
  readonly onTileSize: (sizePx: number) => void
  readonly onOpenFilters: () => void
  readonly onOpenFolder: (folder: SmartFolder) => void
  readonly onSaveFolder: () => void
  readonly onManageFolders: () => void
  /** At the end of the line, so that nothing moves when something is selected. */
  readonly selectionActions: ReactNode
}

export function LibraryToolbar(props: LibraryToolbarProps) {
  const { filter, tileSizePx, onFilter, onTileSize } = props
  const hasFilter = Object.keys(filter).length > 0
  const without = (field: keyof AssetFilter): AssetFilter => {
    const { [field]: _before, ...rest } = filter
    return rest
  }
  return (
    <div className="flex flex-col gap-2 px-6 pb-3">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Kind"
          choices={KINDS}
          value={filter.kind ?? 'all'}
          onPick={(value) => {
            const kind = assetKindSchema.safeParse(value)
            onFilter(kind.success ? { ...filter, kind: kind.data } : without('kind'))
          }}
        />
        <SearchBox
          query={filter.query ?? ''}
          onQuery={(query) => onFilter(query === '' ? without('query') : { ...filter, query })}
        />
        <TileSlider sizePx={tileSizePx} onChange={onTileSize} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <FilterPanel
          filter={filter}
          campaigns={props.campaigns}
          tags={props.tags}
          onFilter={onFilter}
          onOpen={props.onOpenFilters}
        />
        <Folders {...props} canSave={hasFilter && filter.inTrash !== true} />
        <Button
          tone={filter.inTrash === true ? 'normal' : 'quiet'}
          icon={<Trash2 />}
          aria-pressed={filter.inTrash === true}
          onClick={() =>
            onFilter(filter.inTrash === true ? without('inTrash') : { ...filter, inTrash: true })
          }
        >
          Trash
        </Button>
        {hasFilter && (
          <Button tone="quiet" icon={<X />} onClick={() => onFilter({})}>
            Clear filters
          </Button>
        )}
        <div className="ml-auto flex flex-wrap items-center gap-2">{props.selectionActions}</div>
      </div>
    </div>
  )
}

interface FoldersProps
  extends Pick<LibraryToolbarProps, 'folders' | 'onOpenFolder' | 'onSaveFolder' | 'onManageFolders'> {
  readonly canSave: boolean
}

function Folders({ folders, canSave, onOpenFolder, onSaveFolder, onManageFolders }: FoldersProps) {
  return (
    <Menu
      trigger={
        <Button tone="quiet" icon={<Bookmark />}>
          Smart folders
        </Button>
      }
      entries={[
        ...folders.map((folder) => ({
          label: folder.name,
          icon: <Bookmark />,
          onChoose: () => onOpenFolder(folder)
        })),
        {
          label: 'Save this search…',
          icon: <BookmarkPlus />,
          isDisabled: !canSave,
          onChoose: onSaveFolder
        },
        {
          label: 'Rename or delete…',
          icon: <FolderCog />,
          isDisabled: folders.length === 0,
          onChoose: onManageFolders
        }
      ]}
    />
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
    <div className="relative min-w-48 flex-1 basis-48">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
      />
      <input
        type="search"
        aria-label="Search the library"
        placeholder={'tag:summer cost:<0.01 "exact words"'}
        title={
          'Words, "exact words", begin*, -not; tag: provider: model: campaign: platform: rating:>3 cost:<0.01 width:>1000 created:2026'
        }
        value={text}
        maxLength={400}
        onChange={(event) => setText(event.target.value)}
        className={classNames(CONTROL_CLASS, 'min-h-8 pl-8')}
      />
    </div>
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
