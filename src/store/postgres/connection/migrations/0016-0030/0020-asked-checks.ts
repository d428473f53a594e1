/**
 * 本人に確認: a question of 事務局 to a writer about a check (`about`), and whether it was answered with a button (`answered_as`).
 * It names its goal in a round (`task_id`) as questions to 事務局 do: an older version beside this one takes it for one of those,
 * which nobody of the section may answer there.
 */
export const sql = `
alter table questions add column about jsonb;
alter table questions add column answered_as text;
create index questions_about on questions (task_id) where about is not null;
`;
