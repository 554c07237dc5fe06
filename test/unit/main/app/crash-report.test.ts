/** A crash report is readable and holds no secret. */
import { describe, expect, it } from 'vitest'
import { crashText } from '#main/app/crash-report.ts'

describe('crashText', () => {
  const facts = { version: '1.2.3', at: 0, origin: 'main process' }
  it('says what, when and where', () => {
    const text = crashText({ ...facts, thrown: new Error('Table missing') })
    expect(text).toContain('CampaignForge 1.2.3 ended unexpectedly.')
    expect(text).toContain('1970-01-01T00:00:00.000Z')
    expect(text).toContain('Table missing')
  })

  it('takes keys and signed addresses out', () => {
    const thrown = new Error(
      'GET https://x.example/a?X-Amz-Signature=abcdef123456 with sk-abcdefgh12345678 and Bearer abcdefgh1234'
    )
    const text = crashText({ ...facts, thrown })
    expect(text).not.toMatch(/abcdef123456|sk-abcdefgh|abcdefgh1234/)
  })
})
