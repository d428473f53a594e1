/** Commands about accounts: わたしではありません of a person, and the coordinator's list, link and unlink. */
import type { Command } from '../../../core/decision/command.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { Actor } from '../../../core/organization/people.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { type By, type Door, inPost } from '../ledger/recorded-by.js';
import { peopleNamed } from '../sheets/status.js';
import { readAccounts } from './account-list.js';
import { linkByHandIn, unlinkIn } from './accounts.js';

type AccountCommand = Extract<
  Command,
  { kind: 'not_me' | 'list_accounts' | 'link_account' | 'unlink_account' }
>;

/** Accounts shown in a chat at once; more are found by name. */
const SHOWN = 20;

export function isAboutAccounts(command: Command): command is AccountCommand {
  switch (command.kind) {
    case 'not_me':
    case 'list_accounts':
    case 'link_account':
    case 'unlink_account':
      return true;
    default:
      return false;
  }
}

/** Carries one out, in the transaction of the command. */
export async function carryOutAccounts(
  db: Db,
  command: AccountCommand,
  actor: Actor,
  door: Door,
  now: Date,
): Promise<Done> {
  const ok = { ok: true, goalNo: '', version: 0, complete: false } as const;
  const entered = (of: string, entries: readonly HistoryEntry[]): Done => ({
    outcome: { ...ok, of },
    after: () => appendHistory(db, entries),
  });
  const by = (post: string): By => inPost(actor, post, door);
  if (command.kind === 'not_me') {
    const unlinked = await unlinkIn(db, command.account, 'not_me', by(''), now, actor.id);
    return entered(actor.name, unlinked?.entries ?? []);
  }
  const post = actor.posts.find(({ role }) => role === 'coordinator');
  if (!post) return { outcome: { ok: false, refusal: { reason: 'not_entitled' } } };
  switch (command.kind) {
    case 'list_accounts':
      return { outcome: { ...ok, accounts: await readAccounts(db, command.name, SHOWN) } };
    case 'link_account': {
      const people = await peopleNamed(db, command.to);
      const [person, ...others] = people;
      if (!person || others.length > 0)
        return {
          outcome: {
            ok: false,
            refusal: { reason: 'which_person', said: command.to, ids: people.map(({ id }) => id) },
          },
        };
      return entered(person.name, await linkByHandIn(db, command.account, person.id, by(post.title), now));
    }
    case 'unlink_account': {
      const unlinked = await unlinkIn(db, command.account, 'by_hand', by(post.title), now);
      if (!unlinked) return { outcome: { ok: false, refusal: { reason: 'which_account' } } };
      const [whose] = await peopleNamed(db, unlinked.of);
      return entered(whose?.name ?? unlinked.of, unlinked.entries);
    }
    default:
      return command satisfies never;
  }
}
