/** Questions of approvers about a report, and their answers. Texts are kept as typed, so json (see 0001). */
export const sql = `
create table questions (
  id text primary key,
  report_id text not null references reports,
  version integer not null,
  section_id text not null references sections,
  thread text not null,
  asker json not null,
  text json not null,
  asked_of text[] not null,
  asked_at timestamptz not null,
  answerer json,
  answer json,
  answered_at timestamptz
);
create index questions_report on questions (report_id, asked_at);
-- what somebody still has to answer is looked for with every message to the bot
create index questions_open on questions using gin (asked_of) where answered_at is null;

-- a thread of a channel is found by the message above it
create index notices_ref on notices (ref_id) where to_kind = 'channel' and ref_id is not null;
`;
