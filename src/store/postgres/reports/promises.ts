/** Promises (約束) of 今後の方針 whose time has come: asked of whose they are, once, and what they say of them. */
import type { Pool } from 'pg';
import { isOpenPromise, type OwnPromise, type Promised } from '../../../core/board/promised.js';
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { isOfficeOpen } from '../../../core/calendar/office-hours.js';
import { addDays, cityDate } from '../../../core/calendar/working-days.js';
import type { Command } from '../../../core/decision/command.js';
import { reportingPost } from '../../../core/decision/decide.js';
import { askedOn } from '../../../core/followup/find.js';
import { owed } from '../../../core/notice/notice.js';
import type { Actor, Section } from '../../../core/organization/people.js';
import {
  endedSections,
  formersOf,
  goingAlong,
  type Succession,
  wentAlong,
} from '../../../core/organization/succession/succession.js';
import { reportersOf } from '../../../core/organization/terms.js';
import { matchGoals } from '../../../core/sheet/match-goals.js';
import { readAll, readOthers, UnreadableRow } from '../../../core/text/stored-json.js';
import { lockAbout } from '../connection/lock-about.js';
import { type Db, inTransaction } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type Door, entryBy, inPost } from '../ledger/recorded-by.js';
import { loadActor, reportingSections } from '../roster/actors.js';
import { loadSuccessions } from '../roster/successions.js';
import { loadClosures } from '../rounds/calendar.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { loadSheets } from '../sheets/load-sheets.js';
import { readSections } from '../sheets/status.js';
import { readFollowUps, readPromisesSaid } from './follow-ups.js';

/** One look at a time, whichever instance. */
const PROMISE_LOCK = 4_270_009;
/** What was to be asked longer ago than this, because nobody looked, is only listed. In days. */
const ASKED_WITHIN = 31;

/**
 * The open promises whose time has come, of these sections and of those they go on with (null: of all). Of all, a sheet that
 * cannot be read is left out: nobody of another section goes unasked for it.
 */
export async function duePromises(
  db: Db,
  sectionIds: readonly string[] | null,
  today: string,
): Promise<OwnPromise[]> {
  const successions = await loadSuccessions(db);
  const wanted = sectionIds && [
    ...new Set(sectionIds.flatMap((id) => [id, ...formersOf(successions, id).map((one) => one.sectionId)])),
  ];
  const promised = await readFollowUps(
    db,
    fiscalYearOf(today),
    wanted,
    sectionIds === null ? readOthers : readAll,
  );
  const due = promised.filter((one) => isOpenPromise(one) && askedOn(one.followUp) <= today);
  // The whole city's, for where a section's goals went: a digest has no use for them where nothing is due or none went.
  const sections = due.length === 0 || successions.length === 0 ? [] : await readSections(db);
  return due
    .map((one) => ({ ...one, of: presentOf(one, successions, sections) }))
    .filter(({ of }) => sectionIds === null || sectionIds.includes(of.id));
}

/** The section that goes on with the goal of a promise now. */
function presentOf(
  { section, goalNo, fiscalYear }: Promised,
  successions: readonly Succession[],
  sections: readonly Section[],
): Section {
  let at = section;
  const along = goingAlong(successions, fiscalYear);
  const ended = new Set(endedSections(successions).map(({ sectionId }) => sectionId));
  for (const _once of along) {
    const next = along.find(({ from, to, goals }) => {
      if (from !== at.id || to === from) return false;
      // Only what is named leaves a section that goes on beside.
      if (at !== section) return ended.has(from);
      return wentAlong(goalNo, goals) && (goals !== null || ended.has(from));
    });
    const found = next && sections.find(({ id }) => id === next.to);
    if (!found) break;
    at = found;
  }
  return at;
}

/** Those of the sections that a person reports for. */
export async function ownPromises(db: Db, personId: string, today: string): Promise<OwnPromise[]> {
  const loaded = await loadActor(db, personId, today);
  const sectionIds = loaded ? reportingSections(loaded.actor) : [];
  return sectionIds.length === 0 ? [] : duePromises(db, sectionIds, today);
}

/**
 * Asks about promises whose time has come and about which nobody was asked: whose the goal is in this year's sheet, else who
 * is asked to report. One message a person and day. Gives how many are asked; null: not now,
 * the office is closed.
 */
export function askPromises(pool: Pool, now: Date): Promise<number | null> {
  return inTransaction(pool, async (db) => {
    const today = cityDate(now);
    await db.query('select pg_advisory_xact_lock($1)', [PROMISE_LOCK]);
    const closuresFor = await loadClosures(db, null);
    if (!isOfficeOpen(now.toISOString(), closuresFor(null))) return null;
    const { rows } = await db.query<{ ids: string }>(
      `select about->>'promises' as ids from notices where kind = 'promises'`,
    );
    const before = new Set(rows.flatMap(({ ids }) => ids.split(' ')));
    const due = (await duePromises(db, null, today)).filter(
      (one) => !before.has(askId(one)) && askedOn(one.followUp) >= addDays(today, -ASKED_WITHIN),
    );
    const ofPerson = new Map<string, string[]>();
    for (const sectionId of new Set(due.map(({ of }) => of.id))) {
      const own = due.filter(({ of }) => of.id === sectionId);
      for (const { promise, people } of await askedOf(db, own, today).catch(unasked))
        for (const personId of people)
          ofPerson.set(personId, [...(ofPerson.get(personId) ?? []), askId(promise)]);
    }
    await owe(
      db,
      [...ofPerson].map(([personId, ids]) =>
        owed(
          { kind: 'promises', personId, day: today, promises: ids.join(' ') },
          personId,
          now.toISOString(),
          {
            inHours: true,
          },
        ),
      ),
    );
    return ofPerson.size;
  });
}

/** Where this year's sheet cannot be read it is not known whom to ask: its section is asked once it can. */
function unasked(fault: unknown): [] {
  if (!(fault instanceof UnreadableRow)) throw fault;
  return [];
}

/** A promise that was carried is asked about again. */
const askId = ({ id, said }: Promised): string => (said?.until ? `${id}@${said.until}` : id);

/** Who is asked about each of these promises of one section. */
async function askedOf(
  db: Db,
  promises: readonly OwnPromise[],
  today: string,
): Promise<{ readonly promise: OwnPromise; readonly people: readonly string[] }[]> {
  const section = promises[0]!.of;
  const posts = await loadPosts(db, [section.id], today);
  const writers = reportersOf({ section, posts }, today).people.map(({ personId }) => personId);
  const [sheet] = await loadSheets(db, [section.id], { fiscalYear: fiscalYearOf(today) });
  return promises.map((promise) => {
    const goals = sheet?.sheet.goals ?? [];
    const [at] =
      goals.length === 0
        ? []
        : matchGoals([{ ...goals[0]!, no: promise.goalNo, text: promise.goalText }], goals).keys();
    const goalId = at === undefined ? undefined : sheet?.numbering[at]?.goalId;
    const owner = sheet?.owners.find(({ subject, ended }) => subject === goalId && ended === null);
    const isThere = owner?.terms.some(
      ({ from, until }) => from <= today && (until === null || until >= today),
    );
    return { promise, people: owner && isThere ? [owner.personId] : writers };
  });
}

const OK = { ok: true, goalNo: '', version: 0, complete: false } as const;

/** The list of those of the own sections, or what somebody who reports for one says of one. A second press is harmless. */
export async function carryOutPromises(
  db: Db,
  { said }: Extract<Command, { kind: 'promises' }>,
  actor: Actor,
  door: Door,
  now: Date,
): Promise<Done> {
  const today = cityDate(now);
  const sectionIds = reportingSections(actor);
  const open = sectionIds.length === 0 ? [] : await duePromises(db, sectionIds, today);
  if (said === null) return { outcome: { ...OK, promises: { left: open, said: null } } };
  const { promise: id, ...what } = said;
  await lockAbout(db, id);
  const before = (await readPromisesSaid(db)).get(id) ?? null;
  const promise = open.find((one) => one.id === id);
  const post = promise ? reportingPost(actor, promise.of.id) : null;
  const left = open.filter((one) => one.id !== id);
  if (before !== null && before.state !== 'carried' && !promise)
    return { outcome: { ...OK, promises: { left, said: null } } };
  if (!promise || !post) return { outcome: { ok: false, refusal: { reason: 'not_entitled' } } };
  const { section, goalId, fiscalYear, followUp } = promise;
  const { sentence } = followUp;
  await db.query(
    `insert into followups (id, section_id, goal_id, fiscal_year, sentence, state, until, reason, said_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set state = $6, until = $7, reason = $8, said_at = $9`,
    [
      id,
      section.id,
      goalId,
      fiscalYear,
      JSON.stringify(sentence),
      what.state,
      what.until,
      JSON.stringify(what.reason),
      now,
    ],
  );
  const entry = entryBy(inPost(actor, post.title, door), now, {
    action: 'promise_said',
    sectionId: promise.of.id,
    subject: id,
    before,
    after: { sectionId: section.id, goalId, fiscalYear, sentence, ...what },
  });
  return {
    outcome: { ...OK, promises: { left, said: { ...what, sentence } } },
    after: () => appendHistory(db, [entry]),
  };
}
