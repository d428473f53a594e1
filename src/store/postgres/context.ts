/** What a step of the conversation may look at: two queries, and a third for a task the person does not report. */
import type { Pool } from 'pg';
import type { Context } from '../../core/context.js';
import { readTaskId } from '../../core/ids.js';
import type { NoticeAbout } from '../../core/notice.js';
import type { Task } from '../../core/task.js';
import { cityDate } from '../../core/working-days.js';
import type { ContextFor } from '../../flow/ports.js';
import { loadActor, reportingSections } from './actors.js';
import { rememberDirectPlace } from './addresses.js';
import type { KnownSheets } from './known-sheets.js';
import { loadSheets, loadTask, openTasks } from './sheet-records.js';

/** See the port Record. Sheets that are `known` are not read again. */
export async function loadContext(
  pool: Pool,
  { person, from, named }: ContextFor,
  now: Date,
  known: KnownSheets | null = null,
): Promise<Context | null> {
  const today = cityDate(now);
  const loaded = await loadActor(pool, person, today, from?.surface === 'thread' ? from.place : null);
  if (!loaded) return null;
  // Written only when it is another than before: not a write for every message.
  if (from?.surface === 'direct' && from.place !== loaded.directPlace)
    await rememberDirectPlace(pool, person, from.place, now);
  const sections = reportingSections(loaded.actor);
  const sheets = sections.length === 0 ? [] : await loadSheets(pool, sections, { openOn: today }, known);
  const tasks = openTasks(sheets, today);
  return {
    now: now.toISOString(),
    today,
    actor: loaded.actor,
    tasks,
    named: named === null || tasks.some(({ id }) => id === named) ? null : await namedTask(pool, named),
    threadTask: threadTask(loaded.threadOf, tasks),
    closures: Object.fromEntries(sheets.map(({ section, closures }) => [section.id, closures])),
  };
}

async function namedTask(pool: Pool, id: string): Promise<Task | null> {
  const named = readTaskId(id);
  return named ? ((await loadTask(pool, named, id))?.task ?? null) : null;
}

/** The one task a thread is about; null when its message named several. */
function threadTask(threadOf: readonly NoticeAbout[], tasks: readonly Task[]): string | null {
  for (const about of threadOf) {
    switch (about.kind) {
      case 'ask_again':
        return about.taskId;
      case 'approval':
      case 'approved':
      case 'returned':
        return about.reportId;
      case 'reminder': {
        const open = tasks.filter(
          ({ report }) => report?.state !== 'submitted' && report?.state !== 'approved',
        );
        return open.length === 1 ? open[0]!.id : null;
      }
      case 'summary':
      case 'digest':
      case 'overview':
      case 'finished_file':
        break;
      default:
        about satisfies never;
    }
  }
  return null;
}
