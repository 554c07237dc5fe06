/** What every secret store promises. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { SecretStore } from '#main/secrets/secret-store.ts'

export interface SecretStoreHarness {
  readonly name: string
  make(): SecretStore
  /** Why the suite cannot run here, or null. */
  readonly skipReason: string | null
}

export function describeSecretStore(harness: SecretStoreHarness): void {
  describe.skipIf(harness.skipReason !== null)(`SecretStore: ${harness.name}`, () => {
    let store: SecretStore
    beforeEach(async () => {
      store = harness.make()
      await store.delete('OPENAI_API_KEY')
      await store.delete('FAL_KEY')
    })

    test('a stored key reads back, also from a new instance', async () => {
      const value = 'sk-test-ünïcödé-0123456789 with spaces'
      await store.set('OPENAI_API_KEY', value)
      expect([await store.get('OPENAI_API_KEY'), await store.has('OPENAI_API_KEY')]).toEqual([value, true])
    })

    test('what is not there is null, and deleting it succeeds', async () => {
      expect([await store.get('FAL_KEY'), await store.has('FAL_KEY')]).toEqual([null, false])
      await expect(store.delete('FAL_KEY')).resolves.toBeUndefined()
    })

    test('set replaces, and names do not mix', async () => {
      await store.set('OPENAI_API_KEY', 'one')
      await store.set('OPENAI_API_KEY', 'two')
      await store.set('FAL_KEY', 'other')
      expect([await store.get('OPENAI_API_KEY'), await store.get('FAL_KEY')]).toEqual(['two', 'other'])
    })

    test('delete removes', async () => {
      await store.set('FAL_KEY', 'x')
      await store.delete('FAL_KEY')
      expect(await store.get('FAL_KEY')).toBeNull()
    })

    test('a long key is kept whole', async () => {
      const value = 'k'.repeat(2000)
      await store.set('OPENAI_API_KEY', value)
      expect(await store.get('OPENAI_API_KEY')).toBe(value)
    })
  })
}
