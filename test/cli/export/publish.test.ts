/** The publication of finished sheets, from the command line, on a real database. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addPublishCommand } from '../../../src/cli/export/publish.js';
import { addHistoryCommand } from '../../../src/cli/history/history.js';
import {
  type City,
  city,
  by as cityBy,
  contentFor,
  effectId,
  later,
  NOW,
} from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let settingsBack: () => void;

beforeAll(async () => {
  town = await city({ round: false });
  settingsBack = withSettings({ DATABASE_URL: town.url });
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2023-10-02', dueOn: '2024-04-12' },
    { by: cityBy, now: NOW },
  );
  await finish(7);
});
afterAll(async () => {
  settingsBack();
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

/** What the next question is answered with; null: nobody sits at the terminal. */
let answer: boolean | null = null;

const run = (...words: string[]) => runCommand(addPublishCommand, ['publish', ...words], answer);

const runHistory = async (...words: string[]) =>
  (await runCommand(addHistoryCommand, ['history', ...words])).out;

const published = async () => (await town.record.publications(2023)).map(({ sectionId }) => sectionId);

test('a finished sheet is published, again as often as it is said, each time in the history', async () => {
  expect((await run('--year', 'R5', '--section', '建設課', '--dry-run')).out).toContain(
    '令和5年度の1シートを公表できます。記録はしていません。',
  );
  expect(await published()).toEqual([]);
  expect((await run('--year', 'R5', '--section', '建設課')).out).toMatch(
    /建設課\n令和5年度の1シートの公表を記録しました。\n$/u,
  );
  const silent = await run('--year', 'R5', '--section', '建設課');
  expect(silent.failed).toEqual([
    '建設課は、もう公表しています。前の公表から、変わったところはありません。公表し直すときは --reason に理由を書いてください。',
  ]);
  const again = await run('--year', 'R5', '--section', '建設課', '--json', '--reason', '載せ直し');
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
    [`${town.section(7)}.2023`, 2, (entries[0]!.after as { publishedAt: string }).publishedAt],
  ]);
  expect(entries.map(({ after }) => (after as { reason?: string }).reason)).toEqual([undefined, '載せ直し']);
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

test('what is open is listed and asked about; passed over, it is said and stands in the history', async () => {
  await finish(5);
  const [goal] = await town.tasks(5, '2023-yearend');
  const section = goal!.sectionName;
  const correct = { kind: 'correct', report: goal!.id, version: 1, reason: '集計の誤り' } as const;
  await town.record.execute(effectId(), 'staff5', 'test:dm', correct, NOW);
  await town.pool.query('delete from channels where section_id = $1', [town.section(5)]);
  await town.pool.query(`update notices set doubtful = true, settled = 0 where key = $1`, [
    `summary/${town.section(5)}/2023-yearend`,
  ]);
  const open = [
    `承認後の修正中：${section} No.1`,
    `チャンネルと連携していない課：${section}`,
    `届いたか分からないお知らせ：${section}`,
  ];
  const words = ['--year', 'R5', '--section', section];
  const before = await published();

  const silent = await run(...words);
  expect(silent.failed).toEqual([
    [
      '公表を記録しませんでした。まだ次のものが残っています。',
      ...open,
      'それでもよければ --yes を付けてください。',
    ].join('\n'),
  ]);
  answer = false;
  const no = await run(...words);
  expect([no.asked, no.failed]).toEqual([['このまま公表を記録しますか'], ['公表を記録しませんでした。']]);
  expect(no.err).toBe(['まだ次のものが残っています。', ...open, ''].join('\n'));
  expect(await published()).toEqual(before);

  answer = null;
  const passed = await run(...words, '--yes');
  expect(passed.failed).toEqual([]);
  expect(passed.out).toContain(['次のものを残したままです。', ...open, ''].join('\n'));
  expect(await published()).toEqual([...before, town.section(5)]);
  const entry = (await town.record.history({ sectionId: town.section(5) })).at(-1);
  expect(entry).toMatchObject({
    action: 'published',
    after: {
      passedOver: [
        { kind: 'correction', section, goals: ['1'] },
        { kind: 'unlinked', section, goals: [] },
        { kind: 'doubtful', section, goals: [] },
      ],
    },
  });
  const history = await runHistory('--section', section, '--format', 'csv');
  expect(history).toContain(open.join(' ／ '));
});

test('what has come up since it was shown is not passed over with it', async () => {
  await finish(6);
  const publish = (agreed: Parameters<City['record']['publish']>[2]['agreed']) =>
    town.record.publish(2023, [town.section(6)], {
      by: cityBy,
      now: later(60),
      ...(agreed ? { agreed } : {}),
    });
  const [goal] = await town.tasks(6, '2023-yearend');
  const correct = { kind: 'correct', report: goal!.id, version: 1, reason: '集計の誤り' } as const;
  await town.record.execute(effectId(), 'staff6', 'test:dm', correct, NOW);
  const looseEnds = [{ kind: 'correction' as const, section: goal!.sectionName, goals: [goal!.goalNo] }];
  expect(await publish([])).toEqual({ kind: 'asked', looseEnds });
  expect(await publish(looseEnds)).toMatchObject({ kind: 'published' });
});
