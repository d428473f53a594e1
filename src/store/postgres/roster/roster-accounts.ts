/** Accounts in a roster: those it names are linked as by hand, and those linked by an address that it changes end. */
import { doorOf } from '../../../core/account/account.js';
import type { Roster, RosterDifference } from '../../../core/organization/roster.js';
import { linkTogether, partByAddress } from '../accounts/account-links.js';
import { ownersOf } from '../accounts/accounts.js';
import type { RosterWork } from './roster-work.js';

type Named = { readonly account: string; readonly personId: string; readonly name: string };

/** Enters them, in a transaction that changes the roster. Each is told behind the person whose account it is, and before the posts. */
export async function enterAccounts(work: RosterWork, roster: Roster): Promise<void> {
  const { db, differences, entries, now, by } = work;
  const behind = new Map<string, RosterDifference[]>();
  const tell = (personId: string, difference: RosterDifference) => {
    const others = behind.get(personId);
    if (others) others.push(difference);
    else behind.set(personId, [difference]);
  };
  const readdressed = new Map(
    differences
      .filter(
        ({ what, before, after }) =>
          what === 'person' && before !== null && foldedEmail(before) !== foldedEmail(after),
      )
      .map(({ id, name }) => [id, name]),
  );
  for (const { entry, personId: id } of await partByAddress(db, [...readdressed.keys()], by, now)) {
    entries.push(entry);
    const name = readdressed.get(id) ?? id;
    tell(id, { what: 'account', id: entry.subject, name, before: { person: id }, after: null });
  }
  const named = roster.people.flatMap(({ id, name, accounts }) =>
    accounts.map((account) => ({ account, personId: id, name })),
  );
  for (const apart of inTurns(named)) {
    const owners = await ownersOf(
      db,
      apart.map(({ account }) => account),
    );
    const links = apart.filter(({ account, personId }) => owners.get(account) !== personId);
    if (links.length === 0) continue;
    for (const entry of await linkTogether(db, links, by, now)) entries.push(entry);
    for (const { account, personId, name } of links) {
      const owner = owners.get(account);
      const before = owner === undefined ? null : { person: owner };
      tell(personId, { what: 'account', id: account, name, before, after: { person: personId } });
    }
  }
  const told = differences.splice(0);
  for (const one of told) {
    differences.push(one);
    if (one.what !== 'person') continue;
    for (const account of (behind.get(one.id) ?? []).reverse()) differences.push(account);
    behind.delete(one.id);
  }
  for (const accounts of behind.values()) for (const account of accounts) differences.push(account);
}

/** What names an account, or a person on a platform, for the second time comes in a later turn, and counts then. */
function inTurns(named: readonly Named[]): Named[][] {
  const turns: Named[][] = [];
  const times = new Map<string, number>();
  for (const one of named) {
    const keys = [`account ${one.account}`, `${doorOf(one.account)} ${one.personId}`];
    const turn = Math.max(...keys.map((key) => times.get(key) ?? 0));
    for (const key of keys) times.set(key, turn + 1);
    const beside = turns[turn];
    if (beside) beside.push(one);
    else turns.push([one]);
  }
  return turns;
}

const foldedEmail = (person: RosterDifference['before']): string =>
  typeof person?.email === 'string' ? person.email.toLowerCase() : '';
