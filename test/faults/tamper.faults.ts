/**
 * The owner of the database changes it by hand, with every right there is, and `maru history --verify` is asked with one
 * head that was saved before: each change is found and named. Each attack is made on a copy of one town.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { addHistoryCommand } from '../../src/cli/history/history.js';
import { addSealCommand } from '../../src/cli/history/seal.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { by, city, effectId, later, printedSheets, rosterOf, submit } from '../store/postgres/city.js';
import { runCommand } from '../support/commands.js';
import { rechain } from '../support/olden-history.js';
import { testDir } from '../support/stores.js';
import type { Faults } from './faults.js';

type Attack = {
  readonly name: string;
  readonly how: (db: pg.Client) => Promise<unknown>;
  /** what must be said of it */
  readonly named: RegExp;
  /** is found without the saved head, too */
  readonly alone?: false;
};

/** A text of the record replaced by another of its kind wherever it stands in a column of JSON. */
const inJson = (table: string, column: string, where: string) =>
  `update ${table} set ${column} = replace(${column}::text, '結果 ', '成果 ')::json where ${where}`;

const ATTACKS: readonly Attack[] = [
  {
    name: 'the record is changed',
    how: (db) => db.query(inJson('reports', 'body', `state = 'approved'`)),
    named: /報告 R5 期末 No\.\S+［report .*］ body\.content\.answers\.0\.result: いま "成果 .*では "結果 /u,
  },
  {
    name: 'the tail is cut',
    how: (db) =>
      db.query(`delete from history where action = 'channel_linked' and seq = (select max(seq) from history);
        update history_head set seq = h.seq, hash = h.hash from (select seq, hash from history order by seq desc limit 1) h;
        update channels set place = 'test:channel:8' where place = 'test:channel:elsewhere'`),
    named: /履歴が短くなっています。.*番目からがありません/u,
    alone: false,
  },
  {
    name: 'a name is changed and the chain computed anew',
    how: async (db) => {
      await db.query(`update history set name = '別の課長' where action = 'approved'`);
      await rechain(db);
    },
    named: /履歴が作り直されています。.*1 番目から \d+ 番目までのどこかから/u,
    alone: false,
  },
  {
    name: 'another table is changed',
    how: (db) => db.query(`update publications set said = '{}'`),
    named: /公表した版 R5 .*［printed .*］ said/u,
  },
  {
    name: 'record, versions and history are changed alike and the chain computed anew',
    how: async (db) => {
      for (const table of ['reports', 'report_versions']) await db.query(inJson(table, 'body', 'true'));
      await db.query(inJson('history', 'after', `after::text like '%結果 %'`));
      await rechain(db);
    },
    named: /履歴が作り直されています/u,
    alone: false,
  },
  {
    name: 'a name is blanked without an entry that says so',
    how: (db) => db.query(`update history_values set value = '（消去）', salt = null where value = '課長1'`),
    named: /つながりが切れています（個人情報が、消した記録のないまま消されています）/u,
  },
  {
    name: 'a name that stands beside is taken away',
    how: (db) => db.query(`delete from history_values where value = '課長1'`),
    named: /個人情報が、消した記録のないまま消されています/u,
  },
  {
    name: 'a name that stands beside is another',
    how: (db) => db.query(`update history_values set value = '別の課長' where value = '課長1'`),
    named: /つながりが切れています（記録が書き換えられています）/u,
  },
  {
    name: 'an entry is taken out of the middle and the chain computed anew',
    how: async (db) => {
      await db.query(`delete from history where action = 'approved'`);
      await rechain(db);
    },
    named: /履歴が短くなっています/u,
  },
  {
    name: 'two versions are swapped',
    how: (db) =>
      db.query(`update report_versions v set state = o.state, body = o.body, changed_at = o.changed_at
        from report_versions o where o.report_id = v.report_id and o.version <> v.version`),
    named: /報告の版 .*［version .* 1］ state: .*\n.*［version/su,
  },
  {
    name: 'the list of errata is changed',
    how: (db) => db.query(`update sheets set errata = '[{"reason":"x"}]'`),
    named: /正誤表 .*［errata .*］ errata/u,
  },
  {
    name: 'what a deputy decided is another’s',
    how: (db) => db.query(`update post_reviews set deputy = '別人'`),
    named: /後閲 .*［review .*］ deputy: いま "別人"、履歴の \d+ 番目では "課長2"/u,
  },
  {
    name: 'what a deputy decided is put before nobody',
    how: (db) => db.query(`delete from post_reviews`),
    named: /後閲 .*［review .*］: 消えています/u,
  },
  {
    name: 'what the holder has seen was seen by another',
    how: (db) => db.query(`update post_reviews set seen_by = 'chief3'`),
    named: /後閲の確認 .*［seen .*］ by: いま "chief3"、/u,
  },
  {
    name: 'a publication is deleted',
    how: (db) => db.query('delete from publications'),
    named: /公表 R5 .*［publication .*］: 消えています/u,
  },
  {
    name: 'a holding ends on another day',
    how: (db) => db.query(`update holdings set until_on = '2023-04-30' where person_id = 'chief1'`),
    named: /任期.*chief1 2023-04-01］ until: いま "2023-04-30"、履歴の \d+ 番目では null/u,
  },
  {
    name: 'a person is given another name',
    how: (db) => db.query(`update people set name = '別人' where id = 'chief1'`),
    named: /職員［person chief1］ name: いま "別人"、履歴の \d+ 番目では "課長1"/u,
  },
  {
    name: 'a person, a post and its holder are added',
    how: (db) =>
      db.query(`insert into people (id, name) values ('x', '知らない人');
        insert into holdings (post_id, person_id, from_on) select id, 'x', '2023-04-01' from posts limit 1`),
    named: /職員［person x］: 履歴にありません\n.*任期/su,
  },
  {
    name: 'the goals of a sheet get each other’s numbers',
    how: (db) =>
      db.query(`update sheets set numbering = (select json_agg(v order by n desc)
        from json_array_elements(numbering) with ordinality as e(v, n)) where goal_count > 1`),
    named: /シートの目標の番号 .* numbering\.0\.goalId/u,
  },
  {
    name: 'a target of a sheet is changed',
    how: (db) =>
      db.query(`update sheets set content = replace(content::text, '"target":"', '"target":"約')::json`),
    named: /シート R5 シート［sheet .*］ content\.goals\.0\.indicators\.0\.target/u,
  },
  {
    name: 'a round is due on another day for one section',
    how: (db) =>
      db.query(`insert into round_overrides (round_id, section_id, due_on)
        select '2023-yearend', id, '2024-12-31' from sections limit 1`),
    named: /報告の時期 R5 期末［round 2023-yearend］ overrides/u,
  },
  {
    name: 'an account is another’s',
    how: (db) => db.query(`update accounts set person_id = 'chief2', recorded_for = 'chief2'`),
    named: /アカウント［account test:c1］ person: いま "chief2"、履歴の \d+ 番目では "chief1"/u,
  },
  {
    name: 'a day of the calendar is taken away, a channel turned, a route cut, a baseline entered over it',
    how: (db) =>
      db.query(`delete from calendar_days; update channels set place = 'test:x' where place = 'test:channel:1';
        update sections set route = '{}'; delete from deputies`),
    named: /課［section .*route.*チャンネル［channel .*暦の日［day 2023-10-10 .*消えています/su,
  },
];

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
      for (const attack of ATTACKS) {
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
        // A baseline that is entered afterwards excuses nothing that the history says.
        await migrated(copy);
        if ((await run('history', '--verify', '--since', heads)).failed.length === 0)
          broken.push(`${attack.name}: not found once a baseline was entered over it`);
      }
      say(`${ATTACKS.length} attacks on a record of ${whole.out.match(/、(\d+)件を/u)?.[1]} entries`);
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
  const post = roster.holdings!.find(({ person }) => person === 'chief1')!.post;
  await record.importRoster(
    { ...roster, deputies: [{ post, person: 'chief2', from: '2023-04-01', until: '2024-03-31' }] },
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
  const done = await record.publish(2023, [town.section(1)], { by, now: later(6) });
  if (done.kind !== 'published') throw new Error(`not published: ${JSON.stringify(done)}`);
  await record.linkChannel(town.section(8), 'test:channel:elsewhere', by, later(7));
}

const run = (...words: string[]) => runCommand([addHistoryCommand, addSealCommand], words);

async function migrated(url: string): Promise<void> {
  const pool = openPool(url, { warn: () => undefined });
  await openRecord(pool).enterBaseline({ by, now: later(9) });
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
