/** What 事務局 is shown once the record has answered: a page of the board, of the checks, or what an act did or would do. */
import type { BoardPage } from '../../board/page.js';
import { actCard } from '../../cards/board/acts.js';
import { boardCard } from '../../cards/board/board.js';
import { checkRepliedCard } from '../../cards/board/check-question.js';
import { checksCard } from '../../cards/board/checks.js';
import { promisesCard } from '../../cards/board/promises.js';
import type { Card } from '../../cards/card.js';
import { behalfOnBoardCard } from '../../cards/owner/behalf.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { CheckAnswer } from '../../report/report-checks.js';
import type { Language } from '../../text/language.js';
import type { Context } from '../context.js';
import type { Told } from '../told.js';

export function boardOutcome(
  { board, checks, act, promises }: Extract<Outcome, { ok: true }>,
  language: Language,
): Told[] {
  return [
    ...(board ? [pageCard(board, language)] : []),
    ...(checks ? [checksCard(checks, language)] : []),
    ...(act ? [actCard(act, language)] : []),
    ...(promises ? [promisesCard(promises.left, promises.said, language)] : []),
  ].map((card) => ({ kind: 'card', card }));
}

const pageCard = (page: BoardPage, language: Language): Card =>
  page.kind === 'section' && page.asked.behalf
    ? behalfOnBoardCard(page, language)
    : boardCard(page, language);

/** A check is answered (本人に確認); what is to be corrected is offered where it stands now. */
export function checkReplied(how: CheckAnswer, id: string | undefined, { actor, tasks }: Context): Told {
  const task = tasks.find((one) => one.id === id);
  return { kind: 'card', card: checkRepliedCard(how, task, actor.language) };
}
