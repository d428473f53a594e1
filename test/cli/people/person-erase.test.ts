/** `maru person erase`: nothing of the person is left anywhere, the history holds, and an old backup brings nobody back. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { openPieces } from '../../../src/store/postgres/evidence/pieces.js';
import { erasuresProblem } from '../../../src/store/postgres/people/erasures-due.js';
import { openRecord } from '../../../src/store/postgres/record.js';
import { openUploads } from '../../../src/store/postgres/sheets/uploads.js';
import { emptyStores, type Stores, settingsBack } from '../../backup/stores.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { migratedForApplication, testDir } from '../../support/stores.js';
import { CHANNEL, MANAGER, STAFF, startWatchedCity, type WatchedCity } from '../../support/watched-city.js';
import { unzipSync } from '../../workbook/zip-parts.js';
import { maru } from './maru-person.js';

const NAME = '氏名その一';
const EMAIL = 'staff@city.example.jp';
const LINK = 'https://city.example.jp/gijiroku';
const GROUND = '利用停止の請求（第1号）';

let folder: string;
let stores: Stores;
let city: WatchedCity;
let backup: string;
let erasures: string;
const opened: Stores[] = [];

async function empty(): Promise<Stores> {
  const made = await emptyStores();
  opened.push(made);
  return made;
}

/** Every row of every table, and everything in Redis that is a part of the record. */
async function everything({ pool, redis }: { pool: Pool; redis: Redis }): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
  );
  const all: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from "${name}" t`);
    all.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  for (const key of await redis.keys('maru:*')) {
    const kind = await redis.type(key);
    all.push(
      key,
      JSON.stringify(
        kind === 'hash' ? await redis.hgetall(key) : kind === 'string' ? await redis.get(key) : '',
      ),
    );
  }
  return all.join('\n');
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  return (await readdir(path)).map((name) => join(path, name));
}

const lines = (text: string, word: string) => text.split('\n').filter((line) => line.includes(word));

beforeAll(async () => {
  folder = await testDir();
  backup = join(folder, 'before.maru.gz');
  erasures = join(folder, 'erasures.jsonl');
  stores = await empty();
  city = await startWatchedCity(stores);
  const by = {
    by: { personId: null, name: '事務局', post: '', source: 'command-line' },
    now: city.clock.now(),
  };
  await city.app.record.importRoster({ people: [{ id: 'p-staff', name: NAME, email: EMAIL }] }, by);
  await city.link();
  await city.says(STAFF, '状況');
  // Parted by another address, and linked again by the first.
  for (const email of ['former@city.example.jp', EMAIL])
    await city.app.record.importRoster({ people: [{ id: 'p-staff', name: NAME, email }] }, by);
  await city.says(STAFF, '状況');
  await city.press(STAFF, '始める');
  await city.answerAll('道路の点検');
  await city.press(STAFF, '提出');
  await city.press(MANAGER, '承認', CHANNEL);
  // With a goal that is not reported yet.
  await city.says(STAFF, `根拠 2番 ${LINK}`);
  await city.says(STAFF, '続き');
  await city.says(STAFF, '書きかけの結果');
  expect((await maru(stores, ['backup', '--out', backup])).failed).toEqual([]);
}, 120_000);

afterAll(async () => {
  for (const key of ['ERASURES_FILE', 'MARU_OPERATOR']) delete process.env[key];
  settingsBack();
  await city.stop();
  for (const one of opened) await one.stop();
  await city.server.stop();
});

const erase = (...words: string[]) => maru(stores, ['person', 'erase', NAME, ...words]);

describe('is refused in a sentence, and nothing is erased', () => {
  test.each([
    ['open work', ['--yes'], '残っている仕事があります（報告していない目標 3件、書きかけの報告 1件）'],
    ['nobody there to agree', ['--with-open-work'], '--yes を付けてください'],
    [
      'a ground with the name in it',
      ['--yes', '--with-open-work', '--ground', '氏名 その一さんの請求'],
      '--ground に消去する人の名前があります',
    ],
  ])('%s', async (_, words, sentence) => {
    const { failed, out } = await erase(...words);
    expect(failed).toEqual([expect.stringContaining(sentence)]);
    expect(out).toBe('');
  });

  test('a no at the terminal, and a file that cannot be written', async () => {
    const no = await maru(stores, ['person', 'erase', NAME, '--with-open-work'], () => false);
    expect(no.err).toContain(`消去するもの: ${NAME}（p-staff、建設課 担当者）`);
    expect(no.failed).toEqual([expect.stringContaining('何も消していません')]);
    process.env.ERASURES_FILE = join(folder, 'none', 'x');
    const nowhere = await erase('--with-open-work', '--yes');
    expect(nowhere.failed).toEqual([expect.stringContaining('書き込めません（見つかりません）')]);
    await writeFile(join(folder, 'wrong'), '{}\n');
    process.env.ERASURES_FILE = join(folder, 'wrong');
    expect((await erase('--yes')).failed).toEqual([
      expect.stringContaining('1行目は消去の記録ではありません'),
    ]);
    expect(await everything(stores)).toContain(NAME);
  });
});

test('no name of staff stands in what is published', async () => {
  for (const format of ['html', 'csv', 'xlsx']) {
    const out = join(folder, format);
    const { failed } = await maru(stores, [
      'export',
      '--year',
      'R5',
      '--format',
      format,
      '--draft',
      '--out',
      out,
    ]);
    expect(failed).toEqual([]);
    const [file, ...more] = await filesIn(out);
    expect(more).toEqual([]);
    const bytes = await readFile(file!);
    const parts = format === 'xlsx' ? [...unzipSync(bytes).values()] : [bytes];
    const text = parts.map((part) => Buffer.from(part).toString('utf8')).join('\n');
    expect(text).toContain('道路の点検のとおり達成');
    expect(text).not.toContain(NAME);
  }
});

describe('erased', () => {
  beforeAll(async () => {
    process.env.ERASURES_FILE = erasures;
    process.env.MARU_OPERATOR = '個人情報の担当者';
    const done = await erase('--with-open-work', '--yes', '--ground', GROUND, '--json');
    expect(done.failed).toEqual([]);
    expect(JSON.parse(done.out)).toMatchObject({
      as: '消去済み1',
      terms: 1,
      accounts: 1,
      drafts: 1,
      rows: 3,
    });
  }, 60_000);

  test('name, address, account and drafts are nowhere any more', async () => {
    const all = await everything(stores);
    for (const word of [NAME, EMAIL, 'former@', STAFF, '書きかけの結果', 'desk:p-staff'])
      expect(lines(all, word)).toEqual([]);
    // What was decided stays: as the post, with the mark.
    expect(lines(all, '道路の点検のとおり達成').length).toBeGreaterThan(0);
    const {
      rows: [report],
    } = await stores.pool.query<{ writer: object }>(`select body->'writer' as writer from reports`);
    expect(report?.writer).toMatchObject({ name: '消去済み1', post: '担当者', account: '消去済み1' });
    // So does evidence: what was handed over, and not by whom.
    const evidence = await stores.pool.query<{ body: object }>('select body from evidence');
    const by = { name: '消去済み1', post: '担当者', account: '消去済み1' };
    expect(evidence.rows).toMatchObject([{ body: { link: LINK, by } }]);
  });

  test('the history holds, explains the record, and says what was blanked, by whom and why', async () => {
    const { out, failed } = await maru(stores, ['history', '--verify', '--json']);
    expect(failed).toEqual([]);
    const verified = JSON.parse(out) as { intact: boolean; blanked: { ground: string }[] };
    expect(verified).toMatchObject({ intact: true, unexplained: [], unsaid: 0 });
    expect(verified.blanked.length).toBeGreaterThan(2);
    expect(new Set(verified.blanked.map(({ ground }) => ground))).toEqual(new Set([GROUND]));
    const [entry] = (await openRecord(stores.pool).history({})).filter(({ action }) => action === 'erased');
    expect(entry).toMatchObject({
      name: '個人情報の担当者',
      source: 'command-line',
      subject: 'p-staff',
      after: { as: '消去済み1', ground: GROUND },
    });
  });

  test('read by people, the entries have the mark, and what was blanked is told with its ground', async () => {
    const table = (await maru(stores, ['history'])).out.split('\n');
    expect(table.some((line) => / 提出 .* 担当者 消去済み1$/u.test(line))).toBe(true);
    expect(table.filter((line) => /No\.2 .*根拠資料を付ける/u.test(line))).toHaveLength(1);
    expect(table.filter((line) => / 個人情報の消去 +個人情報の担当者$/u.test(line))).toHaveLength(1);
    expect(table.filter((line) => / 個人の情報の消去 +個人情報の担当者$/u.test(line))).toHaveLength(1);
    const { out: csv } = await maru(stores, ['history', '--format', 'csv']);
    const rows = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    const own = rows.filter((row) => row.職員番号 === 'p-staff');
    expect(own.length).toBeGreaterThan(1);
    expect(new Set(own.map(({ 氏名 }) => 氏名))).toEqual(new Set(['消去済み1']));
    expect(new Set(own.map(({ アカウント }) => アカウント))).toEqual(new Set(['消去済み1']));
    for (const word of [NAME, EMAIL, STAFF]) expect(csv + table.join('\n')).not.toContain(word);
    const grounds = rows.flatMap((row) => (row.したこと!.endsWith('の消去') ? [row.コメント] : []));
    expect(grounds).toEqual([GROUND, GROUND]);
    const blanking = rows.find((row) => row.したこと === '個人情報の消去')!.番号;
    const { blanked } = JSON.parse((await maru(stores, ['history', '--verify', '--json'])).out) as {
      blanked: { seq: number; by: number }[];
    };
    const said = lines((await maru(stores, ['history', '--verify'])).out, '個人情報を消した記録');
    expect(said).toEqual([
      expect.stringMatching(
        `^個人情報を消した記録が${blanked.length}件あります（[0-9、〜]+ 番目）。根拠: ${GROUND.replaceAll(/[（）]/gu, '.')}（履歴の ${blanking} 番目） / Personal data was blanked in ${blanked.length} of the entries, as entry ${blanking} says\\.$`,
      ),
    ]);
    const runs = /（([0-9、〜]+) 番目）/u.exec(said[0]!)![1]!.split('、');
    const listed = runs.flatMap((run) => {
      const [from, to = from] = run.split('〜').map(Number) as [number, number?];
      return Array.from({ length: to! - from + 1 }, (_, i) => from + i);
    });
    expect(listed).toEqual(blanked.map(({ seq }) => seq).sort((a, b) => a - b));
  });

  test('the record changed by hand behind it is found as before', async () => {
    await stores.pool.query(`update people set name = '別の名前' where id = 'p-staff'`);
    const { failed } = await maru(stores, ['history', '--verify']);
    expect(failed[0]).toContain('職員［person p-staff］ name');
    await stores.pool.query(`update people set name = '消去済み1' where id = 'p-staff'`);
    const writer = (name: string) =>
      stores.pool.query(`update reports set body = replace(body::text, $1, $2)::json`, [
        name === '別人' ? '"消去済み1","post":"担当者"' : '"別人","post":"担当者"',
        `"${name}","post":"担当者"`,
      ]);
    await writer('別人');
    const found = await maru(stores, ['history', '--verify']);
    expect(found.failed[0]).toContain('body.writer.name: いま "別人"');
    await writer('消去済み1');
    expect((await maru(stores, ['history', '--verify'])).failed).toEqual([]);
  });

  test('whoever had that account is a stranger; the others go on', async () => {
    await city.says(STAFF, '状況');
    expect(city.shown(STAFF)).not.toContain('始める');
    await city.says(MANAGER, '状況');
    expect(city.shown(MANAGER)).toContain('No.');
  });

  test('shown by its number, and not erased twice', async () => {
    const shown = await maru(stores, ['person', 'show', 'p-staff', '--json']);
    expect(JSON.parse(shown.out)).toMatchObject({
      person: { name: '消去済み1', email: null },
      accounts: [],
      notices: [],
      inProgress: { drafts: [] },
    });
    const again = await maru(stores, ['person', 'erase', 'p-staff', '--yes']);
    expect(again.failed).toEqual([expect.stringContaining('すでに消去されています')]);
  });

  test('outside stands neither name nor number; an older backup does not bring the person back', async () => {
    const text = await readFile(erasures, 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(text).not.toContain('p-staff');
    const target = await empty();
    const { out, failed } = await maru(target, ['restore', backup, '--json']);
    expect(failed).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ erased: 1 });
    const all = await everything(target);
    for (const word of [NAME, EMAIL, STAFF, '書きかけの結果']) expect(lines(all, word)).toEqual([]);
    const verified = await maru(target, ['history', '--verify', '--json']);
    expect(verified.failed).toEqual([]);
    expect(JSON.parse(verified.out)).toMatchObject({ intact: true, unexplained: [] });

    process.env.ERASURES_FILE = join(folder, 'lost');
    const lost = await maru(await empty(), ['restore', backup]);
    expect(lost.failed).toEqual([expect.stringContaining('消去した人を戻さないために要ります')]);
    delete process.env.ERASURES_FILE;
    const without = await empty();
    expect((await maru(without, ['restore', backup])).failed).toEqual([]);
    expect(await everything(without)).toContain(NAME);
    process.env.ERASURES_FILE = erasures;
  }, 60_000);

  test('a restore that died before it erased again is not served, and is ended by a restore without a file', async () => {
    const target = await empty();
    // The role of the owner is refused for the service, after the record is there and before anybody is erased.
    process.env.DATABASE_OWNER_URL = target.databaseUrl;
    const died = await maru(target, ['restore', backup]);
    delete process.env.DATABASE_OWNER_URL;
    expect(died.failed).toEqual([expect.stringContaining('終わっていません')]);
    expect(lines(await everything(target), NAME)).not.toEqual([]);
    expect(await erasuresProblem(target.pool)).toContain('ファイル名なしの maru restore');
    const again = await maru(target, ['restore', backup]);
    expect(again.failed).toEqual([expect.stringContaining('ファイル名なしの maru restore')]);
    delete process.env.ERASURES_FILE;
    expect((await maru(target, ['restore'])).failed).toEqual([expect.stringContaining('ERASURES_FILE')]);
    process.env.ERASURES_FILE = erasures;
    expect((await maru(target, ['restore'])).failed).toEqual([]);
    expect(await erasuresProblem(target.pool)).toBeNull();
    expect(lines(await everything(target), NAME)).toEqual([]);
  }, 60_000);

  test('the next one gets the next number', async () => {
    const { failed } = await maru(stores, ['person', 'erase', 'p-chief', '--yes', '--with-open-work']);
    expect(failed).toEqual([]);
    const { rows } = await stores.pool.query<{ approvals: object[] }>(
      `select body->'approvals' as approvals from reports`,
    );
    expect(rows[0]!.approvals).toMatchObject([{ name: '消去済み2', post: '課長' }]);
    expect((await maru(stores, ['history', '--verify'])).failed).toEqual([]);
  });

  test('of what the person had sent and not used yet, the bytes are gone as well', async () => {
    const uploads = openUploads(stores.pool, PATIENCE_MS);
    const send = (person: string) =>
      uploads.keep(
        { id: `sent by ${person}`, person, name: '職員名簿.pdf', now: city.clock.now() },
        async () => [Buffer.from(`%PDF-1.7 ${person}の名簿`)],
      );
    await send('p-coord');
    await send('p-chief');
    const files = async () => (await openPieces(stores.pool).usage()).files;
    const before = await files();
    const { failed } = await maru(stores, ['person', 'erase', 'p-coord', '--yes', '--with-open-work']);
    expect(failed).toEqual([]);
    expect(await files()).toBe(before - 1);
    expect((await uploads.load('sent by p-chief'))?.name).toBe('職員名簿.pdf');
  });
});

describe('a record of an earlier version, whose history holds the names themselves', () => {
  test.each(['0.1.0-midround', '0.1.0-published'])(
    '%s',
    async (name) => {
      const file = new URL(`../../fixtures/earlier/${name}.maru.gz`, import.meta.url).pathname;
      delete process.env.ERASURES_FILE;
      const old = await empty();
      expect((await maru(old, ['restore', file])).failed).toEqual([]);
      // As the service's own role, which may only insert and select on the history.
      const service = { ...old, databaseUrl: await migratedForApplication(old.databaseUrl) };
      const people = ['課長1', '担当者1'];
      for (const person of people) {
        expect(lines(await everything(old), person).length).toBeGreaterThan(0);
        const done = await maru(service, ['person', 'erase', person, '--yes', '--with-open-work']);
        expect(done.failed).toEqual([]);
        expect(done.err).toContain('ERASURES_FILE が設定されていません');
      }
      const all = await everything(old);
      for (const person of people) expect(lines(all, person)).toEqual([]);
      const verified = await maru(old, ['history', '--verify', '--json']);
      expect(verified.failed).toEqual([]);
      expect(JSON.parse(verified.out)).toMatchObject({ intact: true, unexplained: [], unsaid: 0 });
    },
    60_000,
  );
});
