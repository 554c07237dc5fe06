/** Step 2: the ledger of attempts, and campaign runs with their cells. */
export const generationStep = /* sql */ `
-- One row per call to a provider, written before the call and settled after it. Estimates of running rows are reserved.
CREATE TABLE attempt (
  id                       TEXT    PRIMARY KEY,
  provider                 TEXT    NOT NULL,
  model                    TEXT    NOT NULL,
  outcome                  TEXT    NOT NULL CHECK (outcome IN ('running', 'succeeded', 'failed', 'unknown', 'cancelled')),
  code                     TEXT,
  message                  TEXT,
  estimate_microusd        INTEGER NOT NULL CHECK (estimate_microusd >= 0),
  cost_microusd            INTEGER NOT NULL DEFAULT 0 CHECK (cost_microusd >= 0),
  -- What the vendor may have charged without a word to us.
  possibly_billed_microusd INTEGER NOT NULL DEFAULT 0 CHECK (possibly_billed_microusd >= 0),
  price_source             TEXT    NOT NULL,
  price_seen_on            TEXT    NOT NULL,
  vendor_request_id        TEXT,
  campaign_id              TEXT,
  run_id                   TEXT    REFERENCES generation_run (id) ON DELETE SET NULL,
  platform                 TEXT,
  post                     INTEGER,
  variant                  INTEGER,
  asset_id                 TEXT,
  request_json             TEXT    NOT NULL CHECK (json_valid(request_json)),
  -- Whose call it is: rows of a process that still runs are not leftovers.
  process_id               INTEGER NOT NULL,
  started_at               INTEGER NOT NULL,
  duration_ms              INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX attempt_by_started ON attempt (started_at DESC, id DESC);
CREATE INDEX attempt_by_campaign ON attempt (campaign_id, started_at DESC);
-- Budgets are summed before every call: all they need, so that no row is looked up.
CREATE INDEX attempt_spend ON attempt
  (started_at, provider, campaign_id, outcome, cost_microusd, possibly_billed_microusd, estimate_microusd);
CREATE INDEX attempt_by_run ON attempt (run_id, platform, post, variant);
CREATE INDEX attempt_running ON attempt (started_at) WHERE outcome = 'running';
CREATE INDEX attempt_by_asset ON attempt (asset_id) WHERE asset_id IS NOT NULL;

CREATE TABLE generation_run (
  id                 TEXT    PRIMARY KEY,
  campaign_id        TEXT    NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
  -- Platforms, posts and variants: the same plan again continues an open run.
  plan_json          TEXT    NOT NULL CHECK (json_valid(plan_json)),
  estimate_microusd  INTEGER NOT NULL,
  is_open            INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1)),
  created_at         INTEGER NOT NULL,
  ended_at           INTEGER
) STRICT;
CREATE INDEX generation_run_by_campaign ON generation_run (campaign_id, created_at DESC);

CREATE TABLE generation_cell (
  run_id          TEXT    NOT NULL REFERENCES generation_run (id) ON DELETE CASCADE,
  platform        TEXT    NOT NULL,
  post            INTEGER NOT NULL CHECK (post >= 1),
  variant         INTEGER NOT NULL CHECK (variant >= 1),
  state           TEXT    NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'running', 'delivered', 'failed', 'unknown')),
  prompt          TEXT    NOT NULL,
  negative_prompt TEXT    NOT NULL,
  asset_id        TEXT,
  code            TEXT,
  message         TEXT,
  PRIMARY KEY (run_id, platform, post, variant)
) STRICT, WITHOUT ROWID;
`
