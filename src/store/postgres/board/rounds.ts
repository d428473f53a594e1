/** Whole rounds from the chat, by the rules and in the ways of `maru round` and `maru publish`, in the transaction of the command. */
import { setImmediate } from 'node:timers/promises';
import { marked, type RehearsedDay, type RoundAct, type RoundCommand } from '../../../core/board/rounds.js';
import { officeInstant } from '../../../core/calendar/office-hours.js';
import { effectiveDue } from '../../../core/calendar/reminder-schedule.js';
import { defaultAsOf, likelyYear, type Round, roundId } from '../../../core/calendar/round.js';
import {
  addDays,
  addWorkingDays,
  cityDate,
  holidayName,
  isWorkingDay,
  workingDayFrom,
  workingDaysLeft,
} from '../../../core/calendar/working-days.js';
import { messagesByDay, type Rehearsed, rehearse } from '../../../core/notice/rehearsal.js';
import { reportersOf } from '../../../core/organization/terms.js';
import type { LooseEnd } from '../../../core/report/loose-ends.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import { endOfSeason, loadSeason } from '../notices/rehearsal.js';
import { loadClosures, readCalendar } from '../rounds/calendar.js';
import { closeRoundIn, openRoundIn, type RoundWithOverrides, readRounds } from '../rounds/rounds.js';
import { readLooseEnds } from '../sheets/loose-ends.js';
import { publishIn, readPublications } from '../sheets/publish.js';
import { readStandings } from '../sheets/standings.js';
import { plansStanding, publishPlansIn } from '../site/publish-plan.js';
import { readYear } from './year.js';

export async function carryOutRounds(db: Db, command: RoundCommand, by: By, now: Date): Promise<RoundAct> {
  switch (command.kind) {
    case 'show_rounds': {
      if (command.year) return { what: 'year', plan: await readYear(db, now) };
      const closures = (await loadClosures(db, []))(null);
      const rounds = (await readRounds(db)).map((one) => ({
        ...plain(one),
        dueOn: effectiveDue(one, closures),
      }));
      return { what: 'rounds', rounds, today: cityDate(now) };
    }
    case 'open_round':
      return openRound(db, command, by, now);
    case 'close_round':
      return closeRound(db, command, by, now);
    case 'publish_year':
      return (command.plan ? publishPlansOf : publishYear)(db, command, by, now);
    default:
      return command satisfies never;
  }
}

const plain = ({ overrides: _, ...round }: RoundWithOverrides): Round => round;

/** What opening it, or its new deadline, would do; or that it is done. */
async function openRound(
  db: Db,
  { fiscalYear, round: kind, dueOn, agreed }: Extract<RoundCommand, { kind: 'open_round' }>,
  by: By,
  now: Date,
): Promise<RoundAct> {
  const today = cityDate(now);
  const id = roundId(fiscalYear, kind);
  // One who changes the round's dates meanwhile is waited for.
  await db.query('select 1 from rounds where id = $1 for update', [id]);
  const [before] = await readRounds(db, id);
  const round: Round = {
    id,
    fiscalYear,
    kind,
    opensOn: before?.opensOn ?? today,
    dueOn,
    asOf: before?.asOf ?? defaultAsOf(fiscalYear, kind),
    state: 'open',
  };
  const refused = await whyNot(db, round, before, today);
  if (refused) return refused;
  const closures = (await loadClosures(db, []))(null);
  const toOpen = { fiscalYear, kind, dueOn, confirms: true };
  const act = {
    what: 'open_round',
    round,
    from: before?.dueOn ?? null,
    again: before?.state === 'closed',
    workingDays: workingDaysLeft(today, dueOn, closures),
    days: [],
    vacant: [],
    unlinked: [],
    people: 0,
    ownDates: before?.overrides.filter((one) => one.dueOn !== undefined).length ?? 0,
  } as const;
  if (agreed) {
    const { sections, made = 0 } = await openRoundIn(db, toOpen, { by, now });
    return { ...act, sections, made, done: true };
  }
  await db.query('savepoint rehearsal');
  const opened = await openRoundIn(db, toOpen, { by, now });
  const season = await loadSeason(db, fiscalYear, now);
  await db.query('rollback to savepoint rehearsal');
  const own = season.sections.filter((one) => one.round.id === id);
  const messages: Rehearsed[] = [];
  for (const one of rehearse(season, now.toISOString(), endOfSeason(season))) {
    messages.push(one);
    // A city is rehearsed for a while, and others want an answer meanwhile.
    if (messages.length % 100 === 0) await setImmediate();
  }
  const asked = own.map((one) => ({ name: one.section.name, people: reportersOf(one, today).people }));
  const { rows } = await db.query<{ name: string }>(
    `select s.name from sheets sh join sections s on s.id = sh.section_id
     where sh.fiscal_year = $1 and sh.goal_count > 0
       and not exists (select 1 from channels c where c.section_id = s.id) order by s.key`,
    [fiscalYear],
  );
  const days = messagesByDay(messages, id);
  // The cards of the channels and the first messages go out at once, in working hours.
  const opening = {
    day: cityDate(officeInstant(now, closures)),
    channels: own.length - rows.length,
    people: opened.people,
  };
  return {
    ...act,
    sections: own.length,
    made: opened.made ?? 0,
    people: new Set(asked.flatMap(({ people }) => people.map(({ personId }) => personId))).size,
    days: before?.state === 'open' ? days : withOpening(days, opening),
    vacant: asked.filter(({ people }) => people.length === 0).map(({ name }) => name),
    unlinked: rows.map(({ name }) => name),
    done: false,
  };
}

function withOpening(days: readonly RehearsedDay[], opening: RehearsedDay): RehearsedDay[] {
  const [first, ...rest] = days;
  if (first?.day !== opening.day) return [opening, ...days];
  return [
    { ...opening, channels: opening.channels + first.channels, people: opening.people + first.people },
    ...rest,
  ];
}

/** Why a round does not get these dates; null when it may. */
async function whyNot(
  db: Db,
  round: Round,
  before: RoundWithOverrides | undefined,
  today: string,
): Promise<RoundAct | null> {
  const { dueOn, opensOn } = round;
  const no = { what: 'no_round', round } as const;
  if (dueOn < today) return { ...no, why: 'past' };
  if (dueOn < opensOn) return { ...no, why: 'before_opening' };
  const likely = likelyYear(round);
  if (likely !== null)
    return { ...no, why: 'before_as_of', likely: likely === round.fiscalYear ? null : likely };
  const unreached = before?.overrides.find(({ sectionId: _, ...own }) => likelyYear({ ...round, ...own }));
  if (unreached) {
    const { rows } = await db.query<{ name: string }>('select name from sections where id = $1', [
      unreached.sectionId,
    ]);
    return { ...no, why: 'section_before_as_of', section: rows[0]?.name ?? '' };
  }
  const closures = (await loadClosures(db, []))(null);
  if (!isWorkingDay(dueOn, closures)) {
    const own = (await readCalendar(db, [])).find((one) => one.day === dueOn && one.kind !== 'open');
    return {
      what: 'round_closed_day',
      round,
      holiday: own?.name || (holidayName(dueOn) ?? ''),
      before: addWorkingDays(dueOn, -1, closures),
      after: workingDayFrom(addDays(dueOn, 1), closures),
    };
  }
  return before?.state === 'open' && before.dueOn === dueOn ? { ...no, why: 'same' } : null;
}

async function closeRound(
  db: Db,
  { round: id, agreed }: Extract<RoundCommand, { kind: 'close_round' }>,
  by: By,
  now: Date,
): Promise<RoundAct> {
  const [found] = await readRounds(db, id);
  if (!found) return { what: 'unknown_round' };
  const seen = await readStandings(db, found.fiscalYear, found.kind, null);
  const agrees = (ends: readonly LooseEnd[]) => agreed !== null && marked(ends) === agreed;
  const closed = await closeRoundIn(db, id, { by, now, agrees, seen });
  const act = { what: 'close_round', round: plain(found) } as const;
  return closed && 'asked' in closed
    ? { ...act, ends: closed.asked, done: false, changed: agreed !== null }
    : { ...act, ends: [], done: true, changed: false };
}

/** 公表 of what is finished and not published yet: what is not ready is named and stays. */
async function publishYear(
  db: Db,
  { fiscalYear, agreed }: Extract<RoundCommand, { kind: 'publish_year' }>,
  by: By,
  now: Date,
): Promise<RoundAct> {
  const seen = await readStandings(db, fiscalYear, 'yearend', null);
  if (seen.size === 0) return { what: 'unknown_round' };
  const before = new Set((await readPublications(db, fiscalYear)).map(({ sectionId }) => sectionId));
  const finished = [...seen].filter(([id, { finished: is }]) => is && !before.has(id));
  const ids = finished.map(([id]) => id);
  const ends = await readLooseEnds(db, fiscalYear, ids, new Map(finished));
  const markOf = (left: readonly LooseEnd[]) => marked([ids, left]);
  const names = (all: typeof finished) => all.map(([, { section }]) => section.name);
  const act = {
    what: 'publish_year',
    fiscalYear,
    ready: names(finished),
    unready: names([...seen].filter(([id, { finished: is }]) => !is && !before.has(id))),
    published: before.size,
    ends,
    mark: markOf(ends),
  } as const;
  if (agreed === null || ids.length === 0) return { ...act, done: false, changed: false };
  if (agreed !== act.mark) return { ...act, done: false, changed: true };
  const agrees = (left: readonly LooseEnd[]) => markOf(left) === agreed;
  const done = await publishIn(db, fiscalYear, ids, { by, now, agrees, seen: new Map(finished) });
  return { ...act, done: done.kind === 'published', changed: done.kind !== 'published' };
}

/** 計画の公表 of what 目標設定 has made and is not out yet. One that was corrected since wants a reason, which the command line takes. */
async function publishPlansOf(
  db: Db,
  { fiscalYear, agreed }: Extract<RoundCommand, { kind: 'publish_year' }>,
  by: By,
  now: Date,
): Promise<RoundAct> {
  const { ready: made, unready, published } = await plansStanding(db, fiscalYear, null);
  if (made.length + unready.length + published.length === 0) return { what: 'unknown_round' };
  const ready = made.filter(({ again }) => !again);
  const mark = marked(ready.map(({ sheetId, version }) => [sheetId, version]));
  const act = {
    what: 'publish_year',
    fiscalYear,
    plan: true,
    ready: ready.map(({ section }) => section.name),
    unready: unready.map(({ name }) => name),
    published: published.length + made.length - ready.length,
    ends: [],
    mark,
  } as const;
  if (agreed === null || ready.length === 0) return { ...act, done: false, changed: false };
  if (agreed !== mark) return { ...act, done: false, changed: true };
  const ids = ready.map(({ section }) => section.id);
  const done = await publishPlansIn(db, fiscalYear, ids, { by, now });
  return { ...act, done: done.kind === 'published', changed: done.kind !== 'published' };
}
