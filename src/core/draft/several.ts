/**
 * Texts that are asked on one card: what follows a text of the same indicator, and 今後の方針 after the last, can be given
 * with it: in the card's other fields, or in one message behind the name of what is answered (「今後の方針：…」).
 */
import type { Task } from '../report/task.js';
import { folded } from '../sheet/scale.js';
import { withoutEnd } from '../text/text.js';
import type { Draft, Question } from './drafts.js';
import { questionName } from './question-names.js';
import { answerTo, questionsOf, sameQuestion } from './questions.js';

export type TextQuestion = Extract<Question, { at: 'result' | 'reason' | 'measures' | 'status' | 'policy' }>;

/** The questions without an answer that may be answered together with the present one, in their order. */
export function askedTogether(task: Task, draft: Draft): TextQuestion[] {
  const { asking } = draft;
  if (asking.at !== 'reason' && asking.at !== 'measures' && asking.at !== 'status') return [];
  const all = questionsOf(task, draft);
  const here = all.findIndex((question) => sameQuestion(question, asking));
  const found: TextQuestion[] = [];
  for (const question of all.slice(here + 1)) {
    if (question.at !== 'measures' && question.at !== 'status' && question.at !== 'policy') break;
    if (answerTo(draft, question) === undefined) found.push(question);
  }
  return found;
}

/** What an answer begins with that is for another question than the one asked first. */
const NAMES: Readonly<Record<'measures' | 'status' | 'policy', readonly string[]>> = {
  measures: ['下半期の対策', '対策', 'measures for the second half'],
  status: ['目標達成状況', '達成状況', 'achievement'],
  policy: ['今後の方針', '方針', 'next steps'],
};

export type Part = { readonly question: Question; readonly text: string };

/** What was typed into the card's fields: for the question that is asked, and for those asked together with it. */
export function typed(task: Task, draft: Draft, fields: Readonly<Record<string, string>>): Part[] {
  const beside = askedTogether(task, draft).map((question) => ({
    question,
    text: fields[questionName(task, question)] ?? '',
  }));
  return [
    { question: draft.asking, text: fields.text ?? '' },
    ...beside.filter(({ text }) => text.trim() !== ''),
  ];
}

/** A message in its parts: each question with what was written for it, as typed; the first is the one that is asked. */
export function inParts(task: Task, draft: Draft, text: string): readonly Part[] {
  const left = askedTogether(task, draft);
  const parts: { question: Question; lines: string[] }[] = [{ question: draft.asking, lines: [] }];
  for (const line of text.split('\n')) {
    const next = left.findIndex((question) => behindName(line, question) !== null);
    const [question] = next < 0 ? [] : left.splice(next, 1);
    if (question) parts.push({ question, lines: [behindName(line, question) ?? ''] });
    else parts.at(-1)!.lines.push(line);
  }
  if (parts.length === 1) return [{ question: draft.asking, text }];
  return parts
    .map(({ question, lines }) => ({ question, text: withoutEnd(lines.join('\n'), ' \r\n') }))
    .filter((part) => part.text !== '');
}

/** What stands in a line behind the name of a question and a colon; null where it does not begin so. */
function behindName(line: string, { at }: TextQuestion): string | null {
  const colon = [line.indexOf(':'), line.indexOf('：')]
    .filter((place) => place >= 0)
    .sort((a, b) => a - b)[0];
  if (colon === undefined || (at !== 'measures' && at !== 'status' && at !== 'policy')) return null;
  return NAMES[at].includes(folded(line.slice(0, colon))) ? line.slice(colon + 1).trimStart() : null;
}
