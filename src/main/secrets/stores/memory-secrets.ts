/** Keys in memory only: for tests, and for a run that must leave nothing behind. */
import type { SecretName } from '#shared/domain/settings.ts'
import type { SecretStore } from '../secret-store.ts'

export function createMemorySecrets(): SecretStore {
  const values = new Map<SecretName, string>()
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
    delete: async (name) => void values.delete(name),
    has: async (name) => values.has(name)
  }
}
