/** 催促: whoever is to decide about what a writer has submitted is asked once more, once a day by each writer. */
import { morningOf } from '../../../core/calendar/office-hours.js';
import { addDays, cityDate } from '../../../core/calendar/working-days.js';
import { noticeKey, owed } from '../../../core/notice/notice.js';
import { approversOf } from '../../../core/notice/section-round.js';
import { waitingGoals } from '../../../core/notice/waiting.js';
import type { Actor } from '../../../core/organization/people.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { owe } from '../ledger/owed-notices.js';
import { reportingSections } from '../roster/actors.js';
import { loadSectionRounds, openRoundSections } from '../rounds/section-rounds.js';

/** A nudge that reached nobody for so long is of no use any more. */
const OF_USE_DAYS = 7;

/** Asks everybody who may decide about what this person wrote and has not been asked by them today. */
export async function nudge(db: Db, actor: Actor, now: Date): Promise<Done> {
  const today = cityDate(now);
  const sectionIds = reportingSections(actor);
  const wanted = sectionIds.length === 0 ? [] : await openRoundSections(db, { openOn: today, sectionIds });
  const asked = new Map<string, string>();
  let goals = 0;
  let waits = false;
  for (const one of await loadSectionRounds(db, wanted, today))
    for (const goal of waitingGoals(one).filter(({ writerId }) => writerId === actor.id)) {
      waits = true;
      const approvers = approversOf(one, goal, today);
      if (approvers.length > 0) goals += 1;
      for (const { personId, name } of approvers) asked.set(personId, name);
    }
  if (!waits) return { outcome: { ok: false, refusal: { reason: 'nothing_waits' } } };
  if (asked.size === 0) return { outcome: { ok: false, refusal: { reason: 'nobody_to_nudge' } } };
  const about = (personId: string) => ({ kind: 'nudge', personId, writerId: actor.id, day: today }) as const;
  const { rows } = await db.query<{ key: string; due_at: Date }>(
    'select key, due_at from notices where key = any($1) order by due_at',
    [[...asked.keys()].map((personId) => noticeKey(about(personId)))],
  );
  const known = new Set(rows.map(({ key }) => key));
  const fresh = [...asked].filter(([personId]) => !known.has(noticeKey(about(personId))));
  const [first] = rows;
  if (fresh.length === 0 && first)
    return {
      outcome: {
        ok: false,
        refusal: { reason: 'nudged_already', who: [...asked.values()], at: first.due_at.toISOString() },
      },
    };
  const staleAt = morningOf(addDays(today, OF_USE_DAYS));
  await owe(
    db,
    fresh.map(([personId]) => owed(about(personId), personId, now.toISOString(), { staleAt, inHours: true })),
  );
  const nudged = { who: fresh.map(([, name]) => name), goals };
  return { outcome: { ok: true, goalNo: '', version: 0, complete: false, nudged } };
}
