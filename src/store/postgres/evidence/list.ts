/** Every piece of 根拠資料 of a year, for its list and its files; and what of it has no bytes. */
import type { Pool } from 'pg';
import { isPublic } from '../../../core/decision/evidence/public-evidence.js';
import { OVER_MARK } from '../../../core/decision/kinds/retention.js';
import { type EvidenceBody, type EvidenceItem, storedEvidence } from '../../../core/evidence/evidence.js';
import { linkName } from '../../../core/evidence/name.js';
import { shownMemo } from '../../../core/memo/shown.js';
import type { Section } from '../../../core/organization/people.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { readMemoGoals, readMemos } from '../memos/memos.js';
import { loadSheets, tasksOfRound } from '../sheets/load-sheets.js';
import { readSections } from '../sheets/status.js';
import { evidenceOfMemos } from './of-memos.js';

export type ListedEvidence = EvidenceBody & {
  readonly id: string;
  readonly department: string;
  readonly section: string;
  /** a kind of round, or 'memo' */
  readonly round: string;
  /** '' of a memo without a goal, and of a goal that is not in its sheet any more */
  readonly goalNo: string;
  readonly goal: string;
  readonly indicators: readonly string[];
  /** what the memo says, or that its time was over; '' where it stands with a goal */
  readonly memo: string;
  /** 公表する: said, and not approved since; or it goes out with the publication of its sheet */
  readonly isPublic: '' | 'marked' | 'public';
  /** in the store; null: a link */
  readonly key: string | null;
};

/** Instead of the text of a goal that a later import of its sheet left out. */
const NOT_IN_SHEET = '（シートから外れた目標）';

/**
 * In the order of sections, rounds, goals and days; then that of goals which left their sheets; then that of memos by their
 * days, the links in them among it.
 */
export async function listEvidence(db: Db, fiscalYear: number): Promise<ListedEvidence[]> {
  const sheets = await loadSheets(db, null, { fiscalYear });
  const { rows } = await db.query<{ id: string; key: string | null; task: string | null }>(
    'select id, key, task_id as task from evidence where fiscal_year = $1',
    [fiscalYear],
  );
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  const ofGoals = sheets.flatMap((sheet) =>
    sheet.rounds.flatMap(({ id: roundId, kind }) =>
      tasksOfRound([sheet], roundId).flatMap(({ goalNo, goalText, indicators, report, evidence = [] }) =>
        evidence.map((item) => ({
          ...item,
          department: sheet.section.department,
          section: sheet.section.name,
          round: kind,
          goalNo,
          goal: goalText,
          indicators: indicators.map(({ name }) => name),
          memo: '',
          isPublic: isPublic(item, report)
            ? ('public' as const)
            : item.publicFrom === undefined
              ? ('' as const)
              : ('marked' as const),
          key: keys.get(item.id) ?? null,
        })),
      ),
    ),
  );
  const listed = new Set(ofGoals.map(({ id }) => id));
  const others = rows.filter(({ id, task }) => task !== null && !listed.has(id)).map(({ id }) => id);
  const sections = await readSections(db);
  return [
    ...ofGoals,
    ...(await listOfGone(db, others, sections)),
    ...(await listOfMemos(db, fiscalYear, sections, keys)),
  ];
}

/** Of goals that are not in their sheets any more: it counts to the limit of its section, and may be looked for. */
async function listOfGone(
  db: Db,
  ids: readonly string[],
  sections: readonly Section[],
): Promise<ListedEvidence[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<{
    id: string;
    task: string;
    section: string;
    key: string | null;
    body: unknown;
  }>(
    `select id, task_id as task, section_id as section, key, body from evidence where id = any($1) and task_id is not null
     order by section_id, task_id, body->'by'->>'at', id`,
    [ids],
  );
  return rows.map(({ id, task, section, key, body }) => ({
    ...storedEvidence.read(body, { table: 'evidence', id }),
    id,
    ...namesOf(sections, section),
    round: readTaskId(task)?.kind ?? '',
    goalNo: '',
    goal: NOT_IN_SHEET,
    indicators: [],
    memo: '',
    isPublic: '' as const,
    key,
  }));
}

function namesOf(sections: readonly Section[], id: string): Pick<ListedEvidence, 'department' | 'section'> {
  const found = sections.find((one) => one.id === id);
  return { department: found?.department ?? '', section: found?.name ?? '' };
}

async function listOfMemos(
  db: Db,
  fiscalYear: number,
  sections: readonly Section[],
  keys: ReadonlyMap<string, string | null>,
): Promise<ListedEvidence[]> {
  const memos = await readMemos(db, { sectionIds: null, fiscalYear });
  const files = await evidenceOfMemos(db, memos);
  const goals = await readMemoGoals(db, [...new Set(memos.map(({ sectionId }) => sectionId))], fiscalYear);
  const bySection = sections.flatMap((section) =>
    memos.filter(({ sectionId }) => sectionId === section.id).map((memo) => ({ memo, section })),
  );
  const listed = bySection.flatMap(({ memo, section }) => {
    const { goalNo, goalText, indicator } = shownMemo(memo, goals, section.name, '');
    const { link, by, notedAt } = memo;
    const linked: EvidenceItem = {
      id: `${memo.id}/link`,
      name: link === '' ? '' : linkName(link),
      file: null,
      link,
      by: { ...by, post: '', at: notedAt },
    };
    return [...(files.get(memo.id) ?? []), ...(link === '' ? [] : [linked])].map((item) => ({
      ...item,
      department: section.department,
      section: section.name,
      round: 'memo',
      goalNo,
      goal: goalText,
      indicators: indicator === '' ? [] : [indicator],
      memo: memo.text,
      isPublic: '' as const,
      key: keys.get(item.id) ?? null,
    }));
  });
  return [...listed, ...(await listLeft(db, fiscalYear, sections, keys))];
}

/** Files whose memo was thrown away without them, as versions before did. */
async function listLeft(
  db: Db,
  fiscalYear: number,
  sections: readonly Section[],
  keys: ReadonlyMap<string, string | null>,
): Promise<ListedEvidence[]> {
  const { rows } = await db.query<{ id: string; sectionId: string }>(
    `select distinct memo_id as id, section_id as "sectionId" from evidence e where fiscal_year = $1 and memo_id is not null
       and not exists (select 1 from memos m where m.id = e.memo_id) order by 2, 1`,
    [fiscalYear],
  );
  const files = await evidenceOfMemos(
    db,
    rows.map((memo) => ({ ...memo, fiscalYear })),
  );
  return rows.flatMap(({ id, sectionId }) =>
    (files.get(id) ?? []).map((item) => ({
      ...item,
      ...namesOf(sections, sectionId),
      round: 'memo',
      goalNo: '',
      goal: '',
      indicators: [],
      memo: OVER_MARK,
      isPublic: '' as const,
      key: keys.get(item.id) ?? null,
    })),
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

/** Evidence of which `isThere` denies that its bytes are there, all of them by their hash. */
export async function lacking(
  pool: Pool,
  isThere: (key: string, sha256: string | null) => Promise<boolean>,
): Promise<Lacking[]> {
  const { rows } = await pool.query<{ id: string; key: string; section: string; body: unknown }>(
    `select e.id, e.key, s.name as section, e.body from evidence e join sections s on s.id = e.section_id
     where e.key is not null order by s.name, e.id`,
  );
  const found: Lacking[] = [];
  for (const { id, key, section, body } of rows) {
    const { name, file } = storedEvidence.read(body, { table: 'evidence', id });
    if (!(await isThere(key, file?.sha256 ?? null))) found.push({ id, section, name });
  }
  return found;
}
