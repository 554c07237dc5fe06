/** Nobody is asked without permission, and nothing but a notice comes of it. */
import { describe, expect, it } from 'vitest'
import { checkForUpdate, type UpdateCheckDeps } from '#main/app/update-check.ts'
import { createSilentLog } from '#main/core/log.ts'

function check(changes: Partial<UpdateCheckDeps>) {
  const notices: string[] = []
  let asked = 0
  const ask = changes.ask ?? (async () => '0.2.0')
  const result = checkForUpdate({
    isAllowed: true,
    isPackaged: true,
    currentVersion: '0.1.0',
    log: createSilentLog(),
    notify: ({ title }) => void notices.push(title),
    ...changes,
    ask: async () => {
      asked += 1
      return await ask()
    }
  })
  return { result, notices, asked: () => asked }
}

describe('checkForUpdate', () => {
  it.each([
    ['not allowed', { isAllowed: false }],
    ['not installed', { isPackaged: false }]
  ])('asks nobody when %s', async (_name, changes) => {
    const run = check(changes)
    expect([await run.result, run.asked(), run.notices]).toEqual([null, 0, []])
  })
  it('tells of a newer version', async () => {
    const run = check({})
    expect([await run.result, run.notices]).toEqual(['0.2.0', ['CampaignForge 0.2.0 is out']])
  })
  it('is silent about the version that runs and about being offline', async () => {
    const same = check({ ask: async () => '0.1.0' })
    const offline = check({ ask: async () => await Promise.reject(new Error('getaddrinfo ENOTFOUND')) })
    expect([await same.result, same.notices, await offline.result, offline.notices]).toEqual([
      null,
      [],
      null,
      []
    ])
  })
})
