/** What posts decide, on a real database with a recording platform: steps in private, 代決 and 後閲, nobody there. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cityInstant } from '../../../../src/core/calendar/working-days.js';
import { fallbackText } from '../../../../src/core/cards/fallback.js';
import { noticeCard } from '../../../../src/core/cards/notices/notice.js';
import type { Command } from '../../../../src/core/decision/command.js';
import { deliverDue } from '../../../../src/flow/notices/deliver.js';
import { makeTick } from '../../../../src/flow/tick.js';
import { openNotices } from '../../../../src/store/postgres/notices/notices.js';
import { openSchedule } from '../../../../src/store/postgres/rounds/schedule.js';
import { makeRecorder, type Recorder } from '../../../support/recorder.js';
import {
  by,
  type City,
  city,
  contentFor,
  effectId,
  NOW,
  printedSheets,
  rosterOf,
  sectionOf,
  submit,
  wrote,
} from '../city.js';

const at = (day: string, time = '10:00') => new Date(cityInstant(day, time));

let town: City;
let clock: { at: Date; now(): Date };
let recorder: Recorder;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(async () => {
  town = await city();
  clock = { at: NOW, now: () => clock.at };
  recorder = makeRecorder(clock);
  const roster = rosterOf(printedSheets());
  const [section] = roster.sections!;
  const post = (role: 'section_manager' | 'subsection_chief' | 'coordinator', title: string) => ({
    section: { department: section!.department, name: section!.name },
    role,
    title,
  });
  await town.record.importRoster(
    {
      ...roster,
      people: [...roster.people!, { id: 'desk', name: '事務局' }, { id: 'kakari', name: '係長' }],
      sections: [
        {
          ...section!,
          route: [{ role: 'subsection_chief', act: 'check', where: 'private' }, 'section_manager'],
        },
        ...roster.sections!.slice(1),
      ],
      holdings: [
        ...roster.holdings!,
        { post: post('coordinator', '事務局'), person: 'desk', from: '2023-04-01' },
        { post: post('subsection_chief', '係長'), person: 'kakari', from: '2023-04-01', until: '2023-10-31' },
      ],
      deputies: [
        { post: post('section_manager', '課長'), person: 'kakari', from: '2023-10-02', until: '2023-10-13' },
      ],
    },
    { by, now: NOW },
  );
  for (const person of ['desk', 'kakari', 'staff1', 'chief1'])
    await wrote(town, person, `test:dm:${person}`, NOW);
});
afterEach(() => town.stop());

async function deliver(now: Date): Promise<void> {
  clock.at = now;
  await deliverDue({
    notices: openNotices(town.pool, noticeCard),
    messenger: recorder.messenger({ ended: false }),
    makeFile: async () => ({ kind: 'card', card: null }) as never,
    clock,
    log,
  } as Parameters<typeof deliverDue>[0]);
}
const execute = (person: string, command: Command, now: Date) =>
  town.record.execute(effectId(), person, 'test:x', command as never, now);
const said = (place: string, kind: string) =>
  recorder.messages
    .filter((one) => one.place === place && one.key?.startsWith(`${kind}/`))
    .map(({ card }) => (card ? fallbackText(card) : ''));

test('係長 is asked in private, the channel shows where it stands, and the deputy’s 承認 comes back as 後閲', async () => {
  const [goal] = await town.tasks(1);
  const report = goal!.id;
  await submit(town, 'staff1', goal!, at('2023-10-03'));
  await deliver(at('2023-10-03'));
  expect(said('test:dm:kakari', 'decide')[0]).toContain('確認待ち（係長）');
  expect(said('test:dm:kakari', 'decide')[0]).toContain('No.1 を確認済みにする');
  const [card] = said('test:channel:1', 'approval');
  expect(card).toContain('確認待ち（係長） ・ 個別のチャットでお願いしています ・ 2段階のうち1段階め');
  expect(card).not.toContain('差戻し');

  expect(
    await execute('kakari', { kind: 'approve', report, version: 1, step: 0 }, at('2023-10-03')),
  ).toMatchObject({ ok: true, check: true, complete: false });
  await deliver(at('2023-10-03', '10:05'));
  // The card in private follows: it has no buttons any more, and says who is asked now.
  expect(said('test:dm:kakari', 'decide')).toHaveLength(1);
  expect(said('test:dm:kakari', 'decide')[0]).toContain('承認待ち（課長）');
  expect(said('test:dm:kakari', 'decide')[0]).not.toContain('差戻し');
  expect(said('test:channel:1', 'approval')[0]).toMatch(/承認待ち（課長）.*\n確認：係長/u);
  expect(said('test:channel:1', 'approval')[0]).toContain('差戻し');

  await execute('kakari', { kind: 'approve', report, version: 1, step: 1 }, at('2023-10-04'));
  await deliver(at('2023-10-04'));
  expect(said('test:channel:1', 'approval')[0]).toContain('承認：課長 課長1 の代決：係長');
  expect(said('test:dm:chief1', 'post_reviews')).toEqual([]);
  // The first working morning after the deputy's term: Monday.
  await deliver(at('2023-10-15'));
  expect(said('test:dm:chief1', 'post_reviews')).toEqual([]);
  await deliver(at('2023-10-16', '09:00'));
  const [list] = said('test:dm:chief1', 'post_reviews');
  expect(list).toContain('後閲をお願いします（1件）');
  expect(list).toContain('No.1');
  expect(list).toContain('課長の代決：係長（10月4日');

  const shown = await execute('chief1', { kind: 'post_reviews' }, at('2023-10-16'));
  if (!shown.ok) throw new Error();
  const [item] = shown.postReviews!;
  expect(item).toMatchObject({
    reportId: report,
    goalNo: '1',
    decision: 'approved',
    deputy: '係長',
    post: '課長',
  });
  expect(await execute('staff1', { kind: 'post_reviews' }, at('2023-10-16'))).toMatchObject({
    postReviews: [],
  });
  expect(await execute('staff1', { kind: 'note_seen', upTo: item!.no }, at('2023-10-16'))).toMatchObject({
    postReviews: [],
  });
  await execute('chief1', { kind: 'note_seen', upTo: item!.no }, at('2023-10-16'));
  expect(await execute('chief1', { kind: 'post_reviews' }, at('2023-10-16'))).toMatchObject({
    postReviews: [],
  });
  const history = await town.record.history({ subject: report });
  expect(history.map(({ action, name, actingFor }) => [action, name, actingFor])).toEqual([
    ['submitted', '担当者1', null],
    ['approved', '係長', null],
    ['approved', '係長', '課長1'],
    ['post_reviewed', '課長1', null],
  ]);
  expect(await town.record.verifyHistory()).toBeNull();
});

test.each([
  ['before the transfer is entered', 'decided first'],
  ['when the transfer is known', 'entered first'],
] as const)(
  '後閲 belongs to the post: decided %s, the successor gets it and who left cannot sign',
  async (_when, order) => {
    const sheet = printedSheets()[0]!;
    const section = { department: sheet.header.department.text, name: sheet.header.organization.text };
    const title = { section, role: 'section_manager', title: '課長' } as const;
    // 課長1 is gone from the 12th on, within the deputy's term; 課長9 comes on Saturday the 14th.
    const transfer = async (now: Date) => {
      await town.record.importRoster(
        {
          people: [{ id: 'chief9', name: '課長9' }],
          holdings: [
            { post: title, person: 'chief1', from: '2023-04-01', until: '2023-10-11' },
            { post: title, person: 'chief9', from: '2023-10-14' },
            { post: { section, role: 'staff', title: '担当者' }, person: 'staff1', from: '2023-04-01' },
            {
              post: { section, role: 'subsection_chief', title: '係長' },
              person: 'kakari',
              from: '2023-04-01',
              until: '2023-10-31',
            },
          ],
          deputies: [{ post: title, person: 'kakari', from: '2023-10-02', until: '2023-10-13' }],
        },
        { by, now },
      );
      await wrote(town, 'chief9', 'test:dm:chief9', now);
    };
    const [goal] = await town.tasks(1);
    const report = goal!.id;
    if (order === 'entered first') await transfer(at('2023-10-03', '08:00'));
    await submit(town, 'staff1', goal!, at('2023-10-03'));
    await execute('kakari', { kind: 'approve', report, version: 1, step: 0 }, at('2023-10-03'));
    await execute('kakari', { kind: 'approve', report, version: 1, step: 1 }, at('2023-10-04'));
    if (order === 'decided first') await transfer(at('2023-10-11'));
    for (const day of ['2023-10-13', '2023-10-14', '2023-10-15']) await deliver(at(day));
    expect(said('test:dm:chief9', 'post_reviews')).toEqual([]);
    await deliver(at('2023-10-16', '09:00'));
    expect(said('test:dm:chief1', 'post_reviews')).toEqual([]);
    expect(said('test:dm:chief9', 'post_reviews')).toEqual([
      expect.stringMatching(/後閲をお願いします（1件）[\s\S]*課長の代決：係長（10月4日/u),
    ]);

    const now = at('2023-10-16', '10:00');
    expect(await execute('chief1', { kind: 'post_reviews' }, now)).toMatchObject({ postReviews: [] });
    expect(await execute('chief1', { kind: 'note_seen', upTo: 99 }, now)).toEqual({
      ok: false,
      refusal: { reason: 'post_left' },
    });
    expect(await execute('chief9', { kind: 'note_seen', upTo: 99 }, now)).toMatchObject({
      postReviews: [{ reportId: report }],
    });
    expect((await town.record.history({ subject: report })).at(-1)).toMatchObject({
      action: 'post_reviewed',
      personId: 'chief9',
      post: '課長',
    });
  },
);

test.each([
  ['since April', '2023-10-10', true],
  ['all along', '2023-04-01', false],
] as const)(
  'the second version is put whole before a 課長 who came after the first: there %s',
  async (_when, from, whole) => {
    const sheet = printedSheets()[0]!;
    const section = { department: sheet.header.department.text, name: sheet.header.organization.text };
    const post = (role: 'staff' | 'section_manager' | 'subsection_chief', title: string) => ({
      section,
      role,
      title,
    });
    const [goal] = await town.tasks(1);
    const report = goal!.id;
    const submits = (base: number, text: string, day: string) => {
      const content = contentFor(goal!, text);
      return execute('staff1', { kind: 'submit', task: report, base, content }, at(day));
    };
    await submits(0, '一度目の状況です。', '2023-10-03');
    await execute(
      'kakari',
      { kind: 'return', report, version: 1, comment: '直してください。' },
      at('2023-10-04'),
    );
    await town.record.importRoster(
      {
        people: [{ id: 'chief9', name: '課長9' }],
        holdings: [
          { post: post('section_manager', '課長'), person: from < '2023-10' ? 'chief1' : 'chief9', from },
          { post: post('staff', '担当者'), person: 'staff1', from: '2023-04-01' },
          { post: post('subsection_chief', '係長'), person: 'kakari', from: '2023-04-01' },
        ],
      },
      { by, now: at('2023-10-10', '08:00') },
    );
    await submits(1, '二度目の状況です。', '2023-10-11');
    await execute('kakari', { kind: 'approve', report, version: 2, step: 0 }, at('2023-10-11'));
    await deliver(at('2023-10-11', '10:05'));
    const [card] = said('test:channel:1', 'approval');
    expect(card).toContain('承認待ち（課長）');
    expect([card?.includes('続けます。'), card?.includes('内容を見る')]).toEqual([whole, !whole]);
    expect(card).toContain('前に提出された版からの変更');
  },
);

test.each([
  ['on the day its 課長 changes', '2023-10-15', '2023-10-16', '2023-10-06', '2023-10-13', '2023-10-16'],
  // The deputy's term ends on the 13th; nobody holds the post for two months.
  [
    'when the post was vacant for months',
    '2023-10-15',
    '2023-12-18',
    '2023-10-06',
    '2023-12-15',
    '2023-12-18',
  ],
  [
    'when who came is entered days later',
    '2023-10-15',
    '2023-12-18',
    '2023-12-20',
    '2023-12-19',
    '2023-12-20',
  ],
] as const)(
  'a second version that stands in the channel is put whole %s',
  async (_when, until, from, entered, before, on) => {
    const section = sectionOf(printedSheets()[0]!);
    const [goal] = await town.tasks(1);
    const report = goal!.id;
    const submits = (base: number, text: string, day: string) =>
      execute('staff1', { kind: 'submit', task: report, base, content: contentFor(goal!, text) }, at(day));
    await submits(0, '一度目の状況です。', '2023-10-03');
    await execute(
      'kakari',
      { kind: 'return', report, version: 1, comment: '直してください。' },
      at('2023-10-04'),
    );
    await submits(1, '二度目の状況です。', '2023-10-05');
    await execute('kakari', { kind: 'approve', report, version: 2, step: 0 }, at('2023-10-05'));
    const post = { section, role: 'section_manager', title: '課長' } as const;
    const left = { post, person: 'chief1', from: '2023-04-01', until };
    const came = { post, person: 'chief9', from };
    const enter = (holdings: (typeof left | typeof came)[], day: string) =>
      town.record.importRoster(
        { people: [{ id: 'chief9', name: '課長9' }], holdings },
        { by, now: at(day, '08:00') },
      );
    if (entered > from) await enter([left], '2023-10-06');
    const card = async (day: string) => {
      clock.at = at(day, '09:00');
      await makeTick({ schedule: openSchedule(town.pool), work: { wake: () => undefined }, clock, log })();
      await deliver(clock.at);
      const [text = ''] = said('test:channel:1', 'approval');
      return [text.includes('続けます。'), text.includes('内容を見る')];
    };
    if (entered < before) await enter([left, came], entered);
    expect(await card(before)).toEqual([false, true]);
    if (entered > before) await enter([left, came], entered);
    expect(await card(on)).toEqual([true, false]);
    // Once: nothing is edited on the days after.
    const settled = async () =>
      (await town.pool.query('select wanted from notices where key = $1', [`approval/${report}`])).rows;
    const was = await settled();
    await card(on.endsWith('18') ? '2023-12-19' : on.endsWith('16') ? '2023-10-17' : '2023-12-21');
    expect(await settled()).toEqual(was);
  },
);

test('a 代決 that is taken back is no 後閲', async () => {
  const [goal] = await town.tasks(1);
  const report = goal!.id;
  await submit(town, 'staff1', goal!, at('2023-10-03'));
  await execute('kakari', { kind: 'approve', report, version: 1, step: 0 }, at('2023-10-03'));
  await execute('kakari', { kind: 'approve', report, version: 1, step: 1 }, at('2023-10-03'));
  await deliver(at('2023-10-03', '10:01'));
  expect(said('test:dm:staff1', 'approved')[0]).toContain('No.1 が承認されました');
  await execute('kakari', { kind: 'undo_approval', report, version: 1, step: 1 }, at('2023-10-03', '10:09'));
  await deliver(at('2023-10-03', '10:10'));
  expect(said('test:dm:staff1', 'approved')).toEqual([
    expect.stringContaining('No.1 の承認が取り消されました'),
  ]);
  expect(said('test:channel:1', 'approval')[0]).toContain('承認待ち（課長）');
  await deliver(at('2023-10-16', '09:00'));
  expect(said('test:dm:chief1', 'post_reviews')).toEqual([]);
});

test('nobody there: 事務局 is asked in private with the reason, and decides in that name', async () => {
  const [goal] = await town.tasks(1);
  const report = goal!.id;
  await submit(town, 'staff1', goal!, at('2023-11-01'));
  await deliver(at('2023-11-01'));
  const [asked] = said('test:dm:desk', 'decide');
  expect(asked).toContain('いま判断できる係長も代決者もいないため、事務局にお願いしています');
  expect(
    await execute('chief1', { kind: 'approve', report, version: 1, step: 0 }, at('2023-11-01')),
  ).toMatchObject({
    refusal: { reason: 'not_entitled' },
  });
  await execute('desk', { kind: 'approve', report, version: 1, step: 0 }, at('2023-11-01'));
  await deliver(at('2023-11-01', '10:05'));
  expect(said('test:channel:1', 'approval')[0]).toContain('確認：事務局 事務局（係長に代わって）');
  expect(
    await execute('desk', { kind: 'approve', report, version: 1, step: 1 }, at('2023-11-01')),
  ).toMatchObject({
    refusal: { reason: 'not_entitled' },
  });
});

test('a correction is written, shown in the channel with its reason, and the approved state stands until it is', async () => {
  const [goal] = await town.tasks(1);
  const report = goal!.id;
  const route = async (version: number, now: Date) => {
    await execute('kakari', { kind: 'approve', report, version, step: 0 }, now);
    await execute('chief1', { kind: 'approve', report, version, step: 1 }, now);
  };
  await submit(town, 'staff1', goal!, at('2023-10-03'));
  await route(1, at('2023-10-03'));
  await execute('staff1', { kind: 'correct', report, version: 1, reason: '集計の誤り' }, at('2023-10-05'));
  await deliver(at('2023-10-05'));
  expect(said('test:channel:1', 'approval')[0]).toContain('修正中\n承認後の修正（理由：集計の誤り）');
  const [open] = await town.tasks(1);
  const content = { ...contentFor(open!), nextPolicy: '直しました。' };
  await execute('staff1', { kind: 'submit', task: report, base: 1, content }, at('2023-10-05'));
  await deliver(at('2023-10-05', '10:05'));
  expect(said('test:dm:kakari', 'decide').at(-1)).toContain('直しました。');
  expect(said('test:dm:kakari', 'decide').at(-1)).toContain('承認後の修正（理由：集計の誤り）');
  await route(2, at('2023-10-06'));
  await deliver(at('2023-10-06'));
  expect(said('test:channel:1', 'approval')[0]).toContain(
    '10月6日(金) 10:00に修正が承認されました（理由：集計の誤り）',
  );
  expect(said('test:dm:staff1', 'approved').at(-1)).toContain('No.1 の修正が承認されました');
  expect(recorder.complaints).toEqual([]);
});
