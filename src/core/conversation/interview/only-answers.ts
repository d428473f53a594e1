/** What an input can be about, seen before anything is loaded for it. */
import { accountsAsked } from '../../account/account.js';
import { boardAsked } from '../../board/asked.js';
import { checksAsked } from '../../board/checks.js';
import { meansRounds } from '../../board/rounds.js';
import { meansYear } from '../../board/year.js';
import { type ActionName, BUTTONS } from '../../cards/action.js';
import { searchAsked } from '../../search/asked.js';
import { asksToDecide, deskWorkAsked } from '../desk-work.js';
import { exportAsked } from '../files/files.js';
import type { Input } from '../input.js';
import { wordOf } from '../keywords.js';

/** Whether an input asks for 状況, which shows what waits for the person's approval too. */
export function asksStatus(input: Input): boolean {
  return input.kind === 'said'
    ? wordOf(input.text) === 'status' || asksToDecide(input)
    : input.action.do === 'status';
}

/** Whether an input can at most begin an interview or answer its question: then only the person's own draft follows. */
export function onlyAnswers(input: Input): boolean {
  if (input.surface !== 'direct') return false;
  if (input.kind === 'pressed') return ANSWERING.has(input.action.do);
  if (asksToDecide(input)) return false;
  return !input.files?.length && wordOf(input.text) === null && !ASKS.some((asks) => asks(input.text));
}

/** What 事務局 or whoever else may asks for in words: it is looked at with the account that is known now. */
const ASKS: readonly ((text: string) => boolean)[] = [
  (text) => exportAsked(text) !== null,
  (text) => boardAsked(text) !== null,
  (text) => accountsAsked(text) !== null,
  (text) => searchAsked(text) !== null,
  (text) => checksAsked(text) !== null,
  (text) => deskWorkAsked(text) !== null,
  meansRounds,
  meansYear,
  // Of sections that are not known here: a short text with the word is enough.
  (text) => text.length <= SHORT && OF_OTHERS.some((word) => text.includes(word)),
];
const OF_OTHERS = ['担当', 'owner', '代理', 'behalf'];
const SHORT = 100;

const ANSWERING: ReadonlySet<ActionName> = new Set(['begin', ...BUTTONS.answers]);
