/** Step 7: a campaign's own prompt words, the picture chosen for a post, and whose hands a cell is in. */
export const choicesStep = /* sql */ `
-- Null takes the settings' words.
CREATE TABLE campaign_prompt (
  campaign_id TEXT PRIMARY KEY REFERENCES campaign (id) ON DELETE CASCADE,
  template    TEXT,
  style       TEXT,
  negative    TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE post_pick (
  campaign_id TEXT    NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
  platform    TEXT    NOT NULL,
  post        INTEGER NOT NULL CHECK (post >= 1),
  asset_id    TEXT    NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  PRIMARY KEY (campaign_id, platform, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_pick_by_asset ON post_pick (asset_id);

-- Two processes on one data folder never draw the same cell at once: who works on it, since when.
ALTER TABLE generation_cell ADD COLUMN process_id INTEGER;
ALTER TABLE generation_cell ADD COLUMN claimed_at INTEGER;
`
