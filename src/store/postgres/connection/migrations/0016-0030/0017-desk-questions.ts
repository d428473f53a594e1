/**
 * Questions of whoever reports to the coordinator (事務局に質問する): about a goal in a round (`task_id`) of which there may be
 * no report yet. An older version beside this one finds none of them where it looks for questions of approvers.
 */
export const sql = `
alter table questions alter column report_id drop not null;
alter table questions add column task_id text;
alter table questions add constraint questions_about check ((report_id is null) <> (task_id is null));
`;
