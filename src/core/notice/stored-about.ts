/** What a notice is about as the record keeps it: `notices.about`. */
import { z } from 'zod';
import { NewerRow, storedAs } from '../text/stored-json.js';
import { NOTICE_KINDS, NOTICES, type NoticeAbout } from './notice.js';

const [first, ...others] = Object.entries(NOTICES).map(([kind, { about }]) =>
  z.object({ kind: z.literal(kind), ...about }),
);
const about = z.discriminatedUnion('kind', [first!, ...others]);

/** The number of the form in which notices are written. */
export const ABOUT_FORM = 1;

export const storedAbout = storedAs(ABOUT_FORM, about, (kept) => kept as NoticeAbout);

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
