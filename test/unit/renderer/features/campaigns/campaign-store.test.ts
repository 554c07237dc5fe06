/** One opened campaign: edits are saved once and completely, generation fills the grid, late news is dropped. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCampaignStore } from '#renderer/features/campaigns/campaign-store.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import { jobIdSchema } from '#shared/domain/job.ts'
import { AppError } from '#shared/errors.ts'
import { aJob, createFakeMain, type FakeAnswers } from '#test/harness/fake-client.ts'

const campaign = (id: string) => ({ id, name: id, brief: EMPTY_BRIEF, createdAt: 1, updatedAt: 1 })
const answers: FakeAnswers = {
  'campaign.get': ({ id }) => campaign(id),
  'campaign.update': ({ id }) => campaign(id),
  'campaign.plan': () => ({ cells: [] }),
  'campaign.photos': () => ({ assetIds: [] }),
  'asset.list': () => ({ items: [], nextCursor: null, total: 0 })
}
const updates = (asked: readonly { readonly route: string; readonly input: unknown }[]) =>
  asked.filter((one) => one.route === 'campaign.update').map((one) => one.input)

describe('campaign store', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('shows edits at once and saves a burst of them in one request, without blank lines', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().edit({ productName: 'Ca' })
    store.getState().edit({ productName: 'Candle' })
    store.getState().edit({ benefits: ['Warm ', ''] })
    expect(store.getState().campaign?.brief).toMatchObject({ productName: 'Candle', benefits: ['Warm ', ''] })
    await vi.advanceTimersByTimeAsync(600)
    expect(updates(main.asked)).toEqual([{ id: 'c1', patch: { productName: 'Candle', benefits: ['Warm'] } }])
    expect(store.getState().save).toBe('saved')
  })

  it('saves what waits when the campaign is left', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().edit({ tone: 'calm' })
    store.getState().close()
    await vi.advanceTimersByTimeAsync(0)
    expect(updates(main.asked)).toEqual([{ id: 'c1', patch: { tone: 'calm' } }])
    expect(main.listenerCount()).toBe(0)
  })

  it('says that an edit was not saved and why', async () => {
    const main = createFakeMain({
      ...answers,
      'campaign.update': () => new AppError('DISK_FULL', 'The disk is full.')
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().edit({ tone: 'calm' })
    await store.getState().flush()
    expect(store.getState().save).toEqual({
      failure: { code: 'DISK_FULL', message: 'The disk is full.', retryable: false }
    })
  })

  it('drops the answer about a campaign that was left meanwhile', async () => {
    const slow = Promise.withResolvers<ReturnType<typeof campaign>>()
    const main = createFakeMain({
      ...answers,
      'campaign.get': ({ id }) => (id === 'c1' ? slow.promise : campaign(id))
    })
    const store = createCampaignStore(main.client)
    const first = store.getState().open('c1')
    await store.getState().open('c2')
    slow.resolve(campaign('c1'))
    await first
    expect(store.getState().campaign?.id).toBe('c2')
  })

  it('refuses a second generation while one runs, and ends with the result', async () => {
    const id = jobIdSchema.parse('job-1')
    const main = createFakeMain({ ...answers, 'campaign.generate': () => id })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    const options = { platforms: ['instagram' as const], posts: 1, allowEmergency: false, onlyMissing: true }
    const running = store.getState().generate(options)
    await store.getState().generate(options)
    await vi.advanceTimersByTimeAsync(0)
    main.emit('job.changed', aJob({ subjectId: 'c1', done: 1, total: 2 }))
    expect(store.getState().job).toMatchObject({ done: 1, total: 2 })
    main.emit('job.changed', aJob({ subjectId: 'c1', state: 'succeeded', result: { images: [] } }))
    await running
    expect(main.asked.filter((one) => one.route === 'campaign.generate')).toHaveLength(1)
    expect(store.getState()).toMatchObject({ isGenerating: false, job: null, result: { images: [] } })
  })

  it('takes up a generation that was running before the window was reloaded', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    main.emit('job.changed', aJob({ subjectId: 'another campaign', done: 9, total: 9 }))
    main.emit('job.changed', aJob({ subjectId: 'c1', done: 3, total: 12 }))
    expect(store.getState()).toMatchObject({ isGenerating: true, job: { done: 3 } })
    main.emit('job.changed', aJob({ subjectId: 'c1', state: 'succeeded' }))
    expect(store.getState()).toMatchObject({ isGenerating: false, job: null })
  })

  it('a cancelled generation leaves no notice, a failed one does', async () => {
    const main = createFakeMain({
      ...answers,
      'campaign.generate': () => new AppError('CANCELLED', 'Cancelled.')
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    const options = { platforms: ['instagram' as const], posts: 1, allowEmergency: false, onlyMissing: true }
    await store.getState().generate(options)
    expect(store.getState()).toMatchObject({ isGenerating: false, failure: null })
  })

  it('asks for the plan again when an image of this campaign arrives, once for a burst', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    const before = main.asked.filter((one) => one.route === 'campaign.plan').length
    for (const assetId of ['a', 'b', 'c']) main.emit('asset.changed', { assetId, campaignId: 'c1' })
    main.emit('asset.changed', { assetId: 'd', campaignId: 'other' })
    await vi.advanceTimersByTimeAsync(400)
    expect(main.asked.filter((one) => one.route === 'campaign.plan')).toHaveLength(before + 1)
  })
})
