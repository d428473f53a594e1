/** Rounds, the rehearsal, the digests and the calendar from the command line, on a real database. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDigestCommand } from '../../../src/cli/rounds/digest.js';
import { addRoundCommands } from '../../../src/cli/rounds/round.js';
import { addCalendarCommands } from '../../../src/cli/tools/calendar.js';
import { formatEraDate } from '../../../src/core/calendar/japanese-dates.js';
import { addDays, cityDate, workingDayFrom } from '../../../src/core/calendar/working-days.js';
import { by, type City, city, submit } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let folder: string;
let settingsBack: () => void;

beforeAll(async () => {
  town = await city({ round: false });
  const { rows } = await town.pool.query<{ name: string }>('select current_database() as name');
  const url = new URL(process.env.MARU_TEST_POSTGRES_URL ?? '');
  url.pathname = `/${rows[0]?.name}`;
  settingsBack = withSettings({ DATABASE_URL: url.href });
  folder = await mkdtemp(join(tmpdir(), 'maru-rounds-'));
});
afterAll(async () => {
  settingsBack();
  await rm(folder, { recursive: true, force: true });
  await town.stop();
});

const run = (...words: string[]) =>
  runCommand([addRoundCommands, addDigestCommand, addCalendarCommands], words);

const kanji = (day: string) => formatEraDate(day, 'kanji');
const today = cityDate(new Date());
const OPENS = workingDayFrom(addDays(today, 7));
const DUE = workingDayFrom(addDays(OPENS, 14));
const LATER = workingDayFrom(addDays(DUE, 7));

test('a round opened, a section with its own date, and the whole season rehearsed without a word sent', async () => {
  expect(
    (await run('round', 'open', '中間', '--year', 'R5', '--section', '建設課', '--due', LATER)).failed[0],
  ).toContain('開いていません');
  const dates = ['--year', 'R5', '--opens', OPENS, '--due', DUE];
  expect((await run('status', '--year', 'R5')).out).toContain('まだ開かれていません');
  const tried = await run('round', 'rehearse', '中間', ...dates);
  expect(tried.out).toContain('09:00 担当者7: 未提出 建設課 4件（受付開始）');
  expect((await run('round', 'rehearse', '中間', '--year', 'R5')).failed[0]).toContain('--due の両方を指定');
  expect((await run('round', 'list')).out).toContain('まだ開かれた報告の時期はありません');
  const opened = (await run('round', 'open', '中間', ...dates)).out.split('\n');
  expect(opened[0]).toContain('開きました');
  expect(opened[1]).toBe(`${kanji(OPENS)}から、8課のチャンネルにカードを出し、担当者にお知らせします。`);
  expect(opened[2]).toContain('年度と期限をご確認ください');
  expect((await run('round', 'rehearse', '--year', 'R5')).out).toBe(tried.out);
  expect((await run('round', 'open', '期末', '--year', 'R1', '--due', DUE)).out).toContain(
    '令和元年度のシートはまだありません',
  );
  await run('round', 'close', '期末', '--year', 'R1');
  expect(
    (await run('round', 'open', '中間', '--year', 'R5', '--section', '建設課', '--due', LATER)).out,
  ).toContain('建設課の令和5年度の中間の期限を');
  expect(
    (await run('round', 'open', '中間', '--year', 'R5', '--section', 'ない課', '--due', LATER)).failed[0],
  ).toContain('という課は記録にありません');
  expect((await run('round', 'list')).out).toContain('別の日付の課 1');
  const early = await run('round', 'open', '中間', '--year', 'R5', '--section', '建設課', '--due', today);
  expect(early.failed[0]).toContain('開く日');
  expect((await town.tasks(7))[0]?.round.dueOn).toBe(LATER);
  const said = await run('round', 'rehearse', '--year', 'R5', '--json');
  const { messages } = JSON.parse(said.out) as {
    messages: {
      at: string;
      kind: string;
      to: { section: string | null; person: string | null };
      why: { rung: string }[];
    }[];
  };
  const opening = messages.filter(({ why }) => why.some(({ rung }) => rung === 'opening'));
  expect(opening.map(({ to }) => to.person).sort()).toEqual(
    Array.from({ length: 8 }, (_, i) => `担当者${i + 1}`),
  );
  expect(new Set(opening.map(({ at }) => cityDate(at)))).toEqual(new Set([OPENS]));
  // While nobody does anything no section has a digest.
  expect(messages.some(({ to }) => to.section === '建設課')).toBe(false);
  expect((await run('round', 'rehearse', '--year', 'R5')).out).toContain(
    '09:00 担当者7: 未提出 建設課 4件（受付開始）',
  );
  const { rows } = await town.pool.query(`select count(*)::int as n from notices where kind <> 'summary'`);
  expect(rows).toEqual([{ n: 0 }]);
});

test('a section’s own dates: what is left out stays, and with the round’s own again none are left', async () => {
  const own = async (...words: string[]) => {
    await run('round', 'open', '中間', '--year', 'R5', '--section', '土木課', ...words);
    return (await town.record.rounds())[0]?.overrides;
  };
  const sectionId = town.section(7);
  await town.record.importRoster(
    { sections: [{ department: '北区', name: '建設課', aliases: ['土木課'] }] },
    { by, now: new Date() },
  );
  expect(await own('--due', LATER, '--as-of', DUE)).toEqual([{ sectionId, dueOn: LATER, asOf: DUE }]);
  expect(await own('--due', DUE)).toEqual([{ sectionId, dueOn: DUE, asOf: DUE }]);
  expect(await own('--due', DUE, '--as-of', 'R5.9.30')).toEqual([]);
});

test('this week’s digests are shown, never sent', async () => {
  await town.pool.query(`update rounds set opens_on = $1`, [addDays(today, -14)]);
  expect((await run('digest', '--year', 'R5')).failed[0]).toContain('--dry-run');
  const { out } = await run('digest', '--year', 'R5', '--dry-run');
  expect(out).toContain('■ 建設課のチャンネル\n今週の状況 ・ 建設課');
  expect(out).toContain('承認済 0 ・ 未提出 4');
});

test('a report reopened: in plain words, and refused in plain words', async () => {
  const [goal] = await town.tasks(7);
  const reopen = (no: string) =>
    run(
      'round',
      'reopen',
      '中間',
      '--year',
      'R5',
      '--section',
      '建設課',
      '--goal',
      no,
      '--reason',
      '数字の誤り',
    );
  expect((await reopen('1')).failed[0]).toContain('まだ一度も提出されていない');
  expect((await reopen('99')).failed[0]).toContain('No.99 はありません');
  await submit(town, 'staff7', goal!, new Date());
  expect((await reopen('１')).out).toContain('建設課 No.1 を差し戻しました');
  expect((await town.tasks(7))[0]?.report).toMatchObject({ state: 'returned', reopened: true });
});

test('the calendar from a file, whole or not at all', async () => {
  const file = join(folder, 'days.csv');
  await writeFile(file, '日付,種別,課,名称\nR5.10.16,休み,建設課,整理日\n2023-10-14,開庁,,\n');
  expect((await run('calendar', 'import', file, '--dry-run')).out).toContain('2日を読み取りました');
  expect((await run('calendar', 'list')).out).toContain('取り込んだ日はありません');
  expect((await run('calendar', 'import', file)).out).toContain('2日を記録しました');
  expect((await run('calendar', 'list')).out).toContain('2023-10-16 休み 建設課 整理日');
  await writeFile(
    file,
    '日付,種別,課\n2023-10-17,休み,\n2023-10-18,休み,ない課\nあした,休み,\n2023-10-19,休み,別の課\n',
  );
  expect((await run('calendar', 'import', file)).failed).toEqual([
    expect.stringMatching(
      /^days\.csv 4行め: 「あした」.*\ndays\.csv 3行め: 「ない課」という課は.*\ndays\.csv 5行め: 「別の課」という課は.*$/u,
    ),
  ]);
  expect((await run('calendar', 'list')).out).not.toContain('2023-10-17');
});

test('a round with something open is closed when it is said so, and the history has what was left', async () => {
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-04-01', dueOn: '2024-04-12' },
    { by, now: new Date('2024-04-01T00:00:00Z') },
  );
  const [goal] = await town.tasks(7, '2023-yearend');
  await submit(town, 'staff7', goal!, new Date('2024-04-02T00:00:00Z'));
  const state = async () => (await town.record.rounds()).find(({ id }) => id === '2023-yearend')?.state;
  const refused = await run('round', 'close', '期末', '--year', 'R5');
  expect(refused.failed[0]).toMatch(
    /^閉じませんでした。まだ次のものが残っています。\n承認待ち：建設課 No\.1\n未提出・差戻し：/u,
  );
  expect(refused.failed[0]).toContain('建設課 No.2・No.3・No.4');
  expect(await state()).toBe('open');
  const closed = await run('round', 'close', '期末', '--year', 'R5', '--yes');
  expect(closed.out).toContain(
    '令和5年度の期末を閉じました。\n次のものを残したままです。\n承認待ち：建設課 No.1\n',
  );
  expect(await state()).toBe('closed');
  const entry = (await town.record.history({})).at(-1)!;
  expect([entry.action, (entry.after as { passedOver: unknown[] }).passedOver[0]]).toEqual([
    'round_closed',
    { kind: 'waiting', section: '建設課', goals: ['1'] },
  ]);
});

test('a round whose as-of date lies after its deadline is refused with the year that was likely meant', async () => {
  const late = await run('round', 'open', '期末', '--year', 'R6', '--opens', 'R6.4.1', '--due', 'R6.4.12');
  expect(late.failed).toEqual([
    '--due: 期限（令和6年4月12日）が基準日（令和7年3月31日）より前です。令和5年度（--year R5）ではありませんか。基準日を早めるときは --as-of で指定してください。',
  ]);
  const early = await run('round', 'open', '中間', '--year', 'R6', '--opens', 'R6.9.1', '--due', 'R6.9.13');
  expect(early.failed[0]).toContain('令和5年度（--year R5）ではありませんか');
  const own = ['round', 'open', '期末', '--year', 'R5', '--opens', 'R6.3.1', '--due', 'R6.3.20'];
  expect((await run(...own)).failed[0]).toContain('基準日（令和6年3月31日）より前です');
  expect((await run(...own, '--as-of', 'R6.2.29')).failed).toEqual([]);
  const [section] = await town.record.sections();
  const forOne = ['--section', section!.name];
  expect((await run('round', 'open', '期末', '--year', 'R5', '--due', 'R6.3.21', ...forOne)).failed).toEqual(
    [],
  );
  // A later as-of date would lie after the deadline of the section that has its own.
  expect((await run(...own.slice(0, -1), 'R6.4.12', '--as-of', 'R6.3.31')).failed).toEqual([
    `${section!.name}の期限（令和6年3月21日）が基準日（令和6年3月31日）より前になります。先に --section でこの課の日付を変えてください。`,
  ]);
  // what was said once holds for the next change of its dates
  expect((await run(...own.slice(0, -1), 'R6.3.22')).failed).toEqual([]);
});
