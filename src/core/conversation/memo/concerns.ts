/** Whether an input can be about 実績メモ, so that what belongs to them is loaded. */
import { quickNumber } from '../../memo/read-memo.js';
import type { Input } from '../input.js';

/** The form opens with the goals; a number in a thread may count on for the memo above it, and a file be of one. */
export function concernsMemo(input: Input): boolean {
  return input.kind === 'pressed'
    ? input.action.do === 'open_memo'
    : (input.files?.length ?? 0) > 0
      ? input.surface !== 'channel'
      : input.surface === 'thread' && quickNumber(input.text) !== null;
}
