/** The board on 事務局's home: with what is to do next in the year, and the way to it. */
import type { HomeBoard } from '../../board/page.js';
import type { Language } from '../../text/language.js';
import type { Card } from '../card.js';
import { boardCard } from './board.js';
import { nextLine, yearButton } from './year.js';

export function homeBoardCard({ next, ...page }: HomeBoard, language: Language): Card {
  const card = boardCard(page, language);
  if (!next || (card.name !== 'board' && card.name !== 'message')) return card;
  const { lines, buttons } = card.view;
  const more = { lines: [...lines, nextLine(next, language)], buttons: [...buttons, yearButton(language)] };
  return card.name === 'board'
    ? { ...card, view: { ...card.view, ...more } }
    : { ...card, view: { ...card.view, ...more } };
}
