/** What 事務局 asks for from the board, in the transaction of the command: nobody else sees or does any of it. */
import type { CoordinatorCommand } from '../../../core/board/acts.js';
import type { Command } from '../../../core/decision/command.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { inPost } from '../ledger/recorded-by.js';
import { reopenIn } from '../reports/reopen.js';
import { type Acting, acted, shown } from './acting.js';
import { askCheck, readChecksPage } from './checks.js';
import { carryOutDeputies } from './deputies.js';
import { extend } from './extend.js';
import { readBoardPage } from './read-page.js';
import { retryUndelivered } from './retry.js';
import { carryOutRounds } from './rounds.js';
import { urge } from './urge.js';

export function isOfCoordinator(command: Command): command is CoordinatorCommand {
  switch (command.kind) {
    case 'show_board':
    case 'urge':
    case 'extend':
    case 'reopen':
    case 'retry_notices':
    case 'show_checks':
    case 'ask_check':
    case 'show_rounds':
    case 'open_round':
    case 'close_round':
    case 'publish_year':
    case 'show_deputies':
    case 'set_deputy':
      return true;
    default:
      return false;
  }
}

/** Carries one out. */
export async function carryOutCoordinator(
  db: Db,
  command: CoordinatorCommand,
  acting: Acting,
): Promise<Done> {
  const { actor, door, now } = acting;
  const post = actor.posts.find(({ role }) => role === 'coordinator');
  if (!post) return { outcome: { ok: false, refusal: { reason: 'not_entitled' } } };
  const by = inPost(actor, post.title, door);
  switch (command.kind) {
    case 'show_board':
      return shown({ board: await readBoardPage(db, command.asked, now) });
    case 'urge':
      return acted(await urge(db, command, by, now));
    case 'extend':
      return acted(await extend(db, command, by, now));
    case 'reopen': {
      const { report: id, version, reason } = command;
      const { outcome, task } = await reopenIn(db, id, reason, { by, now, version });
      if (!outcome.ok) return acted({ what: 'not_reopened', why: outcome.refusal });
      const published = task?.publishedAt !== undefined;
      return acted({
        what: 'reopened',
        name: task?.sectionName ?? '',
        goalNo: task?.goalNo ?? '',
        published,
      });
    }
    case 'retry_notices':
      return acted(await retryUndelivered(db, command, by, now));
    case 'show_checks':
      return shown({ checks: await readChecksPage(db, command.asked, now) });
    case 'ask_check':
      return askCheck(db, command, acting);
    case 'show_rounds':
    case 'open_round':
    case 'close_round':
    case 'publish_year':
      return acted(await carryOutRounds(db, command, by, now));
    case 'show_deputies':
    case 'set_deputy':
      return acted(await carryOutDeputies(db, command, by, now));
    default:
      return command satisfies never;
  }
}
