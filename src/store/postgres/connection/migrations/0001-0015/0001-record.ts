/**
 * The first form of the record.
 *
 * Texts that people typed are kept in columns of type json, not jsonb: jsonb refuses NUL and halves of surrogate
 * pairs, and what was typed is kept as typed. Ids are text that follows from what the thing is (core/sheet/ids.ts).
 */
export const sql = `
create table department_aliases (
  alias text primary key,
  department text not null
);

create table sections (
  id text primary key,
  key text not null unique,
  name text not null,
  department text not null,
  parent_id text references sections,
  route text[] not null default array['section_manager']
);
create table section_aliases (
  key text primary key,
  section_id text not null references sections
);

create table people (
  id text primary key,
  name text not null,
  email text,
  language text not null default 'ja'
);
create unique index people_email on people (lower(email));
create table accounts (
  account text primary key,
  person_id text not null references people,
  linked_at timestamptz not null
);
create index accounts_person on accounts (person_id);

create table posts (
  id text primary key,
  section_id text not null references sections,
  role text not null,
  title text not null
);
create index posts_section on posts (section_id);
create table holdings (
  post_id text not null references posts,
  person_id text not null references people,
  from_on date not null,
  until_on date,
  primary key (post_id, person_id, from_on)
);
create index holdings_person on holdings (person_id);
create table deputies (
  post_id text not null references posts,
  person_id text not null references people,
  from_on date not null,
  until_on date not null,
  primary key (post_id, person_id, from_on)
);
create index deputies_person on deputies (person_id);

create table channels (
  section_id text primary key references sections,
  place text not null,
  linked_by text not null,
  linked_at timestamptz not null
);
create index channels_place on channels (place);
create table direct_places (
  person_id text primary key references people,
  place text not null,
  used_at timestamptz not null
);

create table sheets (
  id text primary key,
  section_id text not null references sections,
  fiscal_year integer not null,
  version integer not null,
  content json not null,
  numbering json not null,
  goal_count integer not null,
  scale text not null,
  lower_is_better text[] not null default '{}',
  imported_at timestamptz not null,
  unique (section_id, fiscal_year)
);
create index sheets_year on sheets (fiscal_year);

create table rounds (
  id text primary key,
  fiscal_year integer not null,
  kind text not null,
  opens_on date not null,
  due_on date not null,
  as_of date not null,
  state text not null,
  unique (fiscal_year, kind)
);
create index rounds_open on rounds (fiscal_year) where state = 'open';
create table round_overrides (
  round_id text not null references rounds,
  section_id text not null references sections,
  due_on date,
  as_of date,
  primary key (round_id, section_id)
);

create table reports (
  id text primary key,
  goal_id text not null,
  round_id text not null references rounds,
  section_id text not null references sections,
  version integer not null,
  state text not null,
  body json not null,
  changed_at timestamptz not null
);
create index reports_section_round on reports (section_id, round_id);
create index reports_round on reports (round_id, state);
create table report_versions (
  report_id text not null references reports,
  version integer not null,
  state text not null,
  body json not null,
  changed_at timestamptz not null,
  primary key (report_id, version)
);

create table notices (
  key text primary key,
  kind text not null,
  about json not null,
  to_kind text not null,
  to_id text not null,
  under text,
  round_id text,
  due_at timestamptz not null,
  stale_at timestamptz,
  wanted integer not null default 1,
  settled integer not null default 0,
  ref_place text,
  ref_id text,
  sending_until timestamptz,
  doubtful boolean not null default false,
  attempts integer not null default 0,
  next_try timestamptz,
  given_up boolean not null default false,
  reason text,
  sent_at timestamptz
);
create index notices_owed on notices (due_at) where settled < wanted and not given_up;
create index notices_under on notices (under) where under is not null;
create index notices_to on notices (to_kind, to_id);
create index notices_given_up on notices (key) where given_up;

create table done_commands (
  effect_id text primary key,
  outcome json not null,
  done_at timestamptz not null
);

create table history (
  seq integer primary key,
  at timestamptz not null,
  person_id text,
  name text not null,
  post text not null,
  acting_for text,
  source text not null,
  action text not null,
  section_id text,
  subject text not null,
  version integer not null,
  before json not null,
  after json not null,
  hash text not null
);
create index history_section on history (section_id, seq);
create index history_person on history (person_id, seq);
create index history_subject on history (subject, seq);
create index history_at on history (at);
create table history_head (
  one boolean primary key default true check (one),
  seq integer not null,
  hash text not null
);
insert into history_head (seq, hash) values (0, repeat('0', 64));

create function history_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'the history is only appended to';
end $$;
create trigger history_is_kept before update or delete or truncate on history
  for each statement execute function history_is_kept();
`;
