/** 担当 as the history has it, and its ending by the clock. */
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { EndedOwner } from '../../../core/notice/owners.js';
import type { Owner } from '../../../core/report/owner.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { BY_CLOCK, type By, entryBy } from '../ledger/recorded-by.js';

export type OwnerRow = Pick<Owner, 'subject' | 'personId' | 'name' | 'how' | 'since' | 'ended'>;
/** What a row is after; nobody's: it is taken away. */
export type OwnerChange = {
  readonly before: OwnerRow | null;
  readonly after: OwnerRow | { readonly subject: string; readonly personId: null };
};

/** One change of 担当; `standing`: whose it was until then. */
export function ownersEntry(
  by: By,
  taskId: string,
  changes: readonly OwnerChange[],
  now: Date,
  standing: Owner | null = null,
): HistoryEntry {
  const named = readTaskId(taskId)!;
  return entryBy(by, now, {
    action: 'owner_set',
    sectionId: named.sectionId,
    subject: named.goalId,
    before: {
      owners: changes.flatMap(({ before }) => before ?? []),
      ...(standing ? { was: { personId: standing.personId, name: standing.name } } : {}),
    },
    after: { task: taskId, owners: changes.map(({ after }) => after) },
  });
}

/** Those that the clock has ended, written down; what is to be appended last. Who is being erased is left to the next look. */
export async function endOwners(db: Db, ended: readonly EndedOwner[], now: Date): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (const { owner, end, goal } of ended) {
    const { subject, personId, how, since } = owner;
    const { rows } = await db.query<{ name: string }>(
      'select name from people where id = $1 for share skip locked',
      [personId],
    );
    const [person] = rows;
    if (!person) continue;
    const { name } = person;
    const { rowCount } = await db.query(
      'update goal_owners set ended = $2 where subject = $1 and ended is null and person_id = $3',
      [subject, end, personId],
    );
    if (rowCount === 0) continue;
    const before = { subject, personId, name, how, since, ended: null };
    const change = { before, after: { ...before, ended: end } };
    entries.push(ownersEntry(BY_CLOCK, goal.taskId, [change], now));
  }
  return entries;
}
