/** Searching all documents, and what was found: the words around each hit, opened at its page. */
import { FileSearch, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { HIGHLIGHT_END, HIGHLIGHT_START, type SearchHit } from '#shared/domain/document.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { CONTROL_CLASS } from '../../ui/field.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'

const SEARCH_DELAY_MS = 200

export interface DocumentSearchProps {
  readonly query: string
  readonly onQuery: (query: string) => void
}

export function DocumentSearch({ query, onQuery }: DocumentSearchProps) {
  const [text, setText] = useState(query)
  useEffect(() => {
    if (text === query) return
    const timer = setTimeout(() => onQuery(text), SEARCH_DELAY_MS)
    return () => clearTimeout(timer)
  }, [text, query, onQuery])
  return (
    <div className="px-6 pb-3">
      <div className="relative max-w-xl">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
        />
        <input
          type="search"
          aria-label="Search all documents"
          placeholder={'Words, "exact words" or begin*'}
          value={text}
          maxLength={400}
          onChange={(event) => setText(event.target.value)}
          className={classNames(CONTROL_CLASS, 'min-h-8 pl-8')}
        />
      </div>
    </div>
  )
}

export interface HitListProps {
  readonly hits: readonly SearchHit[]
  readonly onOpen: (hit: SearchHit) => void
}

export function HitList({ hits, onOpen }: HitListProps) {
  if (hits.length === 0) {
    return (
      <EmptyState icon={<FileSearch />} title="No document holds these words">
        Write fewer words, or only the beginning of one with a star: cand*
      </EmptyState>
    )
  }
  return (
    <ul aria-label="Documents found" className="flex max-w-4xl flex-col gap-2">
      {hits.map((hit) => (
        <li key={hit.assetId}>
          <button
            type="button"
            onClick={() => onOpen(hit)}
            className="flex w-full items-start gap-3 rounded-xl border border-line bg-surface p-3 text-left transition-colors hover:border-line-strong"
          >
            <span className="h-20 w-14 shrink-0 overflow-hidden rounded-sm border border-line">
              <AssetImage id={hit.assetId} kind="document" variant="thumb-256" alt="" />
            </span>
            <span className="min-w-0 flex-1">
              <span className="flex gap-3">
                <span className="min-w-0 flex-1 truncate font-medium" title={hit.title}>
                  {hit.title}
                </span>
                {hit.page !== null && <span className="shrink-0 text-ink-soft">Page {hit.page}</span>}
              </span>
              <span className="mt-0.5 line-clamp-3 text-ink-soft">
                <MarkedText text={hit.snippet} start={HIGHLIGHT_START} end={HIGHLIGHT_END} />
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
