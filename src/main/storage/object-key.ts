/** The names of objects in both stores: content under a readable path, everything of the app's own under `catalog/`. */
import type { AssetKind } from '#shared/domain/asset.ts'

/** Objects of the app itself (snapshots, manifests, tombstones); verification does not count them as unknown. */
export const CATALOG_PREFIX = 'catalog/'

export interface KeyFacts {
  readonly kind: AssetKind
  /** First folder level; from the settings. */
  readonly userId: string
  readonly campaignId: string | null
  readonly createdAt: number
  readonly sha256: string
  /** With the dot: `.png`; empty when unknown. */
  readonly extension: string
}

/** `<kind>s/<user>/<campaign or general>/<yyyymmddThhmmssSSSZ>_<sha256><ext>`, in UTC. */
export function toObjectKey(facts: KeyFacts): string {
  const time = new Date(facts.createdAt).toISOString().replace(/[-:.]/g, '')
  const folder = `${facts.kind}s/${facts.userId}/${facts.campaignId ?? 'general'}`
  return `${folder}/${time}_${facts.sha256}${safeExtension(facts.extension)}`
}

/** The SHA-256 inside a key made by toObjectKey, or null for other keys. */
export function sha256OfKey(key: string): string | null {
  return /_([0-9a-f]{64})(?:\.[a-z0-9]+)?$/.exec(key)?.[1] ?? null
}

/** Lower case letters and digits only, because the extension comes from a user's file name. */
export function safeExtension(extension: string): string {
  const letters = extension
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 10)
  return letters === '' ? '' : `.${letters}`
}
