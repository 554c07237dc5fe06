/** A post's picture large, every variant and earlier drawing to choose from, and the point crops keep in view. */
import { Check, CircleAlert, LoaderCircle, Maximize2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import type { FocalPoint } from '#shared/domain/focal-point.ts'
import { AssetImage, assetUrl } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { FocalEditor } from '../../ui/focal-editor.tsx'
import { Money } from '../../ui/money.tsx'
import { providerName } from '../../ui/provider-name.ts'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { Place } from './campaign-state.ts'
import type { PostCell } from './post-cells.ts'
import type { PostPicture } from './post-store.ts'

export interface PostPicturesProps {
  readonly place: Place
  readonly cell: PostCell | null
  readonly asset: Asset | null
  readonly pictures: readonly PostPicture[]
  readonly onOpen: (assetId: string) => void
  readonly onPick: (assetId: string) => void
  readonly onFocalPoint: (point: FocalPoint | null) => void
}

export function PostPictures(props: PostPicturesProps) {
  const { cell, asset, pictures, onOpen } = props
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex h-72 items-center justify-center overflow-hidden rounded-md bg-sunken p-2">
        {asset === null ? (
          <NoPicture cell={cell} />
        ) : (
          <AssetImage
            id={asset.id}
            kind="image"
            variant="preview"
            alt={asset.altText || asset.name}
            fit="contain"
          />
        )}
      </div>
      {asset !== null && (
        <div className="flex items-center gap-2 text-ink-soft">
          <StatusMark status={asset.status} />
          <span className="min-w-0 flex-1 truncate">
            {providerName(asset.provider ?? '')}, <Money microUsd={asset.costMicroUsd} />
          </span>
          <Button tone="quiet" icon={<Maximize2 />} onClick={() => onOpen(asset.id)}>
            Quick look
          </Button>
        </div>
      )}
      {asset !== null && cell !== null && isTroubled(cell) && <Trouble cell={cell} />}
      {pictures.length > 1 && <Choices {...props} />}
      {asset !== null && <Focus key={asset.id} asset={asset} onFocalPoint={props.onFocalPoint} />}
    </div>
  )
}

function isTroubled(cell: PostCell): boolean {
  return cell.variants.some(({ state }) => state === 'failed' || state === 'unknown')
}

function NoPicture({ cell }: { readonly cell: PostCell | null }) {
  if (cell !== null && isTroubled(cell)) return <Trouble cell={cell} />
  const state = cell?.shown.state
  const isRunning = state === 'running'
  return (
    <p className="flex flex-col items-center gap-2 px-6 text-center text-ink-soft">
      {isRunning && (
        <>
          <LoaderCircle aria-hidden className="size-5 animate-spin" />
          Being made
        </>
      )}
      {state === 'waiting' && 'Waiting its turn'}
      {!isRunning && state !== 'waiting' && 'No picture yet. Make it here, or generate the whole plan.'}
    </p>
  )
}

function Trouble({ cell }: { readonly cell: PostCell }) {
  const failed = cell.variants.find(({ state }) => state === 'failed' || state === 'unknown')
  if (failed === undefined) return null
  const nextStep = failed.code === null ? null : nextStepFor(failed.code)
  return (
    <div className="flex gap-2 rounded-md bg-bad-soft px-3 py-2" data-selectable>
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0">
        <p className="font-medium break-words">{failed.message ?? 'This image could not be made.'}</p>
        {nextStep !== null && <p className="text-ink-soft">{nextStep}</p>}
        {failed.code !== null && <p className="text-xs text-ink-soft">Code {failed.code}</p>}
      </div>
    </div>
  )
}

function Choices({ pictures, onPick }: PostPicturesProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-xs font-medium text-ink-soft">
        Pictures to choose from ({pictures.length})
      </legend>
      <div className="flex max-h-44 flex-wrap gap-2 overflow-y-auto p-0.5">
        {pictures.map(({ asset, isPicked }, index) => (
          <button
            key={asset.id}
            type="button"
            aria-pressed={isPicked}
            aria-label={`Use picture ${index + 1}, by ${providerName(asset.provider ?? '')}`}
            onClick={() => onPick(asset.id)}
            className={classNames(
              'relative flex size-20 items-center justify-center overflow-hidden rounded-md bg-sunken p-1',
              isPicked ? 'outline-2 outline-accent' : 'hover:bg-hover'
            )}
          >
            <AssetImage id={asset.id} kind="image" variant="thumb-256" alt="" fit="contain" />
            {isPicked && (
              <span className="absolute top-1 right-1 rounded-full bg-accent-fill p-0.5 text-on-accent">
                <Check aria-hidden className="size-3" />
              </span>
            )}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

interface FocusProps {
  readonly asset: Asset
  readonly onFocalPoint: (point: FocalPoint | null) => void
}

function Focus({ asset, onFocalPoint }: FocusProps) {
  const [point, setPoint] = useState(asset.focalPoint)
  useEffect(() => setPoint(asset.focalPoint), [asset.focalPoint])
  const { widthPx, heightPx } = asset
  if (widthPx === null || heightPx === null) return null
  return (
    <details className="rounded-md border border-line">
      <summary className="rounded-md px-3 py-2 font-medium hover:bg-hover">Focal point and crops</summary>
      <div className="px-3 pb-3">
        <FocalEditor
          src={assetUrl(asset.id, 'preview')}
          picture={{ widthPx, heightPx }}
          value={point}
          isNarrow
          onChange={setPoint}
          onCommit={onFocalPoint}
        />
      </div>
    </details>
  )
}
