/** 来年の担当者へ: what whoever reports a goal leaves about its indicators, with its history. */
import type { Command } from '../../../core/decision/command.js';
import { enteringPost, reportingPost } from '../../../core/decision/decide.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { Actor } from '../../../core/organization/people.js';
import type { Task } from '../../../core/report/task.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { type Door, entryBy, inPost } from '../ledger/recorded-by.js';
import { enteredForBy } from '../reports/entered-for.js';

/** Also of a round that is closed: what is minded comes to mind later. What stands there already is not entered again. */
export async function leaveYearNotes(
  db: Db,
  {
    command,
    task,
    actor,
    now,
    door,
  }: {
    readonly command: Extract<Command, { kind: 'leave_year_notes' }>;
    readonly task: Task;
    readonly actor: Actor;
    readonly now: Date;
    readonly door: Door;
  },
): Promise<Done> {
  const own = reportingPost(actor, task.sectionId);
  const behalf = own ? null : await enteredForBy(db, actor.id, task.id);
  const post = own ?? (behalf && enteringPost(actor, task.sectionId));
  if (!post) return { outcome: { ok: false, refusal: { reason: 'not_entitled' } } };
  const { goalNo, goalText: goal, sectionId } = task;
  const { fiscalYear } = task.round;
  const changed = task.indicators.flatMap(({ id, name, note }) => {
    const typed = command.notes[id]?.trim();
    return typed === undefined || typed === (note?.text ?? '')
      ? []
      : [{ id, indicator: name, before: note?.text ?? '', note: typed }];
  });
  const entries: HistoryEntry[] = [];
  for (const { id, indicator, before, note } of changed) {
    await db.query(
      `insert into year_notes (indicator_id, section_id, fiscal_year, goal_no, goal, indicator, note, person_id, written_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (indicator_id) do update set goal_no = $4, goal = $5, indicator = $6, note = $7, person_id = $8,
         written_at = $9`,
      [
        id,
        sectionId,
        fiscalYear,
        goalNo,
        JSON.stringify(goal),
        JSON.stringify(indicator),
        JSON.stringify(note),
        actor.id,
        now,
      ],
    );
    entries.push(
      entryBy(inPost(actor, post.title, door), now, {
        action: 'year_note_left',
        sectionId,
        subject: id,
        before: before === '' ? null : { note: before },
        after: { sectionId, fiscalYear, goalNo, goal, indicator, note, personId: actor.id },
      }),
    );
  }
  const yearNotes = changed.map(({ indicator, note }) => ({ indicator, note }));
  return {
    outcome: { ok: true, goalNo, version: task.report?.version ?? 0, complete: false, yearNotes },
    ...(entries.length > 0 ? { after: () => appendHistory(db, entries) } : {}),
  };
}
