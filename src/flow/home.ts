/** わたしの報告: what is still to do, and what waits for the person's own approval, as it stands now. */
import { emptyDesk } from '../core/interview/desk.js';
import type { Card } from '../core/views/card.js';
import { waitingCard } from '../core/views/day.js';
import { tasksCard } from '../core/views/tasks.js';
import type { Drafts, Record } from './ports.js';

/** The cards of a person's home, one under the other; null when the person is not in the roster. */
export type Home = (person: string, now: Date) => Promise<readonly Card[] | null>;

type HomeRecord = Pick<Record, 'context'> & {
  waitingFor(person: string, now: Date): Promise<Parameters<typeof waitingCard>[0]>;
};

export function makeHome(parts: { drafts: Pick<Drafts, 'load'>; record: HomeRecord }): Home {
  const { drafts, record } = parts;
  return async (person, now) => {
    const context = await record.context({ person, from: null, named: null }, now);
    if (!context) return null;
    const { actor, tasks, today } = context;
    const [{ desk }, waiting] = await Promise.all([
      // Without Redis the home still says what is to do, only not what was begun.
      drafts.load(person).catch(() => ({ desk: emptyDesk })),
      record.waitingFor(person, now),
    ]);
    const waits = waitingCard(waiting, actor.language);
    return [
      tasksCard({
        tasks,
        drafting: Object.keys(desk.drafts),
        today,
        language: actor.language,
        person: actor.id,
      }),
      ...(waits ? [waits] : []),
    ];
  };
}
