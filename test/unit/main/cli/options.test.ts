import { describe, expect, test } from 'vitest'
import { dollars, listOf, seconds, textsOf, wholeNumber } from '#main/cli/options.ts'
import { platformIdSchema } from '#shared/domain/platform.ts'

const refused = expect.objectContaining({ code: 'commander.invalidArgument' })

describe('options', () => {
  test('repeated options add up, commas separate', () => {
    const parse = listOf(platformIdSchema)
    expect(parse('facebook', parse('instagram, tiktok', undefined))).toEqual([
      'instagram',
      'tiktok',
      'facebook'
    ])
    expect(() => parse('myspace', undefined)).toThrow(refused)
  })

  test('free texts keep their commas', () => {
    expect(textsOf('b', textsOf('a, with comma', undefined))).toEqual(['a, with comma', 'b'])
  })

  test.each(['0', '101', '1.5', '-1', '', 'many', '1e2', ' 3'])('%j is not 1 to 100', (text) => {
    expect(() => wholeNumber(1, 100)(text)).toThrow(refused)
  })

  test('numbers within bounds pass', () => {
    expect([wholeNumber(1, 100)('100'), seconds(0.1, 600)('2.5'), dollars('0.05')]).toEqual([
      100, 2.5, 50_000
    ])
  })

  test.each(['0', '601', 'NaN', '1,5'])('%j is not 0.1 to 600 seconds', (text) => {
    expect(() => seconds(0.1, 600)(text)).toThrow(refused)
  })
})
