/** Where the window opens: where it stood, but always within reach. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planBounds, readWindowState, tryWriteWindowState } from '#main/app/window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }

describe('planBounds', () => {
  it('keeps bounds that fit', () => {
    const kept = { x: 100, y: 50, width: 1200, height: 800 }
    expect(planBounds(kept, [screen])).toEqual(kept)
  })

  it('moves and cuts a window of a larger or moved screen back into view', () => {
    expect(planBounds({ x: 1700, y: -40, width: 3000, height: 2000 }, [screen])).toEqual(screen)
    expect(planBounds({ x: 1500, y: 900, width: 1000, height: 700 }, [screen])).toEqual({
      x: 920,
      y: 380,
      width: 1000,
      height: 700
    })
  })

  it('opens at first size when the screen it stood on is gone', () => {
    expect(planBounds({ x: 5000, y: 0, width: 1200, height: 800 }, [screen])).toEqual({
      width: 1280,
      height: 800
    })
    expect(planBounds(null, [screen])).toEqual({ width: 1280, height: 800 })
  })

  it('never opens smaller than the page can be used', () => {
    expect(planBounds({ x: 0, y: 0, width: 200, height: 100 }, [screen])).toEqual({
      x: 0,
      y: 0,
      width: 920,
      height: 600
    })
  })
})

describe('kept window state', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-window-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('comes back as it was written, and damage is as good as nothing', () => {
    const file = path.join(folder, 'deep/window.json')
    const state = { bounds: { x: 1, y: 2, width: 3, height: 4 }, isMaximized: true }
    tryWriteWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
    writeFileSync(file, '{"bounds":')
    expect(readWindowState(file)).toBeNull()
    expect(readWindowState(path.join(folder, 'none'))).toBeNull()
  })
})
