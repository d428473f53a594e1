/**
 * Who said which way an indicator counts, by its id: the person's id and their post of that day. Nothing stands there
 * of what an import said.
 */
export const sql = `
alter table sheets add column directions_by jsonb;
`;
