/** What the kinds of files that are sent share: the command about one, and why it is refused. */

import type { UploadCommand } from '../../../core/decision/command.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import type { Words } from '../../../core/text/language.js';

export type FileStep = {
  readonly command: Extract<UploadCommand, { kind: 'preview_upload' | 'import_upload' }>;
  /** as its sender named it */
  readonly file: string;
  readonly now: Date;
};

/** Sentences about what is wrong with a file that are told and kept. */
const PROBLEMS_TOLD = 10;

/** Refused with the first of these sentences, and how many others there are. */
export function refusedBy(problems: readonly Words[]): Outcome {
  const more = problems.length - PROBLEMS_TOLD;
  const rest = more > 0 ? [{ ja: `ほか${more}件`, en: `${more} more` }] : [];
  return {
    ok: false,
    refusal: { reason: 'upload_refused', problems: [...problems.slice(0, PROBLEMS_TOLD), ...rest] },
  };
}
