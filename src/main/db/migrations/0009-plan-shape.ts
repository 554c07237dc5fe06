/** Step 9: how large a campaign's plan is and who makes single posts; in the campaign's row, so that manifests carry it. */
export const planShapeStep = /* sql */ `
-- Null until a person has shaped the plan.
ALTER TABLE campaign ADD COLUMN shape_json TEXT CHECK (json_valid(shape_json));
`
