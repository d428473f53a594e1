/**
 * 担当: whose a goal (`subject`: its id) is, or a goal in one round (the id of its task) that somebody took by beginning.
 * One that has ended stays as the last there was, with how it ended; `taken_from`: from
 * whom it was taken over, whose draft goes along. `entered_for`: who is entering which task on behalf
 * of whom (代理入力), until it is submitted.
 */
export const sql = `
create table goal_owners (
  subject text primary key,
  section_id text not null references sections (id),
  person_id text not null references people (id),
  how text not null,
  since timestamptz not null,
  answered_at timestamptz not null,
  ended text,
  taken_from text references people (id)
);
create index goal_owners_section on goal_owners (section_id);
create table entered_for (
  person_id text not null references people (id),
  task_id text not null,
  section_id text not null references sections (id),
  for_id text not null references people (id),
  since timestamptz not null,
  primary key (person_id, task_id)
);
create index entered_for_task on entered_for (task_id);
create trigger tell_changed after insert or update or delete on goal_owners
  for each row execute function tell_report_changed();
create trigger tell_truncated after truncate on goal_owners for each statement execute function tell_changed();
create trigger tell_changed after insert or update or delete on entered_for
  for each row execute function tell_place_changed();
create trigger tell_truncated after truncate on entered_for for each statement execute function tell_changed();
`;
