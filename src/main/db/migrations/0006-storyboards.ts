/** Step 6: storyboards as their editor last saved them; clip orders keep what a restart needs to finish them. */
export const storyboardsStep = /* sql */ `
CREATE TABLE storyboard (
  id              TEXT    PRIMARY KEY,
  campaign_id     TEXT    REFERENCES campaign (id) ON DELETE SET NULL,
  name            TEXT    NOT NULL,
  -- Parsed by the storyboard schema when read; pictures and sounds are asset ids or paths.
  storyboard_json TEXT    NOT NULL CHECK (json_valid(storyboard_json)),
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX storyboard_by_campaign ON storyboard (campaign_id, updated_at DESC);

ALTER TABLE clip_task ADD COLUMN prompt TEXT NOT NULL DEFAULT '';
-- Whose order it is: rows of a process that still runs are not leftovers. 0 = unknown.
ALTER TABLE clip_task ADD COLUMN process_id INTEGER NOT NULL DEFAULT 0;
`
