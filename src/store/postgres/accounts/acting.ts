/** With which account a command is carried out, and whether it may be: found anew in the command's own transaction. */
import { type AccountDoubt, type Acting, doorOf, isSure } from '../../../core/account/account.js';
import type { Place } from '../../../core/conversation/input.js';
import { type Command, DECIDING } from '../../../core/decision/command.js';
import type { Db } from '../connection/pool.js';
import { accountsOf, hasParted } from './accounts.js';

type ActingWith = {
  /** null: none is linked on that platform */
  readonly account: string | null;
  /** why nothing is decided with it; null when it may be */
  readonly doubt: AccountDoubt | null;
};

/**
 * The account a person acts with, which stays linked until the transaction ends. An input of an older version does not
 * name it: then it is the only one of that platform.
 */
export async function actingWith(
  db: Db,
  {
    person,
    source,
    command,
    now,
    acting,
  }: {
    readonly person: string;
    readonly source: Place;
    /** null: what is no command, and decides */
    readonly command: Command | null;
    readonly now: Date;
    readonly acting?: Acting | undefined;
  },
): Promise<ActingWith> {
  const door = doorOf(acting?.account ?? source);
  const linked = await accountsOf(db, person, door);
  const own = acting ? linked.find(({ account }) => account === acting.account) : linked[0];
  const account = own?.account ?? acting?.account ?? null;
  if (command && !DECIDING[command.kind]) return { account, doubt: null };
  const doubt = ((): AccountDoubt | null => {
    if (!own && acting) return 'not_linked';
    if (linked.length > 1) return 'several';
    if (own?.standing && own.standing !== 'member') return 'no_member';
    return acting && !isSure(acting, now) ? 'unchecked' : null;
  })();
  if (doubt === null && !own && (await hasParted(db, person, door))) return { account, doubt: 'not_linked' };
  return { account, doubt };
}
