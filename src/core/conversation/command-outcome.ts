/** What follows when the record has answered a command: the draft leaves the desk, or goes back to its review. */
import { formatInstant } from '../calendar/format-instant.js';
import { accountsCard } from '../cards/account.js';
import { encodeAction } from '../cards/action.js';
import { correctionButton, lastLookCard, postReviewsCard } from '../cards/approval/decision.js';
import { inquirySentCard } from '../cards/approval/inquiry.js';
import { approvedTogetherCard, noneTogetherCard, togetherCard } from '../cards/approval/together.js';
import type { Button } from '../cards/card.js';
import { goalAmong, plainButton } from '../cards/message.js';
import { showInPrivate } from '../cards/show-button.js';
import { confirmedCard } from '../cards/year/forecast.js';
import type { Command } from '../decision/command.js';
import { isAboutEvidence } from '../decision/evidence/evidence-command.js';
import { isAboutMemos } from '../decision/memo/decide-memo.js';
import type { Outcome } from '../decision/outcome/outcome.js';
import { isAboutTargets } from '../decision/year/decide-target.js';
import { withoutDirection } from '../draft/answer.js';
import { type Desk, type Draft, onTopOf } from '../draft/drafts.js';
import { type Actor, coordinates, worksElsewhere } from '../organization/people.js';
import { readTaskId } from '../sheet/ids.js';
import type { Language } from '../text/language.js';
import { goalName } from '../wording/cards.js';
import { decidingWords } from '../wording/deciding.js';
import { interviewWords } from '../wording/interview.js';
import { refusalWords } from '../wording/problems.js';
import { approvedCard, mayCorrect, sectionOf } from './approval/approved.js';
import { boardOutcome, checkReplied } from './board/outcome.js';
import type { Context } from './context.js';
import { draw, type StepResult } from './draw.js';
import { evidenceOutcome } from './evidence/evidence.js';
import { uploadCard } from './files/upload-outcome.js';
import type { Place } from './input.js';
import { goalAdded } from './interview/add-goal.js';
import { submitted } from './interview/submitted.js';
import { filesLeft, memoOutcome } from './memo/memo.js';
import { entersFor } from './owner/behalf.js';
import { ownedMeanwhile, ownerSet } from './owner/outcome.js';
import { foundCardFor } from './search/search.js';
import { statusButton } from './show-status.js';
import { type Happened, happened, message, standing, type Told } from './told.js';
import { targetOutcome } from './year/target-change.js';
import { yearNotesLeft } from './year/year-notes.js';

type Done = Extract<Outcome, { ok: true }>;
type Refused = Extract<Outcome, { ok: false }>;

/** Whether nothing follows from it: what was begun, or taken over, is shown by what begins it. */
export const saysNothing = (command: Command, outcome: Outcome): boolean =>
  outcome.ok && command.kind === 'own';

/** The next desk and what is told where, once `command` had `outcome`. `context` is the world after it. */
export function settle(
  desk: Desk,
  place: Place,
  command: Command,
  outcome: Outcome,
  context: Context,
): StepResult {
  const language = command.kind === 'language' ? command.language : context.actor.language;
  const told = outcome.ok
    ? settled(desk, command, outcome, context)
    : refused(desk, command, outcome, context);
  return draw(told, { place, aside: place, surface: 'direct' }, language);
}

function settled(desk: Desk, command: Command, outcome: Done, context: Context): Happened {
  const { language } = context.actor;
  const { goalNo } = outcome;
  if (isAboutTargets(command)) return happened(desk, ...targetOutcome(command, outcome, language));
  if (isAboutMemos(command)) return happened(desk, ...memoOutcome(command, outcome, language));
  if (isAboutEvidence(command)) return happened(desk, ...(evidenceOutcome(desk, outcome, context) ?? []));
  switch (command.kind) {
    case 'submit':
      return submitted(desk, command.task, outcome, context);
    case 'withdraw': {
      const words = interviewWords(language).withdrawn;
      const go = resumeButton(command.report, goalNo, context);
      return happened(
        onTopOf(desk, command.report, outcome.version),
        message(words.title(goalNo), [words.line], [go]),
      );
    }
    case 'approve':
      return happened(desk, { kind: 'card', card: approvedCard(command, outcome, context) });
    case 'confirm':
    case 'approve_together': {
      const cardOf = command.kind === 'confirm' ? confirmedCard : approvedTogetherCard;
      const card = cardOf(outcome, language, worksElsewhere(context.actor, sectionIdOf(command)));
      return happened(desk, { kind: 'card', card });
    }
    case 'undo_approval': {
      const words = decidingWords(language);
      const check = outcome.check ?? false;
      return happened(desk, message(words.undone(goalNo, check), [words.undoneLine(check)]));
    }
    case 'correct': {
      const words = decidingWords(language).correction;
      const go = resumeButton(command.report, goalNo, context);
      return happened(desk, message(words.asked(goalNo), [words.askedLine], [go]));
    }
    case 'post_reviews':
      return happened(desk, { kind: 'card', card: postReviewsCard(outcome.postReviews ?? [], language) });
    case 'note_seen': {
      const seen = outcome.postReviews?.length ?? 0;
      return happened(desk, message(decidingWords(language).reviews.noted(seen)));
    }
    // The card with the proposal stands already; from now on the record has it.
    case 'say_direction':
      return happened(inRecord(desk, command));
    case 'own':
    case 'return':
      return happened(desk);
    case 'leave_year_notes':
      return happened(desk, ...yearNotesLeft(command.task, outcome, language));
    case 'add_goal':
      return goalAdded(desk, outcome, context, command.promise);
    case 'enter_for':
      return entersFor(desk, command, outcome, context);
    case 'set_owner':
      return happened(desk, ownerSet(command, outcome, context));
    case 'nudge': {
      const { title, line, once } = interviewWords(language).nudged;
      const { who, goals } = outcome.nudged ?? { who: [], goals: 0 };
      return happened(desk, message(title, [line(who, goals), once]));
    }
    case 'snooze':
      return happened(
        desk,
        message(interviewWords(language).paused.set(formatInstant(command.until)[language])),
      );
    case 'language':
      return languageSet(desk, command.language);
    case 'ask':
    case 'ask_desk':
    case 'reply':
      if ('how' in command && command.how)
        return happened(desk, checkReplied(command.how, outcome.task, context));
      return happened(desk, { kind: 'card', card: inquirySentCard(command, outcome, language) });
    case 'search':
      return happened(
        desk,
        ...(outcome.found
          ? [{ kind: 'card', card: foundCardFor(context.actor, outcome.found) } as const]
          : []),
      );
    case 'show_board':
    case 'show_checks':
    case 'urge':
    case 'extend':
    case 'show_deputies':
    case 'set_deputy':
    case 'reopen':
    case 'retry_notices':
    case 'ask_check':
    case 'show_rounds':
    case 'open_round':
    case 'close_round':
    case 'publish_year':
    case 'promises':
      return happened(desk, ...boardOutcome(outcome, language));
    case 'not_me':
    case 'list_accounts':
    case 'link_account':
    case 'unlink_account':
      return happened(desk, { kind: 'card', card: accountsCard(command, outcome, language) });
    case 'preview_upload':
    case 'import_upload':
    case 'drop_upload':
    case 'show_directions':
    case 'choose_directions':
      return happened(desk, { kind: 'card', card: uploadCard(command, outcome, language) });
    default:
      return command satisfies never;
  }
}

function refused(desk: Desk, command: Command, outcome: Refused, context: Context): Happened {
  const { actor } = context;
  const { language } = actor;
  const { refusal } = outcome;
  const told = isAboutEvidence(command) ? evidenceOutcome(desk, outcome, context) : null;
  if (told) return happened(desk, ...told);
  switch (command.kind) {
    case 'submit':
      return notSubmitted(desk, command.task, outcome, context);
    case 'language':
      return languageSet(desk, command.language);
    case 'preview_upload':
    case 'import_upload':
    case 'drop_upload':
    case 'show_directions':
    case 'choose_directions':
      return happened(desk, { kind: 'card', card: uploadCard(command, outcome, language) });
    case 'approve':
      if (refusal.reason === 'last_look') {
        const among = worksElsewhere(actor, readTaskId(command.report)?.sectionId);
        const section = among ? refusal.section : undefined;
        return happened(desk, {
          kind: 'card',
          card: lastLookCard(command, refusal, language, section),
        });
      }
      if (refusal.reason === 'goes_public') {
        const of = { ...refusal, id: command.report, sectionName: sectionOf(context, command.report) };
        return happened(desk, whyNot(outcome, actor, showInPrivate(of, command.version, language)));
      }
      return happened(desk, whyNot(outcome, actor));
    case 'own':
      return happened(
        desk,
        ...(refusal.reason === 'owned' ? [ownedMeanwhile(command.task, refusal, context)] : []),
      );
    // 「+1」 in a channel's thread is said to others, unless that is a memo's.
    case 'count_on':
      return command.unasked ? happened(desk) : happened(desk, whyNot(outcome, actor));
    case 'note_memo': {
      const told = whyNot(outcome, actor);
      return happened(desk, { ...told, lines: [...told.lines, ...filesLeft(command, language)] });
    }
    case 'nudge':
      return happened(desk, { ...whyNot(outcome, actor), title: interviewWords(language).nudged.not });
    case 'approve_together': {
      const among = worksElsewhere(actor, sectionIdOf(command));
      if (refusal.reason === 'look_together')
        return happened(desk, { kind: 'card', card: togetherCard(refusal, language, among) });
      if (refusal.reason !== 'none_together') return happened(desk, whyNot(outcome, actor));
      return happened(desk, {
        kind: 'card',
        card: noneTogetherCard(refusal, language, statusButton(language)),
      });
    }
    case 'undo_approval': {
      const { report: id, version } = command;
      if (refusal.reason !== 'undo_published' || !mayCorrect(context, id))
        return happened(desk, whyNot(outcome, actor));
      const of = { id, goalNo: refusal.goalNo, sectionName: sectionOf(context, id) };
      return happened(desk, whyNot(outcome, actor, correctionButton(of, version, language)));
    }
    default:
      return happened(desk, whyNot(outcome, actor));
  }
}

/** Whose goals a list to be approved together is of. */
function sectionIdOf({
  goals,
}: Extract<Command, { kind: 'approve_together' | 'confirm' }>): string | undefined {
  return readTaskId(goals[0]?.id ?? '')?.sectionId;
}

function languageSet(desk: Desk, language: Language): Happened {
  const { title, line } = interviewWords(language).language;
  return happened(desk, message(title, [line]));
}

function inRecord(desk: Desk, { task, indicator }: Extract<Command, { kind: 'say_direction' }>): Desk {
  const draft = desk.drafts[task];
  return draft ? { ...desk, drafts: { ...desk.drafts, [task]: withoutDirection(draft, indicator) } } : desk;
}

/** Nothing is lost by a refusal: the draft is back at its review, with the reason above it. */
function notSubmitted(desk: Desk, taskId: string, outcome: Refused, context: Context): Happened {
  const { actor, tasks } = context;
  const kept = desk.drafts[taskId];
  const task = tasks.find((t) => t.id === taskId);
  if (!kept) return happened(desk, whyNot(outcome, actor));
  const newer = outcome.refusal.reason === 'newer_version' && task?.report;
  const draft: Draft = {
    ...kept,
    turn: kept.turn + 1,
    asking: { at: 'review' },
    ...(newer ? { base: newer.version } : {}),
  };
  const problems = [refusalWords(outcome.refusal, formatInstant)];
  return happened(
    { ...desk, drafts: { ...desk.drafts, [taskId]: draft } },
    task ? standing(context, task, draft, problems) : whyNot(outcome, actor),
  );
}

function whyNot(
  { refusal }: Refused,
  actor: Actor,
  ...buttons: readonly Button[]
): Extract<Told, { kind: 'message' }> {
  const { language } = actor;
  const line = refusalWords(refusal, formatInstant, coordinates(actor))[language];
  return message(interviewWords(language).refusedTitle, [line], buttons);
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
