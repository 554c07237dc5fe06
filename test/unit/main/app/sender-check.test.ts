/** Who may ask main: only the top frame of our own page. */
import { describe, expect, it } from 'vitest'
import { isTrustedSender, originOf } from '#main/app/sender-check.ts'

const trusted = ['app://campaignforge']
const frame = (url: string, parent: unknown = null) => ({ url, parent })

describe('isTrustedSender', () => {
  it('takes our own page', () => {
    expect(isTrustedSender(frame('app://campaignforge/index.html#x'), trusted)).toBe(true)
  })

  it.each([
    ['no frame', null],
    ['a frame inside our page', frame('app://campaignforge/index.html', {})],
    ['another host', frame('app://campaignforge.evil/index.html')],
    ['another scheme', frame('https://campaignforge/index.html')],
    ['a file', frame('file:///campaignforge/index.html')],
    ['a user part', frame('app://campaignforge@evil/')],
    ['an empty page', frame('about:blank')],
    ['nonsense', frame('')]
  ])('refuses %s', (_name, sender) => {
    expect(isTrustedSender(sender, trusted)).toBe(false)
  })

  it('an address without a host has no origin', () => {
    expect([originOf('data:text/html,x'), originOf('http://localhost:5173/a')]).toEqual([
      null,
      'http://localhost:5173'
    ])
  })
})
