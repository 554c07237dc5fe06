/** Saved storyboards come back as they were saved, by campaign, newest change first. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '#main/db/database.ts'
import { createStoryboardRepository } from '#main/slideshow/storyboards/storyboard-repository.ts'
import { createStoryboardService } from '#main/slideshow/storyboards/storyboard-service.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

const db = { open: () => openDatabase(':memory:') }
let opened: ReturnType<typeof openDatabase>
beforeEach(() => {
  opened = db.open()
})
afterEach(() => opened.close())

const board = storyboardSchema.parse({
  slides: [{ assetId: 'a1', seconds: 2, caption: 'Ä', motion: 'kenburns' }],
  musicAssetId: 'm1',
  preset: 'feed'
})

test('the newest save replaces the last, keeps its first time and is listed first', async () => {
  let now = 1000
  let ids = 0
  const clock = { ...createManualClock(), now: () => (now += 10), newId: () => `id${++ids}` }
  const service = createStoryboardService({ repository: createStoryboardRepository(opened), clock })
  const first = service.save({ campaignId: null, name: 'One', storyboard: board })
  const second = service.save({ campaignId: null, name: 'Two', storyboard: board })
  const again = service.save({
    id: first.id,
    campaignId: null,
    name: 'One!',
    storyboard: { ...board, preset: 'square' }
  })
  expect([first.slideCount, first.preset, again.createdAt, again.preset]).toEqual([
    1,
    'feed',
    first.createdAt,
    'square'
  ])
  expect(service.list(null).map(({ name }) => name)).toEqual(['One!', 'Two'])
  expect(service.get(second.id).storyboard).toEqual(board)
})

test('what was removed cannot be opened or saved again', () => {
  const repository = createStoryboardRepository(opened)
  const service = createStoryboardService({ repository, clock: createManualClock() })
  const { id } = service.save({ campaignId: null, name: 'One', storyboard: board })
  service.remove(id)
  const gone = expect.objectContaining({ code: 'NOT_FOUND' })
  expect(() => service.get(id)).toThrow(gone)
  expect(() => service.remove(id)).toThrow(gone)
  expect(() => service.save({ id, campaignId: null, name: 'x', storyboard: board })).toThrow(gone)
  expect(service.list(null)).toEqual([])
})
