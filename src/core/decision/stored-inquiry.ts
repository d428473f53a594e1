/** A question as the record keeps it: `questions.asker` and `questions.text`. */
import { storedSignature } from '../report/stored-report.js';
import { readText } from '../text/stored-json.js';
import type { Inquiry } from './inquiry.js';

/** Who asked what. */
export function readAsked(row: {
  readonly id: string;
  readonly asker: unknown;
  readonly text: unknown;
}): Pick<Inquiry, 'asker' | 'text'> {
  const at = { table: 'questions', id: row.id };
  return { asker: storedSignature.read(row.asker, at), text: readText(row.text, at) };
}
