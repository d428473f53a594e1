/** What can be done from a page of the board. */
import { type BoardAsked, boardArgument } from '../../board/asked.js';
import { ALL_CHECKS } from '../../board/checks.js';
import type { BoardPage } from '../../board/page.js';
import type { Language } from '../../text/language.js';
import { boardActWords } from '../../wording/board-acts.js';
import { boardCheckWords } from '../../wording/coordinator/checks.js';
import { deputyWords } from '../../wording/coordinator/deputies.js';
import { type ActionName, encodeAction } from '../action.js';
import type { Button } from '../card.js';
import { plainButton } from '../message.js';
import { checksButton } from './checks.js';
import { roundsButton } from './rounds-button.js';

/** 催促 names how far it goes; these are numbers, for a button carries one beside its object. */
export const LEVELS: readonly BoardAsked['level'][] = ['city', 'department', 'section'];

type Page = Extract<BoardPage, { kind: 'list' | 'section' }>;

/** The buttons: of the whole city only where what is late, or has not arrived, was looked for. */
export function actButtons(page: Page, language: Language): Button[] {
  const words = boardActWords(language);
  const { asked, round, today } = page;
  const list = { ...ALL_CHECKS, round: round.id, level: asked.level, of: asked.of };
  const total = page.kind === 'list' ? page.total : page.row.total;
  const runs = round.state === 'open' && round.opensOn <= today;
  const isOpen = total.counts.open + total.counts.returned + total.counts.correcting > 0;
  const argument = boardArgument({ ...asked, round: round.id });
  const button = (name: ActionName, title: string, of = asked.of, v = 0) =>
    plainButton(name, title, encodeAction(name, of, v, argument));
  return [
    ...(runs && isOpen && (asked.level !== 'city' || asked.filter === 'open')
      ? [button('urge', words.urge.button, asked.of, LEVELS.indexOf(asked.level))]
      : []),
    ...(page.kind === 'section' && runs
      ? [button('open_extend', words.extend.button), button('deputies', deputyWords(language).button)]
      : []),
    ...(asked.filter === '' || asked.filter === 'checks'
      ? [checksButton(list, 'checks', boardCheckWords(language).button)]
      : []),
    ...(asked.level === 'city' && asked.filter === '' && asked.page === 0 ? [roundsButton(language)] : []),
    ...(asked.filter === 'undelivered' ? [button('retry_undelivered', words.retry.button)] : []),
  ];
}
