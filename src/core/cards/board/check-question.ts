/** 本人に確認: the card to the writer, the form for the reason, what each side is told of the answer. */

import { ALL_CHECKS } from '../../board/checks.js';
import { formatInstant } from '../../calendar/format-instant.js';
import { isOfSheet } from '../../checks/check.js';
import type { Inquiry } from '../../decision/inquiry.js';
import { MAX_TEXT } from '../../draft/questions.js';
import type { CheckAnswer } from '../../report/report-checks.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { goalName, shortGoal, taskHeading } from '../../wording/cards.js';
import { boardCheckWords } from '../../wording/coordinator/checks.js';
import { threadWords } from '../../wording/thread.js';
import { encodeAction } from '../action.js';
import { correctionButton } from '../approval/decision.js';
import type { Button, Card } from '../card.js';
import { isOpen, messageCard, plainButton, resumingButton } from '../message.js';
import { signedBy } from '../report-rows.js';
import { commentForm } from '../review.js';
import { checksButton, comparedLines } from './checks.js';

/** The argument of `reply` and `open_reply` that says how a check is answered. */
export const isCheckAnswer = (text: string): text is CheckAnswer => text === 'right' || text === 'correct';

function linesOf(question: Inquiry, task: Task, language: Language): string[] {
  const { check, text } = question;
  const indicator = task.indicators.find(({ id }) => id === check?.indicatorId)?.name ?? '';
  return [
    taskHeading(task, language),
    shortGoal(task),
    ...(indicator === '' ? [] : [indicator]),
    check?.message[language] ?? text,
    ...(check ? comparedLines(check, language) : []),
  ];
}

function answerLine({ by, text }: NonNullable<Inquiry['answer']>, language: Language): string {
  return threadWords(language).answer.answer(signedBy(by, language), formatInstant(by.at)[language], text);
}

/** In private to the writer: the check, the texts compared, and the three ways to answer; then the answer instead. */
export function checkQuestionCard(question: Inquiry, task: Task, language: Language): Card {
  const words = boardCheckWords(language).question;
  const { id, asker, answer } = question;
  const who = signedBy(asker, language);
  const kind = question.check?.kind;
  // 位置づけ stands in the sheet itself; 今後の方針 in what is reported.
  const isPlace = kind === 'plan' || (kind === 'blank' && question.check?.indicatorId !== '');
  const next = kind === 'plan' ? words.nextPlan : isPlace ? words.nextPlace : words.next;
  const button = (name: 'right' | 'correct' | 'reply', style: Button['style']): Button => ({
    id: name,
    title: words[name],
    label: words.label(words[name], goalName(task)),
    style,
    action:
      name === 'correct'
        ? encodeAction('reply', id, 0, 'correct')
        : encodeAction('open_reply', id, 0, name === 'right' ? 'right' : ''),
  });
  return messageCard(
    language,
    (answer ? words.answered : words.title)(task.goalNo, who),
    [...linesOf(question, task, language), answer ? answerLine(answer, language) : next],
    answer
      ? []
      : [
          button('right', 'primary'),
          ...(isPlace ? [] : [button('correct', 'default')]),
          button('reply', 'default'),
        ],
  );
}

/** The form for the reason of 「このままで正しい」. */
export function checkRightForm(question: Inquiry, language: Language): Card {
  const text = question.check?.message[language] ?? question.text;
  const action = encodeAction('reply', question.id, 0, 'right');
  const { introBlank, ...words } = boardCheckWords(language).form;
  const intro = question.check && isOfSheet(question.check.kind) ? introBlank : words.intro;
  const card = commentForm({ ...words, intro }, text, action, language, 'primary');
  if (card.name !== 'form') return card;
  const groups = card.view.groups.map((group) => ({
    ...group,
    fields: group.fields.map((field) => ({
      ...field,
      id: 'answer',
      multiline: false,
      maxLength: MAX_TEXT.check,
    })),
  }));
  return { ...card, view: { ...card.view, groups } };
}

/** In private to 事務局 who asked: the answer, and what becomes of the check. Null while there is none. */
export function checkAnswerCard(question: Inquiry, task: Task, language: Language): Card | null {
  const { answer, sectionId } = question;
  if (!answer) return null;
  const words = boardCheckWords(language);
  const list = { ...ALL_CHECKS, level: 'section', of: sectionId, round: task.round.id } as const;
  return messageCard(
    language,
    words.answered.title(goalName(task)),
    [
      ...linesOf(question, task, language),
      answerLine(answer, language),
      words.answered[
        answer.how === 'right' && question.check && isOfSheet(question.check.kind)
          ? 'rightBlank'
          : (answer.how ?? 'text')
      ],
    ],
    [checksButton(list, 'list', words.button)],
  );
}

/** To the writer who has answered; with 訂正します the way to correct it. `task`: as it stands for this person. */
export function checkRepliedCard(how: CheckAnswer, task: Task | undefined, language: Language): Card {
  const words = boardCheckWords(language).replied;
  if (how === 'right') return messageCard(language, words.right, [words.rightLine]);
  const button = task && correctingButton(task, language);
  return messageCard(
    language,
    words.correct,
    [button ? words.correctLine : words.closedLine],
    button ? [button] : [],
  );
}

/** How what is reported is corrected from where it stands; null in a round that is closed. */
function correctingButton(task: Task, language: Language): Button | null {
  const { report, round, goalNo, sectionName, id } = task;
  if (round.state === 'closed' && !report?.reopened) return null;
  if (report?.state === 'approved')
    return correctionButton({ id, goalNo, sectionName }, report.version, language);
  if (isOpen(task)) return resumingButton(task, language);
  const { withdraw } = boardCheckWords(language).replied;
  return plainButton('withdraw', withdraw, encodeAction('withdraw', id, report!.version), 'primary');
}
