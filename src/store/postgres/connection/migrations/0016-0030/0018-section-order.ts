/**
 * 建制順: the order of the organisation. `position` is what a roster says (並び順); `entered` counts sections as they came,
 * which stands in for it until then. Those of before have neither, and come last by their names' keys as they did.
 */
export const sql = `
alter table sections add column position integer;
alter table sections add column entered integer;
`;
