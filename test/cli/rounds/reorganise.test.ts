/** `maru year reorganise`: shown, agreed to and entered; what is wrong is said row by row. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addYearCommands } from '../../../src/cli/rounds/year.js';
import { type City, city } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let dir: string;
let settingsBack: () => void;
beforeAll(async () => {
  town = await city();
  dir = await mkdtemp(join(tmpdir(), 'maru-reorganise-'));
  settingsBack = withSettings({ DATABASE_URL: town.url, MARU_OPERATOR: '事務局' });
}, 30_000);
afterAll(async () => {
  settingsBack();
  await rm(dir, { recursive: true });
  await town.stop();
});

const HEADINGS = '旧課名,新部,新課名,施行日,種別,目標';
async function run(lines: readonly string[], ...more: string[]) {
  const file = join(dir, '再編.csv');
  await writeFile(file, [HEADINGS, ...lines].join('\n'));
  return runCommand(addYearCommands, ['year', 'reorganise', '--file', file, ...more], true);
}
const entries = async () =>
  (await town.record.history({})).filter(({ action }) => action === 'reorganised').length;

test('a row that is no good is named with what is wrong with it', async () => {
  const said = await run(['建設課,,都市整備課,2023年,改名,', '建設課,,,2023-10-01,改称,1']);
  expect(said.failed.join('\n').split('\n')).toEqual([
    '再編.csv 2行め「施行日」: 「2023年」は日付として読み取れません（例: 2024-04-01、R6.4.1）。',
    '再編.csv 2行め「種別」: 「改名」は、統合・分割・改称のどれでもありません。',
    '再編.csv 3行め「新課」: 空です。課の名前を書いてください。',
    '再編.csv 3行め「目標」: 目標を書くのは、分割のときだけです。',
  ]);
  expect(await entries()).toBe(0);
});

test('--dry-run shows it; without, it is asked for and entered once', async () => {
  const lines = [
    '建設課,,都市整備課,R5.4.1,改称,',
    '健康福祉課,,くらし福祉課,R5.4.1,統合,',
    '区民生活課,,くらし福祉課,R5.4.1,統合,',
  ];
  const shown = await run(lines, '--dry-run');
  expect(shown.failed).toEqual([]);
  expect(shown.out).toContain('都市整備課 名前: 建設課 → 都市整備課\n');
  expect(shown.out).toContain('統合: 健康福祉課 → くらし福祉課（令和5年4月1日から）\n');
  expect(shown.out).toContain('「くらし福祉課」のチャンネルは、「');
  expect(shown.out).toContain('変更はまだしていません。');
  expect(await entries()).toBe(0);
  const done = await run(lines);
  expect(done.failed).toEqual([]);
  expect(done.asked).toEqual(['取り込みますか']);
  expect(done.out).toContain('取り込みました。');
  expect(await entries()).toBe(1);
  expect((await run(lines)).out).toBe('すべて記録と同じ内容です。\n');
  expect(await entries()).toBe(1);
});

test('before its day it is shown and refused', async () => {
  const lines = ['地域総務課,,総務課,2999-04-01,改称,'];
  expect((await run(lines)).failed.join()).toContain('施行日（');
  expect((await run(lines, '--dry-run', '--json')).out).toContain('"not_before":"2999-04-01"');
});
