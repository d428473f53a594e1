/** A roster that was sent: what it would change, and entered when that is what was shown. */
import { createHash } from 'node:crypto';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import type { RosterDifference } from '../../../core/organization/roster.js';
import { pageOfLines, type WholeReading } from '../../../core/sheet/list-reading.js';
import type { Words } from '../../../core/text/language.js';
import { byWeight, parentUnknown, rosterSummary } from '../../../core/wording/sent/lists.js';
import { saidAt } from '../../../core/wording/sent/places.js';
import { rosterLines } from '../../../core/wording/sent/roster-lines.js';
import { ANSWERS_IN_CHAT, questionsOf } from '../../../core/wording/sent/roster-questions.js';
import type { SheetsRead } from '../../../flow/file-ports.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import { importRosterIn } from '../roster/import-roster.js';
import { RosterRefused } from '../roster/roster-work.js';
import { readDepartmentAliases, sectionsNamed } from '../roster/sections.js';
import { readSections } from '../sheets/status.js';
import { type FileStep, refusedBy } from './file-step.js';

type Read = Extract<SheetsRead, { kind: 'roster' }>;

/** Questions told; a list with more of them is not answered with a button. */
const QUESTIONS_TOLD = 8;

/**
 * The roster of a file in the transaction of its command; nothing of a preview, or of what is refused, remains. `keep` is
 * given all of a preview, of which a page is told.
 */
export async function takeRoster(
  db: Db,
  by: By,
  { command, file, now }: FileStep,
  read: Read,
  keep: (whole: WholeReading) => void,
): Promise<Outcome> {
  const today = cityDate(now);
  const got = read.read(today, await readDepartmentAliases(db));
  if (!got.ok) return refusedBy(got.problems);
  const parents = await sectionsNamed(
    db,
    got.parents.map(({ section }) => section),
  );
  const unknown = got.parents.filter((_, at) => parents[at] === null);
  if (unknown.length > 0)
    return refusedBy(unknown.map(({ where, section }) => saidAt(where, ...parentUnknown(section.name))));
  await db.query('savepoint before_roster');
  let differences: readonly RosterDifference[];
  try {
    differences = await importRosterIn(db, got.roster, { by, now, asOf: today });
  } catch (fault) {
    if (!(fault instanceof RosterRefused)) throw fault;
    await db.query('rollback to savepoint before_roster');
    return refusedBy([fault.words]);
  }
  const asked = questionsOf(got.questions, differences, got.places, today);
  const kinds = [...new Set(asked.map(({ kind }) => kind))];
  const blocked = kinds.includes('fill');
  const seen = createHash('sha256').update(JSON.stringify(differences)).digest('hex').slice(0, 24);
  const isShown = command.kind === 'import_upload' && command.seen === seen && !blocked;
  // With what it entered goes its hold on the roster: nobody waits for how it is told.
  if (!isShown) await db.query('rollback to savepoint before_roster');
  if (command.kind === 'import_upload' && !isShown && differences.length > 0)
    return { ok: false, refusal: { reason: 'upload_outdated' } };
  const names = new Map((await readSections(db)).map(({ id, name }) => [id, name]));
  // A section that is new has no name in the record yet.
  for (const { what, id, name } of differences) if (what === 'section') names.set(id, name);
  const weighed = byWeight(differences);
  const lines = (language: 'ja' | 'en') => rosterLines(weighed, (id) => names.get(id) ?? id, language);
  const inEnglish = lines('en');
  const more = asked.length - QUESTIONS_TOLD;
  const whole: WholeReading = {
    kind: 'roster',
    upload: command.upload,
    file,
    seen,
    summary: rosterSummary(differences),
    lines: lines('ja').map((ja, at): Words => ({ ja, en: inEnglish[at]! })),
    questions: [
      ...asked.slice(0, QUESTIONS_TOLD).map(({ words }) => words),
      ...(more > 0 ? [{ ja: `ほか${more}件`, en: `${more} more` }] : []),
      ...kinds.map((kind) => ANSWERS_IN_CHAT[kind]),
    ],
    blocked,
    notes: read.notes,
  };
  if (command.kind === 'preview_upload') keep(whole);
  return pageOf(whole, command.kind === 'preview_upload' ? (command.page ?? 0) : 0);
}

/** A page of a preview, as its sender is told it. */
export function pageOf(whole: WholeReading, page: number): Outcome {
  const list = { ...whole, ...pageOfLines(whole.lines, page) };
  return { ok: true, goalNo: '', version: 0, complete: false, list };
}
