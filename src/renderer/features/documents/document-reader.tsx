/** The reader: a document's text page by page, with found words marked and walked through. */
import { ArrowLeft, ChevronDown, ChevronUp, Clapperboard, Megaphone, Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { DocumentDetail } from '#shared/domain/document.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CONTROL_CLASS } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page.tsx'
import type { ReadTarget } from './documents-store.ts'
import { countHits, pagesOf, partsOf, type TextPart } from './find-in-text.ts'

export interface DocumentReaderProps {
  readonly document: DocumentDetail
  /** Words to mark and the page to open at; null to start at the beginning. */
  readonly target: ReadTarget | null
  readonly onBack: () => void
  readonly onCampaign: () => void
  readonly onSlideshow: () => void
}

interface CutPage {
  readonly number: number
  readonly parts: readonly TextPart[]
}

function cutPages(text: string, wanted: string): readonly CutPage[] {
  let firstHit = 0
  return pagesOf(text).map(({ number, text: pageText }) => {
    const parts = partsOf(pageText, wanted, firstHit)
    firstHit += countHits(parts)
    return { number, parts }
  })
}

export function DocumentReader(props: DocumentReaderProps) {
  const { document, target, onBack, onCampaign, onSlideshow } = props
  const [wanted, setWanted] = useState(() => plainWords(target?.words ?? ''))
  const [current, setCurrent] = useState(0)
  const body = useRef<HTMLDivElement>(null)
  const pages = useMemo(() => cutPages(document.text, wanted), [document.text, wanted])
  const hits = pages.reduce((sum, page) => sum + countHits(page.parts), 0)
  const goTo = (page: number): void => {
    body.current?.querySelector(`[data-page="${page}"]`)?.scrollIntoView({ block: 'start' })
  }
  const firstOnPage = target?.page == null ? null : firstHitFrom(pages, target.page)
  // Once, when the document opens: the first hit of the page that was asked for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (firstOnPage !== null) setCurrent(firstOnPage)
    else if (target?.page != null) goTo(target.page)
  }, [])
  useEffect(() => {
    if (wanted !== '')
      body.current?.querySelector(`[data-hit="${current}"]`)?.scrollIntoView({ block: 'center' })
  }, [current, wanted])
  const walk = (by: number): void => {
    if (hits > 0) setCurrent((current + by + hits) % hits)
  }
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2">
            <IconButton label="Back to all documents" icon={<ArrowLeft />} onClick={onBack} />
            <span className="truncate">{document.title ?? document.name}</span>
          </span>
        }
        facts={factsOf(document)}
        actions={
          <>
            <Button icon={<Clapperboard />} onClick={onSlideshow}>
              Make a slideshow
            </Button>
            <Button icon={<Megaphone />} onClick={onCampaign}>
              Make a campaign from this
            </Button>
          </>
        }
      />
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-6 pb-3">
        <div className="relative w-80 max-w-full">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
          />
          <input
            type="search"
            aria-label="Find in this document"
            placeholder="Find in this document"
            value={wanted}
            onChange={(event) => {
              setWanted(event.target.value)
              setCurrent(0)
            }}
            onKeyDown={(event) => event.key === 'Enter' && walk(event.shiftKey ? -1 : 1)}
            className={classNames(CONTROL_CLASS, 'min-h-8 pl-8')}
          />
        </div>
        {wanted.trim() !== '' && (
          <>
            <span role="status" className="text-ink-soft">
              {hits === 0 ? 'Not found' : `${current + 1} of ${hits}`}
            </span>
            <IconButton
              label="Previous hit"
              icon={<ChevronUp />}
              disabled={hits === 0}
              onClick={() => walk(-1)}
            />
            <IconButton
              label="Next hit"
              icon={<ChevronDown />}
              disabled={hits === 0}
              onClick={() => walk(1)}
            />
          </>
        )}
        {pages.length > 1 && <PageJump count={pages.length} onGo={goTo} />}
      </div>
      <section
        ref={body}
        aria-label="Text"
        // The text scrolls, so the keyboard must be able to reach it.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-y-auto px-6 py-6"
      >
        {document.isTextless ? (
          <p className="mx-auto max-w-2xl text-base text-ink-soft">
            This document opened, but it holds no text: it may be a scan or a drawing. Its first page is shown
            in the library.
          </p>
        ) : (
          pages.map((page) => (
            <PageText
              key={page.number}
              page={page}
              isOnly={pages.length === 1}
              current={wanted === '' ? null : current}
            />
          ))
        )}
      </section>
    </>
  )
}

/** Jumps to a page by its number. */
function PageJump({ count, onGo }: { readonly count: number; readonly onGo: (page: number) => void }) {
  return (
    <label className="ml-auto flex items-center gap-2 whitespace-nowrap text-ink-soft">
      Page
      <input
        type="number"
        min={1}
        max={count}
        defaultValue={1}
        style={{ width: '4.5rem' }}
        className={classNames(CONTROL_CLASS, 'min-h-8')}
        onChange={(event) => {
          const page = Math.round(Number(event.target.value))
          if (page >= 1 && page <= count) onGo(page)
        }}
      />
      of {count}
    </label>
  )
}

/** Without operators and quotes: only words stand in the text. */
function plainWords(query: string): string {
  return query
    .replaceAll(/\S+:\S+/g, ' ')
    .replaceAll(/["*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Number of the first hit on this page or after it; null when there is none. */
function firstHitFrom(pages: readonly CutPage[], page: number): number | null {
  const hits = pages
    .filter(({ number }) => number >= page)
    .flatMap(({ parts }) => parts.map(({ hit }) => hit))
  return hits.find((hit) => hit !== null) ?? null
}

const LANGUAGES = new Intl.DisplayNames(undefined, { type: 'language' })

function factsOf({ kind, pageCount, wordCount, language }: DocumentDetail): string {
  const parts = [
    kind.toUpperCase(),
    ...(pageCount === null ? [] : [countOf(pageCount, 'page')]),
    countOf(wordCount, 'word')
  ]
  return [...parts, ...(language === null ? [] : [LANGUAGES.of(language) ?? language])].join(', ')
}

interface PageTextProps {
  readonly page: CutPage
  readonly isOnly: boolean
  readonly current: number | null
}

function PageText({ page, isOnly, current }: PageTextProps) {
  return (
    <article
      aria-label={`Page ${page.number}`}
      data-page={page.number}
      className="mx-auto mb-5 max-w-2xl rounded-xl border border-line bg-surface px-10 py-8"
    >
      {!isOnly && <p className="mb-3 text-xs text-ink-faint">Page {page.number}</p>}
      <div className="text-base leading-relaxed break-words whitespace-pre-wrap" data-selectable>
        {page.parts.map((part, index) =>
          part.hit === null ? (
            part.text
          ) : (
            <mark
              // Parts have no identity but their place on the page.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={index}
              data-hit={part.hit}
              className={classNames(
                'rounded-sm text-ink',
                part.hit === current ? 'bg-accent-soft outline-2 outline-accent' : 'bg-warn-soft'
              )}
            >
              {part.text}
            </mark>
          )
        )}
      </div>
    </article>
  )
}
