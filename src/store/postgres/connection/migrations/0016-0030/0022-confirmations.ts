/**
 * 見込み and 確定: whether a round's answers of before its as-of date are confirmed from that day on. Not in rounds that were
 * opened before this was: what was approved in them is final.
 */
export const sql = `
alter table rounds add column confirms boolean not null default false;
`;
