/** Step 2: tables of generation. */
export const generationStep = /* sql */ `SELECT 1;`
