/** A goal as 事務局 opens it from the board: all that is reported of it, and the way back. */
import { WHOLE_BOARD } from '../../board/asked.js';
import { reopenButton } from '../../cards/board/acts.js';
import { boardButton } from '../../cards/board/board.js';
import type { Button, Card } from '../../cards/card.js';
import { isOpen, messageCard } from '../../cards/message.js';
import { behalfButton } from '../../cards/owner/behalf.js';
import { decideOwnerButton } from '../../cards/owner/owner.js';
import type { Actor, Section } from '../../organization/people.js';
import type { Task } from '../../report/task.js';
import { boardWords } from '../../wording/board.js';
import { cardWords, taskHeading } from '../../wording/cards.js';
import { behalfWords } from '../../wording/owner/behalf.js';
import { ownerWords } from '../../wording/owner/owner.js';
import { reportCard } from '../approval/decidable.js';

/** The card of a goal; what is not reported yet with what it aims at. */
export function goalCard(actor: Actor, section: Section, task: Task): Card {
  const { language } = actor;
  const words = boardWords(language);
  const asked = { ...WHOLE_BOARD, level: 'section', of: section.id, round: task.round.id } as const;
  const buttons: Button[] = [
    ...(isOpen(task)
      ? [
          decideOwnerButton(task, ownerWords(language).decide, language),
          behalfButton(task, behalfWords(language).button, language),
        ]
      : []),
    ...(mayReopen(task) ? [reopenButton(task, language)] : []),
    boardButton(asked, 'section', words.back(section.name)),
  ];
  if (task.report) {
    const card = reportCard(actor, section, task);
    return card.name === 'approval'
      ? { ...card, view: { ...card.view, buttons: [...card.view.buttons, ...buttons] } }
      : card;
  }
  const { target } = cardWords(language);
  return messageCard(
    language,
    taskHeading(task, language),
    [
      `No.${task.goalNo} ${task.goalText}`,
      words.notReported,
      ...(task.owner ? [ownerWords(language).owner(task.owner.name)] : []),
      ...task.indicators.map((one) => `・${one.name} ${target(one.target)}`),
    ],
    buttons,
  );
}

/** What waits for its writer already is not returned again. */
function mayReopen({ report, round }: Task): boolean {
  if (!report) return false;
  const waits = report.state === 'returned' || report.state === 'withdrawn';
  return !waits || (round.state === 'closed' && !report.reopened);
}
