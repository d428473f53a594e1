/** The tick on a real database: the eight sheets, a coordinator, and a platform that keeps what is posted. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CalendarDay } from '../../../../src/core/calendar/closures.js';
import { cityDate, cityInstant, cityTime } from '../../../../src/core/calendar/working-days.js';
import { noticeCard } from '../../../../src/core/cards/notices/notice.js';
import { noticeKey } from '../../../../src/core/notice/notice.js';
import { deliverDue } from '../../../../src/flow/notices/deliver.js';
import { makeTick } from '../../../../src/flow/tick.js';
import { openNotices } from '../../../../src/store/postgres/notices/notices.js';
import {
  asideCounts,
  keepAside,
  lookId,
  retryLooks,
} from '../../../../src/store/postgres/notices/put-aside.js';
import { openSchedule } from '../../../../src/store/postgres/rounds/schedule.js';
import { makeRecorder } from '../../../support/recorder.js';
import {
  by,
  type City,
  city,
  contentFor,
  effectId,
  printedSheets,
  sectionOf,
  submit,
  wrote,
} from '../city.js';

const at = (day: string, time = '09:00') => new Date(cityInstant(day, time));
const MIDYEAR = { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' } as const;

let town: City;
let clock: { at: Date; now(): Date };
let recorder: ReturnType<typeof makeRecorder>;
let notices: ReturnType<typeof openNotices>;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(async () => {
  town = await city({ round: false });
  const [first] = printedSheets();
  const post = { section: sectionOf(first!), role: 'coordinator', title: '事務局' } as const;
  await town.pool.query(
    `insert into people (id, name) values ('desk', '事務局');
     insert into posts (id, section_id, role, title) select id || '.coordinator', id, 'coordinator', '事務局'
       from sections where name = '${post.section.name}';
     insert into holdings select id, 'desk', '2023-04-01', null from posts where role = 'coordinator'`,
  );
  for (const person of ['desk', ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [`staff${n}`, `chief${n}`])])
    await wrote(town, person, `test:dm:${person}`, at('2023-10-01'));
  clock = { at: at('2023-10-02'), now: () => clock.at };
  recorder = makeRecorder(clock);
  notices = openNotices(town.pool, noticeCard);
});
afterEach(() => town.stop());

const deliver = () =>
  deliverDue({
    notices,
    messenger: recorder.messenger({ ended: false }),
    makeFile: async () => ({ kind: 'card', card: null }) as never,
    clock,
    log,
  } as Parameters<typeof deliverDue>[0]);

async function tickAt(instant: Date): Promise<void> {
  clock.at = instant;
  await makeTick({ schedule: openSchedule(town.pool), work: { wake: () => undefined }, clock, log })();
  await deliver();
}

const own = () => recorder.messages.filter(({ key }) => /^(reminder|digest|overview)\//u.test(key ?? ''));
const lines = () =>
  own().map((one) => `${cityDate(one.at)} ${cityTime(one.at)} ${one.key?.split('/')[0]} ${one.place}`);
const execute = (person: string, command: Parameters<City['record']['execute']>[3], now: Date) =>
  town.record.execute(effectId(), person, 'test:x', command, now);

test('the rehearsal says exactly what is then sent, hour by hour, and enters nothing', async () => {
  clock.at = at('2023-09-28', '13:00');
  const days = [
    [null, '2023-10-12', 'closed'],
    [4, '2023-10-14', 'open'],
    [5, '2023-10-16', 'closed'],
  ] as const;
  await town.record.importCalendar(
    days.map(([n, day, kind]) => ({ sectionId: n && town.section(n), day, kind, name: '' })),
    { by, now: clock.at },
  );
  await town.record.openRound(
    { ...MIDYEAR, dueOn: '2023-10-14', overrides: [{ sectionId: town.section(2), dueOn: '2023-10-20' }] },
    { by, now: clock.at },
  );
  const count = async () =>
    (
      await town.pool.query(
        `select (select count(*) from notices)::int as n, (select min(look_at) from agenda) as at`,
      )
    ).rows;
  const before = await count();
  const season = await town.record.rehearse(2023, clock.at);
  expect(await count()).toEqual(before);
  const until = at('2023-10-31', '23:00').getTime();
  const places: Record<string, string> = {};
  for (let n = 1; n <= 8; n += 1) places[town.section(n)] = `test:channel:${n}`;
  const rehearsed = season
    .filter((one) => Date.parse(one.at) <= until)
    .map(({ at: when, notice }) => {
      const to = notice.to.kind === 'channel' ? places[notice.to.sectionId] : `test:dm:${notice.to.personId}`;
      return `${cityDate(when)} ${cityTime(when)} ${notice.about.kind} ${to}`;
    });
  for (let hour = clock.at.getTime(); hour <= until; hour += 3_600_000) await tickAt(new Date(hour));
  expect(lines().sort()).toEqual(rehearsed.sort());
  // Nothing changes in a section while nobody does anything: only 事務局 has a digest.
  expect(rehearsed.filter((line) => line.includes(' digest '))).toEqual([]);
  expect(rehearsed.length).toBeGreaterThan(50);
  expect(recorder.complaints).toEqual([]);
}, 60_000);

test('several tickers at once owe each message once', async () => {
  await town.record.openRound(MIDYEAR, { by, now: at('2023-09-28', '13:00') });
  clock.at = at('2023-10-02');
  const schedule = openSchedule(town.pool);
  const looked = await Promise.all(Array.from({ length: 12 }, () => schedule.look(clock.at, 2)));
  expect(looked.reduce((a, b) => a + b)).toBe(9);
  await Promise.all([deliver(), deliver(), deliver()]);
  expect(lines()).toHaveLength(8);
  expect(await schedule.look(clock.at, 100)).toBe(0);
  const { rows } = await town.pool.query('select max(wanted)::int as wanted from notices where kind = $1', [
    'reminder',
  ]);
  expect(rows).toEqual([{ wanted: 1 }]);
});

describe('after an outage', () => {
  test('what was owed waits for working hours, is sent once, and is not sent when stale', async () => {
    await town.record.openRound(MIDYEAR, { by, now: at('2023-09-28', '13:00') });
    await tickAt(at('2023-10-02'));
    // nothing ran from here until the evening of the day two working days before the deadline
    for (const time of ['18:00', '20:00', '23:00']) await tickAt(at('2023-10-11', time));
    expect(lines()).toHaveLength(8);
    await tickAt(at('2023-10-12', '08:59'));
    expect(lines()).toHaveLength(8);
    await tickAt(at('2023-10-12', '09:00'));
    expect(lines().slice(8).sort()).toEqual(
      Array.from({ length: 8 }, (_, i) => `2023-10-12 09:00 reminder test:dm:staff${i + 1}`),
    );
    await tickAt(at('2023-10-14', '10:00'));
    await tickAt(at('2023-10-20', '10:00'));
    // the deadline has passed for longer than a word about it is of use; the week's digest is old too
    expect(lines()).toHaveLength(16);
  });

  test('what the platform refused all day is owed anew the next morning, under another name', async () => {
    await town.record.openRound(MIDYEAR, { by, now: at('2023-09-28', '13:00') });
    clock.at = at('2023-10-02');
    await openSchedule(town.pool).look(clock.at, 100);
    await tickAt(at('2023-10-02', '19:00'));
    expect(lines()).toEqual([]);
    await tickAt(at('2023-10-03'));
    expect(own().map(({ key }) => key)).toContain('reminder/staff1/2023-10-03');
    expect(lines()).toHaveLength(8);
  });

  test('あとで of tomorrow keeps to working hours, 1時間後 does not', async () => {
    await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
    const [one, two] = await town.tasks(1);
    const evening = at('2023-10-03', '16:30');
    await execute(
      'staff1',
      { kind: 'snooze', task: one!.id, until: at('2023-10-03', '17:30').toISOString() },
      evening,
    );
    await execute(
      'staff1',
      { kind: 'snooze', task: two!.id, until: at('2023-10-04').toISOString() },
      evening,
    );
    clock.at = at('2023-10-03', '17:31');
    await deliver();
    const asked = () => recorder.messages.filter(({ key }) => key?.startsWith('ask_again'));
    expect(asked()).toHaveLength(1);
    clock.at = at('2023-10-04', '20:00');
    await deliver();
    expect(asked()).toHaveLength(1);
    expect(await notices.nextDue(clock.at)).toEqual(at('2023-10-05'));
    clock.at = at('2023-10-05');
    await deliver();
    expect(asked()).toHaveLength(2);
  });
});

test('one message for all that an approver owes: the report that waits, with its age and its buttons', async () => {
  await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
  const [first, second] = await town.tasks(7);
  await submit(town, 'staff7', first!, at('2023-10-03', '10:00'));
  await tickAt(at('2023-10-05'));
  const card = own().find(({ place }) => place === 'test:dm:chief7')?.card;
  expect(
    card?.name === 'tasks' &&
      card.view.items.map(({ title, state, buttons }) => [
        title.slice(0, 4),
        state,
        buttons.map((b) => b.title),
      ]),
  ).toEqual([['No.1', '承認待ち 2営業日目', ['内容を見る', '承認', '差戻し']]]);
  // on the day of the deadline the same manager hears who is missing, too, in one message
  await submit(town, 'staff7', second!, at('2023-10-05', '11:00'));
  await tickAt(at('2023-10-13'));
  const last = own()
    .filter(({ place }) => place === 'test:dm:chief7')
    .at(-1)?.card;
  const view = last?.name === 'tasks' ? last.view : null;
  expect(view?.items.map(({ state }) => state)).toEqual([
    // Nobody is above this post: after five working days it has gone to the coordinator, and is counted no longer.
    '承認待ち（事務局にも連絡済み）',
    '承認待ち（事務局にも連絡済み）',
    '未提出 2件',
  ]);
  expect(view?.items.at(-1)?.detail).toBe('未提出：担当者7');
});

describe('the digest', () => {
  const digest = () => recorder.messages.find(({ key }) => key?.startsWith(`digest/${town.section(7)}`));
  const view = () => {
    const card = digest()?.card;
    return card?.name === 'summary' ? card.view : null;
  };

  test('counts, what was approved this week with target → result and rating, days left; edited within the hour only', async () => {
    await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
    const [first, second, third] = await town.tasks(7);
    for (const goal of [first, second]) await submit(town, 'staff7', goal!, at('2023-10-03', '10:00'));
    await execute(
      'chief7',
      { kind: 'approve', report: first!.id, version: 1, step: 0 },
      at('2023-10-03', '11:00'),
    );
    await execute(
      'chief7',
      { kind: 'return', report: second!.id, version: 1, comment: 'x' },
      at('2023-10-03', '11:00'),
    );
    await tickAt(at('2023-10-10'));
    expect(view()).toMatchObject({
      title: '今週の状況 ・ 建設課',
      subtitle: '令和5年度 中間報告 ・ 10月10日(火)現在 ・ 期限 10月13日(金)（あと3営業日）',
      counts: '承認済 1 ・ 差戻し 1 ・ 未提出 2',
      bar: '■□□□ 4件中1件が承認済',
      ratings: '10月2日(月)から10月8日(日)までに1件が承認されました',
    });
    expect(view()?.items.map(({ figures, state }) => [figures, state])).toEqual([
      ['200人以上 → 結果 200人以上', '○ 達成見込み ・ 承認済'],
    ]);
    expect(JSON.stringify(view())).not.toContain('担当者');
    await submit(town, 'staff7', third!, at('2023-10-10', '09:20'));
    await tickAt(at('2023-10-10', '09:26'));
    expect(view()?.counts).toBe('承認済 1 ・ 承認待ち 1 ・ 差戻し 1 ・ 未提出 1');
    const { edits } = digest()!;
    expect(edits).toBe(1);
    await execute('staff7', { kind: 'withdraw', report: third!.id, version: 1 }, at('2023-10-10', '10:30'));
    await tickAt(at('2023-10-10', '11:00'));
    expect(digest()?.edits).toBe(edits);
    expect(own().filter(({ key }) => key?.startsWith(`digest/${town.section(7)}`))).toHaveLength(1);
  });

  test('exactly the seven days: what came a minute before the first or with the eighth is in neither digest', async () => {
    await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
    const tasks = await town.tasks(7);
    for (const goal of tasks) await submit(town, 'staff7', goal, at('2023-10-03', '10:00'));
    const when = [
      at('2023-10-08', '23:59'),
      at('2023-10-09', '00:00'),
      at('2023-10-15', '23:59'),
      at('2023-10-16', '00:00'),
    ];
    for (const [no, moment] of when.entries())
      await execute('chief7', { kind: 'approve', report: tasks[no]!.id, version: 1, step: 0 }, moment);
    expect(tasks).toHaveLength(when.length);
    await tickAt(at('2023-10-16'));
    expect(view()).toMatchObject({
      counts: '承認済 4',
      ratings: '10月9日(月)から10月15日(日)までに2件が承認されました',
    });
    const overview = () => {
      const card = own().findLast(({ key }) => key?.startsWith('overview'))?.card;
      return card?.name === 'message' ? card.view.lines : [];
    };
    expect(overview().slice(1, 3)).toEqual([
      '承認済 4/29 ・ 未提出 25',
      '10月9日(月)から10月15日(日)まで：承認済 ＋2 ・ 承認待ち －2',
    ]);
    expect(overview().find((line) => line.startsWith('・北区役所'))).toMatch(
      /^・北区役所（8課）：承認済 4\/29 .*動き：承認済 ＋2 ・ 承認待ち －2$/u,
    );
    // the eighth day is the first of the week after
    await tickAt(at('2023-10-23'));
    expect(overview()[2]).toBe('10月16日(月)から10月22日(日)まで：承認済 ＋1 ・ 承認待ち －1');
  });

  test('the coordinator’s has a line a department, what has changed, what did not arrive and why', async () => {
    await town.pool.query(`delete from direct_places where person_id = 'staff3'`);
    await town.pool.query('delete from channels where section_id = $1', [town.section(4)]);
    await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
    await town.record.markUnreachable('staff5', 'test:dm:staff5', 'blocked', at('2023-10-02'));
    const root = { kind: 'summary', sectionId: town.section(6), roundId: '2023-midyear' } as const;
    await notices.failed(noticeKey(root), 'chat.post: not_allowed', null, false);
    await tickAt(at('2023-10-06'));
    await tickAt(at('2023-10-10'));
    const card = own().find(({ key }) => key?.startsWith('overview'))?.card;
    const text = card?.name === 'message' ? card.view.lines : [];
    expect(text[1]).toBe('承認済 0/29 ・ 未提出 29');
    expect(text[2]).toBe('10月2日(月)から10月8日(日)まで：変わりありません');
    expect(text.filter((line) => line.includes('課）：'))).toEqual([
      '・北区役所（8課）：承認済 0/29 ・ 未提出 29',
    ]);
    expect(text).toContain(
      '・担当者3：送り先がまだわかりません（本人が Maru に話しかけるか、アカウントを登録すると届きます）',
    );
    expect(text.some((line) => line.includes('チャンネルがまだ登録されていません'))).toBe(true);
    expect(text).toContain('・担当者5：本人が Maru をブロックしています');
    expect(text).toContain('・産業振興課のチャンネル：送れませんでした（chat.post: not_allowed）');
  });
});

describe('a section whose look fails or never ends', () => {
  const openOf = async (n: number) => `2023-midyear/${town.section(n)}`;
  const planNotices = async (n: number) =>
    (
      await town.pool.query<{ look_at: Date | null }>('select look_at from agenda where section_id = $1', [
        town.section(n),
      ])
    ).rows[0]?.look_at;

  test('stops no other, is looked at again later each time, and is put aside after the twelfth', async () => {
    await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
    // Whatever is owed to this person is refused by the database.
    await town.pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no such day'; end $$;
       create trigger refuse before insert on notices for each row
         when (new.to_id in ('staff3', 'chief3') and new.kind = 'reminder') execute function refuse()`,
    );
    await tickAt(at('2023-10-06'));
    const told = own().map(({ place }) => place);
    expect(told).toContain('test:dm:staff2');
    expect(told).not.toContain('test:dm:staff3');
    let now = at('2023-10-06');
    for (let times = 1; times < 12; times += 1) {
      const next = await planNotices(3);
      expect((next?.getTime() ?? 0) - now.getTime()).toBe(Math.min(60_000 * 2 ** (times - 1), 3_600_000));
      now = next!;
      await tickAt(now);
    }
    expect(await planNotices(3)).toBeNull();
    expect(await asideCounts(town.pool)).toMatchObject({ look: 1 });
    await town.pool.query('drop trigger refuse on notices');
    await retryLooks(town.pool, [await openOf(3)], now);
    await tickAt(now);
    expect(own().map(({ place }) => place)).toContain('test:dm:staff3');
    expect(await asideCounts(town.pool)).toMatchObject({ look: 0 });
  });

  test('is not begun any more when the process was ended at it again and again; the coordinator is told', async () => {
    await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
    const id = lookId({ roundId: '2023-midyear', sectionId: town.section(3) });
    const marks: string[] = [];
    const stops = { has: (what: string) => what === `look ${id}` };
    clock.at = at('2023-10-06');
    const schedule = openSchedule(town.pool, { mark: (what) => void marks.push(what), stops });
    await makeTick({ schedule, work: { wake: () => undefined }, clock, log })();
    expect(marks).toContain(`look ${lookId({ roundId: '2023-midyear', sectionId: town.section(2) })}`);
    expect(marks).not.toContain(`look ${id}`);
    expect(marks.at(-1)).toBe('');
    expect(await planNotices(3)).toBeNull();
    await keepAside(town.pool, [
      { kind: 'look', id, personId: null, reason: 'never_ended', tries: 3, at: '2023-10-06T00:00:00Z' },
      {
        kind: 'effect',
        id: 'x#0',
        personId: 'staff5',
        reason: 'broken',
        tries: 12,
        at: '2023-10-06T00:01:00Z',
      },
    ]);
    await tickAt(at('2023-10-10'));
    const card = own().find(({ key }) => key?.startsWith('overview'))?.card;
    const text = card?.name === 'message' ? card.view.lines : [];
    expect(text).toContain('処理できず取り置いたもの：2件（maru retry で一覧と再実行ができます）');
    expect(text.some((line) => line.endsWith('催促・まとめの確認：始めるたびに終わりませんでした'))).toBe(
      true,
    );
    expect(text).toContain('・担当者5の操作のあとの処理：失敗が続きました（broken）');
  });
});

test('closures move the deadline of a section: what comes on the next working day is in time', async () => {
  const day = (date: string, kind: CalendarDay['kind'], n: number | null): CalendarDay => ({
    sectionId: n === null ? null : town.section(n),
    day: date,
    kind,
    name: '',
  });
  await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
  expect(
    await town.record.importCalendar([day('2023-10-13', 'closed', 2), day('2023-10-14', 'open', null)], {
      by,
      now: at('2023-10-02'),
    }),
  ).toBe(2);
  expect(
    await town.record.importCalendar([day('2023-10-13', 'closed', 2)], { by, now: at('2023-10-02') }),
  ).toBe(0);
  const dueOf = async (n: number) => (await town.tasks(n))[0]?.round.dueOn;
  expect([await dueOf(1), await dueOf(2)]).toEqual(['2023-10-13', '2023-10-14']);
  const saturday = at('2023-10-14', '10:00');
  for (const n of [1, 2]) await submit(town, `staff${n}`, (await town.tasks(n))[0]!, saturday);
  expect((await town.tasks(1))[0]?.report?.late).toBe(true);
  expect((await town.tasks(2))[0]?.report?.late).toBe(false);
});

test('a closed round is locked; one report reopened with a reason is written, submitted and approved again', async () => {
  await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
  const [goal, other] = await town.tasks(1);
  await submit(town, 'staff1', goal!, at('2023-10-03'));
  await execute('chief1', { kind: 'approve', report: goal!.id, version: 1, step: 0 }, at('2023-10-04'));
  await town.record.closeRound('2023-midyear', { by, now: at('2023-10-31') });
  const who = { by, now: at('2023-11-01', '10:00') };
  expect(await town.record.reopen(other!.id, '誤り', who)).toEqual({ ok: false, refusal: 'never_reported' });
  expect(await town.record.reopen(goal!.id, ' ', who)).toEqual({ ok: false, refusal: 'reason_needed' });
  expect(await town.record.reopen(goal!.id, '結果の数字を直してください。', who)).toMatchObject({
    ok: true,
    report: { state: 'returned' },
  });
  expect(await town.record.reopen(goal!.id, 'もう一度', who)).toEqual({ ok: false, refusal: 'open_already' });
  const context = await town.record.context({ person: 'staff1', from: null, named: null }, at('2023-11-02'));
  expect(context?.tasks.map(({ id }) => id)).toEqual([goal!.id]);
  const [again] = await town.tasks(1);
  const corrected = { ...contentFor(again!), nextPolicy: '数字を直しました。' };
  expect(
    await execute(
      'staff1',
      { kind: 'submit', task: again!.id, base: 1, content: corrected },
      at('2023-11-02'),
    ),
  ).toMatchObject({ ok: true, version: 2, complete: false });
  expect(await submit(town, 'staff1', other!, at('2023-11-02'))).toEqual({
    ok: false,
    refusal: { reason: 'round_closed' },
  });
  expect(
    await execute('chief1', { kind: 'approve', report: goal!.id, version: 2, step: 0 }, at('2023-11-02')),
  ).toMatchObject({ ok: true });
  const later = await town.record.context({ person: 'staff1', from: null, named: null }, at('2023-11-03'));
  expect(later?.tasks).toEqual([]);
  expect((await town.record.history({ subject: goal!.id })).map(({ action }) => action)).toEqual([
    'submitted',
    'approved',
    'reopened',
    'submitted',
    'approved',
  ]);
  expect(await town.record.verifyHistory()).toBeNull();
});

test('what was reopened of a closed round goes on: it is reminded of, waits, is asked for and goes up; nothing else of it does', async () => {
  await town.record.openRound(MIDYEAR, { by, now: at('2023-10-02') });
  const [goal, late] = await town.tasks(1);
  for (const one of [goal!, late!]) await submit(town, 'staff1', one, at('2023-10-03'));
  await execute('chief1', { kind: 'approve', report: goal!.id, version: 1, step: 0 }, at('2023-10-04'));
  // Before it is closed, and after.
  const [soon] = await town.tasks(2);
  await submit(town, 'staff2', soon!, at('2023-10-03'));
  const who = (now: Date) => ({ by, now });
  expect(await town.record.reopen(soon!.id, '直してください。', who(at('2023-10-31')))).toMatchObject({
    ok: true,
  });
  await town.record.closeRound('2023-midyear', { by, now: at('2023-10-31', '18:00') });
  expect(
    await town.record.reopen(goal!.id, '直してください。', who(at('2023-10-31', '18:30'))),
  ).toMatchObject({ ok: true });
  const sentOn = async (days: readonly string[]) => {
    recorder.messages.length = 0;
    for (const day of days) await tickAt(at(day));
    return lines().sort();
  };
  // 3 November is a holiday.
  expect(await sentOn(['2023-11-01', '2023-11-02', '2023-11-06'])).toEqual([
    '2023-11-02 09:00 reminder test:dm:staff1',
    '2023-11-02 09:00 reminder test:dm:staff2',
  ]);
  // A round that is closed is not urged.
  const urged = { kind: 'urge', round: '2023-midyear', level: 'city', of: '', agreed: null } as const;
  expect(await execute('desk', urged, at('2023-11-06'))).toMatchObject({ act: { people: 0, sections: 0 } });
  const [again] = await town.tasks(1);
  const content = { ...contentFor(again!), nextPolicy: '数字を直しました。' };
  const submitting = { kind: 'submit', task: again!.id, base: 1, content } as const;
  expect(await execute('staff1', submitting, at('2023-11-06', '10:00'))).toMatchObject({ ok: true });
  const chief = { person: 'chief1', from: null, named: null, waiting: true } as const;
  const context = await town.record.context(chief, at('2023-11-06', '11:00'));
  expect(context?.waiting?.map(({ task }) => task.id)).toEqual([goal!.id]);
  expect(await execute('staff1', { kind: 'nudge' }, at('2023-11-06', '11:00'))).toMatchObject({
    ok: true,
    nudged: { who: ['課長1'], goals: 1 },
  });
  expect(
    await sentOn(['2023-11-07', '2023-11-08', '2023-11-09', '2023-11-10', '2023-11-13', '2023-11-14']),
  ).toEqual([
    '2023-11-08 09:00 reminder test:dm:chief1',
    '2023-11-08 09:00 reminder test:dm:chief2',
    '2023-11-08 09:00 reminder test:dm:staff2',
    '2023-11-10 09:00 reminder test:dm:chief1',
    '2023-11-13 09:00 reminder test:dm:desk',
  ]);
  expect(recorder.complaints).toEqual([]);
  const rows = await town.pool.query('select 1 from agenda where look_at is not null');
  expect(rows.rowCount).toBe(0);
});
