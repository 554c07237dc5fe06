/** Step 4: tables of documents. */
export const documentsStep = /* sql */ `SELECT 1;`
