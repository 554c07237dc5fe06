/** Frames for the preview, drawn by main as the render would draw them: one at a time, and the newest wish wins. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export interface FrameWish {
  readonly storyboard: Storyboard
  readonly frame: number
  readonly maxWidthPx: number
}

export interface ShownFrame<Picture> {
  readonly picture: Picture
  readonly frame: number
}

export interface FrameState<Picture> {
  readonly shown: ShownFrame<Picture> | null
  readonly failure: Failure | null
  /** Asks for a frame; of several wishes made while one is drawn, only the last is drawn next. */
  show(wish: FrameWish): void
  reset(): void
}
export type FrameStore<Picture> = StoreApi<FrameState<Picture>>

/** @param load makes an address into a picture that can be drawn at once */
export function createFrameStore<Picture>(
  client: Client,
  load: (address: string) => Promise<Picture>
): FrameStore<Picture> {
  return createStore<FrameState<Picture>>()((set) => {
    let waiting: FrameWish | null = null
    let isDrawing = false
    let round = 0

    async function draw(wish: FrameWish): Promise<void> {
      const asked = round
      try {
        const { address, frame } = await client.call('slideshow.previewFrame', { ...wish, format: 'jpeg' })
        const picture = await load(address)
        if (asked === round) set({ shown: { picture, frame }, failure: null })
      } catch (thrown) {
        if (asked === round) set({ failure: failureOf(thrown) })
      }
    }

    async function drawAll(): Promise<void> {
      if (isDrawing) return
      isDrawing = true
      while (waiting !== null) {
        const wish = waiting
        waiting = null
        await draw(wish)
      }
      isDrawing = false
    }

    return {
      shown: null,
      failure: null,
      show(wish) {
        waiting = wish
        void drawAll()
      },
      reset() {
        round += 1
        waiting = null
        set({ shown: null, failure: null })
      }
    }
  })
}

/** A picture element that has been decoded, so that drawing it does not wait. */
export async function loadPicture(address: string): Promise<HTMLImageElement> {
  const picture = new Image()
  picture.src = address
  await picture.decode()
  return picture
}
