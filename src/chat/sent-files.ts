/** Files that came with a message, put aside before the message is handed on. */
import { shownName } from '../core/evidence/name.js';
import type { SentFile } from '../core/sheet/upload.js';
import { uploadIdOf } from '../core/sheet/upload.js';
import type { Bytes } from '../flow/evidence/store.js';
import type { Uploads } from '../flow/file-ports.js';
import type { TimeBudget } from '../flow/time-budget.js';

/** How an adapter gets one file, as a stream. */
type FileToFetch = {
  readonly name: string;
  /** where people open it, if the platform says so */
  readonly link?: string | null;
  readonly fetch: () => Promise<Bytes | 'too_large' | 'unreachable'>;
};

/** Files fetched of one message; of more, nothing but the name is handed on. */
const MOST_FETCHED = 5;
/** Files of one message that are handed on at all: clients send ten at once. */
const MOST_NAMED = 50;

/**
 * Keeps the files of an input, one after the other, under names in which nothing misleads and which the record can keep. Rejects
 * when one could not be fetched or kept and may be later: the input was not taken then, and the platform sends it again.
 */
export async function keepFiles(
  uploads: Uploads,
  input: { readonly id: string; readonly person: string; readonly now: Date },
  files: readonly FileToFetch[],
  budget?: TimeBudget,
): Promise<SentFile[]> {
  const sent: SentFile[] = [];
  for (const [at, { name: given, link = null, fetch }] of files.slice(0, MOST_NAMED).entries()) {
    const name = shownName(given);
    const { person, now } = input;
    sent.push(
      at < MOST_FETCHED
        ? await uploads.keep({ id: uploadIdOf(input.id, at), person, name, now, link }, fetch, budget)
        : { name, size: 0, kept: false, why: 'unreachable' },
    );
  }
  return sent;
}
