/**
 * 目標の変更: a target that is asked to be changed during the year, with its reason, who decided, and its state; what the
 * sheet printed stays as it is. One that waits for each indicator at most.
 */
export const sql = `
create table target_changes (
  id text primary key,
  section_id text not null references sections (id),
  sheet_id text not null,
  indicator_id text not null,
  state text not null,
  body json not null
);
create index target_changes_sheet on target_changes (sheet_id);
create unique index target_changes_waiting on target_changes (indicator_id) where state = 'asked';
create trigger tell_changed after insert or update or delete on target_changes
  for each row execute function tell_report_changed();
create trigger tell_truncated after truncate on target_changes for each statement execute function tell_changed();
`;
