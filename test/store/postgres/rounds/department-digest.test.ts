/** The weekly digest to 部長・区長: of their department alone, in private, and only when something in it has changed. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cityInstant } from '../../../../src/core/calendar/working-days.js';
import { fallbackText } from '../../../../src/core/cards/fallback.js';
import { noticeCard } from '../../../../src/core/cards/notices/notice.js';
import { deliverDue } from '../../../../src/flow/notices/deliver.js';
import { makeTick } from '../../../../src/flow/tick.js';
import { openNotices } from '../../../../src/store/postgres/notices/notices.js';
import { departmentHeads } from '../../../../src/store/postgres/roster/department-heads.js';
import { openSchedule } from '../../../../src/store/postgres/rounds/schedule.js';
import { makeRecorder } from '../../../support/recorder.js';
import { by, type City, city, submit, wrote } from '../city.js';

const at = (day: string, time = '09:00') => new Date(cityInstant(day, time));
const MIDYEAR = { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' } as const;
const OFFICE = { department: '北区役所', name: '北区役所' };
const OTHER = { department: '総務部', name: '政策企画課' };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let town: City;
const clock = { at: at('2023-10-02'), now: () => clock.at };
const recorder = makeRecorder(clock);

beforeAll(async () => {
  town = await city({ round: false });
  const member = (id: string) => ({ id, name: id, email: `${id}@example.jp` });
  const post = (section: typeof OFFICE, role: 'department_head' | 'coordinator', title: string) => ({
    post: { section, role, title },
    from: '2023-04-01',
  });
  await town.record.importRoster(
    {
      departmentAliases: { 北区: '北区役所' },
      sections: [OFFICE, OTHER],
      people: ['head', 'elsewhere', 'both', 'desk'].map(member),
      holdings: [
        { ...post(OFFICE, 'department_head', '区長'), person: 'head' },
        { ...post(OTHER, 'department_head', '部長'), person: 'elsewhere' },
        { ...post(OFFICE, 'department_head', '副区長'), person: 'both' },
        { ...post(OTHER, 'coordinator', '事務局'), person: 'both' },
        { ...post(OTHER, 'coordinator', '事務局'), person: 'desk' },
      ],
    },
    { by, now: at('2023-10-01') },
  );
  for (const person of ['head', 'elsewhere', 'both', 'desk'])
    await wrote(town, person, `test:dm:${person}`, at('2023-10-01'));
  await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
}, 60_000);
afterAll(() => town?.stop());

async function tickAt(instant: Date): Promise<void> {
  clock.at = instant;
  await makeTick({ schedule: openSchedule(town.pool), work: { wake: () => undefined }, clock, log })();
  await deliverDue({
    notices: openNotices(town.pool, noticeCard),
    messenger: recorder.messenger({ ended: false }),
    makeFile: async () => ({ kind: 'card', card: null }) as never,
    clock,
    log,
  } as Parameters<typeof deliverDue>[0]);
}
const sent = () =>
  recorder.messages
    .filter(({ key }) => key?.startsWith('department/'))
    .map(({ key, place }) => `${key} ${place}`);
const lastText = () => {
  const card = recorder.messages.filter(({ key }) => key?.startsWith('department/head/')).at(-1)?.card;
  return fallbackText(card!).split('\n');
};

test('the department is the own office’s whole 部; a section’s own where nothing stands below it', async () => {
  const heads = await departmentHeads(town.pool, '2023-10-02');
  const of = (id: string) => heads.find(({ personId }) => personId === id)?.sectionIds ?? [];
  expect(of('head')).toHaveLength(9);
  expect(of('head')).toContain(town.section(7));
  expect(of('elsewhere')).toHaveLength(1);
  expect(await departmentHeads(town.pool, '2023-03-31')).toEqual([]);
});

test('a week in which nothing has changed sends none; then what changed, ○△× and each section, to 区長 alone', async () => {
  await tickAt(at('2023-10-03'));
  const [first] = await town.tasks(7);
  await submit(town, 'staff7', first!, at('2023-10-04', '10:00'));
  await tickAt(at('2023-10-10'));
  // 副区長 who is 事務局 too has that of the whole city; the other department had no news.
  expect(sent()).toEqual(['department/head/2023-10-09 test:dm:head']);
  const text = lastText();
  expect(text[0]).toBe('今週の部内の状況（8課）');
  expect(text[1]).toBe('令和5年度 中間報告 ・ 10月10日(火)現在 ・ 期限 10月13日(金)');
  expect(text[2]).toBe('承認済 0/29 ・ 承認待ち 1 ・ 未提出 28');
  expect(text[3]).toBe('10月2日(月)から10月8日(日)まで：承認待ち ＋1 ・ 未提出 －1');
  expect(text[4]).toMatch(/^評価（提出分まで）：○ 達成見込み 1 ・ /u);
  const own = text.find((line) => line.startsWith('・建設課：'));
  expect(own).toMatch(
    /^・建設課：承認済 0\/4 ・ 承認待ち 1 ・ 未提出 3 ・ 評価 ○ 達成見込み 1 .*動き：承認待ち ＋1/u,
  );
  expect(text.filter((line) => line.startsWith('・'))).toHaveLength(8);
  // counts, never names
  expect(text.join('')).not.toContain('担当者');
});

test('nothing since: none; after the deadline what is late is said, in English too', async () => {
  await tickAt(at('2023-10-16'));
  expect(sent()).toHaveLength(1);
  const [, second] = await town.tasks(7);
  await submit(town, 'staff7', second!, at('2023-10-18', '10:00'));
  await town.pool.query(`update people set language = 'en' where id = 'head'`);
  await tickAt(at('2023-10-23'));
  expect(sent().at(-1)).toBe('department/head/2023-10-23 test:dm:head');
  const text = lastText();
  expect(text).toContain('Past the deadline: 8 sections');
  expect(text.find((line) => line.includes('建設課'))).toContain('not submitted, past the deadline: 2');
  // looked at again the next morning: the same week is one message
  await tickAt(at('2023-10-24'));
  expect(sent()).toHaveLength(2);
});

test('who is no 区長 any more has none', async () => {
  await submit(town, 'staff6', (await town.tasks(6))[0]!, at('2023-10-25', '10:00'));
  await town.pool.query(`update holdings set until_on = '2023-10-29' where person_id = 'head'`);
  await tickAt(at('2023-10-30'));
  expect(sent()).toHaveLength(2);
});

test('after a New Year whose week had no digest, it tells of the week before that too', async () => {
  await town.pool.query(`update holdings set until_on = null where person_id = 'head'`);
  await tickAt(at('2025-12-22'));
  const [goal] = await town.tasks(5);
  await submit(town, 'staff5', goal!, at('2025-12-24', '10:00'));
  const approving = { kind: 'approve', report: goal!.id, version: 1, step: 0 } as const;
  expect(
    await town.record.execute('approve', 'chief5', 'test:x', approving, at('2025-12-24', '11:00')),
  ).toMatchObject({ ok: true });
  // A day late.
  await tickAt(at('2026-01-06'));
  expect(sent().at(-1)).toBe('department/head/2026-01-05 test:dm:head');
  expect(lastText()).toContain('From Mon 22 Dec to Sun 4 Jan: Approved ＋1 · Not submitted －1');
  const digest = recorder.messages.find(({ key }) => key === `digest/${town.section(5)}/2026-01-05`);
  expect(fallbackText(digest!.card!)).toContain('12月22日(月)から1月4日(日)までに1件が承認されました');
});
