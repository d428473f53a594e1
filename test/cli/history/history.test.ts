/** Who did what when, from the command line, on a real database. */
import type { KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { addHistoryCommand } from '../../../src/cli/history/history.js';
import { headText, sealHead } from '../../../src/core/decision/head.js';
import type { ChainedEntry } from '../../../src/core/decision/history.js';
import { readKey, writeNewKey } from '../../../src/seal/key.js';
import { inTransaction } from '../../../src/store/postgres/connection/pool.js';
import { appendHistory } from '../../../src/store/postgres/ledger/history.js';
import { textUnits } from '../../../src/workbook/xlsx/layout/measure.js';
import {
  type City,
  city,
  effectId,
  later,
  printedSheets,
  sectionOf,
  submit,
} from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';
import { testDir } from '../../support/stores.js';

let town: City;
let settingsBack: () => void;
const COMMENT = '=1+1 内訳も書いてください。\n来年度の方針にもつなげてください。';

beforeAll(async () => {
  town = await city();
  settingsBack = withSettings({ DATABASE_URL: town.url });
  const [first, second] = await town.tasks(1);
  const [other] = await town.tasks(2);
  const execute = (person: string, command: Parameters<City['record']['execute']>[3], minutes: number) =>
    town.record.execute(effectId(), person, `test:dm:${person}`, command, later(minutes));
  const section = sectionOf(printedSheets()[0]!);
  const third = sectionOf(printedSheets()[2]!);
  await town.record.importRoster(
    {
      sections: [{ ...third, route: [{ role: 'subsection_chief', act: 'check' }, 'section_manager'] }],
      people: [
        { id: 'deputy1', name: '代理1' },
        { id: 'kakari3', name: '係長3' },
      ],
      holdings: (
        [
          ['staff', '担当者', 'staff3'],
          ['subsection_chief', '係長', 'kakari3'],
          ['section_manager', '課長', 'chief3'],
        ] as const
      ).map(([role, title, person]) => ({
        post: { section: third, role, title },
        person,
        from: '2023-04-01',
      })),
      deputies: [
        {
          post: { section, role: 'section_manager', title: '課長' },
          person: 'deputy1',
          from: '2023-10-03',
          until: '2023-10-31',
        },
      ],
    },
    { by: { personId: null, name: '事務局', post: '', source: 'command-line' }, now: later(0) },
  );
  await submit(town, 'staff1', first!, later(1));
  await submit(town, 'staff1', second!, later(2));
  await submit(town, 'staff2', other!, later(3));
  await execute('chief1', { kind: 'approve', report: first!.id, version: 1, step: 0 }, 4);
  await execute('chief1', { kind: 'return', report: second!.id, version: 1, comment: COMMENT }, 5);
  await execute('chief2', { kind: 'approve', report: other!.id, version: 1, step: 0 }, 6);
  const [checked] = await town.tasks(3);
  await submit(town, 'staff3', checked!, later(6));
  const check = { report: checked!.id, version: 1, step: 0 };
  await execute('kakari3', { kind: 'approve', ...check }, 6);
  await execute('kakari3', { kind: 'undo_approval', ...check }, 6);
  const [, again] = await town.tasks(1);
  await submit(town, 'staff1', again!, later(7), 1);
  // the next day, for the absent 課長
  await execute('deputy1', { kind: 'approve', report: again!.id, version: 2, step: 0 }, 24 * 60);
});
afterAll(async () => {
  settingsBack();
  await town.stop();
});

const run = (...words: string[]) => runCommand(addHistoryCommand, ['history', ...words]);

/** What single tests add lies before everything else. */
const NOISE = '2020-01-01T00:00:00.000Z';

const entriesOf = async (...words: string[]): Promise<ChainedEntry[]> =>
  (JSON.parse((await run(...words, '--json')).out) as { history: ChainedEntry[] }).history;
const short = (entries: readonly ChainedEntry[]) =>
  entries.map(({ name, action, version, actingFor }) =>
    [
      name,
      action,
      ...(version > 0 ? [version] : []),
      ...(actingFor === null ? [] : [`for ${actingFor}`]),
    ].join(' '),
  );

describe('found by', () => {
  const name = () => sectionOf(printedSheets()[0]!).name;
  test('sheet: section and year', async () => {
    const reports = ['担当者1 submitted 1', '担当者1 submitted 1', '課長1 approved 1', '課長1 returned 1'];
    expect(short(await entriesOf('--section', name(), '--year', 'R5', '--round', '中間'))).toEqual([
      ...reports,
      '担当者1 submitted 2',
      '代理1 approved 2 for 課長1',
    ]);
    expect((await entriesOf('--section', name(), '--year', 'R5')).map(({ action }) => action)).toContain(
      'sheet_imported',
    );
    expect(await entriesOf('--section', name(), '--year', 'R6')).toEqual([]);
    expect((await entriesOf('--year', 'R5')).map(({ action }) => action)).toContain('round_opened');
    expect((await entriesOf('--year', 'R5')).map(({ action }) => action)).not.toContain('roster_imported');
  });

  test('goal', async () => {
    const [, second] = await town.tasks(1);
    const found = await entriesOf('--section', name(), '--year', 'R5', '--goal', `No.${second!.goalNo}`);
    expect(found.map(({ subject }) => subject)).toEqual(Array.from({ length: 4 }, () => second!.id));
  });

  test('person: by number or name, as writer, as approver, and in whose stead it was done', async () => {
    const wrote = ['担当者1 submitted 1', '担当者1 submitted 1', '担当者1 submitted 2'];
    expect(short(await entriesOf('--person', 'staff1'))).toEqual(wrote);
    expect(short(await entriesOf('--person', '担当者 1'))).toEqual(wrote);
    expect(short(await entriesOf('--person', 'chief2'))).toEqual(['課長2 approved 1']);
    expect(short(await entriesOf('--person', '事務局'))).toContain('事務局 roster_imported');
    expect(short(await entriesOf('--person', '課長1'))).toEqual([
      '課長1 approved 1',
      '課長1 returned 1',
      '代理1 approved 2 for 課長1',
    ]);
    await town.pool.query(`insert into people (id, name) values ('x1', '同姓'), ('x2', '同姓')`);
    expect((await run('--person', '同姓')).failed).toEqual([
      '--person: 「同姓」が2人います。職員番号で指定してください（x1、x2）。',
    ]);
  });

  test('time: dates of any era, both included', async () => {
    expect((await entriesOf('--from', '令和5年10月3日')).map(({ name }) => name)).toEqual(['代理1']);
    expect((await entriesOf('--from', 'R5.10.3', '--to', '2023/10/3')).length).toBe(1);
    expect((await entriesOf('--to', 'R5.10.2')).length).toBe((await entriesOf()).length - 1);
    expect((await run('--from', 'いつか')).failed[0]).toContain('--from: 「いつか」');
  });
});

test('a table that stays aligned and fits a window', async () => {
  const { out } = await run('--section', '建設課');
  expect(out.split('\n').at(-2)).toMatch(/^\d+件$/u);
  const all = (await run('--from', 'R5.10.1')).out.trimEnd().split('\n');
  expect(all[0]).toBe('番号   日時            課             対象           版 したこと         した人');
  const column = textUnits(all[0]!.slice(0, all[0]!.indexOf('した人')));
  for (const line of all.slice(0, -1)) {
    expect(textUnits(line)).toBeLessThanOrEqual(120);
    let prefix = '';
    for (const character of line) {
      if (textUnits(prefix) >= column) break;
      prefix += character;
    }
    expect([line, textUnits(prefix), prefix.endsWith(' ')]).toEqual([line, column, true]);
  }
  expect(all).toContainEqual(
    expect.stringMatching(/R5\.10\.2 10:05 +地域総務課 +R5 中間 No\.2 +1 +差戻し +課長 課長1$/u),
  );
  expect(all.at(-2)).toMatch(/R5\.10\.3 10:00 .*承認 +課長 代理1（代決: 課長1）$/u);
});

test('a 確認 of the route is no 承認', async () => {
  const lines = (await run('--person', 'kakari3')).out.split('\n').slice(1, 3);
  expect(lines.map((line) => line.split(/ +/u).slice(-3))).toEqual([
    ['確認', '係長', '係長3'],
    ['確認の取消し', '係長', '係長3'],
  ]);
});

test('a report after the deadline is marked so', async () => {
  const [entry] = await entriesOf('--person', 'staff2');
  const { seq, hash, ...same } = entry!;
  const late = { ...same, personId: 'slow', name: '担当者', at: NOISE, after: { late: true } };
  await inTransaction(town.pool, (db) => appendHistory(db, [late]));
  expect((await run('--person', 'slow')).out).toMatch(/ 提出（期限後） +担当者$/mu);
});

test('a name that holds orders to the terminal orders nothing', async () => {
  const [entry] = await entriesOf('--person', 'chief2');
  const { seq, hash, ...same } = entry!;
  await inTransaction(town.pool, (db) =>
    appendHistory(db, [{ ...same, personId: 'evil', at: NOISE, after: null, name: '\u001b[2J名\u202e前\n' }]),
  );
  const { out } = await run('--person', 'evil');
  expect(out).toContain('課長  [2J名 前');
  expect(out.split('\n')).toHaveLength(4);
});

test('a .csv that opens in Excel and runs nothing', async () => {
  const { out } = await run('--format', 'csv');
  expect(out.startsWith('\uFEFF番号,日時,日時_UTC,課,対象,版,したこと,氏名,役職,')).toBe(true);
  expect(out.endsWith('\r\n')).toBe(true);
  const rows = parse(out, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength((await entriesOf()).length);
  expect(rows.find((row) => row.したこと === '差戻し')).toMatchObject({
    氏名: '課長1',
    役職: '課長',
    コメント: `'${COMMENT}`,
    職員番号: 'chief1',
    版: '1',
  });
  expect((await run('--format', 'pdf')).failed).toEqual([
    '--format: 「pdf」は書けません。table、csv、json のどれかです。',
  ]);
});

test('a long history comes in pieces, each of them taken before the next is read', async () => {
  const [entry] = await entriesOf('--person', 'chief2');
  const { seq, hash, ...same } = entry!;
  const many = Array.from({ length: 1_200 }, (_, i) => ({
    ...same,
    personId: 'busy',
    at: NOISE,
    subject: `s${i}`,
  }));
  await inTransaction(town.pool, (db) => appendHistory(db, many));
  for (const format of ['table', 'csv', 'json']) {
    const said = await run('--person', 'busy', '--format', format);
    expect(said.drained).toBe(3);
    if (format === 'table') expect(said.out.trimEnd().split('\n')).toHaveLength(1_202);
    if (format === 'csv') expect(said.out.split('\r\n')).toHaveLength(1_202);
    if (format === 'json')
      expect((JSON.parse(said.out) as { history: unknown[] }).history).toHaveLength(1_200);
  }
});

test('verified: when, how many, up to which hash; a break is an error', async () => {
  const last = (await entriesOf()).at(-1)!;
  // Whom another test here has put into the roster by hand.
  expect((await run('--verify')).failed).toEqual([
    '記録に、履歴で説明できないものが2件あります。 / 2 rows of the record are not as the history says:\n- 職員［person x1］: 履歴にありません\n- 職員［person x2］: 履歴にありません',
  ]);
  await town.pool.query(`delete from people where id in ('x1', 'x2')`);
  const { out } = await run('--verify');
  expect(out).toContain('履歴は書き換えられていません。記録は履歴のとおりです。\n');
  expect(out).toMatch(
    new RegExp(`^R\\d+\\.\\d+\\.\\d+ \\d\\d:\\d\\dに、${last.seq}件をはじめから確かめました。$`, 'mu'),
  );
  expect(out).toContain(`末尾のハッシュ: ${last.hash}\n`);
  expect(JSON.parse((await run('--verify', '--json')).out)).toEqual({
    intact: true,
    break: null,
    altered: [],
    since: null,
    unexplained: [],
    unexplained_count: 0,
    unsaid: 0,
    blanked: [],
    entries: last.seq,
    head: last.hash,
    verified_at: expect.stringMatching(/Z$/u),
  });
  const { rows } = await town.pool.query<{ name: string }>('select name from history where seq = 3');
  await inTransaction(town.pool, async (db) => {
    await db.query(`set local session_replication_role = 'replica'`);
    await db.query(`update history set name = '別人' where seq = 3`);
  });
  const broken = await run('--verify');
  expect(broken.failed[0]).toContain('3 番目');
  expect(broken.out).toBe('');
  await inTransaction(town.pool, async (db) => {
    await db.query(`set local session_replication_role = 'replica'`);
    await db.query('update history set name = $1 where seq = 3', [rows[0]!.name]);
  });
});

describe('held against saved heads', () => {
  const since = async (signers: readonly KeyObject[]) => {
    const folder = await testDir();
    const head = await town.record.head();
    for (const [i, key] of signers.entries())
      await writeFile(
        join(folder, `maru-head-${i}.txt`),
        headText(sealHead(head, later(i).toISOString(), key)),
      );
    return folder;
  };
  const keys = async () => {
    const path = join(await testDir(), 'seal.pem');
    await writeNewKey(path);
    return { key: await readKey(path), path: `${path}.pub` };
  };

  test('each may be signed with any of the keys: a folder outlives a key', async () => {
    const [former, present] = [await keys(), await keys()];
    const heads = await since([former.key, present.key]);
    for (const words of [
      ['--key', former.path, present.path],
      ['--key', present.path, '--key', former.path],
    ]) {
      const said = await run('--verify', '--since', heads, ...words);
      expect({ words, failed: said.failed }).toEqual({ words, failed: [] });
      expect(said.out).toContain('控えの末尾（2件');
    }
    const one = await run('--verify', '--since', heads, '--key', present.path);
    expect(one.failed).toEqual([expect.stringMatching(/前の公開鍵も --key に.*former one to --key/u)]);
    const forged = await since([(await keys()).key]);
    const refused = await run('--verify', '--since', forged, '--key', former.path, present.path);
    expect(refused.failed).toHaveLength(1);
  });

  test('only with --verify: what checks nothing is no success', async () => {
    const head = headText({ ...(await town.record.head()), seal: null });
    for (const [words, named] of [
      [['--since', head], '--since は --verify と'],
      [['--key', 'seal.pem.pub'], '--key は --verify と'],
      [['--since', head, '--key', 'seal.pem.pub', '--json'], '--since と --key は --verify と'],
    ] as const) {
      const said = await run(...words);
      expect({ out: said.out, failed: said.failed }).toEqual({
        out: '',
        failed: [expect.stringContaining(named)],
      });
    }
  });
});
