/** Step 5: clips that vendors make, so that paid work is fetched after a restart and never ordered twice. */
export const slideshowStep = /* sql */ `
-- One row per order, written before the order leaves. The vendor's id is stored before anything waits for it.
CREATE TABLE clip_task (
  id               TEXT    PRIMARY KEY,
  provider         TEXT    NOT NULL,
  model            TEXT    NOT NULL,
  -- What makes two orders the same: provider, model, words, picture, length and shape.
  request_hash     TEXT    NOT NULL,
  -- unknown = the order left and no answer came: it may have been billed.
  state            TEXT    NOT NULL CHECK (state IN ('ordering', 'waiting', 'done', 'failed', 'unknown', 'cancelled')),
  vendor_task_id   TEXT,
  estimate_microusd INTEGER NOT NULL CHECK (estimate_microusd >= 0),
  cost_microusd    INTEGER NOT NULL DEFAULT 0 CHECK (cost_microusd >= 0),
  campaign_id      TEXT,
  code             TEXT,
  started_at       INTEGER NOT NULL,
  ended_at         INTEGER
) STRICT;
CREATE INDEX clip_task_open ON clip_task (request_hash, started_at DESC) WHERE state IN ('ordering', 'waiting', 'unknown');
`
