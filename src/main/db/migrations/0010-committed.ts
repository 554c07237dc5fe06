/** Step 10: a long ledger stays quick: what it commits is added up as its rows change, and its reports read indexes only. */
const amountOf = (row: 'NEW' | 'OLD' | 'attempt'): string =>
  `(${row}.cost_microusd + ${row}.possibly_billed_microusd + iif(${row}.outcome = 'running', ${row}.estimate_microusd, 0))`

const placeOf = (row: 'NEW' | 'OLD' | 'attempt'): string =>
  `${row}.started_at / 86400000, ${row}.provider, ifnull(${row}.campaign_id, ''), ifnull(${row}.run_id, '')`

const add = (row: 'NEW' | 'OLD', sign: '' | '-'): string =>
  `INSERT INTO committed VALUES (${placeOf(row)}, ${sign}${amountOf(row)})
   ON CONFLICT DO UPDATE SET amount_microusd = amount_microusd + excluded.amount_microusd`

export const committedStep = /* sql */ `
-- Spent, possibly billed and reserved, by the UTC day on which the calls began; '' is no campaign and no run.
CREATE TABLE committed (
  day             INTEGER NOT NULL,
  provider        TEXT    NOT NULL,
  campaign_id     TEXT    NOT NULL,
  run_id          TEXT    NOT NULL,
  amount_microusd INTEGER NOT NULL,
  PRIMARY KEY (day, provider, campaign_id, run_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX committed_by_campaign ON committed (campaign_id);
CREATE INDEX committed_by_run ON committed (run_id);
INSERT INTO committed
  SELECT ${placeOf('attempt')}, sum(${amountOf('attempt')}) FROM attempt GROUP BY 1, 2, 3, 4;

CREATE TRIGGER attempt_commits AFTER INSERT ON attempt WHEN ${amountOf('NEW')} <> 0 BEGIN
  ${add('NEW', '')};
END;
CREATE TRIGGER attempt_commits_anew AFTER UPDATE OF started_at, provider, campaign_id, run_id, outcome, estimate_microusd,
  cost_microusd, possibly_billed_microusd ON attempt WHEN ${amountOf('OLD')} <> 0 OR ${amountOf('NEW')} <> 0 BEGIN
  ${add('OLD', '-')};
  ${add('NEW', '')};
END;
CREATE TRIGGER attempt_commits_no_more AFTER DELETE ON attempt WHEN ${amountOf('OLD')} <> 0 BEGIN
  ${add('OLD', '-')};
END;

-- All that the sums per campaign and per provider need, so that no row is looked up.
CREATE INDEX attempt_campaign_spend ON attempt
  (campaign_id, provider, outcome, cost_microusd, possibly_billed_microusd, asset_id, started_at);
-- The few rows that a start has to settle.
DROP INDEX attempt_running;
CREATE INDEX attempt_left_open ON attempt (started_at, id) WHERE asset_id IS NULL AND outcome <> 'failed';
`
