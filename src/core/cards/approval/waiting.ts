/** What waits for somebody's approval: one list in the order of the sheet, exceptions first, and the same for every place. */
import type { PostNamed } from '../../notice/waiting.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { goingPublic, isException } from '../../report/exceptions.js';
import { checksIn } from '../../report/report-checks.js';
import type { Task } from '../../report/task.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { cardWords, roundName, shortGoal } from '../../wording/cards.js';
import { checkWords } from '../../wording/checks.js';
import { decidingWords } from '../../wording/deciding.js';
import { digestWords } from '../../wording/digest.js';
import type { Button, Card, TasksView } from '../card.js';
import { publicLines } from '../evidence/evidence.js';
import type { Waiting } from '../notices/notice-material.js';
import { planLine } from '../plan/rows.js';
import { checkRow, reportRows } from '../report-rows.js';
import { showButton } from '../show-button.js';
import { decisionButtons } from './approval.js';
import { togetherButtons } from './together.js';

type Item = TasksView['items'][number];

/** Longest text of a target or result in a line of the list, in UTF-16 units. */
const LINE_MAX = 60;
/** The same for a check: it says what it compares. */
const CHECK_MAX = 120;

/** わたしの報告, the other half, and 「承認」 in the thread: what waits for this person; null when nothing does. */
export function waitingCard(
  waiting: readonly Waiting[],
  language: Language,
  title = digestWords(language).reminder.approval,
): Card | null {
  const [first] = waiting;
  if (!first) return null;
  const said = digestWords(language).reminder;
  const one = waiting.every(({ task }) => heading(task, language) === heading(first.task, language));
  return {
    name: 'tasks',
    language,
    view: {
      title,
      lines: [...(one ? [heading(first.task, language)] : []), said.waiting(waiting.length)],
      items: waitingItems(waiting, language, one),
      buttons: togetherButtons(inOrder(waiting), language),
    },
  };
}

/**
 * The items of what waits, each with its buttons.
 *
 * @param headed  section and round stand above all of them
 */
export function waitingItems(waiting: readonly Waiting[], language: Language, headed = false): Item[] {
  return inOrder(waiting).map((one) => waitingItem(one, language, headed));
}

/** Sheet by sheet, of each the exceptions first; in the order in which they are given, that of the sheet. */
function inOrder(waiting: readonly Waiting[]): readonly Waiting[] {
  const sheets = new Map<string, Waiting[]>();
  for (const one of waiting) {
    const key = `${one.task.sectionId} ${one.task.round.id}`;
    sheets.set(key, [...(sheets.get(key) ?? []), one]);
  }
  return [...sheets.values()].flatMap((ofSheet) => {
    const first = ofSheet.filter(({ task, raised }) => isException(task) || raised);
    return [...first, ...ofSheet.filter((one) => !first.includes(one))];
  });
}

const heading = (task: Task, language: Language): string =>
  [roundName(task.round, language), task.sectionName].join(cardWords(language).between);

/** What was reported, short, with what does not fit, 内容を見る, 承認 and 差戻し. */
function waitingItem(
  { task, workingDays, check, raised }: Waiting,
  language: Language,
  headed: boolean,
): Item {
  const words = digestWords(language);
  const { report } = task;
  return {
    title: shortGoal(task),
    state: words.waits(workingDays, raised ? postName(raised, language) : null),
    detail: [
      ...(headed && !report?.late
        ? []
        : [
            [
              ...(headed ? [] : [heading(task, language)]),
              ...(report?.late ? [cardWords(language).late] : []),
            ].join(cardWords(language).between),
          ]),
      ...publicLines(goingPublic(task), language),
      ...figureLines(task, language),
      ...checkLines(task, language),
    ].join('\n'),
    buttons: report
      ? [showButton(task, report.version, language), ...decisionButtons(task, report, language, check)].map(
          (one) => named(one, task.id),
        )
      : [],
  };
}

/** Target, result and rating, a line an indicator; with the rating that was proposed where it is another. */
function figureLines(task: Task, language: Language): string[] {
  const { report, scale, round } = task;
  if (!report) return [];
  const { plan } = report.content;
  if (plan) return plan.indicators.map((one) => planLine(one, language, cut));
  const words = digestWords(language);
  return reportRows(task, report.content, language).map(({ target, result, rating }, at) => {
    const id = task.indicators[at]?.id;
    const answer = report.content.answers.find(({ indicatorId }) => indicatorId === id);
    const proposed = answer?.proposal.rating ?? null;
    const other =
      proposed === null || proposed === answer?.rating
        ? ''
        : decidingWords(language).proposed(ratingLabel(scale, proposed, language, round.kind === 'midyear'));
    return `${words.rowOf(cut(target), cut(result))}${cardWords(language).between}${rating}${other}`;
  });
}

function checkLines(task: Task, language: Language): string[] {
  const { report } = task;
  if (!report) return [];
  const { listed } = checkWords(language);
  return checksIn(task, report).flatMap((one) => {
    const { text, answer } = checkRow(task, one, language);
    return [listed(shorten(text, CHECK_MAX)), ...(answer === '' ? [] : [shorten(answer, CHECK_MAX)])];
  });
}

/** A post by its title, else by what its role is called. */
export const postName = ({ role, title }: PostNamed, language: Language): string =>
  title ?? ROLE_NAMES[role][language];

/** Several reports stand in one card: each button needs a name of its own. */
export function named(button: Button, id: string): Button {
  return { ...button, id: `${button.id}-${id}`, style: 'default' };
}

const cut = (text: string): string => shorten(onOneLine(text), LINE_MAX);
