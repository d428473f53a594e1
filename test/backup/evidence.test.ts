/** 根拠資料 in the second file of a backup, as files with their list, and thrown away when their time is over. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { appendErasures } from '../../src/backup/erasures.js';
import { addExportCommand } from '../../src/cli/export/export.js';
import { addBackupCommands } from '../../src/cli/service/backup.js';
import { erasureLine } from '../../src/core/organization/erasure.js';
import { openPieces } from '../../src/store/postgres/evidence/pieces.js';
import { overOf } from '../../src/store/postgres/kinds/kinds.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { readKept } from '../../src/store/postgres/people/person-kept.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { openUploads } from '../../src/store/postgres/sheets/uploads.js';
import { type City, city, effectId, later } from '../store/postgres/city.js';
import { runCommand } from '../support/commands.js';
import { PATIENCE_MS } from '../support/patience.js';
import { freshRedis, testDir } from '../support/stores.js';
import { emptyStores, type Stores, settingsBack } from './stores.js';

let town: City;
let folder: string;
let redis: Awaited<ReturnType<typeof freshRedis>>;
let target: Stores;
const contents = ['%PDF-1.7 一つ目', `%PDF-1.7 ${'二'.repeat(200_000)}`];

beforeAll(async () => {
  [town, folder, redis, target] = await Promise.all([city(), testDir(), freshRedis(), emptyStores()]);
  const [task] = await town.tasks(1);
  for (const [at, content] of contents.entries()) {
    await openUploads(town.pool, PATIENCE_MS).keep(
      { id: `f${at}`, person: 'staff1', name: `=名簿${at}.pdf`, now: later(at) },
      async () => [new TextEncoder().encode(content)],
    );
    await town.record.execute(
      effectId(),
      'staff1',
      'test:dm:staff1',
      { kind: 'add_evidence', task: task!.id, of: { file: `f${at}` } },
      later(at + 1),
    );
  }
  await town.record.execute(
    effectId(),
    'staff1',
    'test:dm:staff1',
    { kind: 'add_evidence', task: task!.id, of: { link: 'https://city.example.jp/a' } },
    later(5),
  );
}, 60_000);
afterAll(async () => {
  settingsBack();
  await Promise.all([town.stop(), redis.stop(), target.stop()]);
});

function maru(add: typeof addBackupCommands, databaseUrl: string, redisUrl: string, ...words: string[]) {
  process.env.DATABASE_URL = databaseUrl;
  process.env.REDIS_URL = redisUrl;
  return runCommand(add, words);
}
const here = (...words: string[]) => maru(addBackupCommands, town.url, redis.url, ...words);
const there = (...words: string[]) => maru(addBackupCommands, target.databaseUrl, target.redisUrl, ...words);

test('the bytes go into a second file and come back; without it the record comes back and says what is missing', async () => {
  const file = join(folder, 'today.maru.gz');
  const backup = await here('backup', '--out', file);
  expect(backup.out).toContain('根拠資料のファイル 2件は');
  expect((await readdir(folder)).sort()).toEqual(['today.evidence.maru.gz', 'today.maru.gz']);
  const second = join(folder, 'today.evidence.maru.gz');
  const bytes = await readFile(second);
  await rm(second);
  const alone = await there('restore', file);
  expect(alone.failed).toHaveLength(1);
  expect(alone.failed.join()).toContain('根拠資料のファイル 2件がありません');
  expect(alone.failed.join()).toContain('「_名簿0.pdf」'.replace('_', '='));
  expect((await openPieces(target.pool).usage()).files).toBe(0);
  // Nobody has deleted it there.
  const unexplained = async () => {
    const { replayed } = await openRecord(target.pool).verifyRecord();
    return replayed?.unexplained.filter(({ row }) => row.startsWith('evidence'));
  };
  expect(await unexplained()).toEqual([]);
  const damaged = join(folder, 'damaged.maru.gz');
  await writeFile(damaged, bytes.subarray(0, bytes.length / 2));
  expect((await there('restore', '--evidence', damaged)).failed).toHaveLength(1);
  await writeFile(second, bytes);
  const back = await there('restore', '--evidence', second);
  expect(back).toMatchObject({ failed: [] });
  expect(await openPieces(target.pool).usage()).toEqual(await openPieces(town.pool).usage());
  expect(await unexplained()).toEqual([]);
  const again = await there('restore', '--evidence', second);
  expect(again.out).toContain('0件を戻しました');
}, 120_000);

test('a file of which a broken-off restore has put back the beginning only is missing, and put back anew', async () => {
  const { rowCount } = await target.pool.query('delete from evidence_pieces where no > 0');
  expect(rowCount).toBeGreaterThan(0);
  const truncated = await there('restore');
  expect(truncated.failed.join()).toContain('根拠資料のファイル 1件がありません');
  expect(truncated.failed.join()).toContain('「=名簿1.pdf」');
  const back = await there('restore', '--evidence', join(folder, 'today.evidence.maru.gz'));
  expect(back).toMatchObject({ failed: [], out: expect.stringContaining('1件を戻しました') });
  expect(await openPieces(target.pool).usage()).toEqual(await openPieces(town.pool).usage());
}, 120_000);

test('who was erased is erased again in what is restored, though the second file is damaged', async () => {
  const file = join(folder, 'erased.maru.gz');
  expect((await here('backup', '--out', file)).failed).toEqual([]);
  const second = join(folder, 'erased.evidence.maru.gz');
  const bytes = await readFile(second);
  await writeFile(second, bytes.subarray(0, bytes.length / 2));
  const other = await emptyStores();
  process.env.ERASURES_FILE = join(folder, 'erasures');
  try {
    const salt = Buffer.alloc(16).toString('base64url');
    const line = erasureLine('staff1', '消去済み1', salt, later(9).toISOString());
    const kept = await appendErasures(process.env.ERASURES_FILE);
    await kept.append(line);
    await kept.close();
    const damaged = await maru(addBackupCommands, other.databaseUrl, other.redisUrl, 'restore', file);
    expect(damaged.failed).toEqual([expect.stringContaining(second)]);
    const nameOf = async () =>
      (await other.pool.query<{ name: string }>(`select name from people where id = 'staff1'`)).rows[0]?.name;
    expect(await nameOf()).toBe('消去済み1');
    await writeFile(second, bytes);
    const rest = ['restore', '--evidence', second];
    const done = await maru(addBackupCommands, other.databaseUrl, other.redisUrl, ...rest);
    // How many of them the damaged file gave back before its end was missed is left to how its stream was read.
    expect(done).toMatchObject({ failed: [], out: expect.stringMatching(/\d件を戻しました/) });
    expect(await openPieces(other.pool).usage()).toEqual(await openPieces(town.pool).usage());
  } finally {
    delete process.env.ERASURES_FILE;
    await other.stop();
  }
}, 120_000);

test('export gives the files as they were, and a list that no program runs', async () => {
  const out = join(folder, 'evidence');
  const said = await maru(addExportCommand, town.url, redis.url, 'export', '--year', 'R5', '--evidence', out);
  expect(said).toMatchObject({ failed: [] });
  const list = await readFile(join(out, '一覧.csv'), 'utf8');
  expect(list.split('\r\n')).toHaveLength(5);
  expect(list).toContain("'=名簿0.pdf");
  expect(list).toContain('https://city.example.jp/a');
  const [section] = (await readdir(out)).filter((name) => name !== '一覧.csv');
  const files = (await readdir(join(out, section!))).sort();
  expect(files).toEqual(['0001_No1_=名簿0.pdf', '0002_No1_=名簿1.pdf']);
  expect(await readFile(join(out, section!, files[1]!), 'utf8')).toBe(contents[1]);
  const filled = await maru(
    addExportCommand,
    town.url,
    redis.url,
    'export',
    '--year',
    'R5',
    '--evidence',
    out,
  );
  expect(filled.failed.join()).toContain('空ではありません');
});

test('bytes that were changed or are gone are told, and the others are written', async () => {
  const { rows } = await town.pool.query<{ key: string }>(
    'select key from evidence where key is not null order by id',
  );
  await town.pool.query(`update evidence_pieces set bytes = 'other' where key = $1 and no = 0`, [
    rows[0]!.key,
  ]);
  const out = join(folder, 'changed');
  const said = await maru(addExportCommand, town.url, redis.url, 'export', '--year', 'R5', '--evidence', out);
  expect(said.failed).toHaveLength(1);
  expect(said.failed.join()).toContain('1件は書き出せませんでした');
  expect(await readFile(join(out, '一覧.csv'), 'utf8')).toContain('預かったときと中身が違います');
});

test('who handed it over reads so of themselves; over its time it goes, file, row and all, and the history explains it', async () => {
  const kept = await readKept(town.pool, 'staff1');
  expect(kept?.signatures.filter(({ as }) => as === 'evidence').map(({ wrote }) => wrote)).toEqual([
    '=名簿0.pdf',
    '=名簿1.pdf',
    expect.stringContaining('city.example.jp'),
  ]);
  const ground = '保存期間の満了';
  const by = byCommandLine('事務局');
  expect(await overOf('evidence').dispose(town.pool, 2023, ground, by, later(90))).toBe(0);
  await town.pool.query(`update rounds set state = 'closed'`);
  expect(await overOf('evidence').years(town.pool, 2022)).toEqual([]);
  expect(await overOf('evidence').years(town.pool, 2023)).toEqual([{ fiscalYear: 2023, count: 3 }]);
  expect(await overOf('evidence').dispose(town.pool, 2023, ground, by, later(90))).toBe(3);
  expect(await openPieces(town.pool).usage()).toEqual({ files: 0, bytes: 0 });
  const { replayed } = await town.record.verifyRecord();
  expect(replayed?.unexplained.filter(({ row }) => row.startsWith('evidence'))).toEqual([]);
});
