/** Buttons of the goal's card in the section's channel: 承認 and 差戻し. Who may is decided by the record, in its transaction. */
import type { Action } from '../action.js';
import type { Context } from '../context.js';
import type { Input } from '../input.js';
import { returnForm } from '../views/review.js';
import { interviewWords } from '../wording/interview.js';
import { problemWords } from '../wording/problems.js';
import type { Desk } from './desk.js';
import { MAX_TEXT } from './order.js';
import { type Turn, turn } from './turn.js';

/** 承認 of the version the button stood for, at the step of the route it stood for. */
export function approve(desk: Desk, input: Input, action: Action): Turn {
  return turn(desk, {
    kind: 'record',
    place: input.aside,
    command: { kind: 'approve', report: action.of, version: action.v, step: Number(action.with) || 0 },
  });
}

/** 差戻し opens the form for its comment; nothing is decided yet. */
export function openReturn(desk: Desk, _input: Input, context: Context, action: Action): Turn {
  const { language } = context.actor;
  const task = context.named ?? context.tasks.find((t) => t.id === action.of) ?? null;
  const title = task ? interviewWords(language).goal(task.goalNo, task.goalText) : '';
  return turn(desk, {
    kind: 'form',
    card: returnForm({ id: action.of, version: action.v }, title, language),
  });
}

/** 差戻し with its comment; without one the form says so and keeps what was typed. */
export function giveBack(
  desk: Desk,
  input: Input,
  context: Context,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Turn {
  const { language } = context.actor;
  const comment = fields.comment ?? '';
  if (comment.trim() === '')
    return turn(desk, {
      kind: 'form_problem',
      problems: { comment: interviewWords(language).returnForm.required },
    });
  if (comment.length > MAX_TEXT.reason)
    return turn(desk, {
      kind: 'form_problem',
      problems: { comment: problemWords.tooLong(MAX_TEXT.reason, comment.length)[language] },
    });
  return turn(desk, {
    kind: 'record',
    place: input.aside,
    command: { kind: 'return', report: action.of, version: action.v, comment },
  });
}
