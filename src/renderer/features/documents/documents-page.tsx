/** The Documents page: page-1 previews of every document, and the reader. */
import { FileText } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '#shared/domain/asset.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf, formatBytes, formatCount, formatDate } from '../../ui/format.ts'
import { PageBody, PageHeader } from '../../ui/page.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { DocumentSearch, HitList } from './document-hits.tsx'
import { DocumentReader } from './document-reader.tsx'
import type { DocumentsState, DocumentsStore } from './documents-store.ts'

export interface DocumentsPageProps {
  readonly store: DocumentsStore
  /** The document to read; null for the list. */
  readonly openId: string | null
  readonly onOpen: (id: string | null) => void
  readonly onCampaign: (id: string, name: string) => void
  /** A slideshow from its headings and facts. */
  readonly onSlideshow: (id: string, name: string) => void
  /** "Add documents". */
  readonly actions: ReactNode
}

export function DocumentsPage(props: DocumentsPageProps) {
  const { store, openId, onOpen, onCampaign, onSlideshow, actions } = props
  const state = useStore(store)
  const { follow, read, closeDocument, refresh, search, aim, loadMore } = store.getState()
  useEffect(() => follow(), [follow])
  useEffect(() => {
    if (openId === null) closeDocument()
    else void read(openId)
  }, [openId, read, closeDocument])
  if (openId !== null) {
    return (
      <Reading
        state={state}
        onBack={() => onOpen(null)}
        onCampaign={onCampaign}
        onSlideshow={onSlideshow}
        onRetry={() => void read(openId)}
      />
    )
  }
  return (
    <>
      <PageHeader title="Documents" facts={countOf(state.total, 'document')} actions={actions} />
      {state.total > 0 && <DocumentSearch query={state.query} onQuery={(query) => void search(query)} />}
      <PageBody>
        {state.hits === null ? (
          <List
            state={state}
            onOpen={onOpen}
            onMore={() => void loadMore()}
            onRetry={() => void refresh()}
            actions={actions}
          />
        ) : (
          <HitList
            hits={state.hits}
            onOpen={(hit) => {
              aim({ words: state.query, page: hit.page })
              onOpen(hit.assetId)
            }}
          />
        )}
      </PageBody>
    </>
  )
}

interface ReadingProps extends Pick<DocumentsPageProps, 'onCampaign' | 'onSlideshow'> {
  readonly state: DocumentsState
  readonly onBack: () => void
  readonly onRetry: () => void
}

function Reading({ state, onBack, onCampaign, onSlideshow, onRetry }: ReadingProps) {
  const { open, openLoad } = state
  if (openLoad.status === 'failed') {
    return (
      <div className="p-6">
        <ErrorNotice
          failure={openLoad.failure}
          onRetry={onRetry}
          action={<Button onClick={onBack}>Back</Button>}
        />
      </div>
    )
  }
  if (open === null) {
    return (
      <div className="mx-auto w-full max-w-2xl p-10">
        <SkeletonLines count={12} label="Opening the document" />
      </div>
    )
  }
  return (
    <DocumentReader
      key={open.assetId}
      document={open}
      target={state.target}
      onBack={onBack}
      onCampaign={() => onCampaign(open.assetId, open.name)}
      onSlideshow={() => onSlideshow(open.assetId, open.title ?? open.name)}
    />
  )
}

interface ListProps {
  readonly state: DocumentsState
  readonly onOpen: (id: string) => void
  readonly onMore: () => void
  readonly onRetry: () => void
  readonly actions: ReactNode
}

function List({ state, onOpen, onMore, onRetry, actions }: ListProps) {
  const { documents, load } = state
  if (load.status === 'failed') return <ErrorNotice failure={load.failure} onRetry={onRetry} />
  if (load.status !== 'ready') return <Skeleton className="h-64" />
  if (documents.length === 0) {
    return (
      <EmptyState icon={<FileText />} title="No documents yet" actions={actions}>
        Drop PDF, Word, RTF, text or Markdown files anywhere in this window. Their text is searchable, and
        each can become a campaign.
      </EmptyState>
    )
  }
  return (
    <>
      <ul aria-label="Documents" className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-4">
        {documents.map((document) => (
          <li key={document.id}>
            <DocumentCard document={document} onOpen={() => onOpen(document.id)} />
          </li>
        ))}
      </ul>
      {documents.length < state.total && (
        <div className="mt-4 flex justify-center">
          <Button disabled={state.isLoadingMore} onClick={onMore}>
            Show {Math.min(200, state.total - documents.length)} more of {formatCount(state.total)}
          </Button>
        </div>
      )}
    </>
  )
}

function DocumentCard({ document, onOpen }: { readonly document: Asset; readonly onOpen: () => void }) {
  const name = document.title ?? document.name
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex w-full flex-col overflow-hidden rounded-xl border border-line bg-surface text-left shadow-card transition-colors hover:border-line-strong"
    >
      <span className="block h-56 w-full overflow-hidden border-b border-line">
        <AssetImage id={document.id} kind="document" variant="thumb-512" alt="" />
      </span>
      <span className="flex w-full flex-col gap-0.5 px-3 py-2.5">
        <span className="truncate font-medium" title={name}>
          {name}
        </span>
        <span className="flex items-center gap-2 text-xs text-ink-faint">
          <span className="min-w-0 flex-1 truncate">
            {formatBytes(document.sizeBytes)}, {formatDate(document.createdAt)}
          </span>
          <StatusMark status={document.status} className="[&_svg]:size-3.5" />
        </span>
      </span>
    </button>
  )
}
