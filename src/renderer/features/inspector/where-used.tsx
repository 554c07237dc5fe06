/** Where an asset is used, and the other versions of it. */
import { Clapperboard, Film, Megaphone } from 'lucide-react'
import type { Asset } from '#shared/domain/asset.ts'
import type { AssetUse } from '#shared/domain/library.ts'
import type { PostPlace } from '#shared/domain/plan.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatDateTime } from '../../ui/format.ts'

const USER_ICONS = { post: Megaphone, slideshow: Clapperboard, video: Film } as const

export interface WhereUsedProps {
  readonly uses: readonly AssetUse[]
  readonly onEditPost: (post: PostPlace) => void
}

export function WhereUsed({ uses, onEditPost }: WhereUsedProps) {
  return (
    <section aria-label="Where used">
      <h3 className="mb-1 text-xs font-medium text-ink-soft">Where used</h3>
      {uses.length === 0 && <p className="text-ink-soft">Nowhere: deleting it breaks nothing.</p>}
      <ul className="flex flex-col gap-1">
        {uses.map((use) => {
          const Icon = USER_ICONS[use.usedBy]
          const { post } = use
          return (
            <li key={`${use.usedBy} ${use.userId}`} className="flex items-start gap-2">
              <Icon aria-label={use.usedBy} className="mt-0.5 size-4 shrink-0 text-ink-faint" />
              {post === undefined ? (
                <span className="min-w-0 break-words">{use.label}</span>
              ) : (
                <button
                  type="button"
                  title="Edit this post"
                  onClick={() => onEditPost(post)}
                  className="min-w-0 rounded-sm text-left break-words text-accent underline-offset-2 hover:underline"
                >
                  {use.label}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

export interface VersionsProps {
  /** Oldest first. */
  readonly versions: readonly Asset[]
  readonly currentId: string
  readonly onLook: (assetId: string) => void
}

export function Versions({ versions, currentId, onLook }: VersionsProps) {
  if (versions.length < 2) return null
  return (
    <section aria-label="Versions">
      <h3 className="mb-1 text-xs font-medium text-ink-soft">Versions</h3>
      <ol className="flex flex-col gap-1">
        {versions.map((version, index) => (
          <li key={version.id}>
            <button
              type="button"
              aria-current={version.id === currentId}
              onClick={() => onLook(version.id)}
              className={classNames(
                'flex w-full items-center gap-2 rounded-md p-1 text-left hover:bg-hover',
                version.id === currentId && 'bg-accent-soft'
              )}
            >
              <span className="size-10 shrink-0 overflow-hidden rounded-sm">
                <AssetImage id={version.id} kind={version.kind} variant="thumb-256" alt="" />
              </span>
              <span className="min-w-0">
                <span className="block truncate">{index === 0 ? 'Original' : `Version ${index}`}</span>
                <span className="block truncate text-xs text-ink-soft">
                  {formatDateTime(version.createdAt)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
