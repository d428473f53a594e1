/** The words of the interview: its questions, and what it answers. */
import type { Language } from '../text/language.js';
import * as questions from './interview/questions.js';
import * as replies from './interview/replies.js';

const ja = { ...questions.ja, ...replies.ja };
const en: typeof ja = { ...questions.en, ...replies.en };

export function interviewWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
