/**
 * 実績メモ: what happened, noted by somebody for the section. Without a goal it waits for one; `counts_on`: the memo whose
 * number it counts on, which may be deleted since; `source`: the message it was made of, as its platform knows it, '' when of
 * none. Who wrote it is kept by the id alone. `card_place`, `card_id`: where its card stands for who wrote
 * it, in whose thread a number counts on. Texts are kept as typed, so json (see 0001).
 */
export const sql = `
create table memos (
  id text primary key,
  section_id text not null references sections (id),
  fiscal_year integer not null,
  goal_id text,
  indicator_id text,
  day date not null,
  number text not null,
  text json not null,
  link text not null,
  counts_on text,
  source text not null,
  person_id text not null references people (id),
  noted_at timestamptz not null,
  card_place text not null default '',
  card_id text not null default ''
);
create index memos_section on memos (section_id, fiscal_year, day);
create index memos_counts_on on memos (counts_on);
create index memos_source on memos (source) where source <> '';
create trigger tell_changed after insert or update or delete on memos
  for each row execute function tell_report_changed();
create trigger tell_truncated after truncate on memos for each statement execute function tell_changed();
`;
