import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { createRouter } from '#main/ipc/router.ts'
import { AppError } from '#shared/errors.ts'
import type { RouteInput, RouteOutput } from '#shared/ipc/contract.ts'
import { type Handlers, route } from '#shared/ipc/route.ts'

const routes = {
  'asset.count': route(z.strictObject({ limit: z.int().max(10) }), z.object({ count: z.int() })),
  'asset.fail': route(z.strictObject({}), z.object({}))
} as const

function setUp(overrides: Partial<Handlers<typeof routes, null>> = {}) {
  const failures: AppError[] = []
  const handlers: Handlers<typeof routes, null> = {
    'asset.count': ({ limit }) => ({ count: limit }),
    'asset.fail': () => {
      throw new AppError('NOT_FOUND', 'Gone.', { cause: new Error('secret cause') })
    },
    ...overrides
  }
  const dispatch = createRouter(routes, handlers, { onFailure: (_route, error) => void failures.push(error) })
  return { dispatch, failures }
}

describe('router', () => {
  test('a good request is answered with its data', async () => {
    expect(await setUp().dispatch('asset.count', { limit: 3 }, null)).toEqual({
      ok: true,
      data: { count: 3 }
    })
  })

  test.each(['nope', 'toString', '__proto__', 'constructor'])('%s is an unknown route', async (name) => {
    expect(await setUp().dispatch(name, {}, null)).toMatchObject({
      ok: false,
      error: { code: 'ROUTE_NOT_FOUND' }
    })
  })

  test.each([[{ limit: 11 }], [{ limit: '3' }], [{ limit: 3, extra: 1 }], [null], [undefined]])(
    'input %j is refused before the handler runs',
    async (input) => {
      expect(await setUp().dispatch('asset.count', input, null)).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT' }
      })
    }
  )

  test('a failure keeps its code and its cause stays in main', async () => {
    const { dispatch, failures } = setUp()
    const reply = await dispatch('asset.fail', {}, null)
    expect(reply).toEqual({ ok: false, error: { code: 'NOT_FOUND', message: 'Gone.', retryable: false } })
    expect(failures[0]?.cause).toMatchObject({ message: 'secret cause' })
  })

  test('fields the contract does not name never leave main', async () => {
    const leaking = setUp({ 'asset.count': () => ({ count: 1, apiKey: 'sk-secret' }) as { count: number } })
    expect(await leaking.dispatch('asset.count', { limit: 1 }, null)).toEqual({
      ok: true,
      data: { count: 1 }
    })
  })

  test('an answer that breaks the contract is our error, not the window’s problem', async () => {
    const wrong = setUp({ 'asset.count': () => ({ count: 1.5 }) })
    expect(await wrong.dispatch('asset.count', { limit: 1 }, null)).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL' }
    })
  })
})

test('the contract types inputs and outputs by name', () => {
  expectTypeOf<RouteInput<'job.cancel'>>().toEqualTypeOf<{ id: string }>()
  expectTypeOf<RouteOutput<'asset.delete'>>().toEqualTypeOf<{ deletedIds: string[] }>()
  // @ts-expect-error a missing handler does not compile
  const missing: Handlers<typeof routes, null> = { 'asset.fail': () => ({}) }
  expect(missing).toBeDefined()
})
