/** A question as the record keeps it: `questions.asker`, `questions.text` and `questions.about`. */
import { z } from 'zod';
import { CHECK_KINDS, SHEET_KINDS, SOURCES } from '../checks/check.js';
import type { AskedCheck } from '../report/report-checks.js';
import { storedSignature } from '../report/stored-report.js';
import { readText, storedAs } from '../text/stored-json.js';
import type { Inquiry } from './inquiry.js';

/** The check that 事務局 asks about: `questions.about`. Form 2 may be about the plan, too. */
export const storedAskedCheck = storedAs(
  2,
  z.object({
    kind: z.enum([...CHECK_KINDS, ...SHEET_KINDS]),
    indicatorId: z.string(),
    texts: z.array(z.object({ of: z.enum(SOURCES), text: z.string() })),
    message: z.object({ ja: z.string(), en: z.string() }),
  }),
  (kept): AskedCheck => kept,
);

/** Who asked what. */
export function readAsked(row: {
  readonly id: string;
  readonly asker: unknown;
  readonly text: unknown;
}): Pick<Inquiry, 'asker' | 'text'> {
  const at = { table: 'questions', id: row.id };
  return { asker: storedSignature.read(row.asker, at), text: readText(row.text, at) };
}
