/** What the thread of a section's channel is about: the section and round of the notice above it. */

import { fiscalYearOfRound } from '../../../core/calendar/round.js';
import type { ChannelRound } from '../../../core/conversation/context.js';
import type { MessageAt, Place } from '../../../core/conversation/input.js';
import { noticeKey, roundOfNotice } from '../../../core/notice/notice.js';
import { readAbout } from '../../../core/notice/stored-about.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { sectionOfPlace } from '../roster/addresses.js';
import { type LoadedSheet, loadSheets, openTasks, tasksOfRound } from '../sheets/load-sheets.js';

/** Two queries, one when the thread is not ours; null then. */
export async function loadChannelRound(
  db: Db,
  { place, id }: MessageAt,
  today: string,
): Promise<ChannelRound | null> {
  const { rows } = await db.query<{ key: string; about: unknown; section_id: string }>(
    prepared(`select key, about, to_id as section_id from notices
     where to_kind = 'channel' and ref_id = $2 and ref_place = $1
     order by sent_at desc, key limit 1`),
    [place, id],
  );
  const row = rows[0];
  const about = row ? readAbout(row.about, row.key) : null;
  if (!row || !about) return null;
  // A digest is about the present round.
  const round = await roundIn(db, row.section_id, roundOfNotice(about), today);
  return round && { thread: row.key, ...round };
}

/** Said in a section's channel and in no thread of ours: about its present round. null: it is no section's, or none is open. */
export async function roundOfChannel(db: Db, place: Place, today: string): Promise<ChannelRound | null> {
  const sectionId = await sectionOfPlace(db, place);
  const present = sectionId === null ? null : await roundIn(db, sectionId, null, today);
  if (!present) return null;
  const { section, round } = present;
  const thread = noticeKey({ kind: 'summary', sectionId: section.id, roundId: round.id });
  return { thread, atTop: true, ...present };
}

/** A section in a round (null: its present one). */
async function roundIn(
  db: Db,
  sectionId: string,
  named: string | null,
  today: string,
): Promise<Omit<ChannelRound, 'thread'> | null> {
  const sheets = await loadSheets(
    db,
    [sectionId],
    named === null ? { openOn: today } : { fiscalYear: fiscalYearOfRound(named) },
  );
  const roundId = named ?? presentRound(sheets, today);
  const sheet = sheets.find(({ rounds }) => rounds.some((round) => round.id === roundId));
  const round = sheet?.rounds.find((one) => one.id === roundId);
  if (!sheet || !round) return null;
  const { section, closures } = sheet;
  return { section, round, tasks: tasksOfRound([sheet], round.id), closures };
}

/** As in the digest: of the open rounds the first by deadline that is not finished, else the last. */
function presentRound(sheets: readonly LoadedSheet[], today: string): string | null {
  const tasks = openTasks(sheets, today).sort((a, b) => a.round.dueOn.localeCompare(b.round.dueOn));
  return (tasks.find(({ report }) => report?.state !== 'approved') ?? tasks.at(-1))?.round.id ?? null;
}
