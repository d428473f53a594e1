/** When a finished sheet was published (公表): what is changed after that is a correction (訂正). One row each time. */
export const sql = `
create table publications (
  section_id text not null references sections,
  fiscal_year integer not null,
  published_at timestamptz not null,
  by text not null,
  primary key (section_id, fiscal_year, published_at)
);
`;
