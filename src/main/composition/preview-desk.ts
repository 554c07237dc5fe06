/** Preview frames for the window: keeps the files of the storyboard in hand open, and the last frames by address. */
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { createLimit } from '../core/limit.ts'
import type { SlideshowService } from '../slideshow/slideshow-service.ts'
import { assetIdsOf, withAssetFacts, withPaths } from './opened-storyboard.ts'

export interface DrawnFrame {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

export interface FrameRequest {
  readonly storyboard: Storyboard
  readonly frame: number
  readonly maxWidthPx: number
  readonly format: 'jpeg' | 'png' | 'webp'
}

export interface FrameAnswer {
  /** asset://frame/<name>; found again by `find` while it is among the last. */
  readonly address: string
  readonly widthPx: number
  readonly heightPx: number
  readonly frame: number
  readonly frames: number
}

export interface PreviewDesk {
  /** Codes of SlideshowService.previewFrame, NOT_FOUND for unknown assets, and the storage's. */
  draw(request: FrameRequest): Promise<FrameAnswer>
  /** Null for names that were never given or are too old. */
  find(name: string): DrawnFrame | null
  /** Gives back every file. */
  close(): Promise<void>
}

export interface PreviewDeskDeps {
  readonly catalog: Pick<CatalogService, 'find' | 'openCopy'>
  readonly engine: Pick<SlideshowService, 'previewFrame' | 'closePreviews'>
  readonly newId: () => string
}

/** The window asks for a frame right after it got its address. */
const KEPT_FRAMES = 120
const KEPT_BYTES = 48 * 1024 * 1024

type Copy = Awaited<ReturnType<CatalogService['openCopy']>>

export function createPreviewDesk({ catalog, engine, newId }: PreviewDeskDeps): PreviewDesk {
  const copies = new Map<string, Copy>()
  const frames = new Map<string, DrawnFrame>()
  // Two storyboards at once would release each other's files.
  const inTurn = createLimit(1)

  async function open(storyboard: Storyboard): Promise<Storyboard> {
    const ids = assetIdsOf(storyboard)
    for (const [id, copy] of copies) {
      if (ids.includes(id)) continue
      copies.delete(id)
      await copy.release()
    }
    for (const id of ids) if (!copies.has(id)) copies.set(id, await catalog.openCopy(id))
    return withPaths(withAssetFacts(catalog, storyboard), (id) => copies.get(id)?.path ?? '')
  }

  return {
    draw: ({ storyboard, ...wanted }) =>
      inTurn(async () => {
        const opened = await open(storyboard)
        const { bytes, mediaType, ...image } = await engine.previewFrame({ storyboard: opened, ...wanted })
        const name = newId()
        frames.set(name, { bytes, mediaType })
        forgetOldest(frames)
        return { address: `asset://frame/${name}`, ...image }
      }),
    find: (name) => frames.get(name) ?? null,
    close: () =>
      inTurn(async () => {
        await engine.closePreviews()
        for (const copy of copies.values()) await copy.release()
        copies.clear()
        frames.clear()
      })
  }
}

function forgetOldest(frames: Map<string, DrawnFrame>): void {
  let total = 0
  for (const { bytes } of frames.values()) total += bytes.length
  for (const [name, { bytes }] of frames) {
    if (frames.size <= KEPT_FRAMES && total <= KEPT_BYTES) return
    frames.delete(name)
    total -= bytes.length
  }
}
