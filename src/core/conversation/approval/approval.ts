/** Buttons about a submitted report: 承認, 差戻し, taking back, 修正の申し出. Who may is decided by the record, in its transaction. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Action } from '../../cards/action.js';
import { correctionButton, correctionForm } from '../../cards/approval/decision.js';
import { goalAmong } from '../../cards/message.js';
import { returnForm } from '../../cards/review.js';
import { goalsCard } from '../../cards/tasks.js';
import type { Command } from '../../decision/command.js';
import { reportingPost } from '../../decision/decide.js';
import { mayDecide } from '../../decision/decide-approval.js';
import { waiting } from '../../decision/decision.js';
import type { Refusal } from '../../decision/outcome/refusal.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { coordinates } from '../../organization/people.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { stepAt } from '../../organization/route.js';
import type { Task } from '../../report/task.js';
import { decidingWords } from '../../wording/deciding.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords, refusalWords } from '../../wording/problems.js';
import type { Context } from '../context.js';
import { aside, type Happened, happened, message, record, type Scene, type Told } from '../told.js';

/**
 * 承認 of the version the button stood for, at the step of the route it stood for. `looked`: from the last look at the
 * whole sheet.
 */
export function approve({ desk }: Scene, action: Action, looked: boolean): Happened {
  const step = Number(action.with) || 0;
  const { of: report, v: version, shown } = action;
  const how = { ...(shown === undefined ? {} : { shown }), ...(looked ? {} : { lookFirst: true as const }) };
  return happened(desk, aside(record({ kind: 'approve', report, version, step, ...how })));
}

/** An approval is taken back. */
export function undoApproval({ desk }: Scene, action: Action): Happened {
  const step = Number(action.with) || 0;
  return happened(desk, aside(record({ kind: 'undo_approval', report: action.of, version: action.v, step })));
}

/**
 * 差戻し opens the form for its comment, for who may decide about that version; nothing is decided yet. Anybody else is
 * told in private why not, before a comment is written that nobody will get.
 */
export function openReturn(scene: Scene, action: Action): Happened {
  const of = { id: action.of, version: action.v };
  const form = { kind: 'form', card: returnForm(of, titleOf(scene, action), scene.language) } as const;
  return happened(scene.desk, noReturn(scene, action) ?? form);
}

/** Why the actor cannot return what the button stands for, with who can; null when he or she may. */
function noReturn(scene: Scene, action: Action): Told | null {
  const { actor, language, namedSection: section, namedPosts: posts = [], today } = scene;
  const task = taskOf(scene, action);
  const told = (refusal: Refusal) => refused(scene, refusal);
  if (!task || !section) return told({ reason: 'not_found' });
  if (task.round.state === 'closed' && !task.report?.reopened) return told({ reason: 'round_closed' });
  const found = waiting(task, action.v);
  if (!found.ok) return told(found.refusal);
  const entitled = mayDecide({ actor, section, posts, today }, found.report);
  if (entitled.ok) return null;
  const step = stepAt(section.route, found.report.approvals.length);
  if (!step || entitled.refusal.reason !== 'not_entitled') return told(entitled.refusal);
  const line = decidingWords(language).whoDecides(task.goalNo, ROLE_NAMES[step.role][language]);
  return aside(message(interviewWords(language).refusedTitle, [line]));
}

function refused({ actor, language }: Scene, refusal: Refusal): Told {
  const line = refusalWords(refusal, formatInstant, coordinates(actor))[language];
  return aside(message(interviewWords(language).refusedTitle, [line]));
}

/** 差戻し with its comment. */
export function giveBack(
  scene: Scene,
  { of: report, v: version }: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  const { required } = interviewWords(scene.language).returnForm;
  return withComment(scene, fields, required, (comment) => ({ kind: 'return', report, version, comment }));
}

/** 修正の申し出 opens the form for its reason, for who reports for the section: a button names any goal, and the form shows it. */
export function openCorrection(scene: Scene, action: Action): Happened {
  const task = taskOf(scene, action);
  if (!task) return happened(scene.desk, refused(scene, { reason: 'not_found' }));
  if (!reportingPost(scene.actor, task.sectionId))
    return happened(scene.desk, refused(scene, { reason: 'not_entitled' }));
  const of = { id: action.of, version: action.v };
  const published = task.publishedAt !== undefined;
  const card = correctionForm(of, titleOf(scene, action), scene.language, published);
  return happened(scene.desk, { kind: 'form', card });
}

/** 修正の申し出 with its reason. */
export function correct(
  scene: Scene,
  { of: report, v: version }: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  const { required } = decidingWords(scene.language).correction;
  return withComment(scene, fields, required, (reason) => ({ kind: 'correct', report, version, reason }));
}

/** Without its text the form says so and keeps what was typed. */
function withComment(
  { desk, language }: Scene,
  fields: Readonly<Record<string, string>>,
  required: string,
  command: (comment: string) => Command,
): Happened {
  const comment = fields.comment ?? '';
  const problem =
    comment.trim() === ''
      ? required
      : comment.length > MAX_TEXT.reason
        ? problemWords.tooLong(MAX_TEXT.reason, comment.length)[language]
        : null;
  return happened(
    desk,
    problem === null
      ? aside(record(command(comment)))
      : { kind: 'form_problem', problems: { comment: problem } },
  );
}

/** 「修正」: which of the approved reports? */
export function askCorrection({ desk, language, tasks }: Scene): Happened {
  const words = decidingWords(language).correction;
  const buttons = tasks.flatMap((task) => {
    if (task.report?.state !== 'approved') return [];
    const button = correctionButton(task, task.report.version, language);
    return [{ task, button: { ...button, title: goalAmong(task, tasks) } }];
  });
  return happened(
    desk,
    buttons.length === 0
      ? message(words.none, [words.noneLine])
      : { kind: 'card', card: goalsCard(words.which, [], buttons, [], language) },
  );
}

/** 後閲: the list of what deputies decided. */
export function showPostReviews({ desk }: Scene): Happened {
  return happened(desk, record({ kind: 'post_reviews' }));
}

/** 後閲: all that was shown is noted as seen. */
export function noteSeen({ desk }: Scene, action: Action): Happened {
  return happened(desk, aside(record({ kind: 'note_seen', upTo: action.v })));
}

function taskOf(context: Context, action: Action): Task | null {
  return context.named ?? context.tasks.find((t) => t.id === action.of) ?? null;
}

function titleOf(context: Context, action: Action): string {
  const task = taskOf(context, action);
  return task ? interviewWords(context.actor.language).goal(task.goalNo, task.goalText) : '';
}
