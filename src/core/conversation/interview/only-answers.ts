/** What an input can be about, seen before anything is loaded for it. */
import { accountsAsked } from '../../account/account.js';
import { boardAsked } from '../../board/asked.js';
import type { ActionName } from '../../cards/action.js';
import { searchAsked } from '../../search/asked.js';
import { exportAsked } from '../files/files.js';
import type { Input } from '../input.js';
import { meansDeciding, wordOf } from '../keywords.js';
import { ANSWERS } from './interview.js';

/** Whether an input asks for 状況, which shows what waits for the person's approval too. */
export function asksStatus(input: Input): boolean {
  return input.kind === 'said'
    ? wordOf(input.text) === 'status' || asksToDecide(input)
    : input.action.do === 'status';
}

/** 「承認」「1番 了解」 in private, where nothing is decided by a word: what waits is shown, with its buttons. */
export const asksToDecide = (input: Input): boolean =>
  input.kind === 'said' && input.surface === 'direct' && meansDeciding(input.text);

/** Whether an input can at most begin an interview or answer its question: then only the person's own draft follows. */
export function onlyAnswers(input: Input): boolean {
  if (input.surface !== 'direct') return false;
  if (input.kind === 'pressed') return ANSWERING.has(input.action.do);
  if (asksToDecide(input)) return false;
  const plain =
    wordOf(input.text) === null && exportAsked(input.text) === null && boardAsked(input.text) === null;
  return (
    !input.files?.length && plain && accountsAsked(input.text) === null && searchAsked(input.text) === null
  );
}

const ANSWERING: ReadonlySet<ActionName> = new Set(['begin', ...ANSWERS]);
