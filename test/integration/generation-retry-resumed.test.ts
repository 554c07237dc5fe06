/** A post asked for once more just before the app was killed is made at the next start, and never paid twice. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwatched } from '#main/core/jobs.ts'
import { createHandlers } from '#main/ipc/handlers.ts'
import { openNodeServices } from '#main/node-services.ts'
import type { Services } from '#main/services.ts'
import { jobIdSchema } from '#shared/domain/job.ts'
import { retryInputSchema } from '#shared/ipc/routes/campaigns.ts'
import { type FakeVendor, startFakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'
import { vendorPrice } from '#test/harness/fake-vendors/prices.ts'
import { VENDOR_SCRIPTS } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { noDesktop } from '#test/harness/no-desktop.ts'

const RULES = {
  providers: ['together' as const],
  budgetMicroUsd: null,
  maxPriceMicroUsd: null,
  allowEmergency: false
}
let folder = ''
let vendor: FakeVendor
let services: Services
let campaignId = ''

const dataFolder = () => path.join(folder, 'data')
const open = async (): Promise<Services> =>
  await openNodeServices({
    dataFolder: dataFolder(),
    environment: { PATH: process.env['PATH'], TOGETHER_API_KEY: vendor.key }
  })
const request = (begin: boolean) => ({
  ...RULES,
  campaignId,
  cells: [{ platform: 'instagram' as const, post: 1, variant: 1 }],
  begin,
  prompt: 'A kettle on a slate table'
})

/** What the app does after it has started: asks again for what was cut off, and waits for it. */
async function goOn(): Promise<void> {
  const handlers = createHandlers(services, noDesktop())
  for (const { route, input } of await services.takeUnfinished()) {
    expect(route).toBe('campaign.retry')
    const id = await handlers['campaign.retry'](retryInputSchema.parse(input), { windowId: 0 })
    await services.jobs.finished(jobIdSchema.parse(id))
  }
}

async function killedWhileAsking(begin: boolean): Promise<void> {
  await services.close()
  const input = { dataFolder: dataFolder(), key: vendor.key, request: request(begin) }
  const script = path.resolve(import.meta.dirname, '../harness/retry-child.ts')
  const child = fork(script, [JSON.stringify(input)], { execArgv: [], stdio: 'ignore' })
  const [code, signal] = await once(child, 'exit')
  expect([code, signal]).toEqual([null, 'SIGKILL'])
  services = await open()
}

const cell = async () => {
  const [only] = await services.generation.plan(campaignId, { platforms: ['instagram'], posts: 1 })
  return only
}

describe('a retry cut off before its first write', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-retry-'))
    const script = VENDOR_SCRIPTS.find(({ id }) => id === 'together')
    if (script === undefined) throw new Error('There is no script of this vendor.')
    vendor = await startFakeVendor(script, { priceOf: vendorPrice('together') })
    services = await open()
    await services.settings.setAt('providers.together.baseUrl', vendor.baseUrl)
    const { id } = await services.campaigns.create({
      name: 'Two',
      briefPaths: [],
      patch: { productName: 'Kettle' }
    })
    campaignId = id
  })
  afterEach(async () => {
    await services.close()
    await vendor.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** The first drawing of the post, whose answer is lost after the vendor was asked. */
  async function loseAnAnswer(): Promise<void> {
    vendor.script({ kind: 'reset' })
    const plan = { campaignId, platforms: ['instagram' as const], posts: 1 }
    await services.generation.generateCampaign({ ...RULES, ...plan }, unwatched())
    expect(await cell()).toMatchObject({ state: 'unknown' })
  }

  test('is made at the next start, with its words, though the post may have been paid before', async () => {
    await loseAnAnswer()
    await killedWhileAsking(false)
    expect(vendor.draws).toHaveLength(1)
    await goOn()
    expect(vendor.draws).toHaveLength(2)
    expect(await cell()).toMatchObject({ state: 'delivered', prompt: 'A kettle on a slate table' })
  })

  test('makes a post that was never generated', async () => {
    await killedWhileAsking(true)
    await goOn()
    expect(await cell()).toMatchObject({ state: 'delivered', prompt: 'A kettle on a slate table' })
    expect(vendor.draws).toHaveLength(1)
  })

  test('that had reached the vendor is not sent again: what may be paid stays so', async () => {
    await loseAnAnswer()
    await killedWhileAsking(false)
    const unfinished = await services.takeUnfinished()
    const [note] = unfinished
    const input = retryInputSchema.parse(note?.input)
    // The next start sends it, loses the answer, and ends as well.
    vendor.script({ kind: 'reset' })
    await services.generation.retry(input, unwatched())
    expect([vendor.draws.length, (await cell())?.state]).toEqual([2, 'unknown'])
    await services.generation.retry(input, unwatched())
    expect([vendor.draws.length, (await cell())?.state]).toEqual([2, 'unknown'])
  })
})
