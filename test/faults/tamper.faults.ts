/**
 * The owner of the database changes it by hand, with every right there is, and `maru history --verify` is asked with one
 * head that was saved before: each change is found and named. Each attack is made on a copy of one town.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { addHistoryCommand } from '../../src/cli/history/history.js';
import { addSealCommand } from '../../src/cli/history/seal.js';
import { withPruning } from '../../src/flow/prune.js';
import { unrecordedLinks } from '../../src/store/postgres/accounts/account-list.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { prune } from '../../src/store/postgres/prune.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { by, city, effectId, later, printedSheets, rosterOf, submit } from '../store/postgres/city.js';
import { runCommand } from '../support/commands.js';
import { PATIENCE_MS } from '../support/patience.js';
import { testDir } from '../support/stores.js';
import type { Faults } from './faults.js';
import { ATTACKS } from './tamper/attacks.js';
import { CHAIN_ATTACKS } from './tamper/chain.js';
import { COLUMN_ATTACKS } from './tamper/columns.js';
import { liveBeside } from './tamper/life.js';
import { LINKS } from './tamper/links.js';

const ALL = [...ATTACKS, ...CHAIN_ATTACKS, ...LINKS, ...COLUMN_ATTACKS];

export const faults: Faults = {
  name: 'tamper',
  async run(_size, say) {
    const town = await city({ round: false });
    const was = process.env;
    const dir = await testDir();
    const heads = join(dir, 'heads');
    await mkdir(heads);
    const key = join(dir, 'seal.pem');
    const copies: string[] = [];
    try {
      await live(town);
      process.env = { ...was, DATABASE_URL: town.url, SEAL_DIR: heads };
      await run('seal', '--new-key', key);
      process.env.SEAL_KEY_FILE = key;
      await run('seal');
      const [saved] = await readdir(heads);
      const head = join(heads, saved!);
      const whole = await run('history', '--verify', '--since', head, '--key', `${key}.pub`);
      const broken = whole.failed.map((sentence) => `nothing was changed, and yet: ${sentence}`);
      await town.pool.end();
      for (const attack of ALL) {
        const copy = await copyOf(town.url);
        copies.push(copy);
        process.env.DATABASE_URL = copy;
        await as(copy, async (db) => {
          await db.query(`set session_replication_role = 'replica'`);
          await attack.how(db);
        });
        const found = await run('history', '--verify', '--since', heads);
        if (!attack.named.test(found.failed.join('\n')))
          broken.push(`${attack.name}: ${found.failed.join('\n') || `not found\n${found.out}`}`);
        const alone = await run('history', '--verify');
        if (attack.alone !== false && alone.failed.length === 0)
          broken.push(`${attack.name}: not found without the saved head`);
        // What is done to a record afterwards, by the hour and before a roll-out, excuses nothing that the history says.
        await keptUp(copy);
        const after = await run('history', '--verify', '--since', heads);
        if (!attack.named.test(after.failed.join('\n')))
          broken.push(`${attack.name}: not found once the record was kept up: ${after.failed.join('\n')}`);
      }
      say(`${ALL.length} attacks on a record of ${whole.out.match(/、(\d+)件を/u)?.[1]} entries`);
      return broken;
    } finally {
      process.env = was;
      for (const copy of copies) await drop(copy);
      await town.stop().catch(() => undefined);
    }
  },
};

/** A year of it: versions, approvals, a publication, an account, a calendar, a channel that moved. */
async function live(town: Awaited<ReturnType<typeof city>>): Promise<void> {
  const { record } = town;
  await record.enterBaseline({ by, now: later(0) });
  await record.openRound({ fiscalYear: 2023, kind: 'yearend', dueOn: '2024-04-12' }, { by, now: later(0) });
  await record.importCalendar([{ sectionId: null, day: '2023-10-10', kind: 'closed', name: '庁舎点検' }], {
    by,
    now: later(0),
  });
  await record.linkAccount('test:c1', 'chief1', { by, now: later(0) });
  const roster = rosterOf(printedSheets());
  const postOf = (chief: string) => roster.holdings!.find(({ person }) => person === chief)!.post;
  const term = { person: 'chief2', from: '2023-04-01', until: '2024-03-31' };
  await record.importRoster(
    { ...roster, deputies: ['chief1', 'chief7'].map((chief) => ({ post: postOf(chief), ...term })) },
    { by, now: later(0) },
  );
  const execute = (command: Parameters<typeof record.execute>[3], minutes: number) =>
    record.execute(effectId(), 'chief1', 'test:dm:chief1', command, later(minutes));
  for (const [at, task] of (await town.tasks(1, '2023-yearend')).entries()) {
    await submit(town, 'staff1', task, later(1));
    if (at === 0) {
      await execute({ kind: 'return', report: task.id, version: 1, comment: '内訳も書いてください。' }, 2);
      const again = (await town.tasks(1, '2023-yearend'))[0]!;
      await submit(town, 'staff1', again, later(3), 1);
    }
    const version = at === 0 ? 2 : 1;
    const who = at === 1 ? 'chief2' : 'chief1';
    const approve = { kind: 'approve', report: task.id, version, step: 0 } as const;
    const outcome = await record.execute(effectId(), who, `test:dm:${who}`, approve, later(4));
    if (!outcome.ok) throw new Error(`not approved: ${JSON.stringify(outcome)}`);
  }
  await execute({ kind: 'note_seen', upTo: 1 }, 5);
  await liveBeside(town);
  const done = await record.publish(2023, [town.section(1)], { by, now: later(6) });
  if (done.kind !== 'published') throw new Error(`not published: ${JSON.stringify(done)}`);
  await record.linkChannel(town.section(8), 'test:channel:elsewhere', by, later(7));
}

const run = (...words: string[]) => runCommand([addHistoryCommand, addSealCommand], words);

/** As the hourly upkeep does, and `maru migrate` and `maru restore` after it. */
async function keptUp(url: string): Promise<void> {
  const pool = openPool(url, { warn: () => undefined });
  const record = openRecord(pool, undefined, PATIENCE_MS);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const upkeep = withPruning(async () => 0, {
    prune: (now, limit) => prune(pool, now, limit),
    links: {
      unrecorded: (limit) => unrecordedLinks(pool, limit),
      // The platform says of every account that it is a member's, with an address of its own.
      lookAgain: (account) =>
        record.meet(account, { standing: 'member', emails: ['x@example.jp'], unconfirmed: false }, later(8)),
    },
    clock: { now: () => later(8) },
    log,
  });
  await upkeep();
  await record.recordLinks(later(9));
  await record.enterBaseline({ by, now: later(9) });
  await pool.end();
}

async function as(url: string, use: (db: pg.Client) => Promise<unknown>): Promise<void> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    await use(db);
  } finally {
    await db.end();
  }
}

const nameIn = (url: string): string => new URL(url).pathname.slice(1);
const server = (url: string): string => Object.assign(new URL(url), { pathname: '/postgres' }).href;

let made = 0;
async function copyOf(url: string): Promise<string> {
  made += 1;
  const name = `${nameIn(url)}_${made}`;
  await as(server(url), (db) => db.query(`create database ${name} template ${nameIn(url)}`));
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

const drop = (url: string): Promise<void> =>
  as(server(url), (db) => db.query(`drop database if exists ${nameIn(url)} with (force)`));
