/** Cards about 代理入力. */
import type { BoardPage } from '../../board/page.js';
import { formatInstant } from '../../calendar/format-instant.js';
import { toldApart } from '../../organization/namesakes.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import type { ReportContent } from '../../report/report.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { cardWords, goalName, roundName, shortGoal, taskHeading } from '../../wording/cards.js';
import { behalfWords } from '../../wording/owner/behalf.js';
import { encodeAction } from '../action.js';
import { boardButton } from '../board/board.js';
import type { Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import type { NoticeMaterial } from '../notices/notice-material.js';
import { planLine } from '../plan/rows.js';
import { reportRows } from '../report-rows.js';

/** Begins a goal on behalf of somebody; of whose it is, where that is known. */
export function behalfButton(
  { id, ...goal }: Pick<Task, 'id' | 'sectionName' | 'goalNo'>,
  title: string,
  language: Language,
): Button {
  return {
    ...plainButton(`behalf-${id}`, title, encodeAction('enter_for', id)),
    label: behalfWords(language).label(goalName(goal)),
  };
}

/** On whose behalf, a button each. */
export function behalfOfWhomCard(
  task: string,
  goal: string,
  people: readonly { readonly id: string; readonly name: string }[],
  language: Language,
): Card {
  const words = behalfWords(language);
  const buttons = toldApart(people).map(({ id, name }) =>
    plainButton(`behalf-${id}`, name, encodeAction('enter_for', task, 0, id)),
  );
  return messageCard(language, words.whose(goal), [words.whichLine], buttons);
}

/** The goals of a section that 事務局 may enter on behalf of somebody: the one that was named, else all that are open. */
export function behalfOnBoardCard(
  { row, round, asked, goals, pages }: Extract<BoardPage, { kind: 'section' }>,
  language: Language,
): Card {
  const words = behalfWords(language);
  const { no = '', to = '' } = asked.behalf ?? {};
  const section = row.name;
  const buttons = goals.map((goal) => ({
    ...plainButton(
      `behalf-${goal.task}`,
      words.entering(goal.goalNo),
      encodeAction('enter_for', goal.task, 0, to),
    ),
    label: words.label(goalName({ sectionName: section, goalNo: goal.goalNo })),
  }));
  const { behalf: _behalf, ...rest } = asked;
  const whole = { ...rest, page: 0 };
  const turn = (page: number, id: string, title: string) => boardButton({ ...asked, page }, id, title);
  const board = boardWords(language);
  return messageCard(
    language,
    goals.length > 0 ? (no === '' ? words.which : words.whichOf(section, no)) : words.noneOpen(section, no),
    [
      roundName(round, language),
      ...goals.map((goal) => shortGoal(goal)),
      ...(goals.length > 0 ? [words.whichLine] : []),
    ],
    [
      ...buttons,
      ...(asked.page + 1 < pages ? [turn(asked.page + 1, 'next', board.next)] : []),
      ...(asked.page > 0 ? [turn(asked.page - 1, 'previous', board.previous)] : []),
      boardButton(whole, 'section', board.back(section)),
    ],
  );
}

/** What was entered, a line an indicator. */
function enteredLines(task: Task, content: ReportContent, language: Language): string[] {
  const colon = language === 'ja' ? '：' : ': ';
  if (content.plan)
    return content.plan.indicators.map((one) => `・${one.name}${colon}${planLine(one, language)}`);
  return reportRows(task, content, language).map(
    ({ indicator, target, result, rating }) => `・${indicator}${colon}${target} → ${result} ${rating}`,
  );
}

/** To whom it was for: what was submitted in their name, and by whom; null once it is another version's. */
export function enteredForCard(
  { task, report }: Extract<NoticeMaterial, { kind: 'report' }>,
  language: Language,
): Card | null {
  const { writer, content } = report;
  if (!writer.onBehalfOf) return null;
  const words = behalfWords(language);
  const post = writer.post === '' ? ROLE_NAMES.coordinator[language] : writer.post;
  const by = cardWords(language).person(post, writer.name);
  const waits = task.report?.state === 'submitted' && task.report.version === report.version;
  const withdraw = cardWords(language);
  return messageCard(
    language,
    words.told(task.goalNo, by),
    [
      taskHeading(task, language),
      shortGoal(task),
      words.at(formatInstant(writer.at)[language]),
      ...enteredLines(task, content, language),
      ...(waits ? [words.toldLine] : []),
    ],
    waits
      ? [
          {
            ...plainButton(
              'withdraw',
              withdraw.withdraw,
              encodeAction('withdraw', report.id, report.version),
            ),
            label: withdraw.withdrawLabel(goalName(task)),
          },
        ]
      : [],
  );
}
