/**
 * Somebody never seen before, of whom Teams does not say at once who they are: what they did is kept and acknowledged,
 * and taken when it is known. Teams waits some ten seconds, and sends again or shows a failure.
 */
import { NotKnownYet } from '../../standing.js';
import { activitySchema, type TeamsActivity } from '../activity.js';
import { type Answer, dialogText, EMPTY, toldText } from '../outgoing/invoke.js';
import type { Work } from '../ports.js';
import { languageOf, teamsWords } from '../words.js';
import type { TakeTurn, Turn } from './handle-activity.js';
import { inputOf } from './translate.js';

/** `take`: for the request that is waiting. `takeArrival`: what was kept; throws NotKnownYet when it is not known now either. */
export function untilKnown(
  turn: TakeTurn,
  work: Pick<Work, 'keep'>,
): { take(activity: TeamsActivity): Promise<Turn>; takeArrival(body: unknown): Promise<void> } {
  return {
    async take(activity) {
      try {
        return await turn(activity, 'soon');
      } catch (error) {
        if (!(error instanceof NotKnownYet)) throw error;
        await work.keep({ input: inputOf(activity), account: error.account, body: activity });
        return { answer: meanwhile(activity), after: () => undefined };
      }
    },
    async takeArrival(body) {
      const { after } = await turn(activitySchema.parse(body), 'long');
      after();
    },
  };
}

function meanwhile({ type, name, locale }: TeamsActivity): Answer {
  if (type !== 'invoke') return EMPTY;
  const { checking } = teamsWords(languageOf(locale));
  return name === 'adaptiveCard/action' ? toldText(checking) : dialogText(checking);
}
