import { expect, test } from 'vitest'
import { safeExtension, sha256OfKey, toObjectKey } from '#main/storage/object-key.ts'

const sha256 = 'ab'.repeat(32)
const facts = {
  kind: 'image',
  userId: 'local',
  campaignId: null,
  createdAt: 1_763_800_000_123,
  sha256,
  extension: '.PNG'
} as const

test('keys follow the layout and give their hash back', () => {
  expect(toObjectKey(facts)).toBe(`images/local/general/20251122T082640123Z_${sha256}.png`)
  expect(toObjectKey({ ...facts, campaignId: 'c1', kind: 'audio', extension: '' })).toBe(
    `audios/local/c1/20251122T082640123Z_${sha256}`
  )
  expect(sha256OfKey(toObjectKey(facts))).toBe(sha256)
  expect(sha256OfKey('images/other.png')).toBeNull()
})

test('an extension cannot leave its place in the key', () => {
  expect(['.tar.gz', './../x', '.日本', 'JPEG', ''].map(safeExtension)).toEqual([
    '.targz',
    '.x',
    '',
    '.jpeg',
    ''
  ])
})
