/** Keys for the rest of main: environment over keychain, values kept in memory only. */

import { type KeyStatus, SECRET_ALIASES, SECRET_NAMES, type SecretName } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import type { Log } from '../core/log.ts'
import type { SecretService, SecretStore } from './secret-store.ts'

export interface SecretServiceDeps {
  readonly store: SecretStore
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly log: Log
}

export function createSecretService(deps: SecretServiceDeps): SecretService {
  const { store, environment, log } = deps
  const cache = new Map<SecretName, string | null>()
  const seen = new Set<string>()

  function fromEnvironment(name: SecretName): string | null {
    const names = [name, ...(SECRET_ALIASES[name] ?? [])]
    const value = names
      .map((each) => environment[each]?.trim())
      .find((each) => each !== undefined && each !== '')
    return value ?? null
  }

  async function fromKeychain(name: SecretName): Promise<string | null> {
    const cached = cache.get(name)
    if (cached !== undefined) return cached
    const value = await store.get(name).catch((cause: unknown) => {
      log.debug('keychain not readable', { cause })
      return null
    })
    cache.set(name, value)
    return value
  }

  async function read(name: SecretName): Promise<string | null> {
    const value = fromEnvironment(name) ?? (await fromKeychain(name))
    if (value !== null) seen.add(value)
    return value
  }

  async function set(name: SecretName, value: string): Promise<void> {
    const trimmed = value.trim()
    if (trimmed === '')
      throw new AppError('INVALID_INPUT', 'The key is empty. Pass its value on standard input.')
    seen.add(trimmed)
    await store.set(name, trimmed)
    cache.set(name, trimmed)
  }

  async function statusOf(name: SecretName): Promise<KeyStatus> {
    if (fromEnvironment(name) !== null) return { name, configured: true, source: 'environment' }
    const isStored = (await fromKeychain(name)) !== null
    return { name, configured: isStored, source: isStored ? 'keychain' : null }
  }

  return {
    read,
    known: () => [...seen],
    list: async () => await Promise.all(SECRET_NAMES.map(statusOf)),
    set,
    async delete(name) {
      await store.delete(name)
      cache.set(name, null)
    },
    async importEnvironment() {
      const found = SECRET_NAMES.filter((name) => fromEnvironment(name) !== null)
      for (const name of found) await set(name, fromEnvironment(name) ?? '')
      return found
    }
  }
}
