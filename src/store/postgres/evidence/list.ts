/** Every piece of 根拠資料 of a year, for its list and its files; and what of it has no bytes. */
import type { Pool } from 'pg';
import { type EvidenceBody, storedEvidence } from '../../../core/evidence/evidence.js';
import type { Db } from '../connection/pool.js';
import { loadSheets, tasksOfRound } from '../sheets/load-sheets.js';

export type ListedEvidence = EvidenceBody & {
  readonly id: string;
  readonly department: string;
  readonly section: string;
  readonly round: string;
  readonly goalNo: string;
  readonly goal: string;
  readonly indicators: readonly string[];
  /** in the store; null: a link */
  readonly key: string | null;
};

/** In the order of sections, rounds, goals and days. */
export async function listEvidence(db: Db, fiscalYear: number): Promise<ListedEvidence[]> {
  const sheets = await loadSheets(db, null, { fiscalYear });
  const { rows } = await db.query<{ id: string; key: string | null }>(
    'select id, key from evidence where fiscal_year = $1',
    [fiscalYear],
  );
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  return sheets.flatMap((sheet) =>
    sheet.rounds.flatMap(({ id: roundId, kind }) =>
      tasksOfRound([sheet], roundId).flatMap(({ goalNo, goalText, indicators, evidence = [] }) =>
        evidence.map((item) => ({
          ...item,
          department: sheet.section.department,
          section: sheet.section.name,
          round: kind,
          goalNo,
          goal: goalText,
          indicators: indicators.map(({ name }) => name),
          key: keys.get(item.id) ?? null,
        })),
      ),
    ),
  );
}

/** Keys of all that the record names: evidence, and files that were sent and wait. */
export async function namedKeys(db: Db): Promise<readonly string[]> {
  const { rows } = await db.query<{ key: string }>(
    `select key from evidence where key is not null union select key from uploads where key is not null order by key`,
  );
  return rows.map(({ key }) => key);
}

export type Lacking = { readonly id: string; readonly section: string; readonly name: string };

/** Evidence whose bytes are not among `there`. */
export async function lacking(pool: Pool, isThere: (key: string) => Promise<boolean>): Promise<Lacking[]> {
  const { rows } = await pool.query<{ id: string; key: string; section: string; body: unknown }>(
    `select e.id, e.key, s.name as section, e.body from evidence e join sections s on s.id = e.section_id
     where e.key is not null order by s.name, e.id`,
  );
  const found: Lacking[] = [];
  for (const { id, key, section, body } of rows)
    if (!(await isThere(key)))
      found.push({ id, section, name: storedEvidence.read(body, { table: 'evidence', id }).name });
  return found;
}
