/** The right column: preview, words, facts, copies, rights, uses and versions of the selected asset. */
import { Download, ExternalLink, Pencil, X } from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Asset } from '#shared/domain/asset.ts'
import type { AssetUse } from '#shared/domain/library.ts'
import type { PostPlace } from '#shared/domain/plan.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf } from '../../ui/format.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { sayDone } from '../../ui/toast.ts'
import { Facts } from './asset-facts.tsx'
import { CopiesSection } from './copies.tsx'
import { Stars, TagField, TitleField, Words } from './detail-fields.tsx'
import { FocalButton } from './focal-button.tsx'
import { DETAILS_FIELD } from './focus-details.ts'
import type { InspectorStore } from './inspector-store.ts'
import { RightsForm } from './rights-form.tsx'
import { Versions, WhereUsed } from './where-used.tsx'

export interface InspectorProps {
  readonly store: InspectorStore
  readonly onClose: () => void
  /** Opens the post with its words, its pictures and its day. */
  readonly onEditPost: (post: PostPlace) => void
}

export function Inspector({ store, onClose, onEditPost }: InspectorProps) {
  const { selectedIds, asset, load, failure } = useStore(
    store,
    useShallow(({ selectedIds, asset, load, failure }) => ({ selectedIds, asset, load, failure }))
  )
  if (selectedIds.length === 0) return null
  return (
    <aside
      aria-label="Inspector"
      className="relative flex w-72 shrink-0 flex-col overflow-y-auto border-l border-line bg-surface"
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
        {asset !== null && <Details key={asset.id} asset={asset} store={store} onEditPost={onEditPost} />}
      </div>
    </aside>
  )
}

interface DetailsProps extends Pick<InspectorProps, 'store' | 'onEditPost'> {
  readonly asset: Asset
}

function Details({ asset, store, onEditPost }: DetailsProps) {
  const background = useStore(store, (state) => state.background)
  const { update, openOutside, saveCopy, saveRights, tag, lookAt } = store.getState()
  const post = postOf(asset, background?.uses ?? [])
  const isPicture = asset.kind === 'image' && asset.widthPx !== null && asset.heightPx !== null
  return (
    <>
      <button
        type="button"
        aria-label={`Quick look at ${asset.name}`}
        onClick={() => void lookAt({ assetId: asset.id, neighbours: [asset.id] })}
        className="flex h-44 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken"
      >
        <AssetImage id={asset.id} kind={asset.kind} variant="thumb-512" alt="" fit="contain" />
      </button>
      <div className="grid grid-cols-2 gap-1.5 [&>button]:px-2">
        {post !== null && (
          <Button icon={<Pencil />} title={postName(post)} onClick={() => onEditPost(post)}>
            Edit post
          </Button>
        )}
        <Button icon={<ExternalLink />} onClick={() => void openOutside(asset.id)}>
          Open
        </Button>
        <Button
          icon={<Download />}
          onClick={() => void saveCopy(asset.id).then((path) => path !== null && sayDone(`Saved to ${path}`))}
        >
          Save a copy
        </Button>
        {isPicture && <FocalButton asset={asset} onSave={(focalPoint) => void update({ focalPoint })} />}
      </div>
      <Stars rating={asset.rating} onRate={(rating) => void update({ rating })} />
      <CopiesSection asset={asset} store={store} />
      <TitleField
        id={DETAILS_FIELD}
        value={asset.title ?? ''}
        placeholder={asset.name}
        onSave={(title) => void update({ title })}
      />
      <TagField
        tags={asset.tags}
        onAdd={(tags) => void tag(tags, [])}
        onRemove={(name) => void tag([], [name])}
      />
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
      {asset.prompt !== null && (
        <section aria-label="Prompt">
          <h3 className="mb-1 text-xs font-medium text-ink-soft">Prompt</h3>
          <p className="break-words" data-selectable>
            {asset.prompt}
          </p>
        </section>
      )}
      <Facts asset={asset} />
      {background !== null && (
        <>
          <WhereUsed uses={background.uses} onEditPost={onEditPost} />
          <Versions
            versions={background.versions}
            currentId={asset.id}
            onLook={(assetId) =>
              void lookAt({ assetId, neighbours: background.versions.map((version) => version.id) })
            }
          />
          <RightsForm rights={background.rights} onSave={(rights) => void saveRights(rights)} />
        </>
      )}
    </>
  )
}

/** The post the picture was made for, else the first that shows it. */
function postOf({ kind, campaignId, platform, post }: Asset, uses: readonly AssetUse[]): PostPlace | null {
  if (kind === 'image' && campaignId !== null && platform !== null && post !== null)
    return { campaignId, platform, post }
  return uses.find((use) => use.post !== undefined)?.post ?? null
}

function postName({ platform, post }: PostPlace): string {
  return `${PLATFORMS[platform].label} post ${post}`
}
