/** 見込み that is to be confirmed: each with 確定 and 変える, all of a sheet with one button, and what came of it. */
import { formatInstant } from '../../calendar/format-instant.js';
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { Listed } from '../../report/exceptions.js';
import type { Report } from '../../report/report.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { cardWords, goalName, shortGoal, taskHeading } from '../../wording/cards.js';
import { refusalWords } from '../../wording/problems.js';
import { forecastWords } from '../../wording/year/forecast.js';
import { encodeAction } from '../action.js';
import { confirmAction } from '../approval/together.js';
import type { Button, Card, TasksView } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { reportRows } from '../report-rows.js';

/** A figure among others on a phone, in UTF-16 units. */
const FIGURE_MAX = 40;

const listed = ({ id, version }: Report): Listed => ({ id, version, step: 0 });

/** 確定 and 変える of one goal, in the version that is shown. */
export function confirmButtons(task: Task, language: Language): Button[] {
  const { report } = task;
  if (!report) return [];
  const words = forecastWords(language);
  const { action } = confirmAction([listed(report)]);
  return [
    {
      ...plainButton(`confirm-${task.id}`, words.confirm, action, 'primary'),
      label: words.confirmLabel(goalName(task)),
    },
    {
      ...plainButton(
        `change-${task.id}`,
        words.change,
        encodeAction('change_forecast', report.id, report.version),
      ),
      label: words.changeLabel(goalName(task)),
    },
  ];
}

/** A goal with what was expected. */
export function confirmItem(task: Task, language: Language): TasksView['items'][number] {
  const cut = (text: string) => shorten(onOneLine(text), FIGURE_MAX);
  const words = cardWords(language);
  const rows = task.report ? reportRows(task, task.report.content, language) : [];
  return {
    title: shortGoal(task),
    state: forecastWords(language).mark,
    detail: [
      taskHeading(task, language),
      ...rows.map(({ target, result, rating }) =>
        [words.became(cut(target), cut(result)), rating].join(words.between),
      ),
    ].join('\n'),
    buttons: confirmButtons(task, language),
  };
}

/** One button for each sheet and round of which several goals are listed. */
export function confirmAllButtons(tasks: readonly Task[], language: Language): Button[] {
  const words = forecastWords(language);
  const keyOf = ({ sectionId, round }: Task) => `${sectionId} ${round.id}`;
  const several = new Set(tasks.map(({ sectionId }) => sectionId)).size > 1;
  return [...new Set(tasks.map(keyOf))].flatMap((key, at) => {
    const of = tasks.filter((task) => keyOf(task) === key);
    const { action, count } = confirmAction(of.flatMap(({ report }) => (report ? [listed(report)] : [])));
    if (count < 2) return [];
    const title = words.all(count);
    const named = several ? words.ofSection(of[0]!.sectionName, title) : title;
    return [plainButton(`confirm_all-${at}`, named, action, 'primary')];
  });
}

/** The list by itself, as 「確定」 gives it. */
export function confirmCard(tasks: readonly Task[], language: Language): Card {
  const words = forecastWords(language);
  return {
    name: 'tasks',
    language,
    view: {
      title: words.title,
      lines: [words.line(tasks.length)],
      items: tasks.map((task) => confirmItem(task, language)),
      buttons: confirmAllButtons(tasks, language),
    },
  };
}

/** To who has just confirmed. */
export function confirmedCard(
  { confirmed, section = '' }: Extract<Outcome, { ok: true }>,
  language: Language,
  among: boolean,
): Card {
  const words = forecastWords(language);
  const { goals, leftOut } = confirmed ?? { goals: [], leftOut: [] };
  const named = words.goals(goals);
  return messageCard(language, words.done(goals.length), [
    among ? words.ofSection(section, named) : named,
    ...leftOut.map(({ goalNo, refusal }) =>
      words.leftOut(goalNo, refusalWords(refusal, formatInstant)[language]),
    ),
  ]);
}

/** How many of these are 見込み and from when they are confirmed, for who looks at the whole sheet. */
export function waitsLine(tasks: readonly Task[], language: Language): string {
  const day = formatMonthDay(tasks[0]!.round.asOf, language);
  return forecastWords(language).waits(tasks.length, day);
}
