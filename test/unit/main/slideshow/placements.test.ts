/** What the product calls too long, too large or too slow is what the collected facts about the platforms say. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkPlacements } from '#main/slideshow/placements.ts'

const FACTS = path.resolve(import.meta.dirname, '../../../../../shared/facts/platforms.json')
const range = z.tuple([z.number(), z.number()])
const factsSchema = z.object({
  instagram: z.object({
    reel: z.object({ sec: range, maxBytes: z.number(), videoMbpsMax: z.number(), fps: range }),
    story: z.object({ videoSec: range })
  }),
  facebook: z.object({ reel: z.object({ secApi: range, fps: range }) }),
  tiktok: z.object({ video: z.object({ sec: range, maxBytes: z.number(), fps: range, side: range }) }),
  linkedin: z.object({ video: z.object({ sec: range, maxBytes: z.number(), ratio: range }) }),
  x: z.object({ video: z.object({ sec: range, maxBytes: z.number(), ratio: range }) }),
  pinterest: z.object({ video: z.object({ sec: range, maxBytes: z.number(), ratio: range }) }),
  youtube: z.object({ shorts: z.object({ secMax: z.number() }) })
})

const GOOD = {
  seconds: 30,
  frames: 900,
  keyDistanceFrames: 250,
  sizeBytes: 5_000_000,
  framesPerSecond: 30,
  widthPx: 1080,
  heightPx: 1920,
  videoCodec: 'avc1',
  audioCodec: 'mp4a',
  isIndexFirst: true,
  hasEditList: false
}
const fits = (id: string, change: Partial<typeof GOOD>): boolean | undefined =>
  checkPlacements({ ...GOOD, ...change }).find((placement) => placement.id === id)?.fits

describe('placements', () => {
  it('an upright full HD video of half a minute fits everywhere', () => {
    expect(checkPlacements(GOOD).filter((placement) => !placement.fits)).toEqual([])
  })

  it('each defect is named where it matters', () => {
    const problems = (change: Partial<typeof GOOD>) =>
      checkPlacements({ ...GOOD, ...change }).map(({ id, problems: found }) => [id, found.length])
    const all = (count: number) => problems({}).map(([id]) => [id, count])
    expect(problems({ videoCodec: 'hvc1' })).toEqual(all(1))
    expect(problems({ isIndexFirst: false, audioCodec: 'mp3 ' })).toEqual(all(2))
    expect(problems({ hasEditList: true }).filter(([, count]) => count === 1)).toEqual([
      ['instagram-reel', 1],
      ['instagram-story', 1]
    ])
  })

  it.skipIf(!existsSync(FACTS))('the limits are those of the collected facts (skipped without them)', () => {
    const facts = factsSchema.parse(JSON.parse(readFileSync(FACTS, 'utf8')))
    const { instagram, facebook, tiktok, linkedin, x, pinterest, youtube } = facts
    const seconds: readonly (readonly [string, readonly [number, number]])[] = [
      ['instagram-reel', instagram.reel.sec],
      ['instagram-story', instagram.story.videoSec],
      ['facebook-reel', facebook.reel.secApi],
      ['tiktok', tiktok.video.sec],
      ['linkedin', linkedin.video.sec],
      ['x', x.video.sec],
      ['pinterest', pinterest.video.sec],
      ['youtube-short', [0, youtube.shorts.secMax]]
    ]
    for (const [id, [shortest, longest]] of seconds) {
      // Few bytes, so that only the length speaks.
      const at = (length: number) => fits(id, { seconds: length, sizeBytes: 1000 })
      expect([id, at(shortest), at(longest)]).toEqual([id, true, true])
      expect([id, at(Math.max(0, shortest - 0.1)), at(longest + 0.1)]).toEqual([id, shortest === 0, false])
    }
    const bytes: readonly (readonly [string, number])[] = [
      ['instagram-reel', instagram.reel.maxBytes],
      ['tiktok', tiktok.video.maxBytes],
      ['linkedin', linkedin.video.maxBytes],
      ['x', x.video.maxBytes],
      ['pinterest', pinterest.video.maxBytes]
    ]
    for (const [id, most] of bytes) {
      const at = (sizeBytes: number) => fits(id, { sizeBytes, seconds: 100 })
      expect([id, at(most), at(most + 1)]).toEqual([id, true, false])
    }
    const ratios: readonly (readonly [string, readonly [number, number]])[] = [
      ['linkedin', linkedin.video.ratio],
      ['x', x.video.ratio],
      ['pinterest', pinterest.video.ratio]
    ]
    for (const [id, [narrowest, widest]] of ratios) {
      const at = (ratio: number) => fits(id, { widthPx: ratio * 1000, heightPx: 1000 })
      expect([id, at(narrowest * 1.001), at(widest * 0.999)]).toEqual([id, true, true])
      expect([id, at(narrowest * 0.99), at(widest * 1.01)]).toEqual([id, false, false])
    }
    const paces: readonly (readonly [string, readonly [number, number]])[] = [
      ['instagram-reel', instagram.reel.fps],
      ['facebook-reel', facebook.reel.fps],
      ['tiktok', tiktok.video.fps]
    ]
    for (const [id, [slowest, fastest]] of paces) {
      const at = (framesPerSecond: number) => fits(id, { framesPerSecond })
      expect([id, at(slowest), at(fastest), at(slowest - 1), at(fastest + 1)]).toEqual([
        id,
        true,
        true,
        false,
        false
      ])
    }
    expect(fits('instagram-reel', { seconds: 10, sizeBytes: (instagram.reel.videoMbpsMax * 1e7) / 8 })).toBe(
      true
    )
    expect(
      fits('instagram-reel', { seconds: 10, sizeBytes: (instagram.reel.videoMbpsMax * 1.1e7) / 8 })
    ).toBe(false)
    const [smallest, largest] = tiktok.video.side
    expect(fits('tiktok', { widthPx: smallest, heightPx: largest })).toBe(true)
    expect(fits('tiktok', { widthPx: smallest - 1 })).toBe(false)
  })
})
