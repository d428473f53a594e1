/** What became of which section, as it was sent: what it would change, and entered when that is what was shown. */
import { createHash } from 'node:crypto';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import { notYet } from '../../../core/organization/succession/reorganise.js';
import { type ListReading, pageOfLines } from '../../../core/sheet/list-reading.js';
import type { Words } from '../../../core/text/language.js';
import { rosterLines } from '../../../core/wording/sent/roster-lines.js';
import { reorganisationSummary } from '../../../core/wording/year/reorganisation.js';
import type { SheetsRead } from '../../../flow/file-ports.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import { reorganiseIn } from '../roster/reorganise.js';
import { readSections } from '../sheets/status.js';
import { type FileStep, refusedBy } from './file-step.js';

type Read = Extract<SheetsRead, { kind: 'reorganisation' }>;

/** The reorganisation of a file in the transaction of its command; nothing of a preview, or of what is refused, remains. */
export async function takeReorganisation(
  db: Db,
  by: By,
  { command, file, now }: FileStep,
  { rows }: Read,
): Promise<Outcome> {
  await db.query('savepoint before_reorganisation');
  const done = await reorganiseIn(db, file, rows, { by, now });
  const { plan, differences } = done;
  if (!plan.ok) return refusedBy(plan.problems);
  const names = new Map((await readSections(db)).map(({ id, name }) => [id, name]));
  const seen = createHash('sha256').update(JSON.stringify(differences)).digest('hex').slice(0, 24);
  const blocked = plan.notBefore !== null;
  const isShown = command.kind === 'import_upload' && command.seen === seen && !blocked;
  if (!isShown) await db.query('rollback to savepoint before_reorganisation');
  if (command.kind === 'import_upload' && !isShown && differences.length > 0)
    return { ok: false, refusal: { reason: 'upload_outdated' } };
  const lines = (language: 'ja' | 'en') => rosterLines(differences, (id) => names.get(id) ?? id, language);
  const inEnglish = lines('en');
  const list: ListReading = {
    kind: 'reorganisation',
    upload: command.upload,
    file,
    seen,
    summary: reorganisationSummary(plan.steps, done),
    ...pageOfLines(
      lines('ja').map((ja, at): Words => ({ ja, en: inEnglish[at]! })),
      command.kind === 'preview_upload' ? (command.page ?? 0) : 0,
    ),
    questions: plan.notBefore === null ? [] : [notYet(plan.notBefore)],
    blocked,
    notes: [],
  };
  return { ok: true, goalNo: '', version: 0, complete: false, list };
}
