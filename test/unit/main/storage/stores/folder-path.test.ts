import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromKeyBytes, toKeyPiece, toLevels } from '#main/storage/stores/folder-path.ts'

/** What the listing does: pieces of the levels, put together. */
function keyOf(levels: readonly string[]): string {
  return fromKeyBytes(
    levels.map((name, index) => toKeyPiece(name, index === levels.length - 1)?.bytes ?? '').join('')
  )
}

test('any key becomes safe names and comes back the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (key) => {
      const levels = toLevels(key)
      expect(keyOf(levels)).toBe(Buffer.from(key).toString())
      for (const name of levels) {
        expect(name).toMatch(/^[A-Za-z0-9_%-][A-Za-z0-9_%.-]*$/)
        expect(name).not.toMatch(/\.$/)
        expect(name.length).toBeLessThanOrEqual(185)
      }
    }),
    { numRuns: 500 }
  )
})

test('our own keys are readable paths', () => {
  const key = 'images/local/c-1/20251122T082640123Z_abc.png'
  expect(toLevels(key).join('/')).toBe(key)
})

test('no key leads out of the folder or into the store’s own files', () => {
  expect(toLevels('../../etc/passwd')).toEqual(['%2E%2E', '%2E%2E', 'etc', 'passwd%f'])
  expect(toLevels('.campaignforge/store.json')[0]).toBe('%2Ecampaignforge')
  expect(toLevels('con/nul.txt')).toEqual(['%63on', '%6Eul.txt'])
})
