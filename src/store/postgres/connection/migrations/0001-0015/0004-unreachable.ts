/**
 * Who blocked or removed the bot: shown to the coordinator until the person writes again. And when a first post began:
 * a lease that ran out before says nothing about the message.
 */
export const sql = `
create table unreachable (
  person_id text primary key references people (id),
  reason text not null check (reason in ('blocked', 'removed')),
  since timestamptz not null
);

-- set just before a message is posted for the first time, so that only then a lost answer leaves a doubt
alter table notices add column posting_since timestamptz;
`;
