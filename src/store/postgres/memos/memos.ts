/** 実績メモ as they are kept, and the goals they may be about. */
import type { Pool } from 'pg';
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { mondayOf } from '../../../core/calendar/office-hours.js';
import { addsUp } from '../../../core/memo/adding.js';
import type { Memo, MemoGoal, MemoNamed } from '../../../core/memo/memo.js';
import type { Actor } from '../../../core/organization/people.js';
import { besideIn } from '../../../core/report/plan/goal-plan.js';
import { readText } from '../../../core/text/stored-json.js';
import type { Memos, MemosOf } from '../../../flow/memos/memos-port.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { evidenceOfMemos } from '../evidence/of-memos.js';
import { reportingSections } from '../roster/actors.js';
import { loadSheets } from '../sheets/load-sheets.js';

/** See the port. */
export function openMemos(pool: Pool): Memos {
  return {
    list: (of) => readMemos(pool, of),
    goals: (sectionIds, fiscalYear) => readMemoGoals(pool, sectionIds, fiscalYear),
    evidence: (memos) => evidenceOfMemos(pool, memos),
  };
}

type MemoRow = Omit<Memo, 'by' | 'text' | 'notedAt'> & {
  readonly text: unknown;
  readonly personId: string;
  readonly name: string;
  readonly notedAt: Date;
};

const MEMO = `select m.id, m.section_id as "sectionId", m.fiscal_year as "fiscalYear", m.goal_id as "goalId",
    m.indicator_id as "indicatorId", m.day::text as day, m.number, m.text, m.link, m.counts_on as "countsOn", m.source,
    m.person_id as "personId", p.name, m.noted_at as "notedAt"
  from memos m join people p on p.id = m.person_id`;

function memoOf({ personId, name, text, notedAt, ...row }: MemoRow): Memo {
  return {
    ...row,
    text: readText(text, { table: 'memos', id: row.id }),
    by: { personId, name },
    notedAt: notedAt.toISOString(),
  };
}

/** See the port Memos: by the day on which it happened, then as they were noted. */
export async function readMemos(
  db: Db,
  { sectionIds, fiscalYear, goalIds = null, from = null, until = null }: MemosOf,
): Promise<Memo[]> {
  const { rows } = await db.query<MemoRow>(
    prepared(`${MEMO} where ($1::text[] is null or m.section_id = any($1)) and ($2::int is null or m.fiscal_year = $2)
       and ($3::text[] is null or m.goal_id = any($3)) and ($4::date is null or m.day >= $4)
       and ($5::date is null or m.day <= $5) order by m.day, m.noted_at, m.id`),
    [sectionIds, fiscalYear, goalIds, from, until],
  );
  return rows.map(memoOf);
}

/** One memo of these sections; null when there is none. */
export async function memoById(db: Db, id: string, sectionIds: readonly string[]): Promise<Memo | null> {
  const { rows } = await db.query<MemoRow>(`${MEMO} where m.id = $1 and m.section_id = any($2)`, [
    id,
    sectionIds,
  ]);
  return rows[0] ? memoOf(rows[0]) : null;
}

/**
 * The memo under whose card a thread is: its place begins with the place of the conversation and ends with the id of the
 * message above it. Of these sections; null when there is none.
 */
export async function memoInThread(
  db: Db,
  thread: string,
  sectionIds: readonly string[],
): Promise<Memo | null> {
  const { rows } = await db.query<MemoRow>(
    `${MEMO} where m.card_id <> '' and starts_with($1, m.card_place) and right($1, length(m.card_id)) = m.card_id
       and m.section_id = any($2) order by m.noted_at desc limit 1`,
    [thread, sectionIds],
  );
  return rows[0] ? memoOf(rows[0]) : null;
}

/** See the port Record: of who wrote it alone. */
export async function memoShown(
  db: Db,
  id: string,
  personId: string,
  { place, id: card }: { readonly place: string; readonly id: string },
): Promise<void> {
  await db.query('update memos set card_place = $3, card_id = $4 where id = $1 and person_id = $2', [
    id,
    personId,
    place,
    card,
  ]);
}

/**
 * How many memos of somebody wait for a goal, as they are asked about beside what is sent on a day (ISO date): this year's and
 * the last's, of sections that they are in then, once a week. None when an earlier day of the week had its message already.
 */
export async function memosToPlace(db: Db, personId: string, today: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from memos m where m.person_id = $1 and m.goal_id is null and m.fiscal_year >= $2
       and exists (select 1 from holdings h join posts o on o.id = h.post_id where h.person_id = $1
         and o.section_id = m.section_id and o.role <> 'coordinator'
         and h.from_on <= $4::text::date and (h.until_on is null or h.until_on >= $4::text::date))
       and not exists (select 1 from notices n where n.kind = 'reminder' and n.to_id = $1 and n.ref_id is not null
         and n.about->>'day' >= $3 and n.about->>'day' < $4::text)`,
    [personId, fiscalYearOf(today) - 1, mondayOf(today), today],
  );
  return rows[0]?.count ?? 0;
}

/** One memo, locked until the transaction ends; null when there is none. */
export async function lockMemo(db: Db, id: string): Promise<Memo | null> {
  const { rows } = await db.query<MemoRow>(`${MEMO} where m.id = $1 for update of m`, [id]);
  return rows[0] ? memoOf(rows[0]) : null;
}

/** Those that count on one, locked. */
export async function lockCounting(db: Db, id: string): Promise<Memo[]> {
  const { rows } = await db.query<MemoRow>(`${MEMO} where m.counts_on = $1 order by m.id for update of m`, [
    id,
  ]);
  return rows.map(memoOf);
}

/** The memo made of a message that somebody of these sections noted; null when there is none. */
export async function memoOfMessage(
  db: Db,
  source: string,
  sectionIds: readonly string[],
): Promise<Memo | null> {
  const { rows } = await db.query<MemoRow>(
    `${MEMO} where m.source = $1 and m.source <> '' and m.section_id = any($2) order by m.noted_at, m.id limit 1`,
    [source, sectionIds],
  );
  return rows[0] ? memoOf(rows[0]) : null;
}

/**
 * The memo that somebody noted last, of these sections: one of the fiscal year, or noted in it; what counts on one is none.
 */
export async function lastMemoOf(
  db: Db,
  personId: string,
  sectionIds: readonly string[],
  fiscalYear: number,
): Promise<Memo | null> {
  const { rows } = await db.query<MemoRow>(
    `${MEMO} where m.person_id = $1 and m.section_id = any($2) and m.counts_on is null
       and (m.fiscal_year >= $3 or m.noted_at >= make_date($3, 4, 1)::timestamp at time zone 'Asia/Tokyo')
     order by m.noted_at desc, m.id desc limit 1`,
    [personId, sectionIds, fiscalYear],
  );
  return rows[0] ? memoOf(rows[0]) : null;
}

/** Memos that are offered where a file was sent. */
const RECENT = 2;

/** The memos that somebody noted last of the sections reported for, the latest first; what counts on one is none. */
export async function recentMemos(db: Db, actor: Actor): Promise<MemoNamed[]> {
  const { rows } = await db.query<{ id: string; text: unknown }>(
    `select id, text from memos where person_id = $1 and section_id = any($2) and counts_on is null
     order by noted_at desc, id desc limit ${RECENT}`,
    [actor.id, reportingSections(actor)],
  );
  return rows.map(({ id, text }) => ({ id, text: readText(text, { table: 'memos', id }) }));
}

export async function keepMemo(db: Db, memo: Memo): Promise<void> {
  await db.query(
    `insert into memos (id, section_id, fiscal_year, goal_id, indicator_id, day, number, text, link, counts_on, source,
       person_id, noted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (id) do update set section_id = $2, fiscal_year = $3, goal_id = $4, indicator_id = $5, day = $6, number = $7,
       text = $8, link = $9`,
    [
      memo.id,
      memo.sectionId,
      memo.fiscalYear,
      memo.goalId,
      memo.indicatorId,
      memo.day,
      memo.number,
      JSON.stringify(memo.text),
      memo.link,
      memo.countsOn,
      memo.source,
      memo.by.personId,
      memo.notedAt,
    ],
  );
}

/** The goals of these sections in a year, with what adds up. */
export async function readMemoGoals(
  db: Db,
  sectionIds: readonly string[],
  fiscalYear: number,
): Promise<MemoGoal[]> {
  if (sectionIds.length === 0) return [];
  const sheets = await loadSheets(db, sectionIds, { fiscalYear });
  return sheets.flatMap(({ section, sheet, numbering, reports }) => {
    const beside = besideIn(reports.map(({ content }) => content.plan));
    return sheet.goals.map((goal, at): MemoGoal => {
      const { goalId, indicatorIds } = numbering[at]!;
      return {
        sectionId: section.id,
        section: section.name,
        fiscalYear,
        goalId,
        goalNo: goal.no,
        goalText: goal.text,
        indicators: goal.indicators.map(({ name, target, initiativeCell, overview }, place) => {
          const id = indicatorIds[place]!;
          return {
            id,
            name,
            target,
            initiative: `${initiativeCell} ${overview}`,
            addsUp: addsUp(name, target, beside[id]?.growth ?? null),
          };
        }),
      };
    });
  });
}
