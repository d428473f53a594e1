/** Buttons about a submitted report: 承認, 差戻し, taking back, 修正の申し出. Who may is decided by the record, in its transaction. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Action } from '../../cards/action.js';
import { correctionButton, correctionForm } from '../../cards/approval/decision.js';
import type { Card } from '../../cards/card.js';
import { goalAmong, messageCard } from '../../cards/message.js';
import { returnForm } from '../../cards/review.js';
import type { Refusal } from '../../decision/command.js';
import { mayDecide } from '../../decision/decide-approval.js';
import { waiting } from '../../decision/decision.js';
import type { Desk } from '../../draft/drafts.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { coordinates } from '../../organization/people.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { stepAt } from '../../organization/route.js';
import type { Task } from '../../report/task.js';
import { decidingWords } from '../../wording/deciding.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords, refusalWords } from '../../wording/problems.js';
import type { Context } from '../context.js';
import type { Input } from '../input.js';
import { type StepResult, showing, stepResult } from '../step-result.js';

/**
 * 承認 of the version the button stood for, at the step of the route it stood for. `looked`: from the last look at the
 * whole sheet.
 */
export function approve(desk: Desk, input: Input, action: Action, looked: boolean): StepResult {
  return stepResult(desk, {
    kind: 'record',
    place: input.aside,
    command: {
      kind: 'approve',
      report: action.of,
      version: action.v,
      step: Number(action.with) || 0,
      ...(looked ? {} : { lookFirst: true as const }),
    },
  });
}

/** An approval is taken back. */
export function undoApproval(desk: Desk, input: Input, action: Action): StepResult {
  return stepResult(desk, {
    kind: 'record',
    place: input.aside,
    command: {
      kind: 'undo_approval',
      report: action.of,
      version: action.v,
      step: Number(action.with) || 0,
    },
  });
}

/**
 * 差戻し opens the form for its comment, for who may decide about that version; nothing is decided yet. Anybody else is
 * told in private why not, before a comment is written that nobody will get.
 */
export function openReturn(desk: Desk, input: Input, context: Context, action: Action): StepResult {
  const { language } = context.actor;
  const refused = noReturn(context, action);
  if (refused) return stepResult(desk, showing(input.aside, refused));
  return stepResult(desk, {
    kind: 'form',
    card: returnForm({ id: action.of, version: action.v }, titleOf(context, action), language),
  });
}

/** Why the actor cannot return what the button stands for, with who can; null when he or she may. */
function noReturn(context: Context, action: Action): Card | null {
  const { actor, namedSection: section, namedPosts: posts = [], today } = context;
  const { language } = actor;
  const title = interviewWords(language).refusedTitle;
  const task = taskOf(context, action);
  const told = (refusal: Refusal) =>
    messageCard(language, title, [refusalWords(refusal, formatInstant, coordinates(actor))[language]]);
  if (!task || !section) return told({ reason: 'not_found' });
  if (task.round.state === 'closed' && !task.report?.reopened) return told({ reason: 'round_closed' });
  const found = waiting(task, action.v);
  if (!found.ok) return told(found.refusal);
  const entitled = mayDecide({ actor, section, posts, today }, found.report);
  if (entitled.ok) return null;
  const step = stepAt(section.route, found.report.approvals.length);
  if (!step || entitled.refusal.reason !== 'not_entitled') return told(entitled.refusal);
  const words = decidingWords(language).whoDecides;
  return messageCard(language, title, [words(task.goalNo, ROLE_NAMES[step.role][language])]);
}

/** 差戻し with its comment. */
export function giveBack(
  desk: Desk,
  input: Input,
  context: Context,
  action: Action,
  fields: Readonly<Record<string, string>>,
): StepResult {
  const { required } = interviewWords(context.actor.language).returnForm;
  return withComment(desk, context, fields, required, (comment) =>
    stepResult(desk, {
      kind: 'record',
      place: input.aside,
      command: { kind: 'return', report: action.of, version: action.v, comment },
    }),
  );
}

/** 修正の申し出 opens the form for its reason. */
export function openCorrection(desk: Desk, context: Context, action: Action): StepResult {
  const { language } = context.actor;
  const of = { id: action.of, version: action.v };
  const published = taskOf(context, action)?.publishedAt !== undefined;
  return stepResult(desk, {
    kind: 'form',
    card: correctionForm(of, titleOf(context, action), language, published),
  });
}

/** 修正の申し出 with its reason. */
export function correct(
  desk: Desk,
  input: Input,
  context: Context,
  action: Action,
  fields: Readonly<Record<string, string>>,
): StepResult {
  const { required } = decidingWords(context.actor.language).correction;
  return withComment(desk, context, fields, required, (reason) =>
    stepResult(desk, {
      kind: 'record',
      place: input.aside,
      command: { kind: 'correct', report: action.of, version: action.v, reason },
    }),
  );
}

/** Without its text the form says so and keeps what was typed. */
function withComment(
  desk: Desk,
  { actor: { language } }: Context,
  fields: Readonly<Record<string, string>>,
  required: string,
  go: (comment: string) => StepResult,
): StepResult {
  const comment = fields.comment ?? '';
  const problem =
    comment.trim() === ''
      ? required
      : comment.length > MAX_TEXT.reason
        ? problemWords.tooLong(MAX_TEXT.reason, comment.length)[language]
        : null;
  return problem === null
    ? go(comment)
    : stepResult(desk, { kind: 'form_problem', problems: { comment: problem } });
}

/** 「訂正」: which of the approved reports? */
export function askCorrection(desk: Desk, input: Input, context: Context): StepResult {
  const { language } = context.actor;
  const words = decidingWords(language).correction;
  const buttons = context.tasks.flatMap((task) =>
    task.report?.state === 'approved'
      ? [{ ...correctionButton(task, task.report.version, language), title: goalAmong(task, context.tasks) }]
      : [],
  );
  const card =
    buttons.length === 0
      ? messageCard(language, words.none, [words.noneLine])
      : messageCard(language, words.which, [], buttons);
  return stepResult(desk, showing(input.place, card));
}

/** 後閲: the list of what deputies decided. */
export function showPostReviews(desk: Desk, input: Input): StepResult {
  return stepResult(desk, { kind: 'record', place: input.place, command: { kind: 'post_reviews' } });
}

/** 後閲: all that was shown is noted as seen. */
export function noteSeen(desk: Desk, input: Input, action: Action): StepResult {
  return stepResult(desk, {
    kind: 'record',
    place: input.aside,
    command: { kind: 'note_seen', upTo: action.v },
  });
}

function taskOf(context: Context, action: Action): Task | null {
  return context.named ?? context.tasks.find((t) => t.id === action.of) ?? null;
}

function titleOf(context: Context, action: Action): string {
  const task = taskOf(context, action);
  return task ? interviewWords(context.actor.language).goal(task.goalNo, task.goalText) : '';
}
