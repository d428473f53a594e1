/** 根拠資料 of the goals of a sheet, as it is read with the sheet. */
import { type EvidenceItem, storedEvidence } from '../../../core/evidence/evidence.js';

type Row = { readonly id: string; readonly task: string; readonly body: unknown };
export type EvidenceRows = { readonly evidence: readonly Row[] };

/** SQL: the column `evidence` of a sheet `sh`, oldest first. */
export const EVIDENCE = `coalesce((
         select json_agg(json_build_object('id', ev.id, 'task', ev.task_id, 'body', ev.body) order by ev.body->'by'->>'at', ev.id)
         from evidence ev where ev.sheet_id = sh.id and ev.task_id is not null), '[]') as evidence`;

/** What stands in that column. */
export function evidenceIn({ evidence }: EvidenceRows): {
  readonly evidence?: readonly (EvidenceItem & { readonly task: string })[];
} {
  if (evidence.length === 0) return {};
  return {
    evidence: evidence.map(({ id, task, body }) => ({
      id,
      task,
      ...storedEvidence.read(body, { table: 'evidence', id }),
    })),
  };
}
