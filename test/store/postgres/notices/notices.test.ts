import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Card } from '../../../../src/core/cards/card.js';
import type { NoticeMaterial } from '../../../../src/core/cards/notices/notice-material.js';
import type { NoticeAbout } from '../../../../src/core/notice/notice.js';
import { approvalBy } from '../../../../src/core/organization/route.js';
import type { ClaimedNotice } from '../../../../src/flow/ports.js';
import { owe } from '../../../../src/store/postgres/ledger/owed-notices.js';
import { openNotices, type PostgresNotices } from '../../../../src/store/postgres/notices/notices.js';
import { retryNotices } from '../../../../src/store/postgres/notices/put-aside.js';
import { by, type City, city, effectId, later, NOW, submit, wrote } from '../city.js';

const LEASE_MS = 60_000;
let town: City;
let notices: PostgresNotices;
const seen: [NoticeAbout, NoticeMaterial][] = [];

beforeAll(async () => {
  town = await city({ round: false });
  notices = openNotices(
    town.pool,
    (about, material, language): Card => {
      seen.push([about, material]);
      return { name: 'message', language, view: { title: about.kind, lines: [], buttons: [] } };
    },
    { placeOfAccount: (account) => (account.startsWith('test:') ? `${account}:dm` : null) },
  );
});
afterAll(() => town.stop());
beforeEach(async () => {
  seen.length = 0;
  await town.pool.query('delete from notices');
});

const claim = (now = later(5), limit = 100, keys?: string[]) => notices.claim(now, LEASE_MS, limit, keys);
const leaseFrom = (now: Date) => new Date(now.getTime() + LEASE_MS);
/** A post begins within the lease of a claim at `now`, which ends as it would have. */
const posts = (key: string, now: Date, place: string, content: string | null) =>
  notices.posting(key, now, place, content, [leaseFrom(now)], leaseFrom(now));
const keysOf = (claimed: readonly ClaimedNotice[]) => claimed.map(({ key }) => key);
const root = (n: number) => `summary/${town.section(n)}/2023-midyear`;
const oweRoot = (n: number, minutes = 0) =>
  owe(town.pool, [
    {
      key: root(n),
      to: { kind: 'channel', sectionId: town.section(n) },
      about: { kind: 'summary', sectionId: town.section(n), roundId: '2023-midyear' },
      under: null,
      dueAt: later(minutes).toISOString(),
      staleAt: null,
    },
  ]);
const oweReminder = (person: string, staleMinutes: number | null = null) =>
  owe(town.pool, [
    {
      key: `reminder/${person}/2023-10-02`,
      to: { kind: 'person', personId: person },
      about: { kind: 'reminder', personId: person, day: '2023-10-02' },
      under: null,
      dueAt: NOW.toISOString(),
      staleAt: staleMinutes === null ? null : later(staleMinutes).toISOString(),
    },
  ]);

async function openMidyear(): Promise<void> {
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' },
    { by, now: NOW },
  );
  await town.pool.query('delete from notices');
}

describe('claiming', () => {
  test('what is due and not yet sent, to the section’s channel; sent once, it is owed no more', async () => {
    await oweRoot(1);
    await oweRoot(2, 30);
    const [claimed, ...more] = await claim();
    expect(more).toEqual([]);
    expect(claimed).toEqual({
      key: root(1),
      about: { kind: 'summary', sectionId: town.section(1), roundId: '2023-midyear' },
      place: 'test:channel:1',
      language: 'ja',
      wanted: 1,
      ref: null,
      under: null,
      doubtful: false,
      doubtAt: null,
      attempts: 0,
      content: null,
    });
    expect(await claim()).toEqual([]);
    await notices.sent(root(1), 1, { place: 'test:channel:1', id: 'm1' }, later(5));
    expect(await claim(later(10))).toEqual([]);
    expect(keysOf(await claim(later(30)))).toEqual([root(2)]);
  });

  test('wanted once more it is edited where it stands; wanted while it is being sent it comes again', async () => {
    await oweRoot(1);
    const [first] = await claim();
    await oweRoot(1);
    await notices.sent(root(1), first!.wanted, { place: 'test:channel:1', id: 'm1' }, later(5));
    expect((await claim())[0]).toMatchObject({ wanted: 2, ref: { place: 'test:channel:1', id: 'm1' } });
    await notices.dropped(root(1), 2, later(6));
    expect(await claim(later(7))).toEqual([]);
  });

  test('a late answer about an older version does not take back a newer one', async () => {
    await oweRoot(1);
    await oweRoot(1);
    await notices.sent(root(1), 2, { place: 'test:channel:1', id: 'm1' }, later(5));
    await notices.sent(root(1), 1, { place: 'test:channel:1', id: 'm1' }, later(5));
    expect(await claim()).toEqual([]);
  });

  test('20 at once never take the same', async () => {
    for (let turn = 1; turn <= 15; turn += 1) {
      for (let n = 1; n <= 8; n += 1) await oweRoot(n);
      const all = (await Promise.all(Array.from({ length: 20 }, () => claim(later(5), 3)))).flat();
      expect(keysOf(all).sort()).toEqual(Array.from({ length: 8 }, (_, i) => root(i + 1)).sort());
      for (const { key, wanted } of all) await notices.dropped(key, wanted, later(5));
    }
  });

  test('roots before what stands under them, and that only when the root stands', async () => {
    await openMidyear();
    const [goal] = await town.tasks(1);
    await submit(town, 'staff1', goal!);
    const under = `approval/${goal!.id}`;
    expect(keysOf(await claim())).toEqual([root(1)]);
    expect(await claim()).toEqual([]);
    await notices.sent(root(1), 1, { place: 'test:channel:1', id: 'm1' }, later(5));
    await oweRoot(1);
    const both = await claim();
    expect(keysOf(both)).toEqual([root(1), under]);
    expect(both[1]!.under).toEqual({ place: 'test:channel:1', id: 'm1' });
    expect(await claim(later(5), 10, ['nothing'])).toEqual([]);
  });

  test('where no account of the person’s is linked nothing is written: what waits is held', async () => {
    await oweReminder('staff5');
    await wrote(town, 'staff5', 'test:dm:5', NOW);
    const written = async (now: Date) => (await claim(now, 10, ['reminder/staff5/2023-10-02']))[0]?.place;
    expect(await written(later(5))).toBe('test:dm:5');
    // As an older instance beside writes it, for who is not the person any more.
    await town.record.unlinkAccount('test:staff5', { by, now: later(5) });
    await town.pool.query(`insert into direct_places values ('staff5', 'test:dm:5', $1)`, [later(5)]);
    expect(await written(new Date(later(5).getTime() + LEASE_MS))).toBeNull();
    expect(await town.record.directPlaceOf('staff5')).toBeNull();
  });

  test('what is stale is not given', async () => {
    await oweReminder('staff1', 60);
    expect(await claim(later(60))).toEqual([]);
    expect(await claim(later(59))).toHaveLength(1);
  });

  test('a person is written to where they last wrote; who never wrote, by an account; else there is no place', async () => {
    for (const person of ['staff1', 'staff2', 'staff3']) await oweReminder(person);
    await wrote(town, 'staff1', 'test:dm:1', NOW);
    await town.record.linkAccount('other:9', 'staff2', { by, now: NOW });
    await town.record.linkAccount('test:2', 'staff2', { by, now: NOW });
    const places = (await claim()).map(({ about, place }) => [
      (about as { personId: string }).personId,
      place,
    ]);
    expect(Object.fromEntries(places)).toEqual({ staff1: 'test:dm:1', staff2: 'test:2:dm', staff3: null });
    await notices.failed('reminder/staff3/2023-10-02', 'no_place', later(1000), false);
    await wrote(town, 'staff3', 'test:dm:3', later(6));
    expect((await claim(later(7), 10, ['reminder/staff3/2023-10-02']))[0]).toMatchObject({
      place: 'test:dm:3',
      attempts: 0,
    });
  });
});

describe('what went wrong', () => {
  test('is tried again when told to, given up when told to, and again when wanted anew', async () => {
    await oweRoot(1);
    await claim();
    await notices.failed(root(1), 'rate limited', later(10), false);
    expect(await claim(later(9))).toEqual([]);
    expect((await claim(later(10)))[0]).toMatchObject({ attempts: 1, doubtful: false });
    await notices.failed(root(1), 'channel gone', null, false);
    expect(await claim(later(5000))).toEqual([]);
    expect(await notices.undelivered(later(11), 3_600_000, 10)).toEqual([
      expect.objectContaining({ key: root(1), reason: 'channel gone', givenUp: true, attempts: 2 }),
    ]);
    expect(await notices.backlog(later(11))).toEqual({ waiting: 0, givenUp: 1, oldestMs: 0 });
    await oweRoot(1);
    expect((await claim(later(11)))[0]).toMatchObject({ wanted: 2, attempts: 0 });
  });

  test('a sender that died leaves a doubt: the message may have gone out', async () => {
    await oweRoot(1);
    await claim(later(5));
    await posts(root(1), later(5), 'test:channel:1', 'A');
    expect(await claim(new Date(later(5).getTime() + LEASE_MS - 1))).toEqual([]);
    const [again] = await claim(new Date(later(5).getTime() + LEASE_MS));
    expect(again).toMatchObject({ doubtful: true, attempts: 1, content: 'A' });
    await notices.failed(root(1), 'time-out', later(10), true);
    expect((await claim(later(10)))[0]).toMatchObject({ doubtful: true, attempts: 2 });
    await notices.sent(root(1), 1, { place: 'test:channel:1', id: 'm1' }, later(10));
    await oweRoot(1);
    expect((await claim(later(11)))[0]).toMatchObject({ doubtful: false, attempts: 0 });
    // What stands there says what it said until the next one does.
    await posts(root(1), later(11), 'test:channel:1', 'B');
    const lease = new Date(later(11).getTime() + LEASE_MS);
    expect((await claim(lease))[0]).toMatchObject({ content: 'A', ref: { id: 'm1' } });
  });

  test('the doubt stays where the message may stand, though the person has gone to another platform since', async () => {
    await wrote(town, 'staff1', 'test:dm:1', later(5));
    await oweReminder('staff1');
    const key = 'reminder/staff1/2023-10-02';
    expect((await claim(later(5), 10, [key]))[0]).toMatchObject({ place: 'test:dm:1', doubtAt: null });
    await posts(key, later(5), 'test:dm:1', null);
    await wrote(town, 'staff1', 'other:dm:1', later(6));
    const [again] = await claim(new Date(later(5).getTime() + LEASE_MS), 10, [key]);
    expect(again).toMatchObject({ place: 'other:dm:1', doubtful: true, doubtAt: 'test:dm:1', ref: null });
    await notices.sent(key, 1, { place: 'test:dm:1', id: 'm1' }, later(7));
    await oweReminder('staff1');
    expect((await claim(later(8), 10, [key]))[0]).toMatchObject({ doubtful: false, doubtAt: null });
    await wrote(town, 'staff1', 'test:dm:1', later(8));
  });

  test('what was begun three times without an end is put aside; it comes after the others, alone, and stops none', async () => {
    await oweRoot(1);
    await oweRoot(2);
    const ends = (times: number) => new Date(later(5).getTime() + times * LEASE_MS);
    expect(keysOf(await claim(later(5)))).toEqual([root(1), root(2)]);
    await oweRoot(4);
    expect(keysOf(await claim(ends(1)))).toEqual([root(4)]);
    await notices.sent(root(4), 1, { place: 'test:channel:4', id: 'm4' }, ends(1));
    expect(keysOf(await claim(ends(1)))).toEqual([root(1)]);
    expect(keysOf(await claim(ends(1)))).toEqual([root(2)]);
    await notices.sent(root(2), 1, { place: 'test:channel:2', id: 'm2' }, ends(1));
    expect(keysOf(await claim(ends(2)))).toEqual([root(1)]);
    expect(await claim(ends(3))).toEqual([]);
    expect(await notices.undelivered(ends(3), 0, 10)).toEqual([
      expect.objectContaining({ key: root(1), reason: 'never_ended', givenUp: true, doubtful: false }),
    ]);
    // Something in it has changed: it has one more try.
    await oweRoot(1);
    expect(keysOf(await claim(ends(4)))).toEqual([root(1)]);
    expect(await claim(ends(5))).toEqual([]);
    await retryNotices(town.pool, [root(1)]);
    expect(keysOf(await claim(ends(6)))).toEqual([root(1)]);
    await notices.sent(root(1), 2, { place: 'test:channel:1', id: 'm1' }, ends(6));
    expect(await notices.backlog(ends(6))).toMatchObject({ waiting: 0, givenUp: 0 });
  });

  test('what somebody else has claimed since stays theirs, whatever who had it before does', async () => {
    await oweRoot(1);
    const mine = [leaseFrom(later(5))];
    const theirs = [leaseFrom(later(6))];
    await claim(later(5));
    expect(keysOf(await claim(later(6)))).toEqual([root(1)]);
    await notices.release([root(1)], mine);
    expect(await notices.posting(root(1), later(6), 'test:channel:1', 'A', mine, later(9))).toBe(false);
    await notices.failed(root(1), 'time-out', later(6), true, mine);
    expect(await claim(new Date(theirs[0]!.getTime() - 1))).toEqual([]);
    // It is as if nothing had been done; they may post, which prolongs their lease, and give it back.
    expect(await notices.posting(root(1), later(6), 'test:channel:1', 'A', theirs, later(9))).toBe(true);
    expect(await claim(theirs[0]!)).toEqual([]);
    await notices.release([root(1)], [...theirs, later(9)]);
    expect((await claim(later(7)))[0]).toMatchObject({ key: root(1), doubtful: false });
  });

  test('a sender that died before it posted anything leaves none', async () => {
    await oweRoot(1);
    await claim(later(5));
    const [again] = await claim(new Date(later(5).getTime() + LEASE_MS));
    expect(again).toMatchObject({ doubtful: false, attempts: 1 });
  });

  test('given up in doubt, it is looked for anew when something changes, and stays in doubt', async () => {
    await oweRoot(1);
    await claim(later(5));
    await notices.failed(root(1), 'unknown', null, true);
    expect(await claim(later(10))).toEqual([]);
    await oweRoot(1, 10);
    expect((await claim(later(10)))[0]).toMatchObject({ doubtful: true, attempts: 0 });
  });

  test('the same channel linked again posts what was given up in doubt', async () => {
    await oweRoot(1);
    await claim(later(5));
    await notices.failed(root(1), 'unknown', null, true);
    await town.record.linkChannel(town.section(1), 'test:channel:1', by, later(6));
    expect((await claim(later(6)))[0]).toMatchObject({ doubtful: false, attempts: 0, ref: null });
  });

  test('what is in doubt in one channel is posted in the next', async () => {
    await openMidyear();
    await oweRoot(1);
    await claim(later(5));
    await notices.failed(root(1), 'unknown', null, true);
    await town.record.linkChannel(town.section(1), 'test:channel:next', by, later(6));
    const [again] = await claim(later(6));
    await town.record.linkChannel(town.section(1), 'test:channel:1', by, later(6));
    expect(again).toMatchObject({ place: 'test:channel:next', doubtful: false });
  });

  describe('a root of which nobody knows whether it stands', () => {
    /** A goal of the nth section, submitted, with its root in doubt. */
    async function inDoubt(n: number) {
      await openMidyear();
      const [goal] = await town.tasks(n);
      await submit(town, `staff${n}`, goal!);
      await claim(later(5));
      await notices.failed(root(n), 'unknown', null, true);
      return { goal: goal!, under: `approval/${goal!.id}` };
    }

    test('keeps no goal from the channel: its card is posted by itself', async () => {
      const { under } = await inDoubt(2);
      expect(await claim(later(6))).toEqual([expect.objectContaining({ key: under, under: null })]);
    });

    test('a card in doubt follows no decision, but a goal submitted anew is shown', async () => {
      const { goal, under } = await inDoubt(3);
      await claim(later(6));
      await notices.failed(under, 'unknown', null, true);
      const withdraw = { kind: 'withdraw', report: goal.id, version: 1 } as const;
      await town.record.execute(effectId(), 'staff3', 'test:dm:staff3', withdraw, later(7));
      expect((await claim(later(7), 10, [under])).map(({ doubtful }) => doubtful)).toEqual([]);
      await claim(later(8));
      await notices.failed(root(3), 'unknown', null, true);
      expect((await claim(later(8), 10, [under]))[0]).toMatchObject({ doubtful: true });
      await notices.failed(under, 'unknown', null, true);
      await submit(town, 'staff3', (await town.tasks(3))[0]!, later(9));
      await claim(later(9));
      await notices.failed(root(3), 'unknown', null, true);
      expect((await claim(later(10), 10, [under]))[0]).toMatchObject({ doubtful: false });
    });
  });

  test('sent to a channel that is no longer the section’s, it is owed in the new one', async () => {
    await oweRoot(1);
    const [claimed] = await claim(later(5));
    await town.record.linkChannel(town.section(1), 'test:channel:elsewhere', by, later(5));
    await notices.sent(root(1), 1, { place: 'test:channel:1', id: 'm1' }, later(6), { to: claimed!.place! });
    expect((await claim(later(7)))[0]).toMatchObject({ place: 'test:channel:elsewhere', ref: null });
  });

  test('what has been due for long is shown to the coordinator, stale or not', async () => {
    await oweReminder('staff1', 60);
    expect(await notices.undelivered(later(5), 600_000, 10)).toEqual([]);
    expect(await notices.undelivered(later(90), 600_000, 10)).toEqual([
      expect.objectContaining({ to: { kind: 'person', personId: 'staff1' }, reason: null, givenUp: false }),
    ]);
    await oweRoot(1, 120);
    expect(await notices.nextDue(later(90))).toEqual(later(120));
    expect(await notices.nextDue(later(120))).toBeNull();
  });

  test('a section that moves to another channel gets its cards there, what waited for a channel too', async () => {
    await oweRoot(3);
    await claim();
    await notices.sent(root(3), 1, { place: 'test:channel:3', id: 'm1' }, later(5));
    await town.record.linkChannel(town.section(3), 'test:channel:new', by, later(6));
    expect((await claim(later(6)))[0]).toMatchObject({ place: 'test:channel:new', ref: null, wanted: 2 });
    expect(await town.record.sectionOfPlace('test:channel:new')).toBe(town.section(3));
    expect(await town.record.sectionOfPlace('test:channel:3')).toBeNull();
    const entries = await town.record.history({ sectionId: town.section(3) });
    expect(entries.at(-1)).toMatchObject({
      action: 'channel_linked',
      before: 'test:channel:3',
      after: 'test:channel:new',
    });
  });
});

describe('the material of a card', () => {
  const cardOf = async (about: NoticeAbout) => {
    const notice = { about, language: 'ja' } as ClaimedNotice;
    const card = await notices.card(notice, later(5));
    return { card, material: seen.at(-1)?.[1] };
  };

  test('the root card: section, route with the titles on the doors, round, every goal', async () => {
    const { material } = await cardOf({
      kind: 'summary',
      sectionId: town.section(6),
      roundId: '2023-midyear',
    });
    expect(material).toMatchObject({
      kind: 'section',
      section: { id: town.section(6), name: '産業振興課' },
      route: [{ ...approvalBy('section_manager'), title: '課長' }],
      round: { id: '2023-midyear' },
      today: '2023-10-02',
    });
    expect(material?.kind === 'section' && material.tasks.map(({ goalNo }) => goalNo)).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  test('a return is told in the version it was about, though a newer one is submitted', async () => {
    const [goal] = await town.tasks(6);
    await submit(town, 'staff6', goal!);
    const back = { kind: 'return', report: goal!.id, version: 1, comment: '根拠は？' } as const;
    await town.record.execute(effectId(), 'chief6', 'test:x', back, later(3));
    const [again] = await town.tasks(6);
    await submit(town, 'staff6', again!, later(4));
    const { material } = await cardOf({ kind: 'returned', reportId: goal!.id, version: 1 });
    expect(material).toMatchObject({
      kind: 'report',
      report: { version: 1, state: 'returned', returned: { comment: '根拠は？' } },
      task: { report: { version: 2, state: 'submitted' } },
    });
    const approval = await cardOf({ kind: 'approval', reportId: goal!.id });
    expect(approval.material).toMatchObject({ report: { version: 2 } });
  });

  test('a reminder: the person’s goals of the round; あとで: the one goal', async () => {
    const { material } = await cardOf({
      kind: 'reminder',
      personId: 'staff7',
      day: '2023-10-02',
    });
    expect(material).toMatchObject({ kind: 'day', person: { id: 'staff7', name: '担当者7' } });
    const tasks = await town.tasks(7);
    expect(material?.kind === 'day' && material.tasks).toEqual(
      tasks.map((task) => ({ ...task, owner: null })),
    );
    const taskId = tasks[1]!.id;
    const later = await cardOf({ kind: 'ask_again', taskId, personId: 'staff7', until: NOW.toISOString() });
    expect(later.material?.kind === 'person' && later.material.tasks.map(({ id }) => id)).toEqual([taskId]);
  });

  test('nothing to say about what is not in the record', async () => {
    const gone: NoticeAbout[] = [
      { kind: 'summary', sectionId: 'nowhere', roundId: '2023-midyear' },
      { kind: 'approval', reportId: 'nonsense' },
      { kind: 'approved', reportId: `${town.section(6)}.2023.1:midyear`, version: 9 },
      { kind: 'reminder', personId: 'nobody', day: '2023-10-02' },
      { kind: 'ask_again', taskId: 'nonsense', personId: 'staff7', until: NOW.toISOString() },
    ];
    for (const about of gone) expect((await cardOf(about)).card).toBeNull();
    expect(seen).toEqual([]);
  });
});
