/** Clips from vendors: paid once, resumed after a restart, stopped when cancelled, written down in the ledger. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp } from '#main/core/http.ts'
import { openDatabase } from '#main/db/database.ts'
import type { ClipLedger } from '#main/slideshow/clips/clip-ledger.ts'
import { createClipRepository } from '#main/slideshow/clips/clip-repository.ts'
import { type ClipRequest, createClipService } from '#main/slideshow/clips/clip-service.ts'
import { createRunway } from '#main/slideshow/video-providers/runway.ts'
import { AppError } from '#shared/errors.ts'
import { type FakeVideoVendor, startFakeVideoVendor, TEST_KEY } from '#test/harness/fake-video-vendors.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'
import { createSlideshowLab, quietContext, type SlideshowLab } from '#test/harness/slideshow-lab.ts'

let lab: SlideshowLab
let fake: FakeVideoVendor
let request: ClipRequest
let clock: ReturnType<typeof createManualClock>
let ledger: ReturnType<typeof createLedger>

function createLedger(limitMicroUsd = 10_000_000) {
  const lines = new Map<string, { estimate: number; outcome: string; cost: number }>()
  const shape: ClipLedger = {
    async open({ id, estimateMicroUsd }) {
      if (estimateMicroUsd > limitMicroUsd) throw new AppError('BUDGET_EXCEEDED', 'Too expensive.')
      lines.set(id, { estimate: estimateMicroUsd, outcome: 'running', cost: 0 })
    },
    settle(id, { outcome, costMicroUsd }) {
      lines.set(id, { estimate: lines.get(id)?.estimate ?? 0, outcome, cost: costMicroUsd })
    }
  }
  return { ...shape, lines: () => [...lines.values()] }
}

/** A service on the same database file, as after a restart. */
function openService() {
  const db = openDatabase(lab.file('catalog.db'))
  const deps = { http: createHttp(), readKey: async () => TEST_KEY, baseUrl: () => fake.url }
  const service = createClipService({
    providers: [createRunway(deps)],
    repository: createClipRepository(db),
    ledger,
    clock,
    isRunning: () => false
  })
  return { service, close: () => db.close() }
}

async function codeOf(changes: Partial<ClipRequest> = {}, signal?: AbortSignal): Promise<string> {
  const { service, close } = openService()
  try {
    const { isResumed } = await service.make({ ...request, ...changes }, quietContext(signal))
    return isResumed ? 'resumed' : 'made'
  } catch (cause) {
    return cause instanceof AppError ? cause.code : String(cause)
  } finally {
    close()
  }
}

beforeEach(async () => {
  lab = createSlideshowLab()
  fake = await startFakeVideoVendor('runway')
  clock = createManualClock({ autoAdvance: true })
  ledger = createLedger()
  request = {
    provider: 'runway',
    prompt: 'Steam rises',
    imagePath: await lab.photo('photo.jpg'),
    seconds: 5,
    preset: 'landscape',
    campaignId: null,
    outPath: lab.file('clip.mp4'),
    allowSecondPayment: false
  }
})
afterEach(async () => {
  await fake.close()
  lab.remove()
})

describe('createClipService', { timeout: 60_000 }, () => {
  it('makes a clip and writes down what the vendor charged', async () => {
    expect(await codeOf()).toBe('made')
    expect(readFileSync(request.outPath).toString('latin1', 4, 8)).toBe('ftyp')
    expect(ledger.lines()).toEqual([{ estimate: 250_000, outcome: 'succeeded', cost: 250_000 }])
  })

  it('asks again through a busy vendor and a broken line without ordering again', async () => {
    fake.failNext('poll', 503, 2)
    fake.failNext('poll', 'cut')
    expect(await codeOf()).toBe('made')
    expect(fake.orders()).toBe(1)
  })

  it('fetches after a restart what was ordered before it, and pays once', async () => {
    fake.workFor(5)
    fake.failNext('poll', 401)
    expect(await codeOf()).toBe('UNAUTHORIZED')
    expect(await codeOf()).toBe('resumed')
    expect(fake.orders()).toBe(1)
    expect(ledger.lines()).toEqual([{ estimate: 250_000, outcome: 'succeeded', cost: 250_000 }])
    expect(await codeOf()).toBe('made')
    expect(fake.orders()).toBe(2)
  })

  it('orders nothing twice when an answer was lost, unless allowed', async () => {
    fake.failNext('order', 'cut')
    expect(await codeOf()).toBe('NETWORK')
    expect(await codeOf()).toBe('CONFLICT')
    expect(fake.orders()).toBe(1)
    expect(ledger.lines().map((line) => line.outcome)).toEqual(['unknown'])
    expect(await codeOf({ prompt: 'Another clip' })).toBe('made')
    expect(await codeOf({ allowSecondPayment: true })).toBe('made')
  })

  it('stops the work at the vendor when cancelled', async () => {
    fake.workFor(1e9)
    const stop = new AbortController()
    const { service, close } = openService()
    const context = { signal: stop.signal, report: () => stop.abort() }
    await expect(service.make(request, context)).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(fake.cancelled()).toEqual(['/v1/tasks/task-1'])
    expect(ledger.lines().map((line) => line.outcome)).toEqual(['cancelled'])
    close()
  })

  it('gives up with TIMEOUT, keeps the order, and fetches it later', async () => {
    fake.workFor(400)
    expect(await codeOf()).toBe('TIMEOUT')
    fake.workFor(0)
    expect(await codeOf()).toBe('resumed')
    expect(fake.orders()).toBe(1)
  })

  it('orders nothing beyond the budget or without a picture', async () => {
    ledger = createLedger(100)
    expect(await codeOf()).toBe('BUDGET_EXCEEDED')
    expect(await codeOf({ imagePath: lab.file('gone.jpg') })).toBe('NOT_FOUND')
    expect(fake.orders()).toBe(0)
  })
})
