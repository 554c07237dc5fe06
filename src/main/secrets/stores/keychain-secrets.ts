/** Keys in the operating system's keychain: Keychain, Credential Manager, or the Secret Service on Linux. */
import { deletePassword, findCredentials, getPassword, setPassword } from '@napi-rs/keyring/keytar.js'
import type { SecretName } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import type { SecretStore } from '../secret-store.ts'

/** @param service the name under which the keychain groups the product's entries */
export function createKeychainSecrets(service = 'CampaignForge Desktop'): SecretStore {
  const get = async (name: SecretName): Promise<string | null> => {
    await checkSecretService(service)
    return await translated(async () => (await getPassword(service, name)) ?? null)
  }
  return {
    get,
    has: async (name) => (await get(name)) !== null,
    async set(name, value) {
      await checkSecretService(service)
      await translated(() => setPassword(service, name, value))
    },
    async delete(name) {
      await checkSecretService(service)
      await translated(() => deletePassword(service, name))
    }
  }
}

/**
 * Without a Secret Service the library falls back to the kernel's keyring, which other processes may not read and a
 * restart empties (seen with @napi-rs/keyring 2.1.2, 2026-11). Listing has no such fallback, so it tells.
 */
async function checkSecretService(service: string): Promise<void> {
  if (process.platform === 'linux') await translated(() => findCredentials(service))
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw new AppError(
      'KEYCHAIN_UNAVAILABLE',
      'The keychain of this computer does not answer. Unlock it, or pass keys as environment variables.',
      { cause }
    )
  }
}
