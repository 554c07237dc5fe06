/** Which pages outside a click may open. */
import { describe, expect, it } from 'vitest'
import { CONTENT_SECURITY_POLICY, isAllowedOutside } from '#main/app/security.ts'

describe('isAllowedOutside', () => {
  it('lets listed pages open over https', () => {
    expect(isAllowedOutside('https://platform.openai.com/api-keys')).toBe(true)
  })

  it.each([
    'http://platform.openai.com/',
    'https://platform.openai.com.evil.example/',
    'https://evil.example/?platform.openai.com',
    'https://user@platform.openai.com/',
    'https://platform.openai.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'nonsense'
  ])('refuses %s', (address) => {
    expect(isAllowedOutside(address)).toBe(false)
  })

  it('the policy allows nothing inline, nothing evaluated and no foreign script or style', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/)
    expect(CONTENT_SECURITY_POLICY.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"])
    )
  })
})
