/** Changes of targets that wait: for whose decision, in whose section they were asked for, and whom they have gone up to. */
import type { Pool } from 'pg';
import { isOfficeOpen } from '../../../core/calendar/office-hours.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { NoticeMaterial } from '../../../core/cards/notices/notice-material.js';
import type { WaitingTarget } from '../../../core/cards/year/target-change.js';
import { handoverNotice, handoversOn } from '../../../core/notice/handover.js';
import type { OwedNotice } from '../../../core/notice/notice.js';
import {
  type ChangeStanding,
  changeStanding,
  targetCallsOn,
  targetReminders,
  type WaitingChange,
} from '../../../core/notice/year/waiting-targets.js';
import { stepAt } from '../../../core/organization/route.js';
import { entitledIn, type PostTerms, reportsFor, running } from '../../../core/organization/terms.js';
import { storedTargetChange } from '../../../core/report/year/stored-target-change.js';
import { readOthers } from '../../../core/text/stored-json.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { owe } from '../ledger/owed-notices.js';
import { loadRoute } from '../roster/route-titles.js';
import { loadClosures } from '../rounds/calendar.js';
import { loadCoordinators, loadPosts } from '../rounds/section-rounds.js';
import { readSections } from '../sheets/status.js';

/** One look at a time, whichever instance. */
const WAITING_TARGETS_LOCK = 4_270_010;

/** All of them that can be read, the oldest first: one that cannot stops its own section, whose sheet is read with it. */
async function waitingChanges(db: Db, today: string, goesUpAfter?: number): Promise<WaitingChange[]> {
  const { rows } = await db.query<{ id: string; body: unknown }>(
    `select id, body from target_changes where state = 'asked' order by body->'by'->>'at', id`,
  );
  if (rows.length === 0) return [];
  const sections = await readSections(db);
  const closuresFor = await loadClosures(db, null);
  const found: WaitingChange[] = [];
  const changes = readOthers(rows, ({ id, body }) =>
    storedTargetChange.read(body, { table: 'target_changes', id }),
  );
  for (const change of changes) {
    const section = sections.find((one) => one.id === change.sectionId);
    if (!section || !stepAt(section.route, change.approvals.length)) continue;
    const posts = await loadPosts(db, [section.id, section.parentId ?? section.id], today);
    const closures = closuresFor(section.id);
    found.push({ section, posts, closures, change, ...(goesUpAfter === undefined ? {} : { goesUpAfter }) });
  }
  return found;
}

/** Whether a person is to decide about it. */
function decidesAbout(
  { section, posts, change }: WaitingChange,
  coordinators: readonly PostTerms[],
  personId: string,
  today: string,
): boolean {
  const { role } = stepAt(section.route, change.approvals.length)!;
  const entitled = entitledIn({ section, posts }, role, today, [change.by.personId]);
  // Where nobody may decide 事務局 does.
  const asked =
    entitled.length > 0 ? entitled : coordinators.flatMap(({ holders }) => running(holders, today));
  return asked.some((one) => one.personId === personId);
}

/** Those that wait for a person's decision, and those of the sections the person reports for, the oldest first. */
export async function targetsConcerning(
  db: Db,
  personId: string,
  today: string,
): Promise<(WaitingTarget & { readonly reports: boolean })[]> {
  const waiting = await waitingChanges(db, today);
  if (waiting.length === 0) return [];
  const coordinators = await loadCoordinators(db, today);
  const found: (WaitingTarget & { readonly reports: boolean })[] = [];
  for (const one of waiting) {
    const { section, change } = one;
    const decides = decidesAbout(one, coordinators, personId, today);
    const reports = reportsFor(one, personId, today);
    if (decides || reports)
      found.push({ section, route: await loadRoute(db, section), change, decides, reports });
  }
  return found;
}

/** For `targets_waiting`: what waits for a person's decision, and what has gone up to the person. */
export async function waitingTargetsMaterial(
  db: Db,
  personId: string,
  today: string,
  goesUpAfter?: number,
): Promise<Extract<NoticeMaterial, { kind: 'targets_waiting' }>> {
  const waiting: (WaitingTarget & { readonly standing: ChangeStanding })[] = [];
  const coordinators = await loadCoordinators(db, today);
  for (const one of await waitingChanges(db, today, goesUpAfter)) {
    const { section, change } = one;
    const decides = decidesAbout(one, coordinators, personId, today);
    const standing = changeStanding(one, coordinators, today);
    if (decides || standing.above.includes(personId))
      waiting.push({ section, route: await loadRoute(db, section), change, decides, standing });
  }
  return { kind: 'targets_waiting', waiting };
}

/**
 * Reminds whoever is to decide about a change of a target, tells who is above of what has waited too long, and hands over to who has come. Gives how many
 * are told; null: not now, the office is closed.
 */
export function remindOfTargets(pool: Pool, now: Date, goesUpAfter?: number): Promise<number | null> {
  return inTransaction(pool, async (db) => {
    const today = cityDate(now);
    await db.query('select pg_advisory_xact_lock($1)', [WAITING_TARGETS_LOCK]);
    const closuresFor = await loadClosures(db, null);
    if (!isOfficeOpen(now.toISOString(), closuresFor(null))) return null;
    const waiting = await waitingChanges(db, today, goesUpAfter);
    if (waiting.length === 0) return 0;
    const calls = targetCallsOn(waiting, await loadCoordinators(db, today), today);
    // A message whose answer was lost may have arrived: it is not sent a second time.
    const { rows } = await db.query<{ to_id: string; day: string }>(
      `select to_id, max(about->>'day') as day from notices where kind = 'targets_waiting' and to_id = any($1)
         and (sent_at is not null or doubtful or posting_since is not null) group by to_id`,
      [calls.map(({ personId }) => personId)],
    );
    const reminded = new Map(rows.map(({ to_id, day }) => [to_id, day]));
    const notices = targetReminders(calls, (id) => reminded.get(id) ?? null, today, now.toISOString());
    await owe(db, [...notices, ...(await handedOver(db, waiting, today, now))]);
    return notices.length;
  });
}

/** 引継ぎ to who has come since: no round has to be open for what waits to be handed over. */
async function handedOver(
  db: Db,
  waiting: readonly WaitingChange[],
  today: string,
  now: Date,
): Promise<OwedNotice[]> {
  const found = new Map<string, OwedNotice>();
  for (const { section, posts } of waiting)
    for (const handover of handoversOn({ section, posts }, today)) {
      const notice = handoverNotice(handover, now.toISOString());
      found.set(notice.key, notice);
    }
  if (found.size === 0) return [];
  const { rows } = await db.query<{ key: string }>('select key from notices where key = any($1)', [
    [...found.keys()],
  ]);
  for (const { key } of rows) found.delete(key);
  return [...found.values()];
}
