/**
 * Personal data of the history beside it: an entry holds a salted hash in the place of each, so that blanking one breaks
 * no chain. Entries of before hold the texts themselves, and so do those that an older version appends meanwhile; that
 * version reads the hashes as texts like any other.
 *
 * `blank_history` is the only way to blank, and only what a `blanked` entry of the same transaction names: the values
 * beside, and of entries of before (`olden`: number, columns and JSON as they are to be) the texts under the keys below.
 */
export const sql = `
create table history_values (
  seq integer not null,
  commitment text not null,
  salt text,
  value text not null,
  primary key (seq, commitment)
);

create or replace function history_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('maru.blanking', true) = 'on' then
    return null;
  end if;
  raise exception 'the history is only appended to';
end $$;
create trigger history_values_are_kept before update or delete or truncate on history_values
  for each statement execute function history_is_kept();

create function blank_history(entry integer, olden json) returns void language plpgsql security definer as $$
declare
  said json;
  mark text;
  one json;
  kept record;
  txt text;
  key text;
  was text;
  becomes text;
begin
  select after into said from history
    where seq = entry and action = 'blanked' and xmin = pg_current_xact_id()::xid;
  if said is null then
    raise exception 'blanked is only what an entry of the same transaction names';
  end if;
  mark := said->>'as';
  perform set_config('maru.blanking', 'on', true);
  update history_values v set salt = null, value = mark
    from json_array_elements(said->'entries') e, json_array_elements_text(e->'commitments') c
    where v.seq = (e->>'seq')::integer and v.commitment = c and v.salt is not null;
  for one in select o from json_array_elements(olden) o loop
    if not exists (select 1 from json_array_elements(said->'entries') e
        where e->>'seq' = one->>'seq' and e->>'left' is not null) then
      raise exception 'entry % is not named', one->>'seq';
    end if;
    select * into strict kept from history where seq = (one->>'seq')::integer;
    was := kept.before::text || kept.after::text;
    becomes := (one->>'before') || (one->>'after');
    for txt in select json_array_elements_text(one->'texts') loop
      foreach key in array array['name', 'actingFor', 'account', 'email', 'deputy'] loop
        was := replace(was, '"' || key || '":' || to_json(txt), '"' || key || '":' || to_json(mark));
        becomes := replace(becomes, '"' || key || '":' || to_json(txt), '"' || key || '":' || to_json(mark));
      end loop;
    end loop;
    if was <> becomes then
      raise exception 'only names, addresses and accounts are blanked (entry %)', one->>'seq';
    end if;
    update history set
      name = case when one->>'name' = mark then mark else name end,
      acting_for = case when one->>'actingFor' = mark then mark else acting_for end,
      account = case when one->>'account' = mark then mark else account end,
      subject = case when action like 'account%' and one->>'subject' = mark then mark else subject end,
      before = (one->>'before')::json,
      after = (one->>'after')::json
      where seq = kept.seq;
  end loop;
  perform set_config('maru.blanking', '', true);
end $$;
revoke execute on function blank_history(integer, json) from public;
do $$ begin
  -- A table of the caller's own that is called like one of these is not taken for it.
  execute format('alter function blank_history(integer, json) set search_path = %I, pg_temp', current_schema());
end $$;
`;
