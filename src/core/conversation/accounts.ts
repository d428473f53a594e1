/** Accounts in the conversation: わたしではありません, and what the coordinator types to list, link and unlink them. */
import type { AccountsAsked } from '../account/account.js';
import type { Action } from '../cards/action.js';
import { messageCard } from '../cards/message.js';
import type { Command } from '../decision/command.js';
import type { Desk } from '../draft/drafts.js';
import { accountWords } from '../wording/accounts.js';
import type { Context } from './context.js';
import { isCoordinator } from './files/files.js';
import type { Input } from './input.js';
import { taskHere } from './interview/begin.js';
import { type StepResult, showing, stepResult } from './step-result.js';

/** Whether a text that asks for accounts means it: the coordinator's does; anybody else's may be an answer. */
export function meansAccounts(
  desk: Desk,
  input: Input & { readonly kind: 'said' },
  context: Context,
): boolean {
  if (input.surface === 'channel') return input.mentioned === true;
  const task = taskHere(desk, input, context);
  return isCoordinator(context) || !task || !desk.drafts[task.id];
}

/** Answered where the coordinator alone reads. */
export function askAccounts(desk: Desk, input: Input, context: Context, asked: AccountsAsked): StepResult {
  const { language } = context.actor;
  const words = accountWords(language);
  const told = (title: string, line: string): StepResult =>
    stepResult(desk, showing(input.aside, messageCard(language, title, [line])));
  if (!isCoordinator(context)) return told(words.notCoordinator, words.notCoordinatorLine);
  const command = ((): Command | null => {
    switch (asked.do) {
      case 'list':
        return { kind: 'list_accounts', name: asked.name };
      case 'link':
        return isAccount(asked.account) && asked.person !== ''
          ? { kind: 'link_account', account: asked.account, to: asked.person }
          : null;
      case 'unlink':
        return isAccount(asked.account) ? { kind: 'unlink_account', account: asked.account } : null;
      default:
        return asked satisfies never;
    }
  })();
  return command === null
    ? told(words.howTo, words.howToLine)
    : stepResult(desk, { kind: 'record', place: input.aside, command });
}

/** わたしではありません on the card that told of an account. */
export function notMe(desk: Desk, input: Input, action: Action): StepResult {
  return stepResult(desk, {
    kind: 'record',
    place: input.aside,
    command: { kind: 'not_me', account: action.of },
  });
}

/** An account begins with its platform. */
function isAccount(text: string): boolean {
  return /^[a-z]+:[^\s:]+(?::[^\s:]+)*$/u.test(text) && text.length <= LONGEST;
}
const LONGEST = 200;
