/** What follows when the record has answered a command: the draft leaves the desk, or goes back to its review. */
import { formatInstant } from '../calendar/format-instant.js';
import { accountsCard } from '../cards/account.js';
import { encodeAction } from '../cards/action.js';
import {
  approvedByYouCard,
  correctionButton,
  lastLookCard,
  postReviewsCard,
} from '../cards/approval/decision.js';
import type { Button, Card } from '../cards/card.js';
import { beginButton, goalAmong, isOpen, messageCard, plainButton } from '../cards/message.js';
import { reviewCard } from '../cards/review.js';
import type { Command, Outcome } from '../decision/command.js';
import { reportingPost } from '../decision/decide.js';
import { type Desk, withoutTask } from '../draft/drafts.js';
import { type Actor, coordinates, worksElsewhere } from '../organization/people.js';
import { readTaskId } from '../sheet/ids.js';
import { shorten } from '../text/shorten.js';
import { goalName } from '../wording/cards.js';
import { decidingWords } from '../wording/deciding.js';
import { interviewWords } from '../wording/interview.js';
import { refusalWords } from '../wording/problems.js';
import { threadWords } from '../wording/thread.js';
import type { Context } from './context.js';
import { uploadCard } from './files/upload-outcome.js';
import type { Place } from './input.js';
import { nextOpen } from './interview/begin.js';
import { type StepResult, showing, stepResult } from './step-result.js';

/** What was asked, as it is repeated to who asked, in UTF-16 units. */
const QUOTED = 60;

/** The next desk and what is told where, once `command` had `outcome`. `context` is the world after it. */
export function settle(
  desk: Desk,
  place: Place,
  command: Command,
  outcome: Outcome,
  context: Context,
): StepResult {
  const { language } = context.actor;
  switch (command.kind) {
    case 'submit':
      return outcome.ok
        ? submitted(desk, place, command.task, outcome, context)
        : notSubmitted(desk, place, command.task, outcome, context);
    case 'withdraw': {
      if (!outcome.ok) return stepResult(desk, showing(place, refusedCard(outcome, context.actor)));
      const words = interviewWords(language).withdrawn;
      return stepResult(
        onTopOf(desk, command.report, outcome.version),
        showing(
          place,
          messageCard(
            language,
            words.title(outcome.goalNo),
            [words.line],
            [resumeButton(command.report, outcome.goalNo, context)],
          ),
        ),
      );
    }
    case 'approve':
      return stepResult(desk, showing(place, approvedCard(command, outcome, context)));
    case 'return':
      return outcome.ok
        ? stepResult(desk)
        : stepResult(desk, showing(place, refusedCard(outcome, context.actor)));
    case 'undo_approval': {
      if (!outcome.ok) {
        const { report: id, version } = command;
        const { refusal } = outcome;
        const way =
          refusal.reason === 'undo_published' && mayCorrect(context, id)
            ? [
                correctionButton(
                  { id, goalNo: refusal.goalNo, sectionName: sectionOf(context, id) },
                  version,
                  language,
                ),
              ]
            : [];
        return stepResult(desk, showing(place, refusedCard(outcome, context.actor, way)));
      }
      const words = decidingWords(language);
      return stepResult(
        desk,
        showing(place, messageCard(language, words.undone(outcome.goalNo), [words.undoneLine])),
      );
    }
    case 'correct': {
      if (!outcome.ok) return stepResult(desk, showing(place, refusedCard(outcome, context.actor)));
      const words = decidingWords(language).correction;
      const go = resumeButton(command.report, outcome.goalNo, context);
      return stepResult(
        desk,
        showing(place, messageCard(language, words.asked(outcome.goalNo), [words.askedLine], [go])),
      );
    }
    case 'post_reviews':
      return stepResult(
        desk,
        showing(
          place,
          outcome.ok
            ? postReviewsCard(outcome.postReviews ?? [], language)
            : refusedCard(outcome, context.actor),
        ),
      );
    case 'note_seen':
      return stepResult(
        desk,
        showing(
          place,
          outcome.ok
            ? messageCard(
                language,
                decidingWords(language).reviews.noted(outcome.postReviews?.length ?? 0),
                [],
              )
            : refusedCard(outcome, context.actor),
        ),
      );
    case 'snooze':
      return stepResult(
        desk,
        showing(
          place,
          outcome.ok
            ? messageCard(
                language,
                interviewWords(language).paused.set(formatInstant(command.until)[language]),
                [],
              )
            : refusedCard(outcome, context.actor),
        ),
      );
    case 'language': {
      const words = interviewWords(command.language);
      return stepResult(
        desk,
        showing(place, messageCard(command.language, words.language.title, [words.language.line])),
      );
    }
    case 'ask': {
      if (!outcome.ok) return stepResult(desk, showing(place, refusedCard(outcome, context.actor)));
      const { title, line, next } = threadWords(language).asked;
      const said = line(outcome.goalNo, shorten(command.text, QUOTED));
      return stepResult(desk, showing(place, messageCard(language, title, [said, next])));
    }
    case 'reply': {
      if (!outcome.ok) return stepResult(desk, showing(place, refusedCard(outcome, context.actor)));
      const { title, line } = threadWords(language).replied;
      return stepResult(desk, showing(place, messageCard(language, title(outcome.goalNo), [line])));
    }
    case 'not_me':
    case 'list_accounts':
    case 'link_account':
    case 'unlink_account':
      return stepResult(
        desk,
        showing(
          place,
          outcome.ok ? accountsCard(command, outcome, language) : refusedCard(outcome, context.actor),
        ),
      );
    case 'preview_upload':
    case 'import_upload':
    case 'drop_upload':
      return stepResult(desk, showing(place, uploadCard(command, outcome, language)));
    default:
      return command satisfies never;
  }
}

/** An own draft of the task stays as it is and follows the version that was taken back; nothing typed is lost. */
function onTopOf(desk: Desk, taskId: string, version: number): Desk {
  const draft = desk.drafts[taskId];
  if (!draft) return withoutTask(desk, taskId);
  return { ...desk, drafts: { ...desk.drafts, [taskId]: { ...draft, base: version } } };
}

function submitted(
  desk: Desk,
  place: Place,
  taskId: string,
  { goalNo, complete, unlinked }: Extract<Outcome, { ok: true }>,
  context: Context,
): StepResult {
  const { language } = context.actor;
  const words = interviewWords(language).submitted;
  const next = withoutTask(desk, taskId);
  const open = context.tasks.filter((task) => task.id !== taskId && isOpen(task));
  const task = context.tasks.find(({ id }) => id === taskId);
  const first = nextOpen(open, task?.round.id);
  const buttons: Button[] = [
    ...(first ? [beginButton(first, next, language, 'primary', context.tasks)] : []),
    plainButton('status', interviewWords(language).showStatus, encodeAction('status')),
  ];
  return stepResult(
    next,
    showing(
      place,
      messageCard(
        language,
        // Nothing was changed: it is approved as it was, and nobody is asked again.
        complete ? words.unchanged(goalNo) : words.title(goalNo),
        [
          complete ? words.unchangedLine : unlinked ? words.noChannel : words.line,
          ...(task?.report?.late ? [words.late] : []),
          open.length === 0 ? words.allDone : words.more(open.length),
        ],
        buttons,
      ),
    ),
  );
}

/** Nothing is lost by a refusal: the draft is back at its review, with the reason above it. */
function notSubmitted(
  desk: Desk,
  place: Place,
  taskId: string,
  outcome: Extract<Outcome, { ok: false }>,
  context: Context,
): StepResult {
  const { language } = context.actor;
  const draft = desk.drafts[taskId];
  const task = context.tasks.find((t) => t.id === taskId);
  if (!draft) return stepResult(desk, showing(place, refusedCard(outcome, context.actor)));
  const newer = outcome.refusal.reason === 'newer_version' && task?.report;
  const reopened = {
    ...draft,
    turn: draft.turn + 1,
    asking: { at: 'review' as const },
    ...(newer ? { base: newer.version } : {}),
  };
  const next = { ...desk, drafts: { ...desk.drafts, [taskId]: reopened } };
  const card = task
    ? reviewCard(task, reopened, language, [refusalWords(outcome.refusal, formatInstant)[language]])
    : refusedCard(outcome, context.actor);
  return stepResult(next, showing(place, card));
}

/** Approved, with the way back; or the last look that is asked for before the whole sheet is. */
function approvedCard(
  command: Extract<Command, { kind: 'approve' }>,
  outcome: Outcome,
  context: Context,
): Card {
  const { language } = context.actor;
  const among = worksElsewhere(context.actor, readTaskId(command.report)?.sectionId);
  if (outcome.ok) {
    const { goalNo, check = false, published = false } = outcome;
    const sectionName = outcome.section ?? sectionOf(context, command.report);
    const corrects = mayCorrect(context, command.report);
    return approvedByYouCard(
      { ...command, sectionName, goalNo, among, check, published, corrects },
      language,
    );
  }
  if (outcome.refusal.reason !== 'last_look') return refusedCard(outcome, context.actor);
  const { goals, section } = outcome.refusal;
  return lastLookCard(command, goals, language, among ? section : undefined);
}

/** The name of the section a report is of, as far as this person has to do with it; else blank. */
function sectionOf({ actor, tasks }: Context, report: string): string {
  const of = readTaskId(report)?.sectionId;
  const known =
    tasks.find(({ id }) => id === report) ??
    [...actor.posts, ...actor.deputyFor].find(({ sectionId }) => sectionId === of);
  return known?.sectionName ?? '';
}

function mayCorrect({ actor }: Context, report: string): boolean {
  return reportingPost(actor, readTaskId(report)?.sectionId ?? '') !== null;
}

function refusedCard(
  outcome: Extract<Outcome, { ok: false }>,
  actor: Actor,
  buttons: readonly Button[] = [],
): Card {
  const { language } = actor;
  const line = refusalWords(outcome.refusal, formatInstant, coordinates(actor))[language];
  return messageCard(language, interviewWords(language).refusedTitle, [line], buttons);
}

/** The button that goes on with a goal that is back with its writer; its label names the section. */
function resumeButton(id: string, goalNo: string, { actor, tasks }: Context): Button {
  const { resumeGoal } = interviewWords(actor.language);
  const task = tasks.find((one) => one.id === id);
  const [title, label] = task ? [goalAmong(task, tasks), goalName(task)] : [`No.${goalNo}`, `No.${goalNo}`];
  return {
    ...plainButton('begin', resumeGoal(title), encodeAction('begin', id), 'primary'),
    label: resumeGoal(label),
  };
}
