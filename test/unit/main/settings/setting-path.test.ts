import { describe, expect, test } from 'vitest'
import { parseSettingText, readPath, writePath } from '#main/settings/setting-path.ts'
import { settingsSchema } from '#shared/domain/settings.ts'

const settings = settingsSchema.parse({})

describe('setting paths', () => {
  test('a value that is set reads back, siblings stay', () => {
    const changed = writePath(settings, 'budget.monthlyUsd', 25)
    expect(readPath(changed, 'budget.monthlyUsd')).toBe(25)
    expect(readPath(changed, 'budget.perCampaignUsd')).toBeNull()
    expect(readPath(settings, 'budget.monthlyUsd')).toBeNull()
  })

  test('an optional setting that was never set is undefined, not an error', () => {
    expect(readPath(settings, 'providers.openai.baseUrl')).toBeUndefined()
  })

  test.each([
    'nothing',
    'providers.nobody.baseUrl',
    'budget.monthlyUsd.deeper',
    'providers.openai.apiKey',
    '__proto__',
    'constructor',
    'budget.__proto__'
  ])('%s is not a setting', (path) => {
    expect(() => readPath(settings, path)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test('writing below __proto__ changes nothing anywhere', () => {
    writePath(settings, '__proto__.polluted', true)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test.each([
    ['true', true],
    ['12.5', 12.5],
    ['null', null],
    ['["openai"]', ['openai']],
    ['http://127.0.0.1:9/v1', 'http://127.0.0.1:9/v1']
  ])('%s is first read as %j', (text, value) => {
    expect(parseSettingText(text)[0]).toEqual(value)
  })
})
