/** 「記録しています」: what is said of a submission or decision until PostgreSQL has it; only then it is told as done. */
import { encodeAction } from '../cards/action.js';
import { confirmAction, togetherAgain } from '../cards/approval/together.js';
import type { Button, Card } from '../cards/card.js';
import { messageCard, plainButton } from '../cards/message.js';
import type { Command } from '../decision/command.js';
import type { Language } from '../text/language.js';
import { interviewWords } from '../wording/interview.js';
import type { Effect } from './effect.js';

/** The card of a submission that waits for the record, its button still there. */
export function submittingCard(task: string, language: Language, problems: readonly string[] = []): Card {
  const { recording, submit } = interviewWords(language);
  const button = plainButton('submit', submit, encodeAction('submit', task), 'primary');
  return messageCard(language, recording.title, [...problems, recording.line], [button]);
}

/** The card of a command that waits for the record; null for those that decide nothing. */
export function recordingCard(command: Command, language: Language): Card | null {
  const { recording } = interviewWords(language);
  const card = (...buttons: Button[]) => messageCard(language, recording.title, [recording.line], buttons);
  const again = (action: string) => plainButton('again', recording.again, action);
  switch (command.kind) {
    case 'submit':
      return command.quiet ? null : submittingCard(command.task, language);
    case 'withdraw':
      return card(again(encodeAction('withdraw', command.report, command.version)));
    case 'approve': {
      const { report, version, step, lookFirst, shown } = command;
      const name = lookFirst ? 'approve' : 'approve_all';
      return card(again(encodeAction(name, report, version, String(step), shown)));
    }
    case 'approve_together': {
      const { goals, look, whole = false } = command;
      return look || goals.length === 0 ? null : card(again(togetherAgain(goals, whole)));
    }
    case 'undo_approval':
      return card(
        again(encodeAction('undo_approval', command.report, command.version, String(command.step))),
      );
    case 'set_owner':
      return command.to === null ? null : card();
    case 'approve_target':
      return card(again(encodeAction('approve_target', command.change, command.step)));
    case 'withdraw_target':
      return card(again(encodeAction('withdraw_target', command.change)));
    case 'ask_target':
    case 'return_target':
      return card();
    case 'confirm':
      return command.goals.length === 0 ? null : card(again(confirmAction(command.goals).action));
    case 'return':
    case 'correct':
    case 'add_goal':
    case 'leave_year_notes':
    case 'note_seen':
    case 'not_me':
    case 'link_account':
    case 'unlink_account':
    case 'urge':
    case 'extend':
    case 'reopen':
    case 'retry_notices':
    case 'ask_check':
    case 'open_round':
    case 'close_round':
    case 'publish_year':
    case 'set_deputy':
    case 'import_upload':
    case 'ask':
    case 'ask_desk':
    case 'reply':
    case 'note_memo':
    case 'change_memo':
    case 'place_memo':
    case 'delete_memo':
    case 'add_evidence':
    case 'remove_evidence':
    case 'mark_evidence':
      return card();
    case 'post_reviews':
    case 'list_accounts':
    case 'show_board':
    case 'show_deputies':
    case 'show_checks':
    case 'search':
    case 'promises':
    case 'show_rounds':
    case 'show_targets':
    case 'show_memos':
    case 'count_on':
    case 'look_evidence':
    case 'show_evidence':
    case 'give_evidence':
    case 'say_direction':
    case 'own':
    case 'enter_for':
    case 'nudge':
    case 'snooze':
    case 'language':
    case 'preview_upload':
    case 'show_directions':
    case 'choose_directions':
    case 'drop_upload':
      return null;
    default:
      return command satisfies never;
  }
}

/** In its place where nothing else is said to who decided, or it is said below; `isEntered` false: it was refused. */
export function recordedCard(isEntered: boolean, language: Language): Card {
  const { done, refused, refusedLine } = interviewWords(language).recording;
  return isEntered ? messageCard(language, done, []) : messageCard(language, refused, [refusedLine]);
}

/** Whether an effect leads to a decision that is not in the record yet. */
export function isBeingRecorded(effect: Effect): boolean {
  switch (effect.kind) {
    case 'record':
      return recordingCard(effect.command, 'ja') !== null;
    case 'show':
      return effect.whileSending !== undefined;
    case 'form':
    case 'form_problem':
    case 'take_over':
    case 'file':
    case 'fold':
    case 'arrival':
      return false;
    default:
      return effect satisfies never;
  }
}
