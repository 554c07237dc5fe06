/** Step 3: where each content's copies stand, every change of that, and what is known about the two stores. */
export const storageStep = /* sql */ `
-- One row per content and store. stored = read back or looked up after the upload; damaged = seen missing or wrong later.
CREATE TABLE replica (
  sha256          TEXT    NOT NULL REFERENCES blob (sha256),
  side            TEXT    NOT NULL CHECK (side IN ('primary', 'backup')),
  state           TEXT    NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'uploading', 'stored', 'damaged')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  not_before_at   INTEGER NOT NULL DEFAULT 0,
  queued_at       INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  first_stored_at INTEGER,
  verified_at     INTEGER,
  error_code      TEXT,
  error_message   TEXT,
  must_replace    INTEGER NOT NULL DEFAULT 0 CHECK (must_replace IN (0, 1)),
  etag            TEXT,
  version_id      TEXT,
  upload_id       TEXT,
  PRIMARY KEY (sha256, side)
) STRICT, WITHOUT ROWID;
CREATE INDEX replica_waiting ON replica (side, not_before_at, queued_at) WHERE state = 'queued';
CREATE INDEX replica_unsafe ON replica (queued_at) WHERE state <> 'stored';
CREATE INDEX replica_by_verified ON replica (side, verified_at) WHERE state = 'stored';

CREATE TABLE replica_event (
  id         INTEGER PRIMARY KEY,
  sha256     TEXT    NOT NULL,
  side       TEXT    NOT NULL,
  from_state TEXT,
  to_state   TEXT    NOT NULL,
  code       TEXT,
  at         INTEGER NOT NULL
) STRICT;
CREATE INDEX replica_event_by_content ON replica_event (sha256, id);
CREATE TRIGGER replica_made AFTER INSERT ON replica BEGIN
  INSERT INTO replica_event (sha256, side, from_state, to_state, code, at)
  VALUES (NEW.sha256, NEW.side, NULL, NEW.state, NULL, NEW.changed_at);
END;
CREATE TRIGGER replica_changed AFTER UPDATE OF state ON replica WHEN OLD.state <> NEW.state BEGIN
  INSERT INTO replica_event (sha256, side, from_state, to_state, code, at)
  VALUES (NEW.sha256, NEW.side, OLD.state, NEW.state, NEW.error_code, NEW.changed_at);
END;

CREATE TABLE upload_part (
  sha256      TEXT    NOT NULL,
  side        TEXT    NOT NULL,
  part_number INTEGER NOT NULL,
  etag        TEXT    NOT NULL,
  PRIMARY KEY (sha256, side, part_number)
) STRICT, WITHOUT ROWID;

-- What the app last knew about a side's store; a different fingerprint means another store was chosen.
CREATE TABLE store_state (
  side        TEXT PRIMARY KEY CHECK (side IN ('primary', 'backup')),
  fingerprint TEXT NOT NULL,
  marker_id   TEXT
) STRICT, WITHOUT ROWID;

-- Response times as counts per power of two of milliseconds, and successes and failures per UTC day.
CREATE TABLE store_timing (
  side      TEXT    NOT NULL,
  operation TEXT    NOT NULL,
  up_to_ms  INTEGER NOT NULL,
  calls     INTEGER NOT NULL,
  PRIMARY KEY (side, operation, up_to_ms)
) STRICT, WITHOUT ROWID;
CREATE TABLE store_day (
  side         TEXT    NOT NULL,
  day          TEXT    NOT NULL,
  ok_count     INTEGER NOT NULL,
  failed_count INTEGER NOT NULL,
  PRIMARY KEY (side, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE read_figure (
  served_from TEXT    PRIMARY KEY CHECK (served_from IN ('local', 'primary', 'backup')),
  reads       INTEGER NOT NULL,
  failovers   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_access (
  sha256           TEXT    PRIMARY KEY,
  reads            INTEGER NOT NULL DEFAULT 0,
  failovers        INTEGER NOT NULL DEFAULT 0,
  last_read_at     INTEGER,
  last_failover_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_access_by_failover ON blob_access (last_failover_at) WHERE last_failover_at IS NOT NULL;

-- Contents that were deleted for good: kept so that a rebuild does not bring them back.
CREATE TABLE tombstone (
  sha256         TEXT    PRIMARY KEY,
  object_key     TEXT    NOT NULL,
  deleted_at     INTEGER NOT NULL,
  primary_gone   INTEGER NOT NULL DEFAULT 0 CHECK (primary_gone IN (0, 1)),
  backup_gone    INTEGER NOT NULL DEFAULT 0 CHECK (backup_gone IN (0, 1))
) STRICT, WITHOUT ROWID;

-- What changed in the catalog since each store last got a manifest of it.
CREATE TABLE catalog_change (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT    NOT NULL CHECK (subject IN ('campaign', 'asset', 'attempt', 'tombstone')),
  key     TEXT    NOT NULL
) STRICT;
CREATE TABLE manifest_cursor (
  side      TEXT    PRIMARY KEY CHECK (side IN ('primary', 'backup')),
  change_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- The last whole copy of the catalog that at least one store has.
CREATE TABLE snapshot_note (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  made_at   INTEGER NOT NULL,
  change_id INTEGER NOT NULL
) STRICT;
-- The newest time in a name of a manifest or snapshot: names keep their order when the computer's clock does not.
CREATE TABLE catalog_clock (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  last_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER campaign_made_note AFTER INSERT ON campaign BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('campaign', NEW.id);
END;
CREATE TRIGGER campaign_changed_note AFTER UPDATE ON campaign BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('campaign', NEW.id);
END;
CREATE TRIGGER asset_made_note AFTER INSERT ON asset BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('asset', NEW.id);
END;
CREATE TRIGGER asset_changed_note AFTER UPDATE ON asset BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('asset', NEW.id);
END;
CREATE TRIGGER asset_gone_note AFTER DELETE ON asset BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('asset', OLD.id);
END;
CREATE TRIGGER asset_tagged_note AFTER INSERT ON asset_tag BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('asset', NEW.asset_id);
END;
CREATE TRIGGER asset_untagged_note AFTER DELETE ON asset_tag BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('asset', OLD.asset_id);
END;
CREATE TRIGGER attempt_made_note AFTER INSERT ON attempt BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('attempt', NEW.id);
END;
CREATE TRIGGER attempt_changed_note AFTER UPDATE ON attempt BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('attempt', NEW.id);
END;
CREATE TRIGGER tombstone_made_note AFTER INSERT ON tombstone BEGIN
  INSERT INTO catalog_change (subject, key) VALUES ('tombstone', NEW.sha256);
END;

CREATE VIEW blob_status (sha256, status) AS
SELECT blob.sha256, CASE
  WHEN p.state = 'stored' AND b.state = 'stored' THEN 'fully_synced'
  WHEN p.state = 'stored' THEN 'primary_only'
  WHEN b.state = 'stored' THEN 'backup_only'
  WHEN p.state = 'uploading' OR b.state = 'uploading' THEN 'uploading'
  WHEN p.error_code IS NOT NULL AND b.error_code IS NOT NULL THEN 'failed'
  ELSE 'pending' END
FROM blob
LEFT JOIN replica p ON p.sha256 = blob.sha256 AND p.side = 'primary'
LEFT JOIN replica b ON b.sha256 = blob.sha256 AND b.side = 'backup';
`
