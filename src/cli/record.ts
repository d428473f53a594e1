/** The record, for a command: opened, used, closed. */
import { userInfo } from 'node:os';
import type { Pool } from 'pg';
import { readConfig } from '../config.js';
import { addressProblem, databaseFault } from '../store/addresses.js';
import { schemaProblem } from '../store/postgres/connection/migrate.js';
import { openPool } from '../store/postgres/connection/pool.js';
import { admitApplication, NOT_ALLOWED, RoleRefused } from '../store/postgres/connection/roles.js';
import { type By, byCommandLine } from '../store/postgres/ledger/recorded-by.js';
import { openRecord, type PostgresRecord } from '../store/postgres/record.js';
import { processIo } from './io.js';
import { Mistake } from './mistake.js';

export type OpenedRecord = { readonly record: PostgresRecord; readonly pool: Pool; readonly by: By };

let hinted = false;

/**
 * What the operator is called: as set, else the user of the system.
 *
 * @param system  throws of a user that the system knows as a number alone: `docker run --user`, and each of OpenShift's
 */
export function operatorName(set: string, system: () => { readonly username: string } = userInfo): string {
  if (set !== '') return set;
  try {
    return system().username;
  } catch {
    return `uid ${process.getuid?.() ?? ''}`.trim();
  }
}

/** Who is at the command line: the name that was set for it, else the user of the system, with a hint. */
function operator(name: string): By {
  if (name !== '') return byCommandLine(name);
  const user = operatorName(name);
  if (!hinted)
    processIo.err(
      `履歴には「${user}」と載ります。行う人の名前は MARU_OPERATOR で指定できます。 / The history will say “${user}”; set MARU_OPERATOR to who does this.\n`,
    );
  hinted = true;
  return byCommandLine(user);
}

const noLog = { warn: () => undefined };

/** The database as the role that owns it: DATABASE_OWNER_URL, or where there is one role for all, DATABASE_URL. */
export function ownerUrl(): string {
  const { DATABASE_OWNER_URL: owner, DATABASE_URL: url } = readConfig();
  return owner === '' ? url : owner;
}

/** Lets the role of DATABASE_URL in, where it is not the owner's. `owner`: connected as that one. */
export async function admitOwnRole(owner: Pool): Promise<void> {
  const { DATABASE_OWNER_URL: ownerAddress, DATABASE_URL: url } = readConfig();
  if (ownerAddress === '' || !URL.canParse(url)) return;
  const { username, password } = new URL(url);
  const role = { name: decodeURIComponent(username), password: decodeURIComponent(password) };
  await admitApplication(owner, role).catch((fault: unknown) => {
    throw fault instanceof RoleRefused ? new Mistake(fault.message) : fault;
  });
}

/**
 * Opens the database of DATABASE_URL for `use` and closes it again, to migrate as its owner. Missing or old: a Mistake
 * saying what to do.
 */
export async function withRecord<T>(
  use: (opened: OpenedRecord) => Promise<T>,
  options: { readonly migrating?: boolean } = {},
): Promise<T> {
  const { DATABASE_URL, DATABASE_OWNER_URL, MARU_OPERATOR, APPROVAL_WAITING_DAYS } = readConfig();
  const key = options.migrating && DATABASE_OWNER_URL !== '' ? 'DATABASE_OWNER_URL' : 'DATABASE_URL';
  const url = key === 'DATABASE_URL' ? DATABASE_URL : DATABASE_OWNER_URL;
  if (url === '')
    throw new Mistake(
      'DATABASE_URL が設定されていません。記録を置く PostgreSQL を指定してください。 / DATABASE_URL is not set.',
    );
  const wrong =
    addressProblem(key, url) ?? (options.migrating ? addressProblem('DATABASE_URL', DATABASE_URL) : null);
  if (wrong !== null) throw new Mistake(wrong);
  const pool = openPool(url, noLog);
  try {
    await pool.query('select 1').catch((fault: unknown) => {
      throw new Mistake(databaseFault(key, url, fault));
    });
    const problem = options.migrating ? null : await schemaProblem(pool);
    if (problem !== null) throw new Mistake(problem);
    return await use({
      record: openRecord(pool, undefined, undefined, APPROVAL_WAITING_DAYS),
      pool,
      // Asked for by what enters something into the history, and told of only then.
      get by() {
        return operator(MARU_OPERATOR);
      },
    }).catch((fault: { readonly code?: unknown }) => {
      if (!options.migrating || fault.code !== NOT_ALLOWED) throw fault;
      throw new Mistake(
        `${key} のロールは、表を作ることも変えることもできません。表の持ち主のロールを DATABASE_OWNER_URL に書いて、もう一度実行してください（docs/operating.md の「データベースの2つのロール」）。表がまだないときは、データベースの持ち主のロールにしてください。 / The role of ${key} may not make or alter tables: set DATABASE_OWNER_URL to the role that owns them, or the database where there are none yet, and run this again.`,
      );
    });
  } finally {
    await pool.end();
  }
}
