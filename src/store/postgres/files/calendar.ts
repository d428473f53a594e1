/** A calendar that was sent: what it would change, and entered when that is what was shown. */
import { createHash } from 'node:crypto';
import { type CalendarDay, holidaysConfirmedUntil } from '../../../core/calendar/closures.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import { sectionsCalled } from '../../../core/organization/find-section.js';
import { nearestSections } from '../../../core/organization/nearest-names.js';
import { type ListReading, pageOfLines } from '../../../core/sheet/list-reading.js';
import type { Words } from '../../../core/text/language.js';
import { calendarLine, calendarSummary, sectionUnknown } from '../../../core/wording/sent/lists.js';
import type { SheetsRead } from '../../../flow/file-ports.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import { importCalendarIn, readCalendar } from '../rounds/calendar.js';
import { readSections } from '../sheets/status.js';
import { type FileStep, refusedBy } from './file-step.js';

type Read = Extract<SheetsRead, { kind: 'calendar' }>;

const keyOf = ({ sectionId, day }: CalendarDay): string => `${sectionId ?? ''} ${day}`;

/** The calendar of a file in the transaction of its command. */
export async function takeCalendar(
  db: Db,
  by: By,
  { command, file, now }: FileStep,
  { rows }: Read,
): Promise<Outcome> {
  const sections = await readSections(db);
  const problems: Words[] = [];
  const days = rows.flatMap(({ section, line, ...day }): CalendarDay[] => {
    if (section === null) return [{ ...day, sectionId: null }];
    const [found, ...more] = sectionsCalled(section, sections);
    if (found && more.length === 0) return [{ ...day, sectionId: found.id }];
    problems.push(
      sectionUnknown(
        file,
        line,
        section,
        found ? `${found.department}${found.name}` : null,
        nearestSections(section, sections),
      ),
    );
    return [];
  });
  if (problems.length > 0) return refusedBy(problems);
  const kept = await readCalendar(db);
  const before = new Map(kept.map((one) => [keyOf(one), one]));
  // Of a day that stands twice the last row holds, as it does when it is entered.
  const last = new Map(days.map((one) => [keyOf(one), one]));
  const names = new Map(sections.map(({ id, name }) => [id, name]));
  const changes = [...last.values()].flatMap((day) => {
    const was = before.get(keyOf(day)) ?? null;
    const isSame = was !== null && was.kind === day.kind && was.name === day.name;
    return isSame ? [] : [{ day, was }];
  });
  const added = changes.filter(({ was }) => was === null).length;
  const until = holidaysConfirmedUntil([...new Map([...before, ...last]).values()]);
  const reading: ListReading = {
    kind: 'calendar',
    upload: command.upload,
    file,
    seen: createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 24),
    summary: calendarSummary(added, changes.length - added, until),
    ...pageOfLines(
      changes.map(({ day, was }) =>
        calendarLine(day, was, day.sectionId === null ? '' : (names.get(day.sectionId) ?? day.sectionId)),
      ),
      command.kind === 'preview_upload' ? (command.page ?? 0) : 0,
    ),
    questions: [],
    blocked: false,
    notes: [],
  };
  if (command.kind === 'import_upload' && changes.length > 0) {
    if (command.seen !== reading.seen) return { ok: false, refusal: { reason: 'upload_outdated' } };
    await importCalendarIn(db, days, { by, now });
  }
  return { ok: true, goalNo: '', version: 0, complete: false, list: reading };
}
