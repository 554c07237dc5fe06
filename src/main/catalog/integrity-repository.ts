/** The only SQL that looks for assets with something missing, in pages, so that any number of rows is handled. */
import { z } from 'zod'
import type { IntegrityProblem } from '#shared/domain/library.ts'
import type { Db, Statement } from '../db/connection.ts'

export interface IntegrityRepository {
  countAssets(): number
  count(problem: IntegrityProblem, now: number): number
  /** Ids with the problem after this id, in order; empty at the end. */
  page(
    problem: IntegrityProblem,
    options: { readonly after: string; readonly limit: number; readonly now: number }
  ): readonly string[]
  saveSize(assetId: string, size: { readonly widthPx: number; readonly heightPx: number }): void
}

/** Conditions on live assets. */
const CONDITIONS: Readonly<Record<IntegrityProblem, string>> = {
  documentWithoutText: `asset.kind = 'document' AND asset.id NOT IN (SELECT asset_id FROM document)`,
  imageWithoutFacts: /* sql */ `
    asset.kind = 'image' AND (asset.width_px IS NULL OR asset.id NOT IN (SELECT asset_id FROM picture_hash))`,
  notInBothStores: `asset.sha256 IN (SELECT sha256 FROM replica WHERE state <> 'stored')`,
  rightsExpired: `asset.id IN (SELECT asset_id FROM asset_rights WHERE expires_at < :now)`
}

export function createIntegrityRepository(db: Db): IntegrityRepository {
  const prepared = (build: (condition: string) => string): Readonly<Record<IntegrityProblem, Statement>> => ({
    documentWithoutText: db.prepare(build(CONDITIONS.documentWithoutText)).pluck(),
    imageWithoutFacts: db.prepare(build(CONDITIONS.imageWithoutFacts)).pluck(),
    notInBothStores: db.prepare(build(CONDITIONS.notInBothStores)).pluck(),
    rightsExpired: db.prepare(build(CONDITIONS.rightsExpired)).pluck()
  })
  // `:now IS NOT NULL` binds the name in every statement, also where the condition has no use for it.
  const counts = prepared(
    (condition) =>
      `SELECT count(*) FROM asset WHERE asset.deleted_at IS NULL AND :now IS NOT NULL AND ${condition}`
  )
  const pages = prepared(
    (condition) => /* sql */ `
      SELECT asset.id FROM asset
      WHERE asset.deleted_at IS NULL AND :now IS NOT NULL AND asset.id > :after AND ${condition}
      ORDER BY asset.id LIMIT :limit`
  )
  const countAll = db.prepare(`SELECT count(*) FROM asset WHERE deleted_at IS NULL`).pluck()
  const updateSize = db.prepare(
    `UPDATE asset SET width_px = :widthPx, height_px = :heightPx WHERE id = :assetId`
  )
  return {
    countAssets: () => z.int().parse(countAll.get()),
    count: (problem, now) => z.int().parse(counts[problem].get({ now })),
    page: (problem, { after, limit, now }) =>
      z.array(z.string()).parse(pages[problem].all({ after, limit, now })),
    saveSize: (assetId, { widthPx, heightPx }) => void updateSize.run({ assetId, widthPx, heightPx })
  }
}
