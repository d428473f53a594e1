/** 催促: the message of the day to everybody who still has to report and can be reached, once a day each. */
import type { Act, CoordinatorCommand, Unreached } from '../../../core/board/acts.js';
import { officeInstant } from '../../../core/calendar/office-hours.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import { noticeKey } from '../../../core/notice/notice.js';
import { reminderOf } from '../../../core/notice/reminders.js';
import { askedOn, goalsToReport } from '../../../core/notice/section-round.js';
import { canonicalDepartment } from '../../../core/organization/organization-names.js';
import { readEach } from '../../../core/text/stored-json.js';
import { LINKED } from '../accounts/accounts.js';
import type { Db } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { REACHED } from '../roster/addresses.js';
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
  ).filter((one) => one.round.state === 'open' && goalsToReport(one).length > 0);
  const at = officeInstant(now, (await loadClosures(db, []))(null));
  const day = cityDate(at);
  const told = await loadAlreadySent(db, sections, [], day);
  const askedIn = sections.map((one) => askedOn(one, day).map(({ personId }) => personId));
  const everybody = [...new Set(askedIn.flat())];
  const late = await reachOf(
    db,
    everybody.filter((person) => told.reminded(person) !== day),
    day,
  );
  const away = late.filter(({ known, failed }) => !known || failed);
  const people = late.filter(({ known, owed }) => known && !owed).map(({ id }) => id);
  const written = new Set(people);
  const act = {
    what: 'urge',
    scope: { round, level, of },
    name,
    people: people.length,
    sections: askedIn.filter((asked) => asked.some((person) => written.has(person))).length,
    already: everybody.length - people.length - away.length,
    unreached: unreachedOf(away),
    at,
  } as const;
  const changed = agreed !== null && agreed !== people.length;
  if (agreed === null || changed || people.length === 0) return { ...act, done: false, changed };
  await owe(
    db,
    people.map((person) => reminderOf(person, day, at)),
  );
  await appendHistory(db, [
    entryBy(by, now, {
      action: 'urged',
      sectionId: level === 'section' ? of : null,
      subject: round,
      after: { sections: sections.map(({ section }) => section.id), people },
    }),
  ]);
  return { ...act, done: true, changed: false };
}

/** Whose names are said of those who cannot be reached; the board has the others. */
const NAMES_MAX = 3;

type Reach = {
  readonly id: string;
  readonly name: string;
  readonly linked: boolean;
  /** something is known by which a message may reach them */
  readonly known: boolean;
  /** the message of the day is on its way, or was tried in vain */
  readonly owed: boolean;
  readonly failed: boolean;
};

/** How each of these people, who have not had the message of the day, can be reached: what delivery goes by. */
async function reachOf(db: Db, people: readonly string[], day: string): Promise<Reach[]> {
  const keys = people.map((personId) => noticeKey({ kind: 'reminder', personId, day }));
  const { rows } = await db.query<Reach>(
    `select p.id, p.name, a.linked > 0 as linked, n.key is not null as owed,
       n.reason is not null and (n.given_up or n.next_try is not null) as failed,
       (d.person_id is not null or u.person_id is null and (a.linked > 0 or p.email is not null and not exists (
           select 1 from parted_accounts x where x.person_id = p.id)))
         and (a.linked = 0 or a.members > 0) as known
     from unnest($1::text[], $2::text[]) as asked (id, key) join people p on p.id = asked.id
     left join notices n on n.key = asked.key and n.settled < n.wanted
     left join direct_places d on d.person_id = p.id and ${REACHED}
     left join unreachable u on u.person_id = p.id
     left join lateral (
       select count(*) as linked, count(*) filter (where coalesce(a.standing, 'member') = 'member') as members
       from accounts a where a.person_id = p.id and ${LINKED}) a on true
     order by p.name, p.id`,
    [people, keys],
  );
  return rows;
}

function unreachedOf(away: readonly Reach[]): Unreached {
  const unlinked = away.filter(({ linked }) => !linked).length;
  return {
    unlinked,
    undelivered: away.length - unlinked,
    names: away.slice(0, NAMES_MAX).map(({ name }) => name),
  };
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
