/** 根拠資料 of 実績メモ, as it is read with them; and how it goes where its memo goes. */
import { type EvidenceItem, type EvidenceLimits, storedEvidence } from '../../../core/evidence/evidence.js';
import type { Memo } from '../../../core/memo/memo.js';
import type { Db } from '../connection/pool.js';
import { usedBy } from './rows.js';

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

type Place = Pick<Memo, 'sectionId' | 'fiscalYear'>;

/** Whether a section would have more in a year than it may, were the files of these memos (ids) moved to it. */
export async function tooFullFor(
  db: Db,
  memos: readonly string[],
  from: Place,
  to: Place,
  { sectionBytes }: EvidenceLimits,
): Promise<boolean> {
  const { rows } = await db.query<{ moved: string }>(
    `select coalesce(sum(size), 0) as moved from evidence
     where section_id = $1 and fiscal_year = $2 and memo_id = any($3)`,
    [from.sectionId, from.fiscalYear, memos],
  );
  const moved = Number(rows[0]?.moved ?? 0);
  return moved > 0 && (await usedBy(db, to)) + moved > sectionBytes;
}

/** The files of memos (ids) count for the section and the year that these are of now. */
export async function moveEvidence(db: Db, memos: readonly string[], from: Place, to: Place): Promise<void> {
  await db.query(
    `update evidence set section_id = $4, fiscal_year = $5
     where section_id = $1 and fiscal_year = $2 and memo_id = any($3)`,
    [from.sectionId, from.fiscalYear, memos, to.sectionId, to.fiscalYear],
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
