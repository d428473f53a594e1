/** What only 事務局 is given; 状況 shows it, so it knows nothing of what else is in the conversation. */
import { type BoardAsked, WHOLE_BOARD } from '../../board/asked.js';
import { coordinates } from '../../organization/people.js';
import { boardWords } from '../../wording/board.js';
import { message, record, type Scene, type Told } from '../told.js';

/** The board; null for anybody but 事務局. */
export function boardOf({ actor }: Scene, asked: BoardAsked = WHOLE_BOARD): Told | null {
  return coordinates(actor) ? record({ kind: 'show_board', asked }) : null;
}

export function onlyCoordinator({ language }: Scene): Told {
  const { notCoordinator, notCoordinatorLine } = boardWords(language);
  return message(notCoordinator, [notCoordinatorLine]);
}
