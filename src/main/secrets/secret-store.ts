/** Where keys of vendors live, and the one way the rest of main reads them. */
import type { KeyStatus, SecretName } from '#shared/domain/settings.ts'

export interface SecretStore {
  /** Null when nothing is stored under the name. Throws KEYCHAIN_UNAVAILABLE. */
  get(name: SecretName): Promise<string | null>
  /** Replaces. Resolves when the keychain has it. Throws KEYCHAIN_UNAVAILABLE. */
  set(name: SecretName, value: string): Promise<void>
  /** Success also when nothing was stored. Throws KEYCHAIN_UNAVAILABLE. */
  delete(name: SecretName): Promise<void>
  has(name: SecretName): Promise<boolean>
}

/** What adapters are given: reading one key at the moment of use. */
export interface SecretReader {
  /** The environment's value, else the keychain's, else null; also null when no keychain answers. */
  read(name: SecretName): Promise<string | null>
  /** Every value read or set so far, for redaction only. */
  known(): readonly string[]
}

export interface SecretService extends SecretReader {
  /** Presence and origin of each key; never values. */
  list(): Promise<readonly KeyStatus[]>
  /** Stores in the keychain. Throws KEYCHAIN_UNAVAILABLE or INVALID_INPUT for an empty value. */
  set(name: SecretName, value: string): Promise<void>
  delete(name: SecretName): Promise<void>
  /** Copies keys found in the environment into the keychain; gives their names. */
  importEnvironment(): Promise<readonly SecretName[]>
}
