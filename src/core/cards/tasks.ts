/** 状況: what a person still has to do, a button each; reminders have the same form. */
import { isOwnReport } from '../report/report.js';
import type { Task } from '../report/task.js';
import { isUnconfirmed } from '../report/year/forecast.js';
import type { Language } from '../text/language.js';
import {
  cardWords,
  deadline,
  type GoalState,
  goalName,
  roundName,
  shortGoal,
  taskHeading,
} from '../wording/cards.js';
import { interviewWords } from '../wording/interview.js';
import { behalfWords } from '../wording/owner/behalf.js';
import { ownerWords } from '../wording/owner/owner.js';
import { encodeAction } from './action.js';
import type { Button, Card, TasksView } from './card.js';
import { allButtons } from './interview/all.js';
import { messageCard, plainButton } from './message.js';
import { hasBegun, othersOf } from './owner/owner.js';
import { addGoalButtons } from './plan/add-goal.js';
import { goalState, stateWords } from './summary.js';
import { confirmButtons } from './year/forecast.js';

type TasksMaterial = {
  /** in the order of the sheet; reported ones too */
  readonly tasks: readonly Task[];
  /** ids of tasks this person has begun to answer */
  readonly drafting?: readonly string[];
  /** the reader's id: only who wrote a report may withdraw it */
  readonly person?: string;
  /** who reads it says whose a goal is */
  readonly assigns?: boolean;
  /** who reads it may enter on behalf of others of the section */
  readonly enters?: boolean;
  /** ISO date in the city */
  readonly today: string;
  readonly language: Language;
};

/** 状況: every goal with its state, the open ones first, each with the button for what can be done next. */
export function tasksCard(material: TasksMaterial): Card {
  const { tasks, drafting = [], language } = material;
  const words = cardWords(language).tasks;
  const toDo = tasks.filter((task) => isToDo(goalState(task, drafting)));
  const open = toDo.filter((task) => !othersOf(task, material.person));
  const rest = [...toDo, ...tasks].filter(
    (task, at, all) => !open.includes(task) && all.indexOf(task) === at,
  );
  const others = toDo.length - open.length;
  const line = tasks.length === 0 ? words.none : toDo.length === 0 ? words.done : words.left(open.length);
  const view: TasksView = {
    title: words.title,
    lines: [
      ...(open.length > 0 || others === 0 ? [line] : []),
      ...(others > 0 ? [ownerWords(language).othersLeft(others)] : []),
    ],
    items: [...open, ...rest].map((task) => taskItem(task, material)),
    buttons: [
      ...allButtons(tasks, material.person, language),
      ...addGoalButtons(tasks, language),
      ...(tasks.some((task) => waitsOf(task, material.person)) ? [nudgeButton(language)] : []),
      ...(material.assigns && toDo.length > 0
        ? [plainButton('owners', ownerWords(language).decide, encodeAction('owners'))]
        : []),
      ...(material.enters && toDo.length > 0
        ? [plainButton('behalves', behalfWords(language).button, encodeAction('behalves'))]
        : []),
    ],
  };
  return { name: 'tasks', language, view };
}

/**
 * Goals to choose from, a button each: of one round a message; of several, grouped by round and named by it, the round
 * that opened last first. `others`: buttons that name no goal.
 */
export function goalsCard(
  title: string,
  lines: readonly string[],
  goals: readonly { readonly task: Task; readonly button: Button }[],
  others: readonly Button[],
  language: Language,
): Card {
  const rounds = [...new Map(goals.map(({ task: { round } }) => [round.id, round])).values()].sort((a, b) =>
    b.opensOn.localeCompare(a.opensOn),
  );
  if (rounds.length < 2)
    return messageCard(language, title, lines, [...goals.map(({ button }) => button), ...others]);
  const view: TasksView = {
    title,
    lines: [...lines],
    items: rounds.map((round) => {
      const name = roundName(round, language);
      const buttons = goals
        .filter(({ task }) => task.round.id === round.id)
        .map(({ button }) => ({ ...button, label: `${button.label}${cardWords(language).between}${name}` }));
      return { title: name, state: cardWords(language).goals(buttons.length), detail: '', buttons };
    }),
    buttons: [...others],
  };
  return { name: 'tasks', language, view };
}

/** A goal that nobody else in particular has. */
const mine = ({ owner }: Task, person: string | undefined): boolean => !owner || owner.personId === person;

const waitsOf = ({ report }: Task, person: string | undefined): boolean =>
  report?.state === 'submitted' && isOwnReport(report, person);

/** 催促する: of all that the person has submitted and waits. */
function nudgeButton(language: Language): Button {
  const { button, label } = interviewWords(language).nudged;
  return { ...plainButton('nudge', button, encodeAction('nudge')), label };
}

/** One goal with its state, its round and deadline, and the buttons for what can be done next. */
export function taskItem(task: Task, material: Omit<TasksMaterial, 'tasks'>): TasksView['items'][number] {
  const { drafting = [], today, language, person } = material;
  const state = goalState(task, drafting);
  const detail = [taskHeading(task, language)];
  if (isToDo(state)) {
    detail.push(deadline(task.round, today, language));
    if (task.behalf) detail.push(behalfWords(language).buttonFor(task.behalf.name));
    if (task.owner) detail.push(ownerWords(language).owner(task.owner.name, hasBegun(task.owner)));
  }
  return {
    title: shortGoal(task),
    state: stateWords(task, state, language),
    detail: detail.join('\n'),
    buttons: [
      ...nextButtons(task, state, language, person),
      ...(isUnconfirmed(task) && today >= task.round.asOf && mine(task, person)
        ? confirmButtons(task, language)
        : []),
    ],
  };
}

/** Whether the goal still has to be submitted. */
export function isToDo(state: GoalState): boolean {
  return state !== 'approved' && state !== 'submitted';
}

function nextButtons(task: Task, state: GoalState, language: Language, person?: string): Button[] {
  const words = cardWords(language);
  const begin = (title: string, label: string): Button => ({
    id: `begin-${task.id}`,
    title,
    label,
    style: 'default',
    action: encodeAction('begin', task.id),
  });
  switch (state) {
    case 'open':
      return [begin(words.begin, words.beginLabel(goalName(task)))];
    case 'drafting':
      return [begin(words.resume, words.resumeLabel(goalName(task)))];
    case 'returned':
      return [begin(words.redo, words.redoLabel(goalName(task)))];
    case 'submitted':
      return task.report && waitsOf(task, person)
        ? [
            {
              id: `withdraw-${task.id}`,
              title: words.withdraw,
              label: words.withdrawLabel(goalName(task)),
              style: 'default',
              action: encodeAction('withdraw', task.report.id, task.report.version),
            },
          ]
        : [];
    case 'correcting':
      return [begin(words.redo, words.redoLabel(goalName(task)))];
    case 'approved':
      return [];
    default:
      return state satisfies never;
  }
}
