/** Step 8: counts changes that only a whole copy of the catalog carries, so that such a copy is made soon after. */
const TABLES = [
  'asset_rights',
  'smart_folder',
  'distinct_pair',
  'asset_use',
  'storyboard',
  'campaign_prompt',
  'post_pick'
] as const

const triggers = TABLES.flatMap((table) =>
  (['INSERT', 'UPDATE', 'DELETE'] as const).map(
    (change) => `CREATE TRIGGER ${table}_${change.toLowerCase()}_counted AFTER ${change} ON ${table} BEGIN
  UPDATE own_changes SET count = count + 1;
END;`
  )
)

export const ownChangesStep = /* sql */ `
CREATE TABLE own_changes (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  count INTEGER NOT NULL
) STRICT;
INSERT INTO own_changes (id, count) VALUES (1, 0);
ALTER TABLE snapshot_note ADD COLUMN own_changes INTEGER NOT NULL DEFAULT 0;
${triggers.join('\n')}
`
