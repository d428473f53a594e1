/**
 * Whatever a step of the conversation reads of a person tells, as it is committed, that it has changed: '' for
 * everybody, `section <id>`, or `person <id>` (see store/postgres/connection/change-feed.ts). In the database, so that no way to change it is missed.
 */
export const sql = `
create function tell_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('maru_changed', '');
  return null;
end $$;
create function tell_report_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('maru_changed', 'section ' || coalesce(new.section_id, old.section_id));
  return null;
end $$;
create function tell_place_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('maru_changed', 'person ' || coalesce(new.person_id, old.person_id));
  return null;
end $$;
${[
  'people',
  'posts',
  'holdings',
  'deputies',
  'sections',
  'sheets',
  'publications',
  'rounds',
  'round_overrides',
  'calendar_days',
  'questions',
]
  .map(
    (table) => `create trigger tell_changed after insert or update or delete or truncate on ${table}
  for each statement execute function tell_changed();`,
  )
  .join('\n')}
create trigger tell_changed after insert or update or delete on reports
  for each row execute function tell_report_changed();
create trigger tell_truncated after truncate on reports for each statement execute function tell_changed();
create trigger tell_changed after insert or update or delete on direct_places
  for each row execute function tell_place_changed();
create trigger tell_truncated after truncate on direct_places for each statement execute function tell_changed();
`;
