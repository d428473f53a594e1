/** わたしの報告: what is still to do, and what waits for the person's own approval. The same on the home and for 状況. */

import { waitingCard } from '../cards/approval/waiting.js';
import type { Card } from '../cards/card.js';
import { tasksCard } from '../cards/tasks.js';
import { askedTargetsCard, waitingTargetsCard } from '../cards/year/waiting-targets.js';
import { assigningPost, enteringPost } from '../decision/decide.js';
import { coordinates } from '../organization/people.js';
import type { Context } from './context.js';

/**
 * The cards, one under the other; `drafting`: ids of tasks this person has begun to answer. Who has the board and nothing
 * to report is not told so.
 */
export function homeCards(
  {
    actor,
    tasks,
    today,
    waiting = [],
    waitingTargets = [],
  }: Pick<Context, 'actor' | 'tasks' | 'today' | 'waiting' | 'waitingTargets'>,
  drafting: readonly string[],
  hasBoard = false,
): Card[] {
  const { language } = actor;
  const assigns = tasks.some(({ sectionId }) => assigningPost(actor, sectionId) !== null);
  const enters =
    !coordinates(actor) && tasks.some(({ sectionId }) => enteringPost(actor, sectionId) !== null);
  const waits = waitingCard(waiting, language);
  const decided = waitingTargets.filter(({ decides }) => decides);
  const targets = [
    waitingTargetsCard(decided, language),
    askedTargetsCard(
      waitingTargets.filter((one) => !decided.includes(one)),
      actor.id,
      language,
    ),
  ];
  return [
    ...(hasBoard && tasks.length === 0
      ? []
      : [tasksCard({ tasks, drafting, today, language, person: actor.id, assigns, enters })]),
    ...(waits ? [waits] : []),
    ...targets.flatMap((card) => card ?? []),
  ];
}
