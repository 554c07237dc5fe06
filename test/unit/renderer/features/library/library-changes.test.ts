/** Trash, tags and ratings of the library, and the way back from each. */
import { describe, expect, it } from 'vitest'
import { createLibraryChanges } from '#renderer/features/library/library-changes.ts'
import { createLibraryStore } from '#renderer/features/library/library-store.ts'
import { heldAssets } from '#renderer/features/library/pages.ts'
import { AppError } from '#shared/errors.ts'
import { anAsset } from '#test/harness/an-asset.ts'
import { createFakeMain, type FakeAnswers } from '#test/harness/fake-client.ts'

const listOf = (...ids: readonly string[]) => ({
  items: ids.map((id) => anAsset({ id, rating: id === 'a' ? 2 : 0 })),
  nextCursor: null,
  total: ids.length
})

async function open(answers: FakeAnswers) {
  const main = createFakeMain({ 'asset.list': () => listOf('a', 'b'), ...answers })
  const library = createLibraryStore(main.client)
  await library.getState().refresh()
  return { main, library, changes: createLibraryChanges(main.client, library) }
}

describe('library changes', () => {
  it('keeps the rows and says why when the trash is refused', async () => {
    const { library, changes } = await open({ 'asset.delete': () => new AppError('NOT_FOUND', 'Gone.') })
    const gone = await changes.getState().trash(['a'])
    const { pages, failure } = library.getState()
    expect({ gone, rows: heldAssets(pages).length, code: failure?.code }).toEqual({
      gone: 0,
      rows: 2,
      code: 'NOT_FOUND'
    })
  })

  it('sends more ids than a route takes in parts, and takes all of them back', async () => {
    const ids = Array.from({ length: 25_000 }, (_, index) => `x${index}`)
    const { main, changes } = await open({
      'asset.delete': (input) => ({ deletedIds: [...input.ids] }),
      'asset.restore': (input) => ({ restoredIds: [...input.ids] })
    })
    expect(await changes.getState().trash(ids)).toBe(25_000)
    await changes.getState().undo()
    const routes = main.asked.map((call) => call.route)
    expect([
      routes.filter((route) => route === 'asset.delete').length,
      routes.filter((route) => route === 'asset.restore').length,
      changes.getState().steps.length
    ]).toEqual([50, 50, 0])
  })

  it('undoing a tag leaves it on assets that carried it before', async () => {
    const { main, changes } = await open({
      'library.ids': () => ({ ids: ['a', 'z'] }),
      'asset.tag': () => ({ changed: 1 })
    })
    await changes.getState().tag(['a', 'b'], ['summer'], [])
    await changes.getState().undo()
    const tagged = main.asked.filter((call) => call.route === 'asset.tag').map((call) => call.input)
    expect(tagged).toEqual([
      { ids: ['a', 'b'], add: ['summer'], remove: [] },
      { ids: ['b'], add: [], remove: ['summer'] }
    ])
  })

  it('undoing stars gives each asset its own back', async () => {
    const before = [
      { id: 'a', rating: 2 },
      { id: 'b', rating: 0 }
    ]
    const { main, changes } = await open({ 'asset.rate': () => ({ before }) })
    expect(await changes.getState().rate(['a', 'b', 'c'], 5)).toBe(2)
    await changes.getState().undo()
    const rated = main.asked.filter((call) => call.route === 'asset.rate').map((call) => call.input)
    expect(rated).toEqual([
      { ids: ['a', 'b', 'c'], rating: 5 },
      { ids: ['a'], rating: 2 },
      { ids: ['b'], rating: 0 }
    ])
  })
})
