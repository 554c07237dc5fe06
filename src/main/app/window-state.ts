/** Where the window stood last time, kept in one small file and fitted to the screens of today. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const windowStateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }),
  isMaximized: z.boolean()
})
export type WindowState = z.output<typeof windowStateSchema>

export const MIN_WIDTH_PX = 920
export const MIN_HEIGHT_PX = 600
const FIRST_SIZE = { width: 1280, height: 800 } as const

/** The kept state; null when there is none or it does not read. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Written at once, because the app may end right after; a disk that refuses only costs the position. */
export function tryWriteWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(state))
  } catch {
    // The next start opens at the first size instead.
  }
}

/** Kept bounds moved and cut so that they lie on a screen; centred at first size when they lie on none. */
export function planBounds(kept: Area | null, screens: readonly Area[]): Area | typeof FIRST_SIZE {
  if (kept === null) return FIRST_SIZE
  const screen = screens.find((area) => overlaps(kept, area))
  if (screen === undefined) return FIRST_SIZE
  const width = Math.min(screen.width, Math.max(MIN_WIDTH_PX, kept.width))
  const height = Math.min(screen.height, Math.max(MIN_HEIGHT_PX, kept.height))
  return {
    width,
    height,
    x: Math.min(Math.max(kept.x, screen.x), screen.x + screen.width - width),
    y: Math.min(Math.max(kept.y, screen.y), screen.y + screen.height - height)
  }
}

/** At least a corner that a pointer can catch. */
function overlaps(a: Area, b: Area): boolean {
  const GRIP_PX = 64
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return across >= GRIP_PX && down >= GRIP_PX
}
