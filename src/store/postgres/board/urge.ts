/** 催促: the message of the day to everybody who still has to report, once a day each. */
import type { Act, CoordinatorCommand } from '../../../core/board/acts.js';
import { officeInstant } from '../../../core/calendar/office-hours.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import { reminderOf } from '../../../core/notice/reminders.js';
import { askedOn, goalsToReport } from '../../../core/notice/section-round.js';
import { canonicalDepartment } from '../../../core/organization/organization-names.js';
import { readEach } from '../../../core/text/stored-json.js';
import type { Db } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import type { By } from '../ledger/recorded-by.js';
import { readDepartmentAliases } from '../roster/sections.js';
import { loadAlreadySent } from '../rounds/already-sent.js';
import { loadClosures } from '../rounds/calendar.js';
import { loadSectionRounds, openRoundSections } from '../rounds/section-rounds.js';

type Urge = Extract<CoordinatorCommand, { kind: 'urge' }>;

/** Who would be written to, or is; nobody of a round that is closed or has not begun. */
export async function urge(db: Db, command: Urge, by: By, now: Date): Promise<Act> {
  const { round, level, of, agreed } = command;
  const today = cityDate(now);
  const { ids, name } = await sectionsOf(db, command);
  const open = await openRoundSections(db, { openOn: today, ...(ids === null ? {} : { sectionIds: ids }) });
  const sections = (
    await loadSectionRounds(
      db,
      open.filter(({ roundId }) => roundId === round),
      today,
      readEach,
    )
  ).filter((one) => goalsToReport(one).length > 0);
  const at = officeInstant(now, (await loadClosures(db, []))(null));
  const day = cityDate(at);
  const told = await loadAlreadySent(db, sections, [], day);
  const everybody = new Set(sections.flatMap((one) => askedOn(one, day).map(({ personId }) => personId)));
  const people = [...everybody].filter((person) => told.reminded(person) !== day);
  const act = {
    what: 'urge',
    scope: { round, level, of },
    name,
    people: people.length,
    sections: sections.length,
    already: everybody.size - people.length,
    at,
  } as const;
  const changed = agreed !== null && agreed !== people.length;
  if (agreed === null || changed || people.length === 0) return { ...act, done: false, changed };
  await owe(
    db,
    people.map((person) => reminderOf(person, day, at)),
  );
  await appendHistory(db, [
    {
      ...by,
      at: now.toISOString(),
      actingFor: null,
      action: 'urged',
      sectionId: level === 'section' ? of : null,
      subject: round,
      version: 0,
      before: null,
      after: { sections: sections.map(({ section }) => section.id), people },
    },
  ]);
  return { ...act, done: true, changed: false };
}

/** The sections of a scope (null: all), and what it is called. */
async function sectionsOf(
  db: Db,
  { round, level, of }: Urge,
): Promise<{ readonly ids: readonly string[] | null; readonly name: string }> {
  if (level === 'city') return { ids: null, name: '' };
  const { rows: sections } = await db.query<{ id: string; name: string; department: string }>(
    `select s.id, s.name, s.department from rounds r
     join sheets sh on sh.fiscal_year = r.fiscal_year and sh.goal_count > 0
     join sections s on s.id = sh.section_id where r.id = $1`,
    [round],
  );
  const own = sections.find(({ id }) => id === of);
  if (!own) return { ids: [], name: '' };
  if (level === 'section') return { ids: [own.id], name: own.name };
  // One spelling of a department stands for all of it, as on the board.
  const aliases = await readDepartmentAliases(db);
  const keyOf = ({ department }: { department: string }) => canonicalDepartment(department, aliases);
  const beside = sections.filter((one) => keyOf(one) === keyOf(own));
  return { ids: beside.map(({ id }) => id), name: own.department };
}
