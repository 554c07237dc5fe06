import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { withTempFolder } from '#main/core/files.ts'
import { createFileLog, redact } from '#main/core/log.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

describe('redact', () => {
  test.each([
    ['Incorrect API key provided: sk-proj-abcdefghij1234567890', 'abcdefghij'],
    ['authorization: Bearer r8_0123456789abcdefghij', '0123456789'],
    ['Authorization: Key 1234-5678:abcdef0123456789', 'abcdef'],
    ['https://h/x?X-Amz-Signature=deadbeef&X-Amz-Credential=AKIA123', 'deadbeef'],
    ['https://h/x?X-Amz-Credential=AKIA123', 'AKIA123'],
    ['key AIzaSyA0123456789012345678901234567890', 'SyA0123']
  ])('%j loses its secret', (text, secret) => {
    expect(redact(text)).not.toContain(secret)
  })

  test('a known secret of any form is taken out, ordinary words stay', () => {
    expect(redact('the password hunter-two failed', ['hunter-two'])).toBe('the password ••• failed')
    expect(redact('asset key images/local/a.png')).toBe('asset key images/local/a.png')
  })
})

describe('file log', () => {
  test('an error is written with its message and without the key in it', async () => {
    await withTempFolder(async (folder) => {
      const log = createFileLog(folder, createManualClock())
      log.error('call failed', { cause: new Error('refused sk-abcdefghijklmnop') })
      const text = await readFile(path.join(folder, 'campaignforge.log'), 'utf8')
      expect(text).toContain('call failed')
      expect(text).toContain('refused')
      expect(text).not.toContain('abcdefghijklmnop')
    })
  })

  test('a log folder that cannot be made does not stop the product', () => {
    expect(() => createFileLog('/dev/null/nowhere', createManualClock()).info('x')).not.toThrow()
  })
})
