/**
 * 来年の担当者へ: a line about an indicator for whoever reports it next, '' where it was taken away, with what goal and indicator
 * were called when it was written; `person_id`: who wrote it last. Texts are kept as typed, so json (see 0001).
 */
export const sql = `
create table year_notes (
  indicator_id text primary key,
  section_id text not null references sections (id),
  fiscal_year integer not null,
  goal_no text not null,
  goal json not null,
  indicator json not null,
  note json not null,
  person_id text not null,
  written_at timestamptz not null
);
create index year_notes_section on year_notes (section_id);
create trigger tell_changed after insert or update or delete on year_notes
  for each row execute function tell_report_changed();
create trigger tell_truncated after truncate on year_notes for each statement execute function tell_changed();
`;
