/** わたしの報告: what is still to do, and what waits for the person's own approval, as it stands now. */
import { type BoardAsked, WHOLE_BOARD } from '../core/board/asked.js';
import type { HomeBoard } from '../core/board/page.js';
import { homeBoardCard } from '../core/cards/board/home.js';
import type { Card } from '../core/cards/card.js';
import { homeCards } from '../core/conversation/home.js';
import { emptyDesk } from '../core/draft/drafts.js';
import { coordinates } from '../core/organization/people.js';
import type { Drafts, Record } from './ports.js';

/** The cards of a person's home, one under the other; null when the person is not in the roster. */
export type Home = (person: string, now: Date) => Promise<readonly Card[] | null>;

type HomeRecord = Pick<Record, 'context'> & {
  /** 事務局's; null for anybody else */
  board(person: string, asked: BoardAsked, now: Date): Promise<HomeBoard | null>;
};

export function makeHome(parts: { drafts: Pick<Drafts, 'load'>; record: HomeRecord }): Home {
  const { drafts, record } = parts;
  return async (person, now) => {
    const context = await record.context({ person, from: null, named: null, waiting: true }, now);
    if (!context) return null;
    const [{ desk }, board] = await Promise.all([
      // Without Redis the home still says what is to do, only not what was begun.
      drafts.load(person).catch(() => ({ desk: emptyDesk })),
      coordinates(context.actor) ? record.board(person, WHOLE_BOARD, now) : null,
    ]);
    return [
      ...(board ? [homeBoardCard(board, context.actor.language)] : []),
      ...homeCards(context, Object.keys(desk.drafts), board !== null),
    ];
  };
}
