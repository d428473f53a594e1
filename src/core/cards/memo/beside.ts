/** 実績メモ beside the questions about their goal: what happened, and what the numbers add up to. No text is written of them. */
import type { Question } from '../../draft/drafts.js';
import type { MemoSum } from '../../memo/adding.js';
import type { MemoBeside } from '../../memo/beside.js';
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
export function memoFacts(
  task: Task,
  question: Question,
  indicator: TaskIndicator | null,
  language: Language,
): Fact[] {
  const ofOther = ({ indicatorId }: MemoBeside) => indicatorId !== null && indicatorId !== indicator?.id;
  const isText = question.at === 'status' || question.at === 'policy';
  const memos = (task.memos ?? []).filter((one) => (isText && !indicator) || !ofOther(one));
  if (memos.length === 0 || question.at === 'measures') return [];
  const words = memoBesideWords(language);
  const left = memos.length - SHOWN;
  const lines = memos.slice(-SHOWN).map(({ day, text, number, evidence }) => {
    const [, month, date] = day.split('-').map(Number);
    const line = words.line(`${month}/${date}`, shorten(onOneLine(text), SHOWN_MAX), number);
    return line + evidenceMark(evidence, language);
  });
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
export function sumLines({ parts, sum, leftOut }: MemoSum, language: Language): string[] {
  const words = memoBesideWords(language);
  const unit = unitAtEnd(sum);
  const bare = parts.map((part) => (part.endsWith(unit) ? part.slice(0, part.length - unit.length) : part));
  return [words.sum(bare, sum), ...(leftOut > 0 ? [words.leftOut(leftOut)] : [])];
}

/** Where nothing is answered yet, what the memos add up to stands in it. */
export function resultField(field: Field, { memoSum }: TaskIndicator, language: Language): Field {
  if (!memoSum || field.value !== '') return field;
  return { ...field, value: memoSum.sum, hint: memoBesideWords(language).filled };
}

/** What stands behind the last digit. */
function unitAtEnd(text: string): string {
  let at = text.length;
  while (at > 0 && !(text[at - 1]! >= '0' && text[at - 1]! <= '9')) at -= 1;
  return text.slice(at);
}
