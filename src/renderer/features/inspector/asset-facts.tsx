/** The plain facts of an asset as a list. */
import type { ReactNode } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { formatBytes, formatClock, formatDateTime, formatPixels } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { providerName } from '../../ui/provider-name.ts'

export function Facts({ asset }: { readonly asset: Asset }) {
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
