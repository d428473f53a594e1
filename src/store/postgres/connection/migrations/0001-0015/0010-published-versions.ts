/** Which version of each report a publication printed: clocks alone do not tell what was corrected after it. */
export const sql = `
alter table publications add column said jsonb;
`;
