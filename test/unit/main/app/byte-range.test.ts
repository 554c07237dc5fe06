/** Range headers against a file of 100 bytes. */
import { describe, expect, it } from 'vitest'
import { rangeOf } from '#main/app/byte-range.ts'

describe('rangeOf', () => {
  it.each([
    [null, 'whole'],
    ['bytes=0-9', { first: 0, last: 9 }],
    ['bytes=90-', { first: 90, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-500', { first: 0, last: 99 }],
    ['bytes=50-5000', { first: 50, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-5', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['bytes=-', 'whole'],
    ['items=0-5', 'whole']
  ])('%s gives %j', (header, answer) => {
    expect(rangeOf(header, 100)).toEqual(answer)
  })

  it('an empty file has no range', () => {
    expect([rangeOf('bytes=0-', 0), rangeOf(null, 0)]).toEqual(['unsatisfiable', 'whole'])
  })
})
