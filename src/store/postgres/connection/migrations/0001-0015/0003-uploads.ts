/** Files that people sent into the chat, kept a few days; and what stood in a file that was posted. */
export const sql = `
create table uploads (
  id text primary key,
  person_id text not null,
  name text not null,
  bytes bytea not null,
  kept_at timestamptz not null
);
create index uploads_kept_at on uploads (kept_at);
create index uploads_person on uploads (person_id, kept_at);
-- They are compressed already.
alter table uploads alter column bytes set storage external;

alter table notices add column sent_content text;
`;
