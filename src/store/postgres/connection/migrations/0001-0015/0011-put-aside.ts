/**
 * Work that was begun again and again and never ended, or failed each time, is put aside instead of being begun once more.
 * A notice counts in its own row how often it was begun in vain; all other kinds are told of in `put_aside`, so that the
 * coordinator and the operator see in one place what waits for them.
 */
export const sql = `
alter table notices add column unended integer not null default 0;
create table put_aside (
  kind text not null,
  id text not null,
  person_id text,
  section_id text,
  reason text not null,
  tries integer not null,
  is_aside boolean not null,
  at timestamptz not null,
  primary key (kind, id)
);
`;
