/** 実績メモ for a text: their words, as people wrote them, for the writer to edit. Nothing is written or rephrased here. */
import { defaultAsOf } from '../calendar/round.js';
import type { MemoBeside } from '../memo/beside.js';
import { forNext } from '../memo/for-next.js';
import type { Task } from '../report/task.js';
import type { Language } from '../text/language.js';
import { onOneLine } from '../text/text.js';
import { memoBesideWords } from '../wording/memo/beside.js';
import type { Draft, Question } from './drafts.js';
import { isAsAtMidyear } from './earlier.js';
import { answerTo, MAX_TEXT, sameQuestion } from './questions.js';
import type { TextQuestion } from './several.js';

/**
 * The memos that stand beside a question: of a result and a text of an indicator its own and the goal's, of 今後の方針 all. What was
 * noted for 今後の方針 stands beside the text that takes it alone.
 */
export function memosFor(task: Task, question: Question): readonly MemoBeside[] {
  const of = 'indicator' in question ? question.indicator : null;
  if (question.at === 'measures') return [];
  const takesNext = question.at === 'policy' || (question.at === 'status' && !task.policyAsked);
  return (task.memos ?? []).filter(
    ({ indicatorId, text }) =>
      (question.at === 'policy' || indicatorId === null || indicatorId === of) &&
      (takesNext || forNext(text) === null),
  );
}

/** 「6/12」, and what was noted, on one line. */
export const memoLine = ({ day, text, number }: MemoBeside, language: Language): string => {
  const [, month, date] = day.split('-').map(Number);
  return memoBesideWords(language).line(`${month}/${date}`, onOneLine(text), number);
};

type MemoText = {
  /** what was answered so far, and under it the memos, one a line, by their days */
  readonly text: string;
  /** how many are not in it, because it would be longer than the field takes */
  readonly leftOut: number;
};

/**
 * The words of the memos for the field of a question; the newest that fit. They are for 目標達成状況, which asks for what was
 * done; for 今後の方針 what was noted for it, else, where several fields ask for what was done, all while it is asked. null: they
 * are not for this one, or none fits.
 */
export function memoText(task: Task, draft: Draft, question: Question, language: Language): MemoText | null {
  if (question.at !== 'status' && question.at !== 'policy') return null;
  const lines = linesFor(task, draft, question, language);
  const before = answerTo(draft, question) ?? '';
  const there = new Set(before.split('\n').map((line) => line.trimEnd()));
  const left = lines.filter((line) => !there.has(line) && !(line.includes('\n') && before.includes(line)));
  const fitting: string[] = [];
  let room = MAX_TEXT[question.at] - before.length;
  for (const line of left.toReversed()) {
    // The break of a line is counted as a form may send it.
    if (line.length + 2 > room) continue;
    room -= line.length + 2;
    fitting.unshift(line);
  }
  if (fitting.length === 0) return null;
  return {
    text: [...(before === '' ? [] : [before]), ...fitting].join('\n'),
    leftOut: left.length - fitting.length,
  };
}

function linesFor(
  task: Task,
  draft: Draft,
  question: Extract<TextQuestion, { at: 'status' | 'policy' }>,
  language: Language,
): readonly string[] {
  const isAsked = sameQuestion(draft.asking, question);
  const isOpen = isAsked || answerTo(draft, question) === undefined;
  const memos = memosFor(task, question);
  const next = memos.flatMap(({ text }) => forNext(text) ?? []);
  const done = memos.filter(({ text }) => forNext(text) === null);
  const lines = (of: readonly MemoBeside[]) => of.map((memo) => memoLine(memo, language));
  if (question.at === 'policy') {
    if (next.length > 0) return isOpen ? next : [];
    return isAsked && task.indicators.length > 1 ? lines(done) : [];
  }
  if (isOpen) return [...lines(done), ...next];
  // What was answered is left alone; under what stands from mid-year goes what was done since.
  const midyear = defaultAsOf(task.round.fiscalYear, 'midyear');
  return isAsAtMidyear(task, draft, question) ? lines(done.filter(({ day }) => day > midyear)) : [];
}

/** Whether a form that begins with them is offered beside the present question: one that they are for, or a result. */
export function offersMemoText(task: Task, draft: Draft): boolean {
  const { asking } = draft;
  const of: Question = asking.at === 'result' ? { at: 'status', indicator: asking.indicator } : asking;
  return memoText(task, draft, of, 'ja') !== null;
}
