/** What a step of the conversation looks at of 実績メモ. */
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import type { Context } from '../../../core/conversation/context.js';
import type { Actor } from '../../../core/organization/people.js';
import type { ContextFor } from '../../../flow/ports.js';
import type { Db } from '../connection/pool.js';
import { reportingSections } from '../roster/actors.js';
import { memoById, memoInThread, readMemoGoals, recentMemos } from './memos.js';

/** The memo that is named, or in whose thread it was said, where the actor reports for its section, and the goals of its year. */
export async function memoContext(
  db: Db,
  actor: Actor,
  named: string | null,
  from: ContextFor['from'],
  today: string,
): Promise<Pick<Context, 'memo' | 'memoGoals' | 'recentMemos'>> {
  const sectionIds = reportingSections(actor);
  const thread = from?.surface === 'thread' ? from.place : null;
  const memo =
    named === null
      ? thread === null
        ? null
        : await memoInThread(db, thread, sectionIds)
      : await memoById(db, named, sectionIds);
  const year = memo?.fiscalYear ?? fiscalYearOf(today);
  return {
    memo,
    memoGoals: thread === null ? await readMemoGoals(db, sectionIds, year) : [],
    recentMemos: memo === null ? await recentMemos(db, actor) : [],
  };
}
