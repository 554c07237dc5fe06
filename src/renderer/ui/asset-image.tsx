/** An asset's picture from the asset:// protocol, with a quiet stand-in while it loads or when there is none. */
import { FileText, Film, Image, Music } from 'lucide-react'
import { useState } from 'react'
import type { AssetKind } from '#shared/domain/asset.ts'
import { classNames } from './class-names.ts'

export type AssetVariant = 'thumb-256' | 'thumb-512' | 'preview' | 'original'

/** The address of one picture of an asset; only main answers it. */
export function assetUrl(id: string, variant: AssetVariant): string {
  return `asset://${id}/${variant}`
}

const KIND_ICONS = { image: Image, document: FileText, video: Film, audio: Music } as const

export interface AssetImageProps {
  readonly id: string
  readonly kind: AssetKind
  readonly variant: AssetVariant
  /** Empty for pictures whose neighbour already names them. */
  readonly alt: string
  readonly fit?: 'cover' | 'contain'
  /** Asked for only when it comes near the view; for long lists. */
  readonly isLazy?: boolean
  readonly className?: string
}

export function AssetImage({
  id,
  kind,
  variant,
  alt,
  fit = 'cover',
  isLazy = false,
  className
}: AssetImageProps) {
  const url = assetUrl(id, variant)
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null)
  const Icon = KIND_ICONS[kind]
  if (brokenUrl === url || kind === 'audio') {
    return (
      <span
        {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
        className={classNames(
          'flex size-full items-center justify-center bg-sunken text-ink-faint',
          className
        )}
      >
        <Icon aria-hidden className="size-8" />
      </span>
    )
  }
  return (
    <img
      src={url}
      alt={alt}
      decoding="async"
      loading={isLazy ? 'lazy' : 'eager'}
      draggable={false}
      onError={() => setBrokenUrl(url)}
      className={classNames(
        // A contained picture keeps its own outline, so that its corners and its selection follow it.
        fit === 'cover'
          ? 'size-full bg-sunken object-cover'
          : 'max-h-full max-w-full rounded-sm object-contain',
        kind === 'document' && 'object-top',
        className
      )}
    />
  )
}
