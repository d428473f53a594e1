/** Who says nothing is looked at again before they are written to: no member any more, they are not, and it is told. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readTeamsPlace, type TeamsPlace, teamsPlace } from '../../src/chat/teams/place.js';
import { encodeAction } from '../../src/core/cards/action.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { contentFor } from '../store/postgres/city.js';
import { MINUTE_MS, startWorld } from './world.js';

const [STAFF, CHIEF, COORD] = [1, 2, 3];
const TURNED_AWAY = 'からは、いま受け付けていません';

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  let door: Awaited<ReturnType<typeof startWorld>>['door'];
  const read = new Map<number, number>();

  beforeAll(async () => {
    world = await startWorld(platform, { pace: 'none' });
    door = world.door;
    await world.corrected('chief@city.example.jp');
    const people = [
      [STAFF, 'staff'],
      [CHIEF, 'chief'],
      [COORD, 'coord'],
    ] as const;
    for (const [no, name] of people) {
      door.user(no, `${name}@city.example.jp`);
      await door.says(no, 'ヘルプ');
    }
  }, 60_000);
  afterAll(() => world.stop());

  /** what somebody was newly told */
  function news(no: number): string {
    const all = door.told(no);
    const from = read.get(no) ?? 0;
    read.set(no, all.length);
    return all.slice(from);
  }
  const approves = async (n: number) => door.presses(CHIEF, await world.approval(n));
  const known = async (no: number) => world.app.record.linkOf(door.account(no));

  const held = async () =>
    (
      await world.pool.query(
        `select reason, given_up, attempts from notices where kind = 'approved' and settled < wanted`,
      )
    ).rows;

  test('an hour after it was last known the platform is asked, once, before a private notice', async () => {
    await approves(1);
    expect(news(STAFF)).toContain('承認');
    world.passes(61 * MINUTE_MS);
    await door.says(CHIEF, 'ヘルプ');
    await door.says(COORD, 'ヘルプ');
    const asked = door.lookUps();
    await approves(2);
    expect(news(STAFF)).toContain('承認');
    expect(door.lookUps()).toBe(asked + 1);
    await door.presses(CHIEF, encodeAction('undo_approval', (await world.tasks())[1]!.id, 1));
    expect(door.lookUps()).toBe(asked + 1);
  });

  test('who speaks and is turned away is told what waits for them, and so is the coordinator, once', async () => {
    for (const no of [CHIEF, COORD]) news(no);
    door.user(CHIEF, 'chief@city.example.jp', 'guest');
    world.passes(6 * MINUTE_MS);
    const presses = await world.approval(2);
    await door.presses(CHIEF, presses);
    expect(await world.stateOf(2)).toBe('submitted');
    expect(news(CHIEF)).toContain(`このアカウント${TURNED_AWAY}`);
    expect(door.told(CHIEF)).toContain('待っているもの：承認 3件');
    const said = news(COORD);
    expect(said).toContain(`「課長」さんのアカウント${TURNED_AWAY}`);
    expect(said).toContain('この方を待っているもの：承認 3件');
    await door.presses(CHIEF, presses);
    expect(news(COORD)).not.toContain(TURNED_AWAY);
    door.user(CHIEF, 'chief@city.example.jp');
    world.passes(6 * MINUTE_MS);
    await door.says(CHIEF, 'ヘルプ');
  });

  test.each([
    ['guest', true],
    ['elsewhere', false],
  ] as const)(
    'who is a %s by then is not written to, and the coordinator is told with what waits',
    async (is, told) => {
      for (const no of [STAFF, CHIEF, COORD]) news(no);
      world.passes(61 * MINUTE_MS);
      await door.says(CHIEF, 'ヘルプ');
      await door.says(COORD, 'ヘルプ');
      door.user(STAFF, 'staff@city.example.jp', is);
      const goal = is === 'guest' ? 3 : 4;
      await approves(goal);
      expect(await world.stateOf(goal)).toBe('approved');
      const own = news(STAFF);
      expect(own).not.toContain('承認');
      // What they are told themselves are counts, and only within the organisation.
      expect(own.includes(`このアカウント${TURNED_AWAY}`)).toBe(told);
      const said = news(COORD);
      expect(said).toContain(`「担当者」さんのアカウント${TURNED_AWAY}`);
      expect(said).toContain('アカウント連携 アカウント staff');
      expect(await known(STAFF)).toMatchObject({ standing: is === 'guest' ? 'guest' : 'stranger' });
      expect(await held()).toEqual([{ reason: 'no_member', given_up: false, attempts: 0 }]);

      // An hour later Teams and Slack are asked anew, and nobody is told a second time.
      world.passes(61 * MINUTE_MS);
      await world.settled();
      expect(news(STAFF)).toBe('');
      expect(news(COORD)).not.toContain(TURNED_AWAY);
      door.user(STAFF, 'staff@city.example.jp');
      world.passes(61 * MINUTE_MS);
      await world.settled();
      expect(news(STAFF)).toContain(`No.${goal}`);
      expect(await known(STAFF)).toMatchObject({ standing: 'member' });
    },
  );

  test('what the platform does not say at once holds nothing up, but for who was no member last', async () => {
    /** the manager returns the second goal in its version, which the writer is told in private */
    const returned = async (version: number) => {
      const now = world.clock.now();
      const { id: report } = (await world.tasks())[1]!;
      const command = { kind: 'return', report, version, comment: `${version}回目の差戻し` } as const;
      expect(
        await world.app.record.execute(`return ${version}`, 'chief', 'test:', command, now),
      ).toMatchObject({
        ok: true,
      });
      await world.settled();
    };
    world.passes(61 * MINUTE_MS);
    await world.unanswered(500, () => returned(1));
    expect(news(STAFF)).toContain('1回目の差戻し');
    const [, task] = await world.tasks();
    const content = contentFor(task!, '改めました。');
    const again = { kind: 'submit', task: task!.id, base: 1, content } as const;
    await world.app.record.execute('again', 'staff', 'test:', again, world.clock.now());
    const yesterday = new Date(world.clock.now().getTime() - 24 * 60 * MINUTE_MS);
    await world.pool.query(
      `update accounts set standing = 'guest', known_at = $1 where person_id = 'staff'`,
      [yesterday],
    );
    await world.unanswered(500, () => returned(2));
    expect(news(STAFF)).not.toContain('2回目の差戻し');
    // A minute later they are asked about again.
    world.passes(2 * MINUTE_MS);
    await world.settled();
    expect(news(STAFF)).toContain('2回目の差戻し');
  });

  test('whose address is another on the platform by then is not linked any more, and what waits is told', async () => {
    const by = { by: byCommandLine('事務局'), now: world.clock.now() };
    const [, task] = await world.tasks();
    const content = contentFor(task!, 'もう一度改めました。');
    const again = { kind: 'submit', task: task!.id, base: 2, content } as const;
    await world.app.record.execute('anew', 'staff', 'test:', again, world.clock.now());
    door.user(STAFF, 'moved@city.example.jp');
    world.passes(61 * MINUTE_MS);
    await door.says(COORD, 'ヘルプ');
    for (const no of [STAFF, COORD]) news(no);
    const command = { kind: 'return', report: task!.id, version: 3, comment: '3回目の差戻し' } as const;
    await world.app.record.execute('return 3', 'chief', 'test:', command, world.clock.now());
    await world.settled();
    expect(news(STAFF)).toBe('');
    expect(await known(STAFF)).toBeNull();
    expect(await world.accountsIn('account_unlinked')).toContain(door.account(STAFF));
    const said = news(COORD);
    expect(said).toContain('「担当者」さんのアカウントの登録が外れました');
    expect(said).toContain('この方を待っているもの：報告 1件');
    await world.app.record.importRoster(
      { people: [{ id: 'staff', name: '担当者', email: 'moved@city.example.jp' }] },
      by,
    );
    world.passes(MINUTE_MS);
    await door.says(STAFF, 'ヘルプ');
    const own = news(STAFF);
    expect(own).toContain('アカウントの登録が外れました');
    expect(own).toContain('待っているもの：報告 1件');
    expect(own).toContain('3回目の差戻し');
  });

  // A chat of Slack's does not say whose it is.
  if (platform === 'teams')
    test('nothing is written to, nor learnt of an account from, a chat of somebody else’s', async () => {
      const [, task] = await world.tasks();
      const again = {
        kind: 'submit',
        task: task!.id,
        base: 3,
        content: contentFor(task!, 'また改めました。'),
      };
      await world.app.record.execute('other chat', 'staff', 'test:', again as never, world.clock.now());
      const { rows } = await world.pool.query<{ place: string }>(
        `select place from direct_places where person_id = 'staff'`,
      );
      const at = readTeamsPlace(rows[0]!.place)!;
      const others = teamsPlace({ ...at, a: '00000000-0000-4000-8000-999999999999' } as TeamsPlace);
      const moved = `update direct_places set place = $1 where person_id = 'staff'`;
      await world.pool.query(moved, [others]);
      world.passes(61 * MINUTE_MS);
      news(STAFF);
      const command = { kind: 'return', report: task!.id, version: 4, comment: '別のチャット' } as const;
      await world.app.record.execute('not there', 'chief', 'test:', command, world.clock.now());
      await world.settled();
      expect(news(STAFF)).not.toContain('別のチャット');
      expect(await known(STAFF)).toMatchObject({ standing: 'member' });
      await world.pool.query(moved, [rows[0]!.place]);
      world.passes(61 * MINUTE_MS);
      await world.settled();
      expect(news(STAFF)).toContain('別のチャット');
    });
});
