/** Accounts in the conversation: わたしではありません, and what the coordinator types to list, link and unlink them. */
import type { AccountsAsked } from '../account/account.js';
import type { Action } from '../cards/action.js';
import type { Command } from '../decision/command.js';
import { accountWords } from '../wording/accounts.js';
import { isCoordinator } from './files/files.js';
import { taskHere } from './interview/begin.js';
import { aside, type Happened, happened, message, record, type Said, type Scene } from './told.js';

/** Whether a text that asks for accounts means it: the coordinator's does; anybody else's may be an answer. */
export function meansAccounts(scene: Scene<Said>): boolean {
  const { desk, input } = scene;
  if (input.surface === 'channel') return input.mentioned === true;
  const task = taskHere(scene);
  return isCoordinator(scene) || !task || !desk.drafts[task.id];
}

/** Answered where the coordinator alone reads. */
export function askAccounts(scene: Scene, asked: AccountsAsked): Happened {
  const { desk } = scene;
  const words = accountWords(scene.language);
  const told = (title: string, line: string) => happened(desk, aside(message(title, [line])));
  if (!isCoordinator(scene)) return told(words.notCoordinator, words.notCoordinatorLine);
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
  return command === null ? told(words.howTo, words.howToLine) : happened(desk, aside(record(command)));
}

/** わたしではありません on the card that told of an account. */
export function notMe({ desk }: Scene, action: Action): Happened {
  return happened(desk, aside(record({ kind: 'not_me', account: action.of })));
}

/** An account begins with its platform. */
function isAccount(text: string): boolean {
  return /^[a-z]+:[^\s:]+(?::[^\s:]+)*$/u.test(text) && text.length <= LONGEST;
}
const LONGEST = 200;
