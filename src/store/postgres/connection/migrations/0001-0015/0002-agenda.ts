/** When each section and round is looked at next, the calendar that was loaded, and reports that were reopened. */
export const sql = `
create table calendar_days (
  -- '': the whole city
  section_id text not null default '',
  day date not null,
  kind text not null,
  name text not null default '',
  primary key (section_id, day)
);

create table agenda (
  round_id text not null references rounds,
  -- '': the round as the coordinator sees it
  section_id text not null,
  -- null: only when something changes
  look_at timestamptz,
  primary key (round_id, section_id)
);
create index agenda_look on agenda (look_at) where look_at is not null;
insert into agenda (round_id, section_id, look_at)
  select r.id, sh.section_id, now() from rounds r join sheets sh on sh.fiscal_year = r.fiscal_year
  where r.state = 'open' and sh.goal_count > 0
  union all select id, '', now() from rounds where state = 'open';

alter table notices add column in_hours boolean not null default false;
alter table notices add column first_sent_at timestamptz;
update notices set first_sent_at = sent_at where sent_at is not null;
-- Reminders had a key for each round; now one message a person and day speaks of all of them.
update notices set settled = wanted where kind = 'reminder' and settled < wanted;
create index notices_weekly on notices (first_sent_at) where kind in ('digest', 'overview');

alter table reports add column reopened boolean not null default false;
create index reports_reopened on reports (section_id) where reopened;
`;
