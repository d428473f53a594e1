/**
 * 実績メモ: noted by who may report for the section, placed, changed and deleted by who wrote it. When the writer does not
 * report there any more it belongs to those who do.
 */
import { fiscalYearEnd, fiscalYearOf } from '../../calendar/japanese-dates.js';
import { countsFor, unitOf } from '../../memo/adding.js';
import {
  aboutIn,
  keepable,
  type Memo,
  type MemoContent,
  type MemoGoal,
  memoProblems,
} from '../../memo/memo.js';
import { indicatorOf } from '../../memo/propose.js';
import { numberIn } from '../../memo/read-memo.js';
import type { Actor, HeldPost } from '../../organization/people.js';
import { plainNumber } from '../../sheet/ids.js';
import type { MemoCommand } from '../command.js';
import { reportingPost } from '../decide.js';
import { sign } from '../decision.js';
import type { HistoryAction, HistoryEntry } from '../history.js';
import type { MemoRefusal, Refusal } from '../outcome/refusal.js';

export type MemoDeed = Exclude<MemoCommand, { kind: 'show_memos' }>;

const KINDS = ['show_memos', 'note_memo', 'change_memo', 'place_memo', 'delete_memo', 'count_on'];
export const isAboutMemos = <Of extends { readonly kind: string }>(
  command: Of,
): command is Extract<Of, { readonly kind: MemoCommand['kind'] }> => KINDS.includes(command.kind);

type MemoSubject = {
  readonly actor: Actor;
  readonly source: string;
  readonly account?: string;
  /** ISO instant */
  readonly now: string;
  /** ISO date in the city */
  readonly today: string;
  /** of the sections that the actor reports for, in the year of the memo's day */
  readonly goals: readonly MemoGoal[];
  /** the memo that is meant; null for a new one, and where there is none */
  readonly memo: Memo | null;
  /** those that count on it */
  readonly counting: readonly Memo[];
  /** whether its writer still reports for the section */
  readonly writerReports: boolean;
  /** the memo that was made of the same message already */
  readonly noted: Memo | null;
  readonly newId: string;
};

type MemoDecision =
  | {
      readonly ok: true;
      /** as it is now; of a deletion as it was */
      readonly memo: Memo;
      /** everything that is to be kept as it is here */
      readonly kept: readonly Memo[];
      readonly deleted: boolean;
      readonly noGoal: string;
      readonly entries: readonly HistoryEntry[];
    }
  | { readonly ok: false; readonly refusal: Refusal };

const refuse = (refusal: Refusal): MemoDecision => ({ ok: false, refusal });
const not = (why: MemoRefusal): MemoDecision => refuse({ reason: 'memo', why });

export function decideMemo(subject: MemoSubject, command: MemoDeed): MemoDecision {
  switch (command.kind) {
    case 'note_memo':
      return note(subject, command);
    case 'count_on':
      return countOn(subject, command.number);
    case 'change_memo':
      return changed(subject, () => command.to);
    case 'place_memo':
      return changed(subject, (memo) => {
        const about = aboutIn(subject.goals, command.about);
        // The number in the unit of what it is about now, where the text has one.
        const unit = about?.indicator ? unitOf(about.indicator) : null;
        const read = unit === null ? '' : numberIn(memo.text, memo.fiscalYear, unit);
        return { ...memo, about: command.about, number: read || memo.number };
      });
    case 'delete_memo': {
      const { memo } = subject;
      const may = mayChange(subject);
      if (!may.ok || !memo) return may.ok ? not({ is: 'gone' }) : may;
      const entry = entryOf(subject, may.post, 'memo_deleted', memo, fieldsOf(memo), null);
      return { ok: true, memo, kept: [], deleted: true, noGoal: '', entries: [entry] };
    }
    default:
      return command satisfies never;
  }
}

/** The section of what it is about; else, of several, the first that the actor reports for. */
function note(subject: MemoSubject, command: Extract<MemoDeed, { kind: 'note_memo' }>): MemoDecision {
  const { actor, goals, today, noted } = subject;
  const { goalNo } = command;
  if (noted) return not({ is: 'noted', by: noted.by.name, at: noted.notedAt });
  const given = keepable(command.memo);
  const problems = Object.values(memoProblems(given, today));
  if (problems.length > 0) return not({ is: 'unfit', problems });
  const { text, number } = given;
  const said = aboutIn(goals, command.memo.about);
  if (command.memo.about !== '' && !said && !isOfAnotherYear(command.memo)) return not({ is: 'gone' });
  const named = goalNo === '' ? [] : goals.filter((goal) => plainNumber(goal.goalNo) === goalNo);
  const goal = said?.goal ?? (named.length === 1 ? named[0]! : null);
  const indicator =
    said?.indicator ?? (goal && command.memo.about === '' ? indicatorOf(text, number, goal) : null);
  const post = goal
    ? reportingPost(actor, goal.sectionId)
    : (actor.posts.find(({ role }) => role !== 'coordinator') ?? null);
  if (!post) return refuse({ reason: 'not_entitled' });
  const year = fiscalYearOf(command.memo.day);
  const { about: _, ...content } = given;
  const memo: Memo = {
    ...content,
    number: number || numberIn(text, year, indicator ? unitOf(indicator) : null),
    id: subject.newId,
    sectionId: post.sectionId,
    fiscalYear: year,
    goalId: goal?.goalId ?? null,
    indicatorId: indicator?.id ?? null,
    countsOn: null,
    source: command.source,
    by: { personId: actor.id, name: actor.name },
    notedAt: subject.now,
  };
  return {
    ok: true,
    memo,
    kept: [memo],
    deleted: false,
    noGoal: goalNo !== '' && named.length === 0 && !said ? goalNo : '',
    entries: [entryOf(subject, post, 'memo_noted', memo, null, fieldsOf(memo))],
  };
}

/** Whether a memo names a goal, or an indicator, of another fiscal year than its day is of: it waits for one of its own. */
function isOfAnotherYear({ about, day }: Pick<MemoContent, 'about' | 'day'>): boolean {
  const year = Number(about.split('.')[1]);
  return Number.isInteger(year) && year !== fiscalYearOf(day);
}

/** A number for the indicator of a memo, noted for today by whoever reports for its section. */
function countOn(subject: MemoSubject, number: string): MemoDecision {
  const { actor, memo: root, goals, today } = subject;
  if (!root) return not({ is: 'not_counting', for: 'last' });
  const post = reportingPost(actor, root.sectionId);
  if (!post) return refuse({ reason: 'not_entitled' });
  const about = root.indicatorId === null ? null : aboutIn(goals, root.indicatorId);
  if (!about?.indicator) return not({ is: 'not_counting', for: 'goal' });
  if (!about.indicator.addsUp) return not({ is: 'not_counting', for: 'stands' });
  if (!countsFor(number, about.indicator)) return not({ is: 'not_counting', for: 'unit' });
  // Counted on after its year is over, it is of that year's last day.
  const day = fiscalYearOf(today) === root.fiscalYear ? today : fiscalYearEnd(root.fiscalYear);
  const memo: Memo = {
    ...root,
    id: subject.newId,
    day,
    number,
    text: `+${number}`,
    link: '',
    countsOn: root.countsOn ?? root.id,
    source: '',
    by: { personId: actor.id, name: actor.name },
    notedAt: subject.now,
  };
  const entry = entryOf(subject, post, 'memo_noted', memo, null, fieldsOf(memo));
  return { ok: true, memo, kept: [memo], deleted: false, noGoal: '', entries: [entry] };
}

function changed(subject: MemoSubject, to: (memo: Memo) => MemoContent): MemoDecision {
  const { memo, goals, today, counting } = subject;
  const may = mayChange(subject);
  if (!may.ok || !memo) return may.ok ? not({ is: 'gone' }) : may;
  const { about, day, number, text, link } = keepable(to(memo));
  const problems = Object.values(memoProblems({ day, number, text, link }, today));
  if (problems.length > 0) return not({ is: 'unfit', problems });
  const found = aboutIn(goals, about);
  // Moved to another year it waits for a goal of that one.
  if (about !== '' && !found && fiscalYearOf(day) === memo.fiscalYear) return not({ is: 'gone' });
  const post = found ? reportingPost(subject.actor, found.goal.sectionId) : may.post;
  if (!post) return refuse({ reason: 'not_entitled' });
  const indicator =
    found?.indicator ?? (found && about !== memo.goalId ? indicatorOf(text, number, found.goal) : null);
  const place = {
    sectionId: found?.goal.sectionId ?? memo.sectionId,
    fiscalYear: fiscalYearOf(day),
    goalId: found?.goal.goalId ?? null,
    indicatorId: indicator?.id ?? null,
  };
  const next: Memo = { ...memo, ...place, day, number, text, link };
  // What counts on it goes along.
  const along = counting.map((one) => [one, { ...one, ...place }] as const);
  const pairs = [[memo, next] as const, ...along];
  return {
    ok: true,
    memo: next,
    kept: pairs.map(([, now]) => now),
    deleted: false,
    noGoal: '',
    entries: pairs.map(([before, now]) =>
      entryOf(subject, post, 'memo_changed', now, fieldsOf(before), fieldsOf(now)),
    ),
  };
}

function mayChange({
  actor,
  memo,
  writerReports,
}: MemoSubject):
  | { readonly ok: true; readonly post: HeldPost }
  | { readonly ok: false; readonly refusal: Refusal } {
  const post = memo ? reportingPost(actor, memo.sectionId) : null;
  // Of another section there is none.
  if (!memo || !post) return { ok: false, refusal: { reason: 'memo', why: { is: 'gone' } } };
  return memo.by.personId !== actor.id && writerReports
    ? { ok: false, refusal: { reason: 'memo', why: { is: 'of_another', by: memo.by.name } } }
    : { ok: true, post };
}

/** A memo as the history has it: the row of the record (store/postgres/ledger/record-rows.ts). */
const fieldsOf = (memo: Memo) => {
  const { by, text, link, id: _, notedAt, ...fields } = memo;
  return { ...fields, memo: text, memoLink: link, personId: by.personId, notedAt };
};

function entryOf(
  subject: MemoSubject,
  post: HeldPost,
  action: Extract<HistoryAction, `memo_${string}`>,
  { id, sectionId }: Memo,
  before: unknown,
  after: unknown,
): HistoryEntry {
  return {
    ...sign(subject, post, null),
    source: subject.source,
    action,
    sectionId,
    subject: id,
    version: 0,
    before,
    after,
  };
}
