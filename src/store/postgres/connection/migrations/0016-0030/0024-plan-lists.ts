/**
 * 総合計画（実施計画）の一覧: the codes of the plan that holds from a fiscal year on (`from_year`), against which 位置づけ is held.
 * `key`: the one spelling of the code.
 */
export const sql = `
create table plan_codes (
  from_year integer not null,
  key text not null,
  code text not null,
  name text not null,
  primary key (from_year, key)
);
create trigger tell_changed after insert or update or delete or truncate on plan_codes
  for each statement execute function tell_changed();
`;
