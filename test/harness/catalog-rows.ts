/** Rows put straight into a catalog, for tests that need many assets and no contents. */
import type { Db } from '#main/db/connection.ts'

export interface RowSpec {
  readonly kind?: string
  readonly campaignId?: string | null
  readonly platform?: string | null
  readonly post?: number | null
  readonly origin?: string
  readonly provider?: string | null
  readonly costMicroUsd?: number
  readonly createdAt?: number
  readonly sizePx?: readonly [width: number, height: number]
  /** States of the two copies. */
  readonly replicas?: readonly [string, string]
}

/** Adds one asset per spec, ids row-000000 and up, in one transaction; gives the ids. */
export function putRows(db: Db, specs: readonly RowSpec[]): readonly string[] {
  const first = Number(db.prepare('SELECT count(*) FROM asset').pluck().get())
  const putCampaign = db.prepare(
    `INSERT INTO campaign (id, name, brief_json, created_at, updated_at) VALUES (?, ?, '{}', 0, 0) ON CONFLICT DO NOTHING`
  )
  const putBlob = db.prepare(`INSERT INTO blob VALUES (?, 1, 'image/png', ?, 0)`)
  const putReplica = db.prepare(
    `INSERT INTO replica (sha256, side, state, queued_at, changed_at) VALUES (?, ?, ?, 0, 0)`
  )
  const putAsset = db.prepare(/* sql */ `
    INSERT INTO asset (id, sha256, kind, origin, name, campaign_id, platform, post, provider, width_px, height_px,
      cost_microusd, created_at, updated_at)
    VALUES (:id, :sha256, :kind, :origin, :name, :campaignId, :platform, :post, :provider, :widthPx, :heightPx,
      :costMicroUsd, :createdAt, 0)`)
  const run = db.transaction(() =>
    specs.map((spec, offset) => {
      const index = first + offset
      const id = `row-${String(index).padStart(6, '0')}`
      const sha256 = index.toString(16).padStart(64, '0')
      if (spec.campaignId != null) putCampaign.run(spec.campaignId, spec.campaignId)
      putBlob.run(sha256, `images/${index}`)
      const [primary, backup] = spec.replicas ?? ['stored', 'stored']
      putReplica.run(sha256, 'primary', primary)
      putReplica.run(sha256, 'backup', backup)
      putAsset.run({
        id,
        sha256,
        kind: spec.kind ?? 'image',
        name: `${id}.png`,
        campaignId: spec.campaignId ?? null,
        origin: spec.origin ?? 'generated',
        platform: spec.platform ?? null,
        post: spec.post ?? null,
        provider: spec.provider ?? null,
        widthPx: spec.sizePx?.[0] ?? null,
        heightPx: spec.sizePx?.[1] ?? null,
        costMicroUsd: spec.costMicroUsd ?? 0,
        createdAt: spec.createdAt ?? index
      })
      return id
    })
  )
  return run()
}
