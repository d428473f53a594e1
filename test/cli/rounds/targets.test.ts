/** `maru round open targets` and its sheets, at the command line. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addExportCommand } from '../../../src/cli/export/export.js';
import { addRoundCommands } from '../../../src/cli/rounds/round.js';
import { by, type City, city, NOW, printedSheets } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let dir: string;
let settingsBack: () => void;
beforeAll(async () => {
  town = await city({ round: false });
  await town.record.importSheets(printedSheets(), { by, now: NOW });
  settingsBack = withSettings({ DATABASE_URL: town.url });
  dir = await mkdtemp(join(tmpdir(), 'maru-targets-'));
}, 30_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true });
});

const round = (...words: string[]) => runCommand(addRoundCommands, ['round', ...words]);

test('before it is opened there is nothing to export', async () => {
  const said = await runCommand(addExportCommand, [
    'export',
    '--year',
    'R6',
    '--round',
    'targets',
    '--format',
    'csv',
    '--out',
    dir,
  ]);
  expect(said.failed.join()).toContain('目標設定は、まだ始まっていません');
});

test('opened, listed, counted, exported as a draft, closed', async () => {
  const opened = await round('open', 'targets', '--year', 'R6', '--opens', 'R6.4.8', '--due', 'R6.4.26');
  expect(opened.failed).toEqual([]);
  expect(opened.out).toContain('令和6年度の目標設定を開きました');
  expect(opened.out).toContain('前年度のシートから8枚を作りました。');
  expect((await round('list')).out).toContain('R6 目標設定: 令和6年4月8日から令和6年4月26日まで');
  const { out } = await runCommand(addRoundCommands, ['status', '--year', 'R6']);
  expect(out).toContain('【目標設定】');
  expect(out).toContain('北区 建設課: 承認済 0・承認待ち 0・差戻し 0・未提出 4（全4件）');
  const words = ['export', '--year', 'R6', '--round', 'targets', '--format', 'html', '--out', dir];
  expect((await runCommand(addExportCommand, words)).failed.join()).toContain('まだ承認されていません');
  const draft = await runCommand(addExportCommand, [...words, '--draft']);
  expect(draft.failed).toEqual([]);
  expect(await readdir(dir)).toHaveLength(8);
  expect((await round('close', 'targets', '--year', 'R6', '--yes')).out).toContain('目標設定を閉じました');
});
