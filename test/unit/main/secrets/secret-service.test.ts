import { describe, expect, test } from 'vitest'
import { createSilentLog } from '#main/core/log.ts'
import { createSecretService } from '#main/secrets/secret-service.ts'
import type { SecretStore } from '#main/secrets/secret-store.ts'
import { createMemorySecrets } from '#main/secrets/stores/memory-secrets.ts'
import { AppError } from '#shared/errors.ts'

const log = createSilentLog()

/** A keychain that is locked: every call fails as the real one does. */
function lockedStore(): SecretStore {
  const refuse = (): Promise<never> => Promise.reject(new AppError('KEYCHAIN_UNAVAILABLE', 'Locked.'))
  return { get: refuse, set: refuse, delete: refuse, has: refuse }
}

describe('secret service', () => {
  test('the environment wins over the keychain, an alias counts, blanks do not', async () => {
    const store = createMemorySecrets()
    await store.set('OPENAI_API_KEY', 'from-keychain')
    await store.set('FAL_KEY', 'fal-keychain')
    const environment = { OPENAI_API_KEY: 'from-environment', REPLICATE_API_KEY: 'alias', FAL_KEY: '  ' }
    const secrets = createSecretService({ store, environment, log })
    expect(
      await Promise.all([
        secrets.read('OPENAI_API_KEY'),
        secrets.read('REPLICATE_API_TOKEN'),
        secrets.read('FAL_KEY')
      ])
    ).toEqual(['from-environment', 'alias', 'fal-keychain'])
  })

  test('a locked keychain reads as no key, and setting says why it cannot', async () => {
    const secrets = createSecretService({ store: lockedStore(), environment: {}, log })
    expect(await secrets.read('OPENAI_API_KEY')).toBeNull()
    await expect(secrets.set('OPENAI_API_KEY', 'x')).rejects.toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE' })
  })

  test('the list tells presence and origin and no value', async () => {
    const secrets = createSecretService({
      store: createMemorySecrets(),
      environment: { FAL_KEY: 'fal-secret-value' },
      log
    })
    await secrets.set('OPENAI_API_KEY', 'sk-secret-value')
    const list = await secrets.list()
    expect(list.find((key) => key.name === 'FAL_KEY')).toEqual({
      name: 'FAL_KEY',
      configured: true,
      source: 'environment'
    })
    expect(list.find((key) => key.name === 'OPENAI_API_KEY')?.source).toBe('keychain')
    expect(JSON.stringify(list)).not.toContain('secret-value')
  })

  test('a deleted or replaced key is not served from memory', async () => {
    const secrets = createSecretService({ store: createMemorySecrets(), environment: {}, log })
    await secrets.set('FAL_KEY', 'one')
    await secrets.set('FAL_KEY', 'two')
    expect(await secrets.read('FAL_KEY')).toBe('two')
    await secrets.delete('FAL_KEY')
    expect(await secrets.read('FAL_KEY')).toBeNull()
  })

  test('an empty key is refused', async () => {
    const secrets = createSecretService({ store: createMemorySecrets(), environment: {}, log })
    await expect(secrets.set('FAL_KEY', ' \n')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('importing the environment stores what is there and names it', async () => {
    const store = createMemorySecrets()
    const secrets = createSecretService({ store, environment: { REPLICATE_API_KEY: 'r', FAL_KEY: 'f' }, log })
    expect(await secrets.importEnvironment()).toEqual(['REPLICATE_API_TOKEN', 'FAL_KEY'])
    expect(await store.get('REPLICATE_API_TOKEN')).toBe('r')
  })
})
