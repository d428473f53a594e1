/**
 * 根拠資料: what stands with a goal in a round (`task_id`), or with a memo (`memo_id`). What it is stands in `body`, the bytes
 * of a file in pieces, which another store may hold instead: `key` is what that store gave. Files that were sent are put
 * there first as well; a row of before this has its bytes beside it and no key. `link`: where a file is that was not received.
 */
export const sql = `
create table evidence (
  id text primary key,
  section_id text not null references sections,
  fiscal_year integer not null,
  sheet_id text not null,
  task_id text,
  memo_id text,
  key text,
  size integer not null,
  body json not null,
  check (num_nonnulls(task_id, memo_id) = 1)
);
create index evidence_sheet on evidence (sheet_id);
create index evidence_section on evidence (section_id, fiscal_year);
create index evidence_key on evidence (key);
create trigger tell_changed after insert or update or delete on evidence
  for each row execute function tell_report_changed();
create trigger tell_truncated after truncate on evidence for each statement execute function tell_changed();
create table evidence_pieces (
  key text not null,
  no integer not null,
  bytes bytea not null,
  put_at timestamptz not null,
  primary key (key, no)
);
create index evidence_pieces_put_at on evidence_pieces (put_at);
-- They are compressed already.
alter table evidence_pieces alter column bytes set storage external;
alter table uploads add column key text, add column size integer, add column sha256 text, add column kind text,
  add column link text;
`;
