/** Rounds opened and closed, and what opening one owes. */
import type { Pool } from 'pg';
import { defaultAsOf, type Round, type RoundKind, roundId } from '../../../core/calendar/round.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryAction } from '../../../core/decision/history.js';
import type { OwedNotice } from '../../../core/notice/notice.js';
import type { LooseEnd } from '../../../core/report/loose-ends.js';
import { canonicalJson } from '../../../core/text/canonical-json.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { agreedTo, readLooseEnds } from '../sheets/loose-ends.js';
import { readStandings, type Standings } from '../sheets/standings.js';
import { copyYearIn } from '../year/copy-year.js';
import { settlePlans } from '../year/make-planned-sheet.js';
import { loadClosures } from './calendar.js';
import { rootCard } from './root-card.js';
import { beginOnSchedule, enterOnSchedule } from './schedule.js';

/** A section's own dates; what is left out is the round's. */
type RoundOverride = { readonly sectionId: string; readonly dueOn?: string; readonly asOf?: string };

export type RoundWithOverrides = Round & { readonly overrides: readonly RoundOverride[] };

export type RoundToOpen = {
  readonly fiscalYear: number;
  readonly kind: RoundKind;
  /** ISO dates in the city; default for `opensOn`: today */
  readonly opensOn?: string;
  readonly dueOn: string;
  /** default: 4/1, 9/30 or 3/31 */
  readonly asOf?: string;
  readonly overrides?: readonly RoundOverride[];
  /** year-end answers before the as-of date are confirmed from it on; a round that was opened before stays as it is */
  readonly confirms?: boolean;
};

export type RoundOpened = {
  readonly round: Round;
  readonly outcome: 'opened' | 'changed' | 'unchanged';
  /** sections whose root card is now owed */
  readonly sections: number;
  /** people who are written to at once; when it opens later, none yet */
  readonly people: number;
  /** of 目標設定: how many sheets were made from last year's; not there where none was */
  readonly made?: number;
};

/**
 * Opens a round or changes its dates; one that was closed is open again. The root cards and first reminders are then owed.
 * 目標設定 begins from last year's sheets: a section that has none for the year yet gets a copy of it.
 */
export function openRound(pool: Pool, toOpen: RoundToOpen, who: { by: By; now: Date }): Promise<RoundOpened> {
  return inTransaction(pool, (db) => openRoundIn(db, toOpen, who));
}

/** The same in a transaction that is under way. */
export async function openRoundIn(
  db: Db,
  toOpen: RoundToOpen,
  { by, now }: { by: By; now: Date },
): Promise<RoundOpened> {
  const { fiscalYear, kind, dueOn } = toOpen;
  const id = roundId(fiscalYear, kind);
  const copied =
    kind === 'targets'
      ? await copyYearIn(db, {
          from: fiscalYear - 1,
          to: fiscalYear,
          targets: 'kept',
          sectionIds: null,
          by,
          now,
        })
      : [];
  const made = copied.filter((one) => one.outcome === 'copied').length;
  const before = await lockRound(db, id);
  const confirms = before ? before.confirms : toOpen.confirms === true && kind === 'yearend';
  const after: RoundWithOverrides = {
    id,
    fiscalYear,
    kind,
    opensOn: toOpen.opensOn ?? before?.opensOn ?? cityDate(now),
    dueOn,
    asOf: toOpen.asOf ?? before?.asOf ?? defaultAsOf(fiscalYear, kind),
    state: 'open',
    ...(confirms ? { confirms } : {}),
    overrides: [...(toOpen.overrides ?? before?.overrides ?? [])].sort((a, b) =>
      a.sectionId < b.sectionId ? -1 : 1,
    ),
  };
  const { overrides: _overrides, ...round } = after;
  if (before && canonicalJson(before) === canonicalJson(after))
    return { round, outcome: 'unchanged', sections: 0, people: 0 };
  await saveRound(db, after);
  const roots = await rootCards(db, after, now);
  await owe(db, roots);
  const people = before?.state === 'open' ? [] : await beginOnSchedule(db, id, now);
  if (before?.state === 'open') await enterOnSchedule(db, id, now);
  await note(db, before ? 'round_changed' : 'round_opened', before, after, { by, now });
  return {
    round,
    outcome: before ? 'changed' : 'opened',
    sections: roots.length,
    people: people.length,
    ...(made > 0 ? { made } : {}),
  };
}

/** What is open in a round that was therefore not closed. */
export type CloseAsked = { readonly asked: readonly LooseEnd[] };

/**
 * Closes a round: its reports are locked. Gives the round, or null when there is none; closing it twice is harmless.
 *
 * @param agreed  what is open and is passed over, as it was shown; left out: whatever there is. It goes into the history
 */
export async function closeRound(
  pool: Pool,
  id: string,
  { by, now, agreed }: { by: By; now: Date; agreed?: readonly LooseEnd[] },
): Promise<Round | CloseAsked | null> {
  const [found] = await readRounds(pool, id);
  if (!found) return null;
  const seen = await readStandings(pool, found.fiscalYear, found.kind, null);
  const agrees = (ends: readonly LooseEnd[]) => agreedTo(ends, agreed);
  return inTransaction(pool, (db) => closeRoundIn(db, id, { by, now, agrees, seen }));
}

/**
 * The same in a transaction that is under way.
 *
 * @param agrees  whether what is open may be passed over
 * @param seen    how its sheets stood before anything was locked
 */
export async function closeRoundIn(
  db: Db,
  id: string,
  {
    by,
    now,
    agrees,
    seen,
  }: { by: By; now: Date; agrees: (ends: readonly LooseEnd[]) => boolean; seen: Standings },
): Promise<Round | CloseAsked | null> {
  const before = await lockRound(db, id);
  if (!before) return null;
  const { fiscalYear, kind } = before;
  const after: RoundWithOverrides = { ...before, state: 'closed' };
  if (before.state !== 'closed') {
    const standings = await readStandings(db, fiscalYear, kind, null, seen);
    const passedOver = await readLooseEnds(db, fiscalYear, null, standings);
    if (!agrees(passedOver)) return { asked: passedOver };
    await saveRound(db, after);
    await owe(db, await rootCards(db, after, now));
    await enterOnSchedule(db, id, now);
    const noted = passedOver.length === 0 ? after : { ...after, passedOver };
    const settled = kind === 'targets' ? await settlePlans(db, fiscalYear, by, now) : [];
    await note(db, 'round_closed', before, noted, { by, now });
    await appendHistory(db, settled);
  }
  const { overrides: _overrides, ...round } = after;
  return round;
}

/** Every round, the latest year first. */
export async function readRounds(db: Db, id: string | null = null): Promise<RoundWithOverrides[]> {
  const { rows } = await db.query<Omit<RoundWithOverrides, 'confirms'> & { readonly confirms: boolean }>(
    `select r.id, r.fiscal_year as "fiscalYear", r.kind, r.opens_on::text as "opensOn", r.due_on::text as "dueOn",
       r.as_of::text as "asOf", r.state, r.confirms,
       coalesce((select json_agg(json_strip_nulls(json_build_object('sectionId', o.section_id,
                   'dueOn', o.due_on::text, 'asOf', o.as_of::text)) order by o.section_id)
                 from round_overrides o where o.round_id = r.id), '[]') as overrides
     from rounds r where $1::text is null or r.id = $1 order by r.fiscal_year desc, r.opens_on`,
    [id],
  );
  return rows.map(({ confirms, ...round }) => (confirms ? { ...round, confirms } : round));
}

async function lockRound(db: Db, id: string): Promise<RoundWithOverrides | null> {
  await db.query('select 1 from rounds where id = $1 for update', [id]);
  return (await readRounds(db, id))[0] ?? null;
}

async function saveRound(db: Db, round: RoundWithOverrides): Promise<void> {
  const { id, fiscalYear, kind, opensOn, dueOn, asOf, state, confirms = false, overrides } = round;
  await db.query(
    `insert into rounds (id, fiscal_year, kind, opens_on, due_on, as_of, state, confirms)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set opens_on = $4, due_on = $5, as_of = $6, state = $7`,
    [id, fiscalYear, kind, opensOn, dueOn, asOf, state, confirms],
  );
  await db.query('delete from round_overrides where round_id = $1', [id]);
  for (const { sectionId, dueOn: own, asOf: ownAsOf } of overrides)
    await db.query(
      'insert into round_overrides (round_id, section_id, due_on, as_of) values ($1, $2, $3, $4)',
      [id, sectionId, own ?? null, ownAsOf ?? null],
    );
}

async function rootCards(db: Db, round: Round, now: Date): Promise<OwedNotice[]> {
  const { rows } = await db.query<{ section_id: string }>(
    'select section_id from sheets where fiscal_year = $1 and goal_count > 0',
    [round.fiscalYear],
  );
  const closures = await loadClosures(db, null);
  return rows.map(({ section_id }) =>
    rootCard(section_id, round.id, round.opensOn, now, closures(section_id)),
  );
}

async function note(
  db: Db,
  action: HistoryAction,
  before: RoundWithOverrides | null,
  after: RoundWithOverrides,
  { by, now }: { by: By; now: Date },
): Promise<void> {
  await appendHistory(db, [
    entryBy(by, now, {
      action,
      subject: after.id,
      before,
      after,
    }),
  ]);
}
