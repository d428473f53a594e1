/**
 * The directions that a workbook leaves to be decided, kept beside it while its preview waits; null: it leaves none, or
 * it has been taken in.
 */
export const sql = `
alter table uploads add column directions jsonb;
`;
