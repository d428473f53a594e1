/** 状況: what a person still has to do, a button each; reminders have the same form. */
import type { Task } from '../report/task.js';
import type { Language } from '../text/language.js';
import { cardWords, deadline, type GoalState, goalName, shortGoal, taskHeading } from '../wording/cards.js';
import { encodeAction } from './action.js';
import type { Button, Card, TasksView } from './card.js';
import { goalState, stateWords } from './summary.js';

export type TasksMaterial = {
  /** in the order of the sheet; reported ones too */
  readonly tasks: readonly Task[];
  /** ids of tasks this person has begun to answer */
  readonly drafting?: readonly string[];
  /** the reader's id: only who wrote a report may withdraw it */
  readonly person?: string;
  /** ISO date in the city */
  readonly today: string;
  readonly language: Language;
};

/** 状況: every goal with its state, the open ones first, each with the button for what can be done next. */
export function tasksCard(material: TasksMaterial): Card {
  const { tasks, drafting = [], language } = material;
  const words = cardWords(language).tasks;
  const open = tasks.filter((task) => isToDo(goalState(task, drafting)));
  const rest = tasks.filter((task) => !open.includes(task));
  const line = tasks.length === 0 ? words.none : open.length === 0 ? words.done : words.left(open.length);
  const view: TasksView = {
    title: words.title,
    lines: [line],
    items: [...open, ...rest].map((task) => taskItem(task, material)),
    buttons: [],
  };
  return { name: 'tasks', language, view };
}

/** One goal with its state, its round and deadline, and the buttons for what can be done next. */
export function taskItem(task: Task, material: Omit<TasksMaterial, 'tasks'>): TasksView['items'][number] {
  const { drafting = [], today, language, person } = material;
  const state = goalState(task, drafting);
  const detail = [taskHeading(task, language)];
  if (isToDo(state)) detail.push(deadline(task.round, today, language));
  return {
    title: shortGoal(task),
    state: stateWords(task, state, language),
    detail: detail.join('\n'),
    buttons: nextButtons(task, state, language, person),
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
      return task.report && task.report.writer.personId === person
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
