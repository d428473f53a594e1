/**
 * What reaches from one year into the next. `successions`: which section goes on with the work of which, since when; `goals`:
 * of a section that was divided the Nos. of those that went there (null: all); a row onto itself says that it goes on beside.
 * `followups`: what was said of a promise (約束) of 今後の方針, by the id of the promise; `until`: carried to that day. Who
 * said it is in the history.
 * Texts are kept as typed, so json (see 0001).
 */
export const sql = `
create table successions (
  from_id text not null references sections,
  to_id text not null references sections,
  effective_on date not null,
  kind text not null,
  goals jsonb,
  primary key (from_id, to_id)
);
create index successions_to on successions (to_id);
create trigger tell_changed after insert or update or delete or truncate on successions
  for each statement execute function tell_changed();
create table followups (
  id text primary key,
  section_id text not null references sections,
  goal_id text not null,
  fiscal_year integer not null,
  sentence json not null,
  state text not null,
  until date,
  reason json not null,
  said_at timestamptz not null
);
create index followups_section on followups (section_id);
`;
