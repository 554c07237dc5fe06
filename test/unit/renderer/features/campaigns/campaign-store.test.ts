/** One opened campaign: edits are saved once and completely, generation fills the grid, late news is dropped. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyPost } from '#renderer/features/campaigns/campaign-draft.ts'
import { createCampaignStore } from '#renderer/features/campaigns/campaign-store.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import { jobIdSchema } from '#shared/domain/job.ts'
import { type PlanShape, plannedPostSchema, planShapeSchema } from '#shared/domain/plan.ts'
import { AppError } from '#shared/errors.ts'
import { anAsset } from '#test/harness/an-asset.ts'
import { aJob, createFakeMain, type FakeAnswers } from '#test/harness/fake-client.ts'

const campaign = (id: string) => ({ id, name: id, brief: EMPTY_BRIEF, createdAt: 1, updatedAt: 1 })
const answers: FakeAnswers = {
  'campaign.get': ({ id }) => campaign(id),
  'campaign.update': ({ id }) => campaign(id),
  'campaign.plan': () => ({ cells: [], elsewhere: null }),
  'campaign.photos': () => ({ assetIds: [] }),
  'campaign.posts': () => ({ posts: [] }),
  'campaign.planShape': () => ({ shape: null, lastPost: 0, atWork: null }),
  'campaign.savePlanShape': ({ shape }) => ({ shape: planShapeSchema.parse(shape) }),
  'campaign.savePosts': ({ posts }) => ({ posts: posts.map((post) => plannedPostSchema.parse(post)) }),
  'asset.list': () => ({ items: [], nextCursor: null, total: 0 })
}
const updates = (asked: readonly { readonly route: string; readonly input: unknown }[]) =>
  asked.filter((one) => one.route === 'campaign.update').map((one) => one.input)
const shapes = (asked: readonly { readonly route: string; readonly input: unknown }[]) =>
  asked.filter((one) => one.route === 'campaign.savePlanShape').map((one) => one.input)

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
    const options = { allowEmergency: false, onlyMissing: true, provider: null }
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
    main.emit('job.changed', aJob({ subjectId: 'c1', state: 'succeeded', result: { images: [] } }))
    expect(store.getState()).toMatchObject({ isGenerating: false, job: null, result: { images: [] } })
    const error = { code: 'DISK_FULL', message: 'The disk is full.', retryable: false }
    main.emit('job.changed', aJob({ subjectId: 'c1', state: 'failed', error }))
    expect(store.getState()).toMatchObject({ job: null, failure: { code: 'DISK_FULL' } })
  })

  it('opens as wide as what is being made, and as high as what was ever generated', async () => {
    const atWork = { platforms: ['tiktok' as const], posts: 8, variants: 2 }
    const shape: PlanShape = { platforms: ['facebook'], posts: 2, variants: 1, makers: [] }
    const opened = async (answer: Pick<FakeAnswers, 'campaign.planShape'>) => {
      const store = createCampaignStore(createFakeMain({ ...answers, ...answer }).client)
      await store.getState().open('c1')
      const { platforms, posts, variants } = store.getState()
      return { platforms, posts, variants }
    }
    expect(await opened({ 'campaign.planShape': () => ({ shape, lastPost: 8, atWork }) })).toEqual({
      platforms: ['facebook', 'tiktok'],
      posts: 8,
      variants: 2
    })
    expect(
      await opened({ 'campaign.planShape': () => ({ shape: null, lastPost: 6, atWork: null }) })
    ).toMatchObject({ posts: 6, variants: 1 })
    expect(
      await opened({ 'campaign.planShape': () => ({ shape, lastPost: 8, atWork: null }) })
    ).toMatchObject({ posts: 2 })
  })

  it('a cancelled generation leaves no notice, a failed one does', async () => {
    const main = createFakeMain({
      ...answers,
      'campaign.generate': () => new AppError('CANCELLED', 'Cancelled.')
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    const options = { allowEmergency: false, onlyMissing: true, provider: null }
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

  it('looks again at what another process makes, which sends no news, until it is made', async () => {
    const cell = {
      ...{ platform: 'tiktok' as const, post: 1, variant: 1, prompt: '', negativePrompt: '' },
      ...{ asset: null, isPicked: false, code: null, message: null }
    }
    const states = ['running', 'running', 'planned'] as const
    let asked = 0
    const main = createFakeMain({
      ...answers,
      'campaign.plan': () => ({ cells: [{ ...cell, state: states[asked++] ?? 'planned' }], elsewhere: null })
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    expect(store.getState().cells[0]?.state).toBe('running')
    await vi.advanceTimersByTimeAsync(4000)
    expect(store.getState().cells[0]?.state).toBe('planned')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toBe(3)
    store.getState().close()
  })

  it('keeps looking while another process is at work, though just now no picture of the grid is drawn', async () => {
    const counts = [{ done: 3, total: 10 }, { done: 7, total: 10 }, null]
    let asked = 0
    const main = createFakeMain({
      ...answers,
      'campaign.plan': () => ({ cells: [], elsewhere: counts[asked++] ?? null })
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    expect(store.getState().elsewhere).toEqual({ done: 3, total: 10 })
    await vi.advanceTimersByTimeAsync(2000)
    expect(store.getState().elsewhere).toEqual({ done: 7, total: 10 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([store.getState().elsewhere, asked]).toEqual([null, 3])
    store.getState().close()
  })

  it('takes steps back and on again, saves each, and takes back a field typed in as one', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    for (const tone of ['c', 'ca', 'calm']) store.getState().edit({ tone })
    await store.getState().flush()
    store.getState().edit({ tone: 'calm, plain' })
    store.getState().undo()
    expect(store.getState().campaign?.brief.tone).toBe('calm')
    store.getState().undo()
    expect(store.getState()).toMatchObject({ campaign: { brief: { tone: '' } }, canUndo: false })
    store.getState().redo()
    await store.getState().flush()
    expect(updates(main.asked).at(-1)).toEqual({ id: 'c1', patch: { tone: 'calm' } })
  })

  it('forgets the words of a post in main too when they are undone', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().setWords([{ ...emptyPost('tiktok', 2), caption: 'Hello' }])
    store.getState().undo()
    await vi.advanceTimersByTimeAsync(0)
    const saved = main.asked.filter((one) => one.route === 'campaign.savePosts').map((one) => one.input)
    expect(saved).toEqual([
      { id: 'c1', posts: [{ ...emptyPost('tiktok', 2), caption: 'Hello' }] },
      { id: 'c1', posts: [emptyPost('tiktok', 2)] }
    ])
    expect(store.getState().words).toEqual([])
  })

  it('writes the words to the picture that the post shows', async () => {
    const cell = {
      ...{ platform: 'tiktok' as const, post: 1, variant: 1, state: 'delivered' as const, prompt: '' },
      ...{ negativePrompt: '', asset: anAsset({ id: 'a1' }), isPicked: true, code: null, message: null }
    }
    const main = createFakeMain({
      ...answers,
      'campaign.plan': () => ({ cells: [cell], elsewhere: null }),
      'asset.update': () => anAsset({ id: 'a1' })
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().setWords([{ ...emptyPost('tiktok', 1), caption: 'Hello' }])
    await vi.advanceTimersByTimeAsync(0)
    expect(main.asked.find((one) => one.route === 'asset.update')?.input).toEqual({
      id: 'a1',
      caption: 'Hello',
      altText: ''
    })
  })

  it('takes up edits that a crash kept from being saved', async () => {
    const kept = new Map<string, string>()
    const drafts = {
      read: (name: string) => kept.get(name) ?? null,
      write: (name: string, text: string | null) =>
        void (text === null ? kept.delete(name) : kept.set(name, text))
    }
    const before = createCampaignStore(createFakeMain(answers).client, drafts)
    await before.getState().open('c1')
    before.getState().edit({ tone: 'calm' })

    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client, drafts)
    await store.getState().open('c1')
    expect(store.getState()).toMatchObject({ campaign: { brief: { tone: 'calm' } } })
    await store.getState().flush()
    expect(updates(main.asked)).toEqual([{ id: 'c1', patch: { tone: 'calm' } }])
    expect([...kept.keys()]).toEqual([])
  })

  it('opens with the plan that main keeps, grown to its last planned post', async () => {
    const shape: PlanShape = {
      platforms: ['tiktok'],
      posts: 2,
      variants: 3,
      makers: [{ platform: 'tiktok', post: 2, provider: 'composer' }]
    }
    const main = createFakeMain({
      ...answers,
      'campaign.planShape': () => ({ shape, lastPost: 9, atWork: null }),
      'campaign.posts': () => ({ posts: [emptyPost('tiktok', 5)] })
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    expect(store.getState()).toMatchObject({
      platforms: ['tiktok'],
      posts: 5,
      variants: 3,
      makers: { 'tiktok 2': 'composer' }
    })
    expect(shapes(main.asked)).toEqual([])
  })

  it('has main keep every step of the plan’s shape, also one taken back, the newest last', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().setPosts(5)
    store.getState().setPosts(6)
    store.getState().setPosts(7)
    expect(store.getState().save).toBe('saving')
    await vi.advanceTimersByTimeAsync(0)
    store.getState().setMaker({ platform: 'tiktok', post: 2 }, 'composer')
    await vi.advanceTimersByTimeAsync(0)
    store.getState().undo()
    await vi.advanceTimersByTimeAsync(0)
    const maker = { platform: 'tiktok', post: 2, provider: 'composer' }
    // What was overtaken while a request was on its way is not sent.
    expect(shapes(main.asked)).toMatchObject([
      { id: 'c1', shape: { posts: 5, makers: [] } },
      { id: 'c1', shape: { posts: 7, makers: [] } },
      { id: 'c1', shape: { posts: 7, makers: [maker] } },
      { id: 'c1', shape: { posts: 7, makers: [] } }
    ])
    expect(store.getState().save).toBe('saved')
  })

  it('says that the plan’s shape was not saved, and saves it with the next step', async () => {
    let isFull = true
    const main = createFakeMain({
      ...answers,
      'campaign.savePlanShape': ({ shape }) =>
        isFull ? new AppError('DISK_FULL', 'The disk is full.') : { shape: planShapeSchema.parse(shape) }
    })
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().setPosts(5)
    await vi.advanceTimersByTimeAsync(0)
    expect(store.getState().save).toMatchObject({ failure: { message: 'The disk is full.' } })
    isFull = false
    store.getState().setVariants(2)
    await vi.advanceTimersByTimeAsync(0)
    expect(shapes(main.asked).at(-1)).toMatchObject({ shape: { posts: 5, variants: 2 } })
    expect(store.getState().save).toBe('saved')
  })

  it('asks a provider of its own for the posts that have one, and one for all when told so', async () => {
    const main = createFakeMain(answers)
    const store = createCampaignStore(main.client)
    await store.getState().open('c1')
    store.getState().setMaker({ platform: 'tiktok', post: 2 }, 'composer')
    const options = { allowEmergency: false, onlyMissing: true, provider: null }
    await store.getState().askEstimate(options)
    await store.getState().askEstimate({ ...options, provider: 'together' })
    const asked = main.asked.filter((one) => one.route === 'campaign.estimate').map((one) => one.input)
    expect(asked).toMatchObject([
      { providers: [], postProviders: [{ platform: 'tiktok', post: 2, providers: ['composer'] }] },
      { providers: ['together'], postProviders: [] }
    ])
  })
})
