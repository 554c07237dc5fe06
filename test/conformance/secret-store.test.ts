import { describe, expect, test } from 'vitest'
import { createKeychainSecrets } from '#main/secrets/stores/keychain-secrets.ts'
import { createMemorySecrets } from '#main/secrets/stores/memory-secrets.ts'
import { describeSecretStore } from './secret-store.suite.ts'

const hasKeyring = process.env['CAMPAIGNFORGE_TEST_KEYRING'] === '1'
const skipReason = hasKeyring ? null : 'no unlocked keyring in this session'
if (skipReason !== null) process.stderr.write(`SecretStore: keychain skipped: ${skipReason}\n`)

const memory = createMemorySecrets()
describeSecretStore({ name: 'memory', make: () => memory, skipReason: null })
describeSecretStore({ name: 'keychain', make: () => createKeychainSecrets('CampaignForge Test'), skipReason })

describe.skipIf(hasKeyring || process.platform !== 'linux')('keychain without a running service', () => {
  test('a key is refused rather than kept somewhere else', async () => {
    const store = createKeychainSecrets('CampaignForge Test')
    await expect(store.set('FAL_KEY', 'x')).rejects.toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE' })
    await expect(store.get('FAL_KEY')).rejects.toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE' })
  })
})
