/** Texts in English that would be printed in a Japanese sheet. */
import type { Task } from '../report/task.js';
import type { Draft } from './drafts.js';
import { answerTo, questionsOf } from './questions.js';
import type { TextQuestion } from './several.js';

const JAPANESE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
/** Fewer letters than this are a name or a sign: OK, COVID-19, NPO. */
const LEAST_LETTERS = 12;

/** Whether a text says something, and nothing of it in Japanese. */
export function isEnglish(text: string): boolean {
  if (JAPANESE.test(text)) return false;
  let letters = 0;
  for (const sign of text) if ((sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z')) letters += 1;
  return letters >= LEAST_LETTERS;
}

/** The questions of a draft that are answered in English. Results are left out: 「12 km/h」 is no language. */
export function inEnglish(task: Task, draft: Draft): TextQuestion[] {
  return questionsOf(task, draft).filter(
    (question): question is TextQuestion =>
      (question.at === 'reason' ||
        question.at === 'measures' ||
        question.at === 'status' ||
        question.at === 'policy') &&
      isEnglish(answerTo(draft, question) ?? ''),
  );
}
