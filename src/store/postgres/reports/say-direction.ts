/** Which way an indicator counts, said by who reports it: kept with the sheet, and in the history. */
import type { Command } from '../../../core/decision/command.js';
import type { Actor, HeldPost } from '../../../core/organization/people.js';
import type { Task } from '../../../core/report/task.js';
import {
  type DirectionSayers,
  lowerOf,
  type SaidDirections,
  saidDirections,
} from '../../../core/sheet/direction.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { type Door, entryBy, inPost } from '../ledger/recorded-by.js';

/** `post`: by which the actor may report for the section. What is said again as it stands changes nothing. */
export async function sayDirection(
  db: Db,
  said: {
    readonly command: Extract<Command, { kind: 'say_direction' }>;
    readonly task: Task;
    readonly actor: Actor;
    readonly post: HeldPost;
    readonly now: Date;
    readonly door: Door;
  },
): Promise<Done> {
  const { command, task, actor, post, now, door } = said;
  const indicator = task.indicators.find(({ id }) => id === command.indicator);
  const sheetId = readTaskId(task.id)?.sheetId;
  const { rows } = await db.query<{
    version: number;
    numbering: unknown;
    scale: string;
    lower_is_better: string[];
    directions: SaidDirections | null;
    directions_by: DirectionSayers | null;
  }>(
    'select version, numbering, scale, lower_is_better, directions, directions_by from sheets where id = $1 for update',
    [sheetId],
  );
  const [row] = rows;
  if (!row || !indicator || sheetId === undefined)
    return { outcome: { ok: false, refusal: { reason: 'not_found' } } };
  const outcome = {
    ok: true,
    goalNo: task.goalNo,
    version: task.report?.version ?? 0,
    complete: false,
  } as const;
  const before = saidDirections(row.lower_is_better, row.directions);
  if (before[indicator.id] === command.direction) return { outcome };
  const directions = { ...before, [indicator.id]: command.direction };
  const lowerIsBetter = lowerOf(directions);
  const sayers = { ...row.directions_by, [indicator.id]: { person: actor.id, post: post.title } };
  await db.query(
    'update sheets set directions = $2, lower_is_better = $3, directions_by = $4 where id = $1',
    [sheetId, JSON.stringify(directions), lowerIsBetter, JSON.stringify(sayers)],
  );
  const about = { indicator: indicator.id, name: indicator.name };
  const { numbering, scale, version } = row;
  const entry = entryBy(inPost(actor, post.title, door), now, {
    action: 'direction_said',
    sectionId: task.sectionId,
    subject: sheetId,
    version,
    before: { ...about, direction: before[indicator.id] ?? null },
    after: {
      ...about,
      direction: command.direction,
      kept: { numbering, lowerIsBetter, directions, sayers, scale },
    },
  });
  return { outcome, after: () => appendHistory(db, [entry]) };
}
