/** Short messages with what can be done next. */
import type { Desk } from '../draft/drafts.js';
import { type Actor, coordinates } from '../organization/people.js';
import type { Task } from '../report/task.js';
import type { Language } from '../text/language.js';
import { cardWords, goalName } from '../wording/cards.js';
import { interviewWords } from '../wording/interview.js';
import { encodeAction } from './action.js';
import type { Button, Card } from './card.js';

/** A message card. */
export function messageCard(
  language: Language,
  title: string,
  lines: readonly string[],
  buttons: readonly Button[] = [],
): Card {
  return { name: 'message', language, view: { title, lines: [...lines], buttons: [...buttons] } };
}

/** A button that stands by itself, outside an interview. */
export function plainButton(
  id: string,
  title: string,
  action: string,
  style: Button['style'] = 'default',
): Button {
  return { id, title, label: title, style, action };
}

/** Whether a task still has to be reported: nothing submitted, or returned or withdrawn. */
export function isOpen(task: Task): boolean {
  return task.report === null || task.report.state === 'returned' || task.report.state === 'withdrawn';
}

/** A goal's number, with its section where these tasks are of several. */
export function goalAmong(task: Task, tasks: readonly Task[]): string {
  return tasks.some(({ sectionId }) => sectionId !== task.sectionId) ? goalName(task) : `No.${task.goalNo}`;
}

/** The button that begins a task, or goes on with its draft; `among`: all tasks of the person. */
export function beginButton(
  task: Task,
  desk: Desk,
  language: Language,
  style: Button['style'] = 'default',
  among: readonly Task[] = [],
): Button {
  const words = interviewWords(language);
  const said = desk.drafts[task.id] ? words.resumeGoal : words.beginGoal;
  const action = encodeAction('begin', task.id);
  return {
    ...plainButton(`begin-${task.id}`, said(goalAmong(task, among)), action, style),
    label: said(goalName(task)),
  };
}

/** 続ける, of one goal alone that the message is about. */
export function resumingButton(task: Task, language: Language): Button {
  const { resume, resumeLabel } = cardWords(language);
  return {
    ...plainButton(`begin-${task.id}`, resume, encodeAction('begin', task.id), 'primary'),
    label: resumeLabel(goalName(task)),
  };
}

/** Calling the bot by name, as it is written before what is said. */
export const CALL = '@Maru ';

/** 使い方; `heard`: see Input. */
export function helpCard(
  { language, posts }: Pick<Actor, 'language' | 'posts'>,
  heard?: 'when_called',
): Card {
  const words = interviewWords(language);
  return messageCard(
    language,
    words.help.title,
    [
      ...words.help.lines(heard ? CALL : ''),
      coordinates({ posts }) ? words.help.ownFooter : words.help.footer,
    ],
    [plainButton('status', words.showStatus, encodeAction('status'))],
  );
}
