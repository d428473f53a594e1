/**
 * Which way the indicators of a sheet count, as people have said it: by the id of the indicator `higher`, `lower` or
 * `neither`; null before anybody said anything. `lower_is_better` is kept in step for an earlier version beside this one.
 */
export const sql = `
alter table sheets add column directions jsonb;
`;
