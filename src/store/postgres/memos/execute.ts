/** 実績メモ in the record: shown, noted, changed, deleted and counted on, each in the transaction of its command. */
import { createHash } from 'node:crypto';
import { fiscalYearOf, fiscalYearStart } from '../../../core/calendar/japanese-dates.js';
import type { MemoCommand } from '../../../core/decision/command.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { decideMemo, type MemoDeed } from '../../../core/decision/memo/decide-memo.js';
import { BYTES_OF_MB, type EvidenceLimits, USUAL_LIMITS } from '../../../core/evidence/evidence.js';
import { sumOfMemos } from '../../../core/memo/adding.js';
import { type Memo, type MemoGoal, memoId, sourceOf } from '../../../core/memo/memo.js';
import { indicatorOf, proposeFor } from '../../../core/memo/propose.js';
import {
  MEMO_ROWS,
  type MemoChoice,
  type MemoDone,
  type MemoPage,
  shownMemo,
} from '../../../core/memo/shown.js';
import type { Actor } from '../../../core/organization/people.js';
import { reportsFor } from '../../../core/organization/terms.js';
import { plainNumber } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { dropEvidence, evidenceOfMemos, moveEvidence, tooFullFor } from '../evidence/of-memos.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import type { Door } from '../ledger/recorded-by.js';
import { reportingSections } from '../roster/actors.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { readSections } from '../sheets/status.js';
import {
  keepMemo,
  lastMemoOf,
  lockCounting,
  lockMemo,
  memoOfMessage,
  readMemoGoals,
  readMemos,
} from './memos.js';

const OK = { ok: true, goalNo: '', version: 0, complete: false } as const;

type MemoActing = {
  readonly actor: Actor;
  readonly door: Door;
  readonly now: Date;
  readonly today: string;
  readonly effectId: string;
  /** of files; those that are usual where none are set */
  readonly limits?: EvidenceLimits | undefined;
};

export async function carryOutMemo(db: Db, command: MemoCommand, acting: MemoActing): Promise<Done> {
  const { actor, door, now, today, effectId, limits = USUAL_LIMITS } = acting;
  const sectionIds = reportingSections(actor);
  if (sectionIds.length === 0) return { outcome: { ok: false, refusal: { reason: 'not_entitled' } } };
  if (command.kind === 'show_memos')
    return { outcome: { ...OK, memos: await memoPage(db, sectionIds, command, acting) } };
  const memo = await meant(db, command, actor, sectionIds, today);
  const noted = command.kind === 'note_memo' ? await memoOfMessage(db, command.source, sectionIds) : null;
  const year = fiscalYearOf(dayOf(command, memo, today));
  const goals = await readMemoGoals(db, sectionIds, year);
  const decision = decideMemo(
    {
      actor,
      ...door,
      now: now.toISOString(),
      today,
      goals,
      memo,
      counting: memo && command.kind !== 'count_on' ? await lockCounting(db, memo.id) : [],
      writerReports: memo !== null && (await stillReports(db, memo, today)),
      noted,
      newId: memoId(createHash('sha256').update(effectId).digest('hex').slice(0, 16)),
    },
    command,
  );
  if (!decision.ok) return { outcome: { ok: false, refusal: decision.refusal } };
  const to = decision.memo;
  const moved = memo && (memo.sectionId !== to.sectionId || memo.fiscalYear !== to.fiscalYear) ? memo : null;
  const ids = decision.kept.map(({ id }) => id);
  if (moved && (await tooFullFor(db, ids, moved, to, limits))) {
    const megabytes = limits.sectionBytes / BYTES_OF_MB;
    const why = { is: 'full', fiscalYear: to.fiscalYear, megabytes } as const;
    return { outcome: { ok: false, refusal: { reason: 'memo', why } } };
  }
  for (const one of decision.kept) await keepMemo(db, one);
  if (moved) await moveEvidence(db, ids, moved, to);
  const files = decision.deleted ? await dropEvidence(db, decision.memo) : [];
  if (decision.deleted) await db.query('delete from memos where id = $1', [decision.memo.id]);
  const done: MemoDone = {
    memo: shownMemo(
      decision.memo,
      goals,
      await sectionName(db, decision.memo.sectionId),
      actor.id,
      (await evidenceOfMemos(db, [decision.memo])).get(decision.memo.id),
    ),
    choices: decision.deleted || command.kind === 'count_on' ? [] : choicesOf(decision.memo, goals, command),
    noGoal: decision.noGoal,
    sum: decision.deleted ? null : await sumWith(db, decision.memo, goals, actor),
  };
  const removed = files.map(({ id, key: _, ...body }): HistoryEntry => {
    const [deletion] = decision.entries;
    return { ...deletion!, action: 'evidence_removed', subject: id, before: body, after: null };
  });
  return {
    outcome: { ...OK, memo: done },
    after: () => appendHistory(db, [...decision.entries, ...removed]),
    gone: files.flatMap(({ key }) => (key === null ? [] : [key])),
  };
}

/** The memo a command is about; locked, and of no other section than the actor's. */
async function meant(
  db: Db,
  command: MemoDeed,
  actor: Actor,
  sectionIds: readonly string[],
  today: string,
): Promise<Memo | null> {
  if (command.kind === 'note_memo') return null;
  const id =
    command.memo ||
    (command.kind === 'count_on'
      ? (command.at === null
          ? await lastMemoOf(db, actor.id, sectionIds, fiscalYearOf(today))
          : await memoOfMessage(db, sourceOf(command.at), sectionIds)
        )?.id
      : undefined);
  const memo = id ? await lockMemo(db, id) : null;
  return memo && sectionIds.includes(memo.sectionId) ? memo : null;
}

function dayOf(command: MemoDeed, memo: Memo | null, today: string): string {
  const day =
    command.kind === 'note_memo' ? command.memo.day : command.kind === 'change_memo' ? command.to.day : '';
  return /^\d{4}-\d{2}-\d{2}$/u.test(day) ? day : (memo?.day ?? today);
}

async function stillReports(db: Db, { sectionId, by }: Memo, today: string): Promise<boolean> {
  const section = (await readSections(db)).find(({ id }) => id === sectionId);
  return (
    section !== undefined &&
    reportsFor({ section, posts: await loadPosts(db, [sectionId], today) }, by.personId, today)
  );
}

const sectionName = async (db: Db, id: string): Promise<string> =>
  (await readSections(db)).find((one) => one.id === id)?.name ?? '';

/** What a memo may be about: of the goal that was named its indicators, else what fits; nothing where it is plain. */
function choicesOf(memo: Memo, goals: readonly MemoGoal[], command: MemoDeed): MemoChoice[] {
  const choice = (goal: MemoGoal, about: string, name: string): MemoChoice => ({
    about,
    section: goal.section,
    goalNo: goal.goalNo,
    name,
  });
  const goal = goals.find(({ goalId }) => goalId === memo.goalId);
  if (goal) {
    if (memo.indicatorId !== null || goal.indicators.length === 0) return [];
    const likely = indicatorOf(memo.text, memo.number, goal);
    const others = goal.indicators.filter(({ id }) => id !== likely?.id);
    return [...(likely ? [likely] : []), ...others].map(({ id, name }) => choice(goal, id, name));
  }
  // A number that several sections have is one of these.
  const named = command.kind === 'note_memo' ? command.goalNo : '';
  const sameNo = named === '' ? [] : goals.filter(({ goalNo }) => plainNumber(goalNo) === named);
  if (sameNo.length > 1) return sameNo.map((one) => choice(one, one.goalId, ''));
  return proposeFor(memo.text, memo.fiscalYear, goals).map((one) =>
    choice(one.goal, one.indicator.id, one.indicator.name),
  );
}

/** The numbers of the memo's indicator in its year, this one among them. */
async function sumWith(
  db: Db,
  memo: Memo,
  goals: readonly MemoGoal[],
  actor: Actor,
): Promise<MemoDone['sum']> {
  const { indicatorId, goalId, fiscalYear } = memo;
  const indicator = goals.flatMap(({ indicators }) => indicators).find(({ id }) => id === indicatorId);
  if (!indicator || goalId === null) return null;
  const memos = await readMemos(db, { sectionIds: null, fiscalYear, goalIds: [goalId] });
  const sum = sumOfMemos(memos, indicator, actor.language);
  return sum && { indicatorId: indicator.id, sum };
}

/** This year; of a goal that is named last year's while that is reported, as the question says where the others are. */
async function yearShown(db: Db, goal: string, today: string): Promise<number> {
  const year = fiscalYearOf(today);
  if (goal === '' || goal === '-') return year;
  const { rowCount } = await db.query(
    `select 1 from rounds where fiscal_year = $1 and state = 'open' and kind <> 'targets' limit 1`,
    [year - 1],
  );
  return rowCount ? year - 1 : year;
}

async function memoPage(
  db: Db,
  sectionIds: readonly string[],
  { goal, page }: Extract<MemoCommand, { kind: 'show_memos' }>,
  { actor, today }: MemoActing,
): Promise<MemoPage> {
  const fiscalYear = await yearShown(db, goal, today);
  // Those without a goal wait for one while last year is reported, too.
  const from = fiscalYearStart(fiscalYearOf(today) - 1);
  const noted = await readMemos(db, { sectionIds, fiscalYear: null, from });
  const all = noted.filter((one) => one.fiscalYear === fiscalYear);
  const goals = await readMemoGoals(db, sectionIds, fiscalYear);
  const names = new Map((await readSections(db)).map(({ id, name }) => [id, name]));
  const listed = goal === '-' ? noted.filter(({ goalId }) => goalId === null) : all;
  const files = await evidenceOfMemos(db, listed);
  const shown = listed.map((one) =>
    shownMemo(one, goals, names.get(one.sectionId) ?? '', actor.id, files.get(one.id)),
  );
  const rows = shown
    .filter((one) => goal === '' || goal === '-' || plainNumber(one.goalNo) === goal)
    .reverse();
  const pages = Math.max(1, Math.ceil(rows.length / MEMO_ROWS));
  const at = Math.min(Math.max(0, page), pages - 1);
  const asked = goals.filter(({ goalNo }) => goal === '' || plainNumber(goalNo) === goal);
  return {
    goal,
    page: at,
    pages,
    count: rows.length,
    waiting: noted.filter(({ goalId }) => goalId === null).length,
    rows: rows.slice(at * MEMO_ROWS, (at + 1) * MEMO_ROWS),
    sums:
      at > 0 || goal === '-'
        ? []
        : asked.flatMap(({ section, goalNo, indicators }) =>
            indicators.flatMap((one) => {
              const sum = sumOfMemos(all, one, actor.language);
              return sum ? [{ section, goalNo, indicator: one.name, sum }] : [];
            }),
          ),
    fiscalYear,
  };
}
