/** Step 11: finds the pictures of posts and the cells at work without reading a whole campaign. */
export const postPicturesStep = /* sql */ `
-- All that choosing a post's picture needs, so that no row is looked up.
CREATE INDEX asset_of_post ON asset (campaign_id, platform, post, created_at, id)
  WHERE kind = 'image' AND origin = 'generated' AND deleted_at IS NULL AND platform IS NOT NULL AND post IS NOT NULL;
CREATE INDEX asset_photo ON asset (campaign_id, created_at DESC, id DESC)
  WHERE kind = 'image' AND origin = 'imported' AND deleted_at IS NULL;
CREATE INDEX attempt_variant ON attempt (asset_id, started_at DESC, variant) WHERE asset_id IS NOT NULL;

-- The process in whose generation the cell has its turn; null for none. Kept until that generation ends.
ALTER TABLE generation_cell ADD COLUMN queued_by INTEGER;
CREATE INDEX generation_cell_queued ON generation_cell (run_id) WHERE queued_by IS NOT NULL;
CREATE INDEX generation_cell_running ON generation_cell (run_id) WHERE state = 'running';
`
