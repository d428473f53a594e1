/**
 * Who an account belongs to, how that is known, and how the account stood on its platform when it was last asked.
 *
 * What an older version enters beside has none of the new columns: such a link counts until its platform is asked next
 * and says another confirmed address, and `recorded_for` tells that the history does not have it yet.
 */
export const sql = `
alter table accounts
  add column email text,
  add column by_hand boolean not null default false,
  add column standing text,
  add column known_at timestamptz,
  add column recorded_for text;
create index accounts_unrecorded on accounts (account) where recorded_for is distinct from person_id;

create table parted_accounts (
  account text not null,
  person_id text not null references people,
  parted_at timestamptz not null,
  primary key (account, person_id)
);

alter table history add column account text;
`;
