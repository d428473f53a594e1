/** What a notice is about as the record keeps it: `notices.about`. */
import { z } from 'zod';
import { NewerRow, storedAs } from '../text/stored-json.js';
import { NOTICE_KINDS, type NoticeAbout } from './notice.js';

const text = z.string();
const kind = <K extends NoticeAbout['kind'], S extends z.ZodRawShape>(name: K, shape: S) =>
  z.object({ kind: z.literal(name), ...shape });
const ofRound = { sectionId: text, roundId: text };
const ofVersion = { reportId: text, version: z.int() };
const toWriter = { ...ofVersion, to: text.exactOptional() };

const about = z.discriminatedUnion('kind', [
  kind('summary', ofRound),
  kind('approval', { reportId: text }),
  kind('finished_file', ofRound),
  kind('returned', toWriter),
  kind('approved', toWriter),
  kind('decide', { ...ofVersion, step: z.int(), personId: text }),
  kind('post_reviews', { personId: text, day: text }),
  kind('ask_again', { taskId: text, personId: text, until: text }),
  // Those of the first days name a round beside it: there was one for each.
  kind('reminder', { personId: text, day: text }),
  kind('digest', { sectionId: text, week: text }),
  kind('overview', { personId: text, week: text }),
  kind('handover', { personId: text, postId: text, from: text }),
  kind('question', { questionId: text, reportId: text, personId: text }),
  kind('question_answer', { questionId: text, reportId: text }),
  kind('account', {
    event: z.enum(['linked', 'unlinked', 'second', 'several']),
    account: text,
    of: text,
    personId: text,
    at: text,
    parting: z.enum(['address', 'not_me', 'by_hand', 'replaced']).exactOptional(),
  }),
]);

/** The number of the form in which notices are written. */
export const ABOUT_FORM = 1;

export const storedAbout = storedAs(ABOUT_FORM, about, (kept): NoticeAbout => kept);

/** What the notice of this key is about; null when only a newer version knows its kind or its form. */
export function readAbout(stored: unknown, key: string): NoticeAbout | null {
  const named = z.object({ kind: z.string() }).safeParse(stored).data?.kind;
  if (named !== undefined && !NOTICE_KINDS.includes(named)) return null;
  try {
    return storedAbout.read(stored, { table: 'notices', id: key });
  } catch (fault) {
    if (fault instanceof NewerRow) return null;
    throw fault;
  }
}
