/** Step 1: campaigns, stored contents, assets and tags. Money is micro-dollars, times are epoch milliseconds. */
export const catalogStep = /* sql */ `
CREATE TABLE campaign (
  id         TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL,
  brief_json TEXT    NOT NULL CHECK (json_valid(brief_json)),
  -- The words planned for each post. Beside the brief, so that every copy of the campaign carries them.
  posts_json TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(posts_json)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX campaign_by_created ON campaign (created_at DESC);

-- One row per distinct content. Assets refer to it, so the same bytes are stored once.
CREATE TABLE blob (
  sha256     TEXT    PRIMARY KEY CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  media_type TEXT    NOT NULL,
  object_key TEXT    NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE asset (
  id              TEXT    PRIMARY KEY,
  sha256          TEXT    NOT NULL REFERENCES blob (sha256),
  kind            TEXT    NOT NULL CHECK (kind IN ('image', 'document', 'video', 'audio')),
  origin          TEXT    NOT NULL CHECK (origin IN ('generated', 'imported', 'rendered')),
  name            TEXT    NOT NULL,
  title           TEXT,
  campaign_id     TEXT    REFERENCES campaign (id),
  platform        TEXT,
  post            INTEGER CHECK (post >= 1),
  provider        TEXT,
  model           TEXT,
  prompt          TEXT,
  negative_prompt TEXT,
  style           TEXT,
  seed            INTEGER,
  cost_microusd   INTEGER NOT NULL DEFAULT 0,
  width_px        INTEGER,
  height_px       INTEGER,
  duration_ms     INTEGER,
  caption         TEXT,
  alt_text        TEXT,
  rating          INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
  source_path     TEXT,
  parent_id       TEXT    REFERENCES asset (id),
  metadata_json   TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(metadata_json)),
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  deleted_at      INTEGER
) STRICT;
CREATE INDEX asset_by_created ON asset (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX asset_by_kind ON asset (kind, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX asset_by_campaign ON asset (campaign_id, kind, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX asset_by_platform ON asset (platform, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX asset_by_provider ON asset (provider, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX asset_by_sha256 ON asset (sha256);
CREATE INDEX asset_in_trash ON asset (deleted_at DESC, id DESC) WHERE deleted_at IS NOT NULL;

CREATE TABLE tag (
  id   INTEGER PRIMARY KEY,
  name TEXT    NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

CREATE TABLE asset_tag (
  tag_id   INTEGER NOT NULL REFERENCES tag (id),
  asset_id TEXT    NOT NULL REFERENCES asset (id),
  PRIMARY KEY (tag_id, asset_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX asset_tag_by_asset ON asset_tag (asset_id);
`
