/** Step 3: tables of storage. */
export const storageStep = /* sql */ `SELECT 1;`
