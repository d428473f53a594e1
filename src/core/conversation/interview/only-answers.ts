/** What an input can be about, seen before anything is loaded for it. */
import { accountsAsked } from '../../account/account.js';
import { boardAsked } from '../../board/asked.js';
import type { ActionName } from '../../cards/action.js';
import { searchAsked } from '../../search/asked.js';
import { exportAsked } from '../files/files.js';
import type { Input } from '../input.js';
import { wordOf } from '../keywords.js';
import { ANSWERS } from './interview.js';

/** Whether an input asks for 状況, which shows what waits for the person's approval too. */
export function asksStatus(input: Input): boolean {
  return input.kind === 'said' ? wordOf(input.text) === 'status' : input.action.do === 'status';
}

/** Whether an input can at most begin an interview or answer its question: then only the person's own draft follows. */
export function onlyAnswers(input: Input): boolean {
  if (input.surface !== 'direct') return false;
  if (input.kind === 'pressed') return ANSWERING.has(input.action.do);
  const plain =
    wordOf(input.text) === null && exportAsked(input.text) === null && boardAsked(input.text) === null;
  return (
    !input.files?.length && plain && accountsAsked(input.text) === null && searchAsked(input.text) === null
  );
}

const ANSWERING: ReadonlySet<ActionName> = new Set(['begin', ...ANSWERS]);
