import { describe, expect, test } from 'vitest'
import { openGuarded } from '#main/ipc/guarded-start.ts'
import { jobIdSchema } from '#shared/domain/job.ts'
import { AppError } from '#shared/errors.ts'

const damaged = () => new AppError('DATABASE_DAMAGED', 'The catalog file is damaged.')

/** An app whose catalog is damaged until it may be set aside. */
function damagedApp() {
  const did: string[] = []
  const deps = {
    async open(mode: 'refuse' | 'set-aside') {
      did.push(`open ${mode}`)
      if (mode === 'refuse') throw damaged()
      return {
        dispatch: async (name: string) => ({ ok: true as const, data: name }),
        rebuild: (from: string) => {
          did.push(`rebuild ${from}`)
          return jobIdSchema.parse('job-1')
        }
      }
    },
    onOpened: () => void did.push('opened'),
    onFailure: () => undefined,
    quit: () => void did.push('quit')
  }
  return { did, deps }
}

describe('guarded start', () => {
  test('with a damaged catalog nothing is touched and the window can tell and end', async () => {
    const { did, deps } = damagedApp()
    const start = await openGuarded(deps)
    expect(await start.dispatch('start.state', {}, {})).toEqual({
      ok: true,
      data: { state: 'damagedCatalog', message: 'The catalog file is damaged.' }
    })
    expect(await start.dispatch('asset.list', {}, {})).toMatchObject({
      ok: false,
      error: { code: 'DATABASE_DAMAGED' }
    })
    await start.dispatch('start.quit', {}, {})
    expect(did).toEqual(['open refuse', 'quit'])
    expect(start.opened()).toBeNull()
  })

  test('recovering sets aside, rebuilds from the chosen store once and then answers everything', async () => {
    const { did, deps } = damagedApp()
    const start = await openGuarded(deps)
    const both = [
      start.dispatch('start.recover', { from: 'backup' }, {}),
      start.dispatch('start.recover', { from: 'backup' }, {})
    ]
    expect(await Promise.all(both)).toMatchObject([
      { ok: true, data: 'job-1' },
      { ok: false, error: { code: 'CONFLICT' } }
    ])
    expect(did).toEqual(['open refuse', 'open set-aside', 'opened', 'rebuild backup'])
    expect(await start.dispatch('asset.list', {}, {})).toEqual({ ok: true, data: 'asset.list' })
  })

  test('a recovery that failed may be tried again', async () => {
    const { deps } = damagedApp()
    let tries = 0
    const start = await openGuarded({
      ...deps,
      open: async (mode) => {
        if (mode === 'set-aside' && ++tries === 1) throw new AppError('DISK_FULL', 'The disk is full.')
        return await deps.open(mode)
      }
    })
    expect(await start.dispatch('start.recover', { from: 'primary' }, {})).toMatchObject({ ok: false })
    expect(await start.dispatch('start.recover', { from: 'primary' }, {})).toMatchObject({ ok: true })
  })

  test('other trouble at the start is thrown, not asked about', async () => {
    const { deps } = damagedApp()
    const newer = async () => {
      throw new AppError('DATABASE_NEWER', 'Update the app.')
    }
    await expect(openGuarded({ ...deps, open: newer })).rejects.toMatchObject({ code: 'DATABASE_NEWER' })
  })
})
