/** From which day a roster holds, and whose days are whose: nothing is backdated, cut short or guessed. */
import { expect, test } from '@jest/globals';
import { fiscalYearEnd, fiscalYearOf } from '../../../src/core/calendar/japanese-dates.js';
import { addDays } from '../../../src/core/calendar/working-days.js';
import { kanji, rosterCommand, today } from './roster-command.js';

const { town, run, file, terms } = rosterCommand();

const OPENS = addDays(today, 40);
const yesterday = () => addDays(today, -1);
const yearEnd = (day: string) => fiscalYearEnd(fiscalYearOf(day));
const BASE = [
  '部,課,役職,氏名,職員番号,開始日,終了日',
  ...['担当者,担当者7,staff7', '課長,課長7,chief7'].map((one) => `北区,建設課,${one},,`),
];
/** `columns` after 終了日; the two people whom the record has, and these rows. */
const roster = (columns: string, ...rows: string[]) =>
  [
    BASE[0] + columns,
    ...BASE.slice(1).map((row) => row + columns.replaceAll(/[^,]/gu, '')),
    ...rows,
    '',
  ].join('\r\n');
const assistant = (rest: string) => `北区,建設課,課長補佐,補佐七,3001,${rest}`;

test('--from: a new post and a deputy begin on that day, and on no day before it', async () => {
  const path = await file('名簿.csv', roster(',代決', assistant(',,課長')));
  const said = await run(null, path, '--from', OPENS);
  expect(said).toMatchObject({ failed: [] });
  expect(said.out).toContain(`建設課 課長補佐: 補佐七（${kanji(OPENS)}から）を追加\n`);
  expect(said.out).toContain(
    `建設課 課長の代決: 補佐七（${kanji(OPENS)}から${kanji(yearEnd(OPENS))}まで）を追加\n`,
  );
  expect(await terms('holdings')).toContain(`3001 ${OPENS} -`);
  expect(await terms('deputies')).toEqual([`3001 ${OPENS} ${yearEnd(OPENS)}`]);
  const history = await town().record.history({});
  expect((await run(null, path, '--from', OPENS)).out).toBe('名簿に変更はありません。\n');
  expect(await town().record.history({})).toEqual(history);
});

test('without --from they begin today, also where somebody held the post before', async () => {
  await run(null, await file('名簿.csv', roster(',代決', assistant(',,課長'))));
  expect(await terms('holdings')).toContain(`3001 ${today} -`);
  expect(await terms('deputies')).toEqual([`3001 ${today} ${yearEnd(today)}`]);
});

test('a day that is past is asked about, with its cell, and nothing is entered until --yes', async () => {
  const path = await file('名簿.csv', roster('', assistant('R6.4.1,')));
  const question =
    '名簿.csv 4行目「開始日」: 建設課 課長補佐、補佐七さんの始まり（令和6年4月1日）は過ぎた日です。';
  const before = await terms('holdings');
  const said = await run(null, path);
  expect(said.failed).toEqual([
    expect.stringContaining(`\n${question}\n→ 書いたとおり過ぎた日からでよければ、--yes`),
  ]);
  expect(said.out).toContain('建設課 課長補佐: 補佐七（令和6年4月1日から）を追加\n');
  expect(said.out).toContain('変更はまだしていません。');
  const json = await run(null, path, '--json');
  expect(json.failed).toHaveLength(1);
  expect(JSON.parse(json.out)).toMatchObject({ applied: false, questions: [{ question, answer: 'past' }] });
  const dry = await run(null, path, '--dry-run');
  expect(dry.failed).toEqual([]);
  expect(dry.out).toContain(`確認: ${question}\n`);
  const no = await run(false, path);
  expect(no).toMatchObject({ asked: ['確認のとおりに取り込みますか'], failed: ['取り込みませんでした。'] });
  expect(await terms('holdings')).toEqual(before);
  expect(await run(null, path, '--yes')).toMatchObject({
    failed: [],
    out: expect.stringContaining(question),
  });
  expect(await terms('holdings')).toContain('3001 2024-04-01 -');
  expect(await run(null, path)).toMatchObject({ failed: [], out: '名簿に変更はありません。\n' });
});

test('an end that is past is asked about; a term that is over needs a day on which it began', async () => {
  const ended = await file(
    '名簿.csv',
    roster('', '北区,建設課,主任,主任七,3002,,R6.9.30').replace(
      '担当者,担当者7,staff7,,',
      '担当者,担当者7,staff7,,R6.9.30',
    ),
  );
  expect((await run(null, ended)).failed).toEqual([
    expect.stringMatching(/^建設課 主任 主任七: 終了日は過ぎた日.*開始日を書いてください/u),
  ]);
  const path = await file('名簿.csv', roster('').replace('担当者7,staff7,,', '担当者7,staff7,,R6.9.30'));
  expect((await run(null, path)).failed).toEqual([
    expect.stringContaining(
      '名簿.csv 2行目「終了日」: 建設課 担当者、担当者7さんの終わり（令和6年9月30日）は過ぎた日です。',
    ),
  ]);
  await run(null, path, '--yes');
  expect(await terms('holdings')).toContain('staff7 2023-04-01 2024-09-30');
  // The same file later: what is over stays as it is.
  expect((await run(null, path)).out).toBe('名簿に変更はありません。\n');
});

test('who is not named any more is told as losing the post', async () => {
  await run(null, await file('名簿.csv', roster(',代決', assistant(',,課長'))), '--yes');
  await town().pool.query(`update holdings set from_on = from_on - 30 where person_id = '3001'`);
  await town().pool.query(`update deputies set from_on = from_on - 30 where person_id = '3001'`);
  const said = await run(null, await file('名簿.csv', roster('')));
  expect(said.out.split('\n').slice(0, 2)).toEqual([
    `建設課 課長補佐: 補佐七は${kanji(yesterday())}で離れます（名簿にないため）`,
    `建設課 課長の代決: 補佐七は${kanji(yesterday())}で終わります（名簿にないため）`,
  ]);
});

test('代決開始 and 代決終了 are the deputy’s days: the own post goes on, and each absence has its row', async () => {
  await run(null, await file('名簿.csv', roster('', assistant('R5.4.1,'))), '--yes');
  const [first, last, next] = [addDays(today, 10), addDays(today, 20), addDays(today, 60)];
  for (const columns of [
    ',代決する役職,代決開始,代決終了',
    ',代決する役職,開始,終了',
    ',代決,開始日,終了日',
  ]) {
    const path = await file(
      '名簿.csv',
      roster(
        columns,
        assistant(`R5.4.1,,課長,${first},${last}`),
        assistant(`,,課長,${next},${addDays(next, 5)}`),
      ),
    );
    expect((await run(null, path)).failed).toEqual([]);
    expect(await terms('holdings')).toContain('3001 2023-04-01 -');
    expect(await terms('deputies')).toEqual([`3001 ${first} ${last}`, `3001 ${next} ${addDays(next, 5)}`]);
  }
  expect(
    (await run(null, await file('名簿.csv', roster(',代決,代決開始', assistant(`,,,${first}`))))).failed,
  ).toEqual(['名簿.csv 4行目「代決」: 代決の日がありますが、どの役職の代決かが空です。']);
});

test('the old form is read where it is plain: an absence, and days beside a row for the post', async () => {
  await run(null, await file('名簿.csv', roster('', assistant(`R5.4.1,${yearEnd(OPENS)}`))), '--yes');
  const [first, last] = [addDays(today, 10), addDays(today, 20)];
  const absence = await run(
    null,
    await file('名簿.csv', roster(',代決', assistant(`${first},${last},課長`))),
  );
  expect(absence).toMatchObject({ failed: [] });
  expect(absence.out).toBe(
    `建設課 課長の代決: 補佐七（${kanji(first)}から${kanji(last)}まで）を追加\n1件の変更です。名簿に取り込みました。\n`,
  );
  expect(await terms('holdings')).toContain(`3001 2023-04-01 ${yearEnd(OPENS)}`);
  const longer = addDays(last, 90);
  const beside = await run(
    null,
    await file(
      '名簿.csv',
      roster(',代決', assistant(`R5.4.1,${yearEnd(OPENS)},`), assistant(`${first},${longer},課長`)),
    ),
  );
  expect(beside).toMatchObject({ failed: [] });
  expect(await terms('holdings')).toContain(`3001 2023-04-01 ${yearEnd(OPENS)}`);
  expect(await terms('deputies')).toEqual([`3001 ${first} ${longer}`]);
});

test('where the old form may mean either it is asked, and --yes does not choose', async () => {
  await run(null, await file('名簿.csv', roster('', assistant('R5.4.1,'))), '--yes');
  const before = [await terms('holdings'), await terms('deputies')];
  const ends = await file('名簿.csv', roster(',代決', assistant(`,${OPENS},課長`)));
  for (const words of [[], ['--yes']])
    for (const answer of [true, null])
      expect((await run(answer, ends, ...words)).failed).toEqual([
        expect.stringContaining(
          `名簿.csv 4行目「終了日」: 終了日（${kanji(OPENS)}）が、補佐七さんの「課長補佐」の終わりか、「課長」の代決の終わりか分かりません。\n→ 名簿の見出しに「代決開始」「代決終了」の列を足し`,
        ),
      ]);
  const begins = await file('名簿.csv', roster(',代決', assistant(`${OPENS},,課長`)));
  expect((await run(null, begins, '--yes')).failed).toEqual([
    expect.stringContaining(
      `名簿.csv 4行目「開始日」: 補佐七さんは令和5年4月1日から建設課 課長補佐です。${kanji(OPENS)}が、その役職の始まりか代決の始まりか分かりません。`,
    ),
  ]);
  expect([await terms('holdings'), await terms('deputies')]).toEqual(before);
  expect((await run(null, ends, '--dry-run')).out).toContain('建設課 課長の代決: 補佐七');
});
