/** Step 4: texts of documents, what the search index still has to take in, and the library's own facts about assets. */
export const documentsStep = /* sql */ `
CREATE TABLE document (
  asset_id     TEXT    PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
  kind         TEXT    NOT NULL CHECK (kind IN ('pdf', 'docx', 'doc', 'rtf', 'txt', 'md')),
  title        TEXT,
  text         TEXT    NOT NULL,
  page_count   INTEGER CHECK (page_count >= 0),
  word_count   INTEGER NOT NULL CHECK (word_count >= 0),
  language     TEXT,
  is_textless  INTEGER NOT NULL CHECK (is_textless IN (0, 1)),
  outline_json TEXT    NOT NULL CHECK (json_valid(outline_json))
) STRICT, WITHOUT ROWID;

-- The search index is a file of its own, kept by a worker; it learns here which assets changed.
CREATE TABLE search_change (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  asset_id TEXT    NOT NULL
) STRICT;
-- Tells an index of this catalog from an index of another one.
CREATE TABLE search_epoch (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL) STRICT;
INSERT INTO search_epoch (id, value) VALUES (1, lower(hex(randomblob(8))));

CREATE TRIGGER search_asset_made AFTER INSERT ON asset BEGIN
  INSERT INTO search_change (asset_id) VALUES (NEW.id);
END;
CREATE TRIGGER search_asset_changed AFTER UPDATE OF name, title, prompt, caption, alt_text ON asset BEGIN
  INSERT INTO search_change (asset_id) VALUES (NEW.id);
END;
CREATE TRIGGER search_asset_gone AFTER DELETE ON asset BEGIN
  INSERT INTO search_change (asset_id) VALUES (OLD.id);
END;
CREATE TRIGGER search_tag_put AFTER INSERT ON asset_tag BEGIN
  INSERT INTO search_change (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER search_tag_taken AFTER DELETE ON asset_tag BEGIN
  INSERT INTO search_change (asset_id) VALUES (OLD.asset_id);
END;
CREATE TRIGGER search_tag_renamed AFTER UPDATE OF name ON tag BEGIN
  INSERT INTO search_change (asset_id) SELECT asset_id FROM asset_tag WHERE tag_id = NEW.id;
END;
CREATE TRIGGER search_document_made AFTER INSERT ON document BEGIN
  INSERT INTO search_change (asset_id) VALUES (NEW.asset_id);
END;
CREATE TRIGGER search_document_changed AFTER UPDATE OF title, text ON document BEGIN
  INSERT INTO search_change (asset_id) VALUES (NEW.asset_id);
END;

-- How a picture looks, as two 32-bit halves of a perceptual hash.
CREATE TABLE picture_hash (
  asset_id TEXT    PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
  high     INTEGER NOT NULL,
  low      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Pairs a person looked at and wants to keep apart.
CREATE TABLE distinct_pair (
  first_id  TEXT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  second_id TEXT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  PRIMARY KEY (first_id, second_id),
  CHECK (first_id < second_id)
) STRICT, WITHOUT ROWID;

-- Hash of a file as it was handed in, where the kept content differs (cleaned SVG).
CREATE TABLE import_source (
  sha256   TEXT NOT NULL CHECK (length(sha256) = 64),
  asset_id TEXT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  PRIMARY KEY (sha256, asset_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE asset_rights (
  asset_id   TEXT PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
  licence    TEXT NOT NULL DEFAULT '',
  owner      TEXT NOT NULL DEFAULT '',
  consent    TEXT NOT NULL DEFAULT '',
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX asset_rights_by_expiry ON asset_rights (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE smart_folder (
  id         TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE COLLATE NOCASE,
  query      TEXT    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Where an asset is used: a planned post or a slideshow, by that thing's own id.
CREATE TABLE asset_use (
  asset_id TEXT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  used_by  TEXT NOT NULL CHECK (used_by IN ('post', 'slideshow', 'video')),
  user_id  TEXT NOT NULL,
  label    TEXT NOT NULL,
  PRIMARY KEY (asset_id, used_by, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX asset_use_by_user ON asset_use (used_by, user_id);
CREATE INDEX asset_by_parent ON asset (parent_id) WHERE parent_id IS NOT NULL;
`
