/** The publication of finished sheets, from the command line, on a real database. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addPublishCommand } from '../../src/cli/publish.js';
import { type City, city, by as cityBy, contentFor, effectId, later, NOW } from '../store/postgres/city.js';

let town: City;
const before = process.env.DATABASE_URL;

beforeAll(async () => {
  town = await city({ round: false });
  process.env.DATABASE_URL = town.url;
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2023-10-02', dueOn: '2024-04-12' },
    { by: cityBy, now: NOW },
  );
  await finish(7);
});
afterAll(async () => {
  if (before === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = before;
  await town.stop();
});

/** Every goal of the nth sheet reported and, unless told otherwise, approved. */
async function finish(n: number, approve = true): Promise<void> {
  for (const task of await town.tasks(n, '2023-yearend')) {
    const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
      town.record.execute(effectId(), person, 'test:dm', command, NOW);
    await enter(`staff${n}`, { kind: 'submit', task: task.id, base: 0, content: contentFor(task) });
    if (approve) await enter(`chief${n}`, { kind: 'approve', report: task.id, version: 1, step: 0 });
  }
}

async function run(...words: string[]) {
  const said = { out: '', failed: [] as string[] };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addPublishCommand(program, {
    out: (text) => {
      said.out += text;
    },
    err: () => undefined,
    fail: (message) => void said.failed.push(message),
  });
  await program.parseAsync(['publish', ...words], { from: 'user' });
  return said;
}

const published = async () => (await town.record.publications(2023)).map(({ sectionId }) => sectionId);

test('a finished sheet is published, again as often as it is said, each time in the history', async () => {
  expect((await run('--year', 'R5', '--section', '建設課', '--dry-run')).out).toContain(
    '令和5年度の1シートを公表できます。記録はしていません。',
  );
  expect(await published()).toEqual([]);
  expect((await run('--year', 'R5', '--section', '建設課')).out).toMatch(
    /建設課\n令和5年度の1シートの公表を記録しました。\n$/u,
  );
  const again = await run('--year', 'R5', '--section', '建設課', '--json');
  expect(JSON.parse(again.out)).toMatchObject({
    fiscal_year: 2023,
    entered: true,
    sheets: [{ section: '建設課', times: 2 }],
  });
  expect(await published()).toEqual([town.section(7), town.section(7)]);
  const entries = (await town.record.history({ sectionId: town.section(7) })).filter(
    ({ action }) => action === 'published',
  );
  expect(entries.map(({ subject, version, before: was }) => [subject, version, was])).toEqual([
    [`${town.section(7)}.2023`, 1, null],
    [`${town.section(7)}.2023`, 2, entries[0]!.after],
  ]);
  expect(await town.record.verifyHistory()).toBeNull();
});

test('one sheet that is not finished, and none is published', async () => {
  await finish(4, false);
  const earlier = await published();
  const history = await town.record.history({});
  expect((await run('--year', 'R5', '--section', '建設課', '健康福祉課')).failed).toEqual([
    expect.stringContaining('公表を記録しませんでした: 健康福祉課。'),
  ]);
  expect((await run('--year', 'R5')).failed[0]).toContain('区民生活課');
  expect((await run('--year', 'R6')).failed).toEqual(['令和6年度のシートは、まだ取り込まれていません。']);
  expect((await run('--year', 'R5', '--section', 'ない課')).failed[0]).toContain(
    'という課は記録にありません',
  );
  expect(await published()).toEqual(earlier);
  expect(await town.record.history({})).toEqual(history);
});

test('two at once are the first and the second', async () => {
  await finish(8);
  const both = await Promise.all(
    [1, 2].map((minute) => town.record.publish(2023, [town.section(8)], { by: cityBy, now: later(minute) })),
  );
  expect(
    both.flatMap((one) => (one.kind === 'published' ? one.sheets.map(({ times }) => times) : [])).sort(),
  ).toEqual([1, 2]);
});
