/** Which version of the sheet itself a publication printed, and what imports after it changed in print (訂正). */
export const sql = `
alter table publications add column sheet_version integer;
alter table sheets add column errata jsonb not null default '[]';
`;
