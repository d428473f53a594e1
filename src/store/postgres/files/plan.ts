/** A list of the plan that was sent: what it would change, and entered when that is what was shown. */
import { createHash } from 'node:crypto';
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import { type ListReading, pageOfLines } from '../../../core/sheet/list-reading.js';
import { planChanges } from '../../../core/sheet/plan-list.js';
import { planLine, planSummary } from '../../../core/wording/sent/plan.js';
import type { SheetsRead } from '../../../flow/file-ports.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import type { FileStep } from './file-step.js';
import { loadPlanIn, readPlanRows } from './plan-list.js';

/** The list of a file in the transaction of its command. Rows without a year are of the plan from this fiscal year on. */
export async function takePlan(
  db: Db,
  by: By,
  { command, file, now }: FileStep,
  { rows }: Extract<SheetsRead, { kind: 'plan' }>,
): Promise<Outcome> {
  const thisYear = fiscalYearOf(cityDate(now));
  const list = rows.map((one) => ({ ...one, fromYear: one.fromYear ?? thisYear }));
  const changes = planChanges(await readPlanRows(db), list);
  const reading: ListReading = {
    kind: 'plan',
    upload: command.upload,
    file,
    seen: createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 24),
    summary: planSummary(list, changes),
    ...pageOfLines(changes.map(planLine), command.kind === 'preview_upload' ? (command.page ?? 0) : 0),
    questions: [],
    blocked: false,
    notes: [],
  };
  if (command.kind === 'import_upload' && changes.length > 0) {
    if (command.seen !== reading.seen) return { ok: false, refusal: { reason: 'upload_outdated' } };
    await loadPlanIn(db, list, { by, now });
  }
  return { ok: true, goalNo: '', version: 0, complete: false, list: reading };
}
