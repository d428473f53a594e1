/** The one message of a person and day: what to report, what waits for approval, who is missing. Null when nothing. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Round } from '../../calendar/round.js';
import { type PostRole, ROLE_NAMES } from '../../organization/post-roles.js';
import type { Language } from '../../text/language.js';
import { cardWords, deadline, roundName, shortGoal, taskHeading } from '../../wording/cards.js';
import { digestWords } from '../../wording/digest.js';
import { memoWords } from '../../wording/memo/memo.js';
import { ownerWords } from '../../wording/owner/owner.js';
import { threadWords } from '../../wording/thread.js';
import { forecastWords } from '../../wording/year/forecast.js';
import { encodeAction } from '../action.js';
import { replyButton } from '../approval/inquiry.js';
import { togetherButtons } from '../approval/together.js';
import { named, postName, waitingCard, waitingItems } from '../approval/waiting.js';
import type { Card, TasksView } from '../card.js';
import { allButtons } from '../interview/all.js';
import { plainButton } from '../message.js';
import { signedBy } from '../report-rows.js';
import { taskItem } from '../tasks.js';
import { confirmAllButtons, confirmItem } from '../year/forecast.js';
import type { NoticeMaterial } from './notice-material.js';

type Day = Extract<NoticeMaterial, { kind: 'day' }>;
type Item = TasksView['items'][number];

/** The card of the day; in private, so names may stand in it (promise 7). */
export function dayCard(day: Day, language: Language): Card | null {
  const {
    tasks,
    others = [],
    waiting,
    raised,
    questions,
    confirm = [],
    unconfirmed = [],
    missing,
    vacant,
    memos = 0,
  } = day;
  const items = [
    ...reportItems(day, language),
    ...waitingItems(waiting, language),
    ...raised.map((one) => raisedItem(one, language)),
    ...questions.map((one) => questionItem(one, language)),
    ...confirm.map((task) => confirmItem(task, language)),
    ...missing.map((one) => missingItem(one, language)),
    ...unconfirmed.map((one) => unconfirmedItem(one, language)),
    ...vacant.map((one) => vacantItem(one, language)),
  ];
  if (items.length === 0 && others.length === 0) return null;
  const words = cardWords(language);
  const said = digestWords(language).reminder;
  const view: TasksView = {
    title: titleOf(day, language),
    lines: [
      ...reportLines(day, language),
      ...others.flatMap(({ goalNo, owner }) =>
        owner ? [ownerWords(language).others(goalNo, owner.name)] : [],
      ),
      ...(waiting.length > 0 ? [said.waiting(waiting.length)] : []),
      ...(raised.length > 0 ? [said.raisedLine(raised.length)] : []),
      ...(questions.length > 0 ? [said.questions(questions.length)] : []),
      ...(confirm.length > 0 ? [forecastWords(language).line(confirm.length)] : []),
      ...(missing.length > 0 ? [said.missingLine(missing.length)] : []),
      ...(unconfirmed.length > 0 ? [forecastWords(language).unconfirmedLine(unconfirmed.length)] : []),
      ...(vacant.length === 0 ? [] : [vacant.every(isOwn) ? said.ownLine : said.vacantLine]),
      ...(memos > 0 ? [memoWords(language).waits(memos)] : []),
    ],
    items,
    buttons: [
      ...allButtons(tasks, null, language),
      ...togetherButtons(waiting, language),
      ...confirmAllButtons(confirm, language),
      ...(memos > 0
        ? [plainButton('memos', memoWords(language).place, encodeAction('memos', '', 0, '-'))]
        : []),
      ...(tasks.length === 0 ? [] : [plainButton('status', words.showStatus, encodeAction('status'))]),
    ],
  };
  return { name: 'tasks', language, view };
}

/** 催促: what waits of this writer's, with its buttons; null when nothing does any more. */
export function nudgeCard(
  { waiting }: Day,
  language: Language,
  { writerId }: { writerId: string },
): Card | null {
  const theirs = waiting.filter(({ task }) => task.report?.writer.personId === writerId);
  const writer = theirs[0]?.task.report?.writer;
  if (!writer) return null;
  return waitingCard(theirs, language, digestWords(language).reminder.nudge(signedBy(writer, language)));
}

function titleOf(
  { tasks, waiting, raised, questions, confirm = [], unconfirmed = [], missing, vacant }: Day,
  language: Language,
): string {
  const said = digestWords(language).reminder;
  const round = onlyRound(tasks);
  if (round) return cardWords(language).reminder.title(roundName(round, language));
  if (tasks.length > 0) return said.severalRounds;
  if (waiting.length > 0) return said.approval;
  if (raised.length > 0) return said.raised;
  if (questions.length > 0) return said.question;
  if (confirm.length > 0) return forecastWords(language).title;
  if (missing.length > 0) return said.missing;
  if (unconfirmed.length > 0) return forecastWords(language).unconfirmedTitle;
  if (vacant.length === 0) return ownerWords(language).othersTitle;
  return vacant.every(isOwn) ? said.own : said.vacant;
}

/** The round of them all, with one deadline; null when they differ. */
export function onlyRound(tasks: Day['tasks']): Round | null {
  const [first] = tasks;
  return first && tasks.every(({ round }) => round.id === first.round.id && round.dueOn === first.round.dueOn)
    ? first.round
    : null;
}

function reportLines({ tasks, today }: Day, language: Language): string[] {
  if (tasks.length === 0) return [];
  const words = cardWords(language).reminder;
  const round = onlyRound(tasks);
  return [
    ...(round ? [deadline(round, today, language)] : []),
    words.left(tasks.length),
    ...(tasks.some((task) => today > task.round.dueOn) ? [words.overdue] : []),
  ];
}

function reportItems({ tasks, today }: Day, language: Language): Item[] {
  const one = onlyRound(tasks) !== null;
  return tasks.map((task) => {
    const item = taskItem(task, { today, language });
    return one ? { ...item, detail: task.sectionName } : item;
  });
}

/** What waits for somebody else: nothing is decided here. */
function raisedItem({ task, workingDays, post, names }: Day['raised'][number], language: Language): Item {
  const words = digestWords(language);
  return {
    title: shortGoal(task),
    state: words.waits(workingDays, null),
    detail: [
      taskHeading(task, language),
      ...(post === null ? [] : [words.waitsFor(postName(post, language), names.join(words.comma))]),
    ].join('\n'),
    buttons: [],
  };
}

/** A question of an approver, with 回答する. */
export function questionItem({ question, task }: Day['questions'][number], language: Language): Item {
  const { asker } = question;
  const words = threadWords(language).question;
  return {
    title: shortGoal(task),
    state: words.open,
    detail: [
      taskHeading(task, language),
      words.from(signedBy(asker, language), formatInstant(asker.at)[language]),
      words.asked(question.text),
    ].join('\n'),
    buttons: [named(replyButton(question, task, language), question.id)],
  };
}

function missingItem({ sectionName, round, goals, names }: Day['missing'][number], language: Language): Item {
  const words = digestWords(language);
  return {
    title: `${roundName(round, language)}${cardWords(language).between}${sectionName}`,
    state: words.open(goals),
    detail: words.who(names.length === 0 ? words.nobody : names.join(words.comma)),
    buttons: [],
  };
}

/** The same of 見込み that nobody has confirmed. */
function unconfirmedItem(
  { sectionName, round, goals, names }: NonNullable<Day['unconfirmed']>[number],
  language: Language,
): Item {
  const words = forecastWords(language);
  return {
    title: `${roundName(round, language)}${cardWords(language).between}${sectionName}`,
    state: words.left(goals),
    detail: words.who(names.length === 0 ? words.nobody : names.join(words.comma)),
    buttons: [],
  };
}

/** Every post is held: what waits is their holders' own. */
const isOwn = ({ roles, own, deciding }: Day['vacant'][number]): boolean =>
  own.length > 0 && roles.length === 0 && deciding.length === 0;

function vacantItem(
  { sectionName, round, goals, roles, own, deciding, instead, waits }: Day['vacant'][number],
  language: Language,
): Item {
  const words = digestWords(language);
  const names = (of: readonly PostRole[]) => of.map((role) => ROLE_NAMES[role][language]).join(words.comma);
  return {
    title: `${roundName(round, language)}${cardWords(language).between}${sectionName}`,
    state: waits ? words.waitingCount(goals) : words.open(goals),
    detail: [
      ...(roles.length === 0
        ? []
        : [
            words.vacantRoles(names(roles)),
            ...(waits
              ? []
              : [instead === null ? words.nobodyTold : words.instead(ROLE_NAMES[instead][language])]),
          ]),
      ...(own.length > 0 ? [words.ownReports(names(own))] : []),
      ...(waits ? [words.sentToYou] : []),
      ...(deciding.length > 0 ? [words.vacantSteps(names(deciding))] : []),
    ].join(language === 'ja' ? '' : ' '),
    buttons: [],
  };
}
