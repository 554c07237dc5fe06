/** The Campaigns page: every campaign as a card, or the way to the first one. */
import { Megaphone, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CampaignSummary } from '#shared/domain/campaign.ts'
import type { Load } from '../../ipc/load.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf, formatDate } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { PageBody, PageHeader } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

/** Endings of the documents a brief can be read from. */
export const DOCUMENT_ENDINGS = '.pdf,.docx,.doc,.rtf,.txt,.md'

export interface CampaignsPageProps {
  readonly campaigns: readonly CampaignSummary[]
  readonly load: Load
  readonly onOpen: (id: string) => void
  readonly onNew: () => void
  readonly onDocuments: (files: readonly File[]) => void
  readonly onSample: () => void
  /** What a first start may set up; shown while there is no campaign. */
  readonly setup: ReactNode
  readonly onRetry: () => void
}

export function CampaignsPage(props: CampaignsPageProps) {
  const { campaigns, load, onNew } = props
  const count = campaigns.length
  return (
    <>
      <PageHeader
        title="Campaigns"
        facts={count > 0 ? countOf(count, 'campaign') : undefined}
        actions={
          <Button tone="primary" icon={<Plus />} onClick={onNew}>
            New campaign
          </Button>
        }
      />
      <PageBody>
        <Content
          {...props}
          isWaiting={count === 0 && (load.status === 'loading' || load.status === 'idle')}
        />
      </PageBody>
    </>
  )
}

function Content(props: CampaignsPageProps & { readonly isWaiting: boolean }) {
  const { campaigns, load, isWaiting, onOpen, onDocuments, onSample, setup, onRetry } = props
  if (load.status === 'failed') return <ErrorNotice failure={load.failure} onRetry={onRetry} />
  if (isWaiting) return <WaitingCards />
  if (campaigns.length === 0)
    return <FirstCampaign onDocuments={onDocuments} onSample={onSample} setup={setup} />
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4">
      {campaigns.map((campaign) => (
        <li key={campaign.id}>
          <CampaignCard campaign={campaign} onOpen={() => onOpen(campaign.id)} />
        </li>
      ))}
    </ul>
  )
}

interface FirstCampaignProps {
  readonly onDocuments: (files: readonly File[]) => void
  readonly onSample: () => void
  readonly setup: ReactNode
}

function FirstCampaign({ onDocuments, onSample, setup }: FirstCampaignProps) {
  return (
    <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-center gap-5 py-6">
      <div className="text-center">
        <h2 className="text-2xl font-semibold tracking-tight">Start with what you have written</h2>
        <p className="mt-2 text-base text-ink-soft">
          A product sheet, an offer, a brief. The product, its benefits, the audience and the calls to action
          are read out of it, here on this computer.
        </p>
      </div>
      <DropZone
        title="Drop a document to make a campaign"
        hint="PDF, Word, RTF, text or Markdown"
        chooseLabel="Choose a document"
        accept={DOCUMENT_ENDINGS}
        isMultiple
        onFiles={onDocuments}
      />
      <p className="text-center text-ink-soft">
        Nothing at hand?{' '}
        <button
          type="button"
          onClick={onSample}
          className="font-medium text-accent underline underline-offset-2"
        >
          Open the sample campaign
        </button>
      </p>
      {setup}
    </div>
  )
}

function WaitingCards() {
  return (
    <div
      role="status"
      aria-label="Loading campaigns"
      className="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4"
    >
      {['first', 'second', 'third'].map((key) => (
        <Skeleton key={key} className="h-56 rounded-xl" />
      ))}
    </div>
  )
}

function CampaignCard({
  campaign,
  onOpen
}: {
  readonly campaign: CampaignSummary
  readonly onOpen: () => void
}) {
  const { coverAssetId, name, imageCount, documentCount, videoCount, costMicroUsd, updatedAt } = campaign
  const counts = [
    countOf(imageCount, 'image'),
    ...(documentCount > 0 ? [countOf(documentCount, 'document')] : []),
    ...(videoCount > 0 ? [countOf(videoCount, 'video')] : [])
  ]
  return (
    <button
      type="button"
      onClick={onOpen}
      className="group flex w-full flex-col overflow-hidden rounded-xl border border-line bg-surface text-left shadow-card transition-colors hover:border-line-strong"
    >
      <span className="flex aspect-[16/9] w-full items-center justify-center overflow-hidden bg-sunken p-3">
        {coverAssetId === null ? (
          <span className="flex size-full items-center justify-center text-ink-faint">
            <Megaphone aria-hidden className="size-8" />
          </span>
        ) : (
          <AssetImage id={coverAssetId} kind="image" variant="thumb-512" alt="" fit="contain" />
        )}
      </span>
      <span className="flex flex-col gap-0.5 px-4 py-3">
        <span className="truncate text-base font-semibold" title={name}>
          {name}
        </span>
        <span className="truncate text-ink-soft">{counts.join(', ')}</span>
        <span className="flex text-xs text-ink-faint">
          <span className="flex-1">Changed {formatDate(updatedAt)}</span>
          <Money microUsd={costMicroUsd} />
        </span>
      </span>
    </button>
  )
}
