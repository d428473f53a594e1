/** What 事務局 asks for from the board, in the transaction of the command: nobody else sees or does any of it. */
import type { Command } from '../../../core/decision/command.js';
import type { Actor } from '../../../core/organization/people.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import type { Door } from '../ledger/recorded-by.js';
import { readBoardPage } from './read-page.js';

type CoordinatorCommand = Extract<Command, { kind: 'show_board' }>;

export function isOfCoordinator(command: Command): command is CoordinatorCommand {
  return command.kind === 'show_board';
}

/** Carries one out. */
export async function carryOutCoordinator(
  db: Db,
  command: CoordinatorCommand,
  { actor, now }: { readonly actor: Actor; readonly door: Door; readonly now: Date },
): Promise<Done> {
  if (!actor.posts.some(({ role }) => role === 'coordinator'))
    return { outcome: { ok: false, refusal: { reason: 'not_entitled' } } };
  const ok = { ok: true, goalNo: '', version: 0, complete: false } as const;
  return { outcome: { ...ok, board: await readBoardPage(db, command.asked, now) } };
}
