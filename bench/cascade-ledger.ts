/** A ledger in which this month already holds many calls, as a busy team's does by its last day. */
import type { Db } from '#main/db/database.ts'

const PROMPT = 'A kettle on a wooden table, morning light from the left. '.repeat(8)

/** Writes so many settled calls of the running month, in one transaction. */
export function fillLedger(db: Db, calls: number): void {
  const put =
    db.prepare(`INSERT INTO attempt (id, provider, model, outcome, estimate_microusd, cost_microusd, price_source,
      price_seen_on, campaign_id, asset_id, request_json, process_id, started_at, duration_ms)
    VALUES (@id, @provider, 'flux', 'succeeded', 2700, 2700, 'bench', '2026-11-01', @campaignId, @assetId, @request, 1, @startedAt, 900)`)
  const request = JSON.stringify({
    prompt: PROMPT,
    negativePrompt: '',
    style: '',
    widthPx: 1024,
    heightPx: 1024
  })
  const now = new Date()
  const monthStartedAt = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)
  const stepMs = (now.getTime() - monthStartedAt) / calls
  db.transaction(() => {
    for (let call = 0; call < calls; call += 1) {
      put.run({
        id: `earlier-${call}`,
        provider: call % 3 === 0 ? 'fal' : 'together',
        campaignId: `campaign-${call % 10}`,
        assetId: `asset-${call}`,
        request,
        startedAt: Math.floor(monthStartedAt + call * stepMs)
      })
    }
  })()
}
