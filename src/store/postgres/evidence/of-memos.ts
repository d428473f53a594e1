/** 根拠資料 of 実績メモ, as it is read with them; and how it goes where its memo goes. */
import { type EvidenceItem, storedEvidence } from '../../../core/evidence/evidence.js';
import type { Memo } from '../../../core/memo/memo.js';
import type { Db } from '../connection/pool.js';

/** Of those of these memos (ids) that have any, oldest first. */
export async function evidenceOfMemos(
  db: Db,
  memos: readonly Pick<Memo, 'id' | 'sectionId' | 'fiscalYear'>[],
): Promise<ReadonlyMap<string, readonly EvidenceItem[]>> {
  const found = new Map<string, EvidenceItem[]>();
  if (memos.length === 0) return found;
  const { rows } = await db.query<{ id: string; memo: string; body: unknown }>(
    `select id, memo_id as memo, body from evidence
     where section_id = any($1) and fiscal_year = any($2) and memo_id = any($3) order by body->'by'->>'at', id`,
    [
      [...new Set(memos.map(({ sectionId }) => sectionId))],
      [...new Set(memos.map(({ fiscalYear }) => fiscalYear))],
      memos.map(({ id }) => id),
    ],
  );
  for (const { id, memo, body } of rows) {
    const item = { id, ...storedEvidence.read(body, { table: 'evidence', id }) };
    found.set(memo, [...(found.get(memo) ?? []), item]);
  }
  return found;
}

/** The files of a memo count for the section and the year that it is of now. */
export async function moveEvidence(db: Db, { id, sectionId, fiscalYear }: Memo): Promise<void> {
  await db.query(
    `update evidence set section_id = $2, fiscal_year = $3
     where memo_id = $1 and (section_id, fiscal_year) is distinct from ($2, $3)`,
    [id, sectionId, fiscalYear],
  );
}

/** Takes away what a memo has; gives what it was, and the keys of its files. */
export async function dropEvidence(
  db: Db,
  { id: memo, sectionId, fiscalYear }: Memo,
): Promise<readonly (EvidenceItem & { readonly key: string | null })[]> {
  const { rows } = await db.query<{ id: string; key: string | null; body: unknown }>(
    'delete from evidence where section_id = $1 and fiscal_year = $2 and memo_id = $3 returning id, key, body',
    [sectionId, fiscalYear, memo],
  );
  return rows.map(({ id, key, body }) => ({
    id,
    key,
    ...storedEvidence.read(body, { table: 'evidence', id }),
  }));
}
