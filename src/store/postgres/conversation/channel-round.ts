/** What the thread of a section's channel is about: the section and round of the notice above it. */

import { fiscalYearOfRound } from '../../../core/calendar/round.js';
import type { ChannelRound } from '../../../core/conversation/context.js';
import type { MessageAt } from '../../../core/conversation/input.js';
import { roundOfNotice } from '../../../core/notice/notice.js';
import { readAbout } from '../../../core/notice/stored-about.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
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
  const { key, section_id: sectionId } = row;
  // A digest is about the present round.
  const named = roundOfNotice(about);
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
  return { thread: key, section, round, tasks: tasksOfRound([sheet], round.id), closures };
}

/** As in the digest: of the open rounds the first by deadline that is not finished, else the last. */
function presentRound(sheets: readonly LoadedSheet[], today: string): string | null {
  const tasks = openTasks(sheets, today).sort((a, b) => a.round.dueOn.localeCompare(b.round.dueOn));
  return (tasks.find(({ report }) => report?.state !== 'approved') ?? tasks.at(-1))?.round.id ?? null;
}
