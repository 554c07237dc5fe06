/** The right column: preview, facts, prompt, cost and copies of the selected asset. */
import { Download, ExternalLink, X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Asset } from '#shared/domain/asset.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextArea } from '../../ui/field.tsx'
import { countOf, formatBytes, formatClock, formatDateTime, formatPixels } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { sayDone } from '../../ui/toast.ts'
import type { InspectorStore } from './inspector-store.ts'

export interface InspectorProps {
  readonly store: InspectorStore
  readonly onClose: () => void
}

export function Inspector({ store, onClose }: InspectorProps) {
  const { selectedIds, asset, load, failure } = useStore(
    store,
    useShallow(({ selectedIds, asset, load, failure }) => ({ selectedIds, asset, load, failure }))
  )
  if (selectedIds.length === 0) return null
  return (
    <aside
      aria-label="Inspector"
      className="flex w-72 shrink-0 flex-col overflow-y-auto border-l border-line bg-surface"
    >
      <header className="flex h-11 shrink-0 items-center pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">
          {selectedIds.length === 1
            ? (asset?.title ?? asset?.name ?? 'Details')
            : `${selectedIds.length} selected`}
        </h2>
        <IconButton label="Close details" icon={<X />} onClick={onClose} />
      </header>
      <div className="flex flex-col gap-4 px-4 pb-6">
        {failure !== null && <ErrorNotice failure={failure} />}
        {load.status === 'failed' && <ErrorNotice failure={load.failure} />}
        {load.status === 'loading' && <SkeletonLines count={8} label="Loading details" />}
        {selectedIds.length > 1 && (
          <p className="text-ink-soft">
            {countOf(selectedIds.length, 'asset')}. Tag them, or move them to the trash.
          </p>
        )}
        {asset !== null && <Details key={asset.id} asset={asset} store={store} />}
      </div>
    </aside>
  )
}

function Details({ asset, store }: { readonly asset: Asset; readonly store: InspectorStore }) {
  const { update, openOutside, saveCopy, lookAt } = store.getState()
  return (
    <>
      <button
        type="button"
        aria-label={`Quick look at ${asset.name}`}
        onClick={() => void lookAt({ assetId: asset.id, neighbours: [asset.id] })}
        className="flex h-44 items-center justify-center overflow-hidden rounded-md bg-sunken"
      >
        <AssetImage id={asset.id} kind={asset.kind} variant="thumb-512" alt="" fit="contain" />
      </button>
      <div className="flex flex-wrap gap-1.5">
        <Button icon={<ExternalLink />} onClick={() => void openOutside(asset.id)}>
          Open
        </Button>
        <Button
          icon={<Download />}
          onClick={() => void saveCopy(asset.id).then((path) => path !== null && sayDone(`Saved to ${path}`))}
        >
          Save a copy
        </Button>
      </div>
      <section aria-label="Copies" className="rounded-md bg-sunken px-3 py-2">
        <StatusMark status={asset.status} hasWords />
        <p className="mt-0.5 text-xs text-ink-soft">{copiesText(asset)}</p>
      </section>
      <Facts asset={asset} />
      {asset.tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1">
          {asset.tags.map((tag) => (
            <li key={tag} className="rounded-sm bg-sunken px-2 py-0.5 text-xs">
              {tag}
            </li>
          ))}
        </ul>
      )}
      {asset.prompt !== null && (
        <section aria-label="Prompt">
          <h3 className="mb-1 text-xs font-medium text-ink-soft">Prompt</h3>
          <p className="break-words" data-selectable>
            {asset.prompt}
          </p>
        </section>
      )}
      <Words
        label="Caption"
        value={asset.caption ?? ''}
        maxLength={asset.platform === null ? 5000 : Math.min(5000, PLATFORMS[asset.platform].captionMaxChars)}
        onSave={(caption) => void update({ caption })}
      />
      <Words
        label="Alternative text"
        value={asset.altText ?? ''}
        maxLength={(asset.platform === null ? null : PLATFORMS[asset.platform].altTextMaxChars) ?? 2000}
        onSave={(altText) => void update({ altText })}
      />
    </>
  )
}

function copiesText(asset: Asset): string {
  const texts: Readonly<Record<Asset['status'], string>> = {
    fully_synced: 'The primary and the backup store each hold a verified copy.',
    primary_only: 'The backup copy is missing. Repair on the Storage page makes it.',
    backup_only: 'The primary copy is missing. Repair on the Storage page makes it.',
    uploading: 'Being copied to both stores now.',
    pending: 'On this computer; waiting for the stores.',
    failed: 'Neither store took it yet. It is safe on this computer and tried again.'
  }
  return texts[asset.status]
}

function Facts({ asset }: { readonly asset: Asset }) {
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Kind', `${asset.kind}, ${asset.mediaType}`],
    ['Pixels', formatPixels(asset.widthPx, asset.heightPx)],
    ['Length', asset.durationMs === null ? null : formatClock(asset.durationMs)],
    ['Size', formatBytes(asset.sizeBytes)],
    ['Made', formatDateTime(asset.createdAt)],
    ['For', asset.platform === null ? null : `${PLATFORMS[asset.platform].label}, post ${asset.post ?? 1}`],
    ['Provider', asset.provider === null ? null : providerName(asset.provider)],
    ['Model', asset.model],
    ['Cost', asset.origin === 'generated' ? <Money key="cost" microUsd={asset.costMicroUsd} /> : null],
    ['File', asset.name]
  ]
  return (
    <dl aria-label="Facts" className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="min-w-0 break-words" data-selectable>
              {value}
            </dd>
          </div>
        ))}
    </dl>
  )
}

interface WordsProps {
  readonly label: string
  readonly value: string
  readonly maxLength: number
  readonly onSave: (value: string) => void
}

/** Long text with a live counter, saved when it is left. */
function Words({ label, value, maxLength, onSave }: WordsProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <TextArea
      label={label}
      value={text}
      rows={2}
      maxLength={maxLength}
      hint={`${text.length} of ${maxLength}`}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== value && onSave(text)}
    />
  )
}
