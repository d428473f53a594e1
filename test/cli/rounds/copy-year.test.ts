/** `maru year copy`: R6 from the eight real sheets of R5, against a real database. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addYearCommands } from '../../../src/cli/rounds/year.js';
import type { Direction } from '../../../src/core/sheet/direction.js';
import { taskIdOf } from '../../../src/core/sheet/ids.js';
import { by, type City, city, effectId, NOW, printedSheets, withDesk } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let settingsBack: () => void;
beforeAll(async () => {
  town = await city({ round: false });
  await withDesk(town);
  const direction = ({ name }: { name: string }): Direction | null =>
    name.includes('件数') ? 'lower' : null;
  await town.record.importSheets(printedSheets(), { by, now: NOW, direction });
  settingsBack = withSettings({ DATABASE_URL: town.url });
}, 30_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
});

const run = (...words: string[]) => runCommand(addYearCommands, ['year', 'copy', ...words]);
const sheetsOf = async (year: number) => (await town.record.sheets(year)).map(({ sheet }) => sheet);

type Listed = { section: string; outcome: string; directions: number; owners: number };
const listed = async (...words: string[]) => {
  const said = await run('--from', 'R5', '--to', 'R6', ...words, '--json');
  expect(said.failed).toEqual([]);
  return (JSON.parse(said.out) as { sheets: Listed[] }).sheets;
};

test('a year that is not the next, or has no sheets to copy, is refused with what to do', async () => {
  expect((await run('--from', 'R5', '--to', 'R7')).failed.join()).toContain('令和5年度からは 令和6年度');
  expect((await run('--from', 'R3', '--to', 'R4')).failed.join()).toContain(
    '令和3年度のシートは、まだありません',
  );
});

test('a dry run says what would be made, and makes nothing', async () => {
  const before = await town.record.head();
  const said = await run('--from', 'R5', '--to', 'R6', '--dry-run');
  expect(said.failed).toEqual([]);
  expect(said.out).toContain('北区 建設課: 目標4件・指標4件（向き');
  expect(said.out).toContain('令和6年度のシートが8枚できます。記録はしていません。');
  expect(await sheetsOf(2024)).toEqual([]);
  expect(await town.record.head()).toEqual(before);
});

test('one section first, with its owners, directions and thresholds; the others later, and none twice', async () => {
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' },
    { by, now: NOW },
  );
  const [task] = await town.tasks(1);
  const set = { kind: 'set_owner', task: task!.id, to: '担当者1' } as const;
  const owned = await town.record.execute(effectId(), 'chief1', 'test:dm:chief1', set, NOW);
  expect(owned).toMatchObject({ ok: true });

  const section = (await town.record.sections()).find(({ id }) => id === town.section(1))!;
  const first = await listed('--section', section.name);
  expect(first).toMatchObject([{ section: section.name, outcome: 'copied', owners: 1 }]);
  const all = await listed();
  expect(all.map(({ outcome: one }) => one).sort()).toEqual([
    'copied',
    'copied',
    'copied',
    'copied',
    'copied',
    'copied',
    'copied',
    'exists',
  ]);
  expect(await listed()).toHaveLength(8);
  expect((await listed()).every(({ outcome: one }) => one === 'exists')).toBe(true);

  const sheets = await sheetsOf(2024);
  expect(sheets).toHaveLength(8);
  expect(sheets.flatMap(({ goals }) => goals).length).toBe(
    (await sheetsOf(2023)).flatMap(({ goals }) => goals).length,
  );
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'midyear', opensOn: '2024-10-01', dueOn: '2024-10-11', asOf: '2024-09-30' },
    { by, now: NOW },
  );
  const tasks = await town.tasks(1, '2024-midyear');
  const owners = await town.pool.query<{ subject: string; person_id: string }>(
    `select subject, person_id from goal_owners where subject like '%.2024.%'`,
  );
  expect(owners.rows).toEqual([{ subject: tasks[0]!.goalId, person_id: 'staff1' }]);
  expect(tasks[0]!.id).toBe(taskIdOf(tasks[0]!.goalId, 'midyear'));
  for (let n = 1; n <= 8; n += 1) {
    const [now, last] = [await town.tasks(n, '2024-midyear'), await town.tasks(n, '2023-midyear')];
    const said = (of: typeof now) =>
      of.flatMap((one) => one.indicators.map(({ name, direction }) => [name, direction]));
    expect(said(now)).toEqual(said(last));
    expect(now.map(({ scale }) => scale.id)).toEqual(last.map(({ scale }) => scale.id));
  }
});

test('the history explains all of it', async () => {
  const verified = await town.record.verifyRecord();
  expect(verified.found).toBeNull();
  expect(verified.replayed).toMatchObject({ unexplained: [], count: 0 });
});
