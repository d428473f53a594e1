/** A section's own deadline set from the board, by the rules of `maru round open --section`. */
import type { Act, CoordinatorCommand } from '../../../core/board/acts.js';
import { likelyYear } from '../../../core/calendar/round.js';
import {
  addDays,
  addWorkingDays,
  cityDate,
  holidayName,
  isWorkingDay,
  workingDayFrom,
} from '../../../core/calendar/working-days.js';
import { goalsToReport } from '../../../core/notice/section-round.js';
import { reportersOf } from '../../../core/organization/terms.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import { readCalendar } from '../rounds/calendar.js';
import { openRoundIn, readRounds } from '../rounds/rounds.js';
import { loadSectionRounds } from '../rounds/section-rounds.js';

type Extend = Extract<CoordinatorCommand, { kind: 'extend' }>;

/** What it would do, or what was done; or why it is not. */
export async function extend(db: Db, command: Extend, by: By, now: Date): Promise<Act> {
  const { section: id, dueOn: day, agreed } = command;
  const today = cityDate(now);
  const noDate = (why: Extract<Act, { what: 'no_date' }>['why'], name = ''): Act => ({
    what: 'no_date',
    why,
    name,
    day,
  });
  // One who changes the round's dates meanwhile is waited for.
  await db.query('select 1 from rounds where id = $1 for update', [command.round]);
  const [round] = await readRounds(db, command.round);
  const [found] = round ? await loadSectionRounds(db, [{ roundId: round.id, sectionId: id }], today) : [];
  if (!round || !found) return noDate('unknown');
  const { name } = found.section;
  if (round.state !== 'open') return noDate('not_open', name);
  if (day < today) return noDate('past', name);
  if (day < round.opensOn) return noDate('before_opening', name);
  if (likelyYear({ ...found.round, dueOn: day }) !== null) return noDate('before_as_of', name);
  const { closures } = found;
  if (!isWorkingDay(day, closures)) {
    const own = (await readCalendar(db, [id])).find((one) => one.day === day && one.kind !== 'open');
    return {
      what: 'closed_day',
      round: round.id,
      section: id,
      name,
      day,
      holiday: own?.name || (holidayName(day) ?? ''),
      before: addWorkingDays(day, -1, closures),
      after: workingDayFrom(addDays(day, 1), closures),
    };
  }
  const before = round.overrides.find(({ sectionId }) => sectionId === id);
  const from = before?.dueOn ?? round.dueOn;
  if (from === day) return noDate('same', name);
  const act = {
    what: 'extend',
    round: round.id,
    section: id,
    name,
    from,
    to: day,
    open: goalsToReport(found).length,
    people: reportersOf(found, today).people.length,
  } as const;
  if (!agreed) return { ...act, done: false };
  const others = round.overrides.filter((one) => one !== before);
  // The round's own dates again: nothing of its own is left.
  const isOwn = day !== round.dueOn || (before?.asOf ?? round.asOf) !== round.asOf;
  await openRoundIn(
    db,
    {
      fiscalYear: round.fiscalYear,
      kind: round.kind,
      dueOn: round.dueOn,
      overrides: isOwn ? [...others, { ...before, sectionId: id, dueOn: day }] : others,
    },
    { by, now },
  );
  return { ...act, done: true };
}
