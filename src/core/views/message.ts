/** Short messages with what can be done next. */
import { encodeAction } from '../action.js';
import type { Desk } from '../interview/desk.js';
import type { Language } from '../language.js';
import type { Task } from '../task.js';
import { interviewWords } from '../wording/interview.js';
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

/** The button that begins a task, or goes on with its draft. */
export function beginButton(
  task: Task,
  desk: Desk,
  language: Language,
  style: Button['style'] = 'default',
): Button {
  const words = interviewWords(language);
  const title = desk.drafts[task.id] ? words.resumeGoal(task.goalNo) : words.beginGoal(task.goalNo);
  return plainButton(`begin-${task.id}`, title, encodeAction('begin', task.id), style);
}

/** 使い方 */
export function helpCard(language: Language): Card {
  const words = interviewWords(language);
  return messageCard(
    language,
    words.help.title,
    [...words.help.lines, words.help.footer],
    [plainButton('status', words.showStatus, encodeAction('status'))],
  );
}
