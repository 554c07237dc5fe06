/** One post as a small card of the calendar: it can be dragged to another day, and opened. */
import { useEffect, useRef } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import type { Place } from './campaign-state.ts'

/** Own type, so that the calendar takes its posts only and never a file. */
export const POST_DRAG_TYPE = 'application/x-campaignforge-post'

export interface CalendarPostProps {
  readonly place: Place
  readonly asset: Asset | null
  /** Takes the focus when it appears. */
  readonly isFocused?: boolean
  readonly onOpen: () => void
}

export function CalendarPost({ place, asset, isFocused = false, onOpen }: CalendarPostProps) {
  const { platform, post } = place
  const card = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isFocused) card.current?.focus()
  }, [isFocused])
  return (
    <button
      ref={card}
      type="button"
      draggable
      title="Drag to a day, or open to set its day"
      onDragStart={(event) => {
        event.dataTransfer.setData(POST_DRAG_TYPE, JSON.stringify({ platform, post }))
        event.dataTransfer.effectAllowed = 'move'
      }}
      onClick={onOpen}
      className="flex w-full cursor-grab items-center gap-1.5 rounded-sm border border-line bg-raised p-0.5 pr-1.5 text-left text-xs hover:border-line-strong"
    >
      <span className="flex size-6 shrink-0 items-center justify-center overflow-hidden rounded-sm bg-sunken">
        {asset !== null && <AssetImage id={asset.id} kind="image" variant="thumb-256" alt="" />}
      </span>
      <span className="line-clamp-2 min-w-0 leading-tight">
        {PLATFORMS[platform].label} {post}
      </span>
    </button>
  )
}

/** The post that was dragged; null for anything else. */
export function readDragged(text: string): Place | null {
  try {
    const dragged: unknown = JSON.parse(text)
    if (typeof dragged !== 'object' || dragged === null) return null
    if (!('platform' in dragged && 'post' in dragged)) return null
    const platform = PLATFORM_IDS.find((id) => id === dragged.platform)
    return platform === undefined || typeof dragged.post !== 'number'
      ? null
      : { platform, post: dragged.post }
  } catch {
    return null
  }
}
