/** 実績メモ beside the questions about their goal: what happened, and what the numbers add up to. No text is written of them. */
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Draft, Question } from '../../draft/drafts.js';
import { memoLine, memosFor, memoText } from '../../draft/memo-text.js';
import type { TextQuestion } from '../../draft/several.js';
import type { MemoSum } from '../../memo/adding.js';
import type { Task, TaskIndicator } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { evidenceWords } from '../../wording/evidence/evidence.js';
import { memoBesideWords } from '../../wording/memo/beside.js';
import type { Fact, Field } from '../card.js';

/** So many stand on a card, the latest, each no longer than this in UTF-16 units; the others are a word away. */
const SHOWN = 6;
const SHOWN_MAX = 60;
/** Longest name of a file there, in UTF-16 units. */
const NAME_MAX = 30;

/** Beside a result those of its indicator, beside a text those of the goal. */
export function memoFacts(task: Task, question: Question, language: Language): Fact[] {
  const memos = memosFor(task, question);
  if (memos.length === 0) return [];
  const words = memoBesideWords(language);
  const left = memos.length - SHOWN;
  const lines = memos
    .slice(-SHOWN)
    .map(
      (memo) =>
        memoLine({ ...memo, text: shorten(onOneLine(memo.text), SHOWN_MAX) }, language) +
        evidenceMark(memo.evidence, language),
    );
  return [
    {
      label: words.label,
      value: [...lines, ...(left > 0 ? [words.more(left, task.goalNo)] : [])].join('\n'),
    },
  ];
}

/** 「［根拠資料：写真.jpg、ほか1件］」 behind a memo */
function evidenceMark([first, ...more]: readonly string[] = [], language: Language): string {
  if (first === undefined) return '';
  const words = evidenceWords(language);
  const names = [shorten(first, NAME_MAX), ...(more.length > 0 ? [words.others(more.length)] : [])];
  return words.beside(names.join(words.between));
}

/** 「メモの合計は 32＋18＝50人です」 */
export function sumLines({ parts, sum, leftOut, latest }: MemoSum, language: Language): string[] {
  const words = memoBesideWords(language);
  if (latest !== undefined) return [words.latest(formatMonthDay(latest, language), sum)];
  const unit = unitAtEnd(sum);
  const bare = parts.map((part) => (part.endsWith(unit) ? part.slice(0, part.length - unit.length) : part));
  return [words.sum(bare, sum), ...(leftOut > 0 ? [words.leftOut(leftOut)] : [])];
}

/** Where nothing is answered yet, what the memos add up to stands in it. */
export function resultField(field: Field, { memoSum }: TaskIndicator, language: Language): Field {
  if (!memoSum || field.value !== '') return field;
  const words = memoBesideWords(language);
  return {
    ...field,
    value: memoSum.sum,
    hint: memoSum.latest === undefined ? words.filled : words.filledLatest,
  };
}

/** The field of a text that begins with the words of the memos, as far as they are for it; it is said how many are not in it. */
export function memoField(
  field: Field,
  task: Task,
  draft: Draft,
  question: TextQuestion,
  language: Language,
): Field {
  const memos = memoText(task, draft, question, language);
  if (!memos) return field;
  return { ...field, value: memos.text, hint: memoBesideWords(language).put(memos.leftOut) };
}

/** What stands behind the last digit. */
function unitAtEnd(text: string): string {
  let at = text.length;
  while (at > 0 && !(text[at - 1]! >= '0' && text[at - 1]! <= '9')) at -= 1;
  return text.slice(at);
}
