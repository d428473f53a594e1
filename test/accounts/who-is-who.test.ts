/** Who somebody is: one confirmed account a person and platform, as long as the roster has its address and it is a member's. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeAction } from '../../src/core/cards/action.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { MINUTE_MS, startWorld } from './world.js';

const [STAFF, WRONG, CHIEF, COORD, SECOND, OTHER, X] = [1, 2, 3, 4, 5, 6, 7];

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  let door: Awaited<ReturnType<typeof startWorld>>['door'];

  beforeAll(async () => {
    world = await startWorld(platform);
    door = world.door;
    door.user(STAFF, 'staff@city.example.jp');
    door.user(WRONG, 'wrong@city.example.jp');
    door.user(CHIEF, 'Chief@city.example.jp');
    door.user(COORD, 'coord@city.example.jp');
    door.user(SECOND, 'chief@city.example.jp');
    await door.says(COORD, 'ヘルプ');
  }, 60_000);
  afterAll(() => world.stop());

  test('a linked account is told of with わたしではありません, and what it decides carries it', async () => {
    await door.says(WRONG, 'ヘルプ');
    expect(door.told(WRONG)).toContain('このアカウントを「課長」さんとして登録しました');
    expect(door.told(WRONG)).toContain('わたしではありません');
    const linked = await world.accountsIn('account_linked');
    expect(linked).toEqual(expect.arrayContaining([door.account(COORD), door.account(WRONG)]));
    await door.presses(WRONG, await world.approval(1));
    expect(await world.stateOf(1)).toBe('approved');
    const account = door.account(WRONG);
    expect((await world.tasks())[0]!.report!.approvals).toMatchObject([{ personId: 'chief', account }]);
    const [entry] = (await world.app.record.history({})).filter(({ action }) => action === 'approved');
    expect(entry).toMatchObject({ personId: 'chief', account });
    expect(await world.app.record.verifyHistory()).toBeNull();
  });

  test('once the address is corrected the wrong account decides nothing, and what waits is told', async () => {
    const differences = await world.corrected('chief@city.example.jp');
    expect(differences).toMatchObject([{ what: 'person' }, { what: 'account', id: door.account(WRONG) }]);
    await door.presses(WRONG, await world.approval(2));
    expect(await world.stateOf(2)).toBe('submitted');
    expect(door.told(WRONG)).toContain('名簿にお名前が見つかりませんでした');
    expect(await world.accountsIn('account_unlinked')).toEqual([door.account(WRONG)]);
    expect(door.told(COORD)).toContain('「課長」さんのアカウントの登録が外れました');
    expect(door.told(COORD)).toContain('この方を待っているもの：承認 3件');
    await door.says(CHIEF, '状況');
    expect(door.told(CHIEF)).toContain('アカウントの登録が外れました');
    await door.presses(CHIEF, await world.approval(2));
    expect(await world.stateOf(2)).toBe('approved');
    expect(door.told(WRONG)).not.toContain('No.2 を承認しました');
  });

  test('a link of which the record says nothing ends with what the platform says of its address', async () => {
    // As an older version linked: by an address that the roster has not had for long.
    await world.pool.query(
      `insert into accounts (account, person_id, linked_at) values ($1, 'staff', now() - interval '9 days')`,
      [door.account(WRONG)],
    );
    await world.app.record.recordLinks(world.clock.now());
    // Who was turned away is looked at again after half a minute.
    world.passes(MINUTE_MS);
    await door.presses(WRONG, encodeAction('withdraw', (await world.tasks())[2]!.id, 1));
    expect(await world.stateOf(3)).toBe('submitted');
    const account = door.account(WRONG);
    expect(await world.accountsIn('account_unlinked')).toEqual([account, account]);
  });

  test('a second account with the address is not linked, and the coordinator is told once', async () => {
    await door.says(SECOND, '状況');
    await door.presses(SECOND, await world.approval(3));
    expect(await world.stateOf(3)).toBe('submitted');
    expect(door.told(SECOND)).toContain('別のアカウントが、すでに登録されています');
    expect(await world.accountsIn('account_linked')).not.toContain(door.account(SECOND));
    expect(door.told(COORD)).toContain('「課長」さんの2つ目のアカウントは');
    const { rows } = await world.pool.query(
      `select wanted from notices where kind = 'account' and about->>'event' = 'second'`,
    );
    expect(rows).toEqual([{ wanted: 1 }]);
  });

  // In Teams an address is the directory's, which says nothing of confirming.
  if (platform === 'slack')
    test.each(['unconfirmed', 'silent'] as const)(
      'an address that is not confirmed links nobody (%s)',
      async (confirmed) => {
        door.user(OTHER, 'staff@city.example.jp', confirmed);
        await door.says(OTHER, '状況');
        expect(door.told(OTHER)).toContain('メールアドレスが、まだ確認されていません');
        expect(await world.accountsIn('account_linked')).not.toContain(door.account(OTHER));
        world.passes(MINUTE_MS);
      },
    );

  test.each(['guest', 'elsewhere'] as const)('who is a %s by now decides nothing', async (standing) => {
    door.user(CHIEF, 'chief@city.example.jp', standing);
    // Known a moment ago, they are believed for five minutes.
    world.passes(6 * MINUTE_MS);
    await door.presses(CHIEF, await world.approval(3));
    expect(await world.stateOf(3)).toBe('submitted');
    door.user(CHIEF, 'chief@city.example.jp');
    world.passes(MINUTE_MS);
    await door.says(CHIEF, 'ヘルプ');
  });

  test('where the platform does not say it in time, answers are kept and nothing is decided', async () => {
    await door.says(STAFF, 'ヘルプ');
    await door.presses(STAFF, encodeAction('withdraw', (await world.tasks())[3]!.id, 1), 'direct');
    expect(await world.stateOf(4)).toBe('withdrawn');
    await door.presses(STAFF, encodeAction('begin', (await world.tasks())[3]!.id), 'direct');
    world.passes(61 * MINUTE_MS);
    const before = door.told(STAFF).length;
    await world.unanswered(800, () => door.says(STAFF, '95%'));
    expect(door.told(STAFF).slice(before)).toContain('評価');
    world.passes(6 * MINUTE_MS);
    const approval = await world.approval(3);
    await world.unanswered(2_000, () => door.presses(CHIEF, approval));
    expect(await world.stateOf(3)).toBe('submitted');
    expect(door.told(CHIEF)).toContain('もう一度押してください');
  });

  test('pressed again it is decided; within five minutes the platform is not asked', async () => {
    world.passes(MINUTE_MS);
    await door.presses(CHIEF, await world.approval(3));
    expect(await world.stateOf(3)).toBe('approved');
    const asked = door.lookUps();
    world.passes(MINUTE_MS);
    await door.says(CHIEF, '状況');
    expect(door.lookUps()).toBe(asked);
    world.passes(61 * MINUTE_MS);
    await door.says(CHIEF, '1番');
    expect(door.lookUps()).toBe(asked + 1);
  });

  test('わたしではありません ends the link for good, and the coordinator is told', async () => {
    await door.presses(CHIEF, encodeAction('not_me', door.account(STAFF)), 'direct');
    expect(await world.app.record.personOfAccount(door.account(STAFF))).toBe('staff');
    await door.presses(CHIEF, encodeAction('not_me', door.account(CHIEF)), 'direct');
    expect(await world.app.record.personOfAccount(door.account(CHIEF))).toBeNull();
    expect(door.told(COORD)).toContain('「わたしではありません」が押されたため');
    expect((await world.accountsIn('account_unlinked')).at(-1)).toBe(door.account(CHIEF));
    world.passes(MINUTE_MS);
    await door.says(CHIEF, '状況');
    expect(await world.app.record.personOfAccount(door.account(CHIEF))).toBeNull();
  });

  test('the coordinator lists, links and unlinks in chat, in both languages; nobody else does', async () => {
    await door.says(COORD, `アカウント連携 ${door.account(CHIEF)} chief`);
    expect(await world.app.record.personOfAccount(door.account(CHIEF))).toBe('chief');
    await door.says(COORD, 'アカウント一覧 課長');
    expect(door.told(COORD)).toContain(`chief 課長 ${door.account(CHIEF)}`);
    await door.says(CHIEF, `アカウント解除 ${door.account(STAFF)}`);
    expect(door.told(CHIEF)).toContain('事務局だけができます');
    expect(await world.app.record.personOfAccount(door.account(STAFF))).toBe('staff');
    // An answer to the question that is asked stays one.
    await door.says(STAFF, `アカウント解除 ${door.account(CHIEF)}`);
    await door.says(STAFF, `accounts unlink ${door.account(CHIEF)}`);
    expect(await world.app.record.personOfAccount(door.account(CHIEF))).toBe('chief');
    await door.says(COORD, 'English');
    await door.says(COORD, `accounts link ${door.account(SECOND)} 課長`);
    expect(await world.app.record.personOfAccount(door.account(CHIEF))).toBeNull();
    expect(await world.app.record.personOfAccount(door.account(SECOND))).toBe('chief');
    await door.says(COORD, `accounts unlink ${door.account(SECOND)}`);
    expect(await world.app.record.personOfAccount(door.account(SECOND))).toBeNull();
    expect(door.told(COORD)).toContain('Not linked to 課長 any more');
    const [entry] = (await world.app.record.history({}))
      .filter(({ action }) => action === 'account_unlinked')
      .toReversed();
    expect(entry).toMatchObject({
      personId: 'coord',
      account: door.account(COORD),
      subject: door.account(SECOND),
    });
    expect(await world.app.record.verifyHistory()).toBeNull();
  });

  describe('an account that was linked to somebody it is not', () => {
    const who = { by: byCommandLine('事務局') };
    const told = async (doing: () => Promise<void>) => {
      const before = door.told(X).length;
      await doing();
      return door.told(X).slice(before);
    };
    /** PostgreSQL has told this instance, too, that X is not linked to the 担当者 any more. */
    const heard = async () => {
      const from = { place: 'test:x', surface: 'direct' as const };
      const asked = { person: 'staff', account: door.account(X), from, named: null, lately: true };
      while ((await world.app.record.context(asked, world.clock.now())) !== null)
        await new Promise((done) => setTimeout(done, 2));
    };
    /** X is linked to the 担当者, and at the first question. */
    const begins = async () => {
      door.user(X, 'x@city.example.jp');
      await world.app.record.linkAccount(door.account(X), 'staff', { ...who, now: world.clock.now() });
      await door.says(X, 'English');
      const begun = await told(async () =>
        door.presses(X, encodeAction('begin', (await world.tasks())[3]!.id), 'direct'),
      );
      expect(begun).toContain('No.4');
      expect(await world.app.record.directPlaceOf('staff')).not.toBeNull();
    };

    test('says nothing in that name from the moment on at which it is unlinked, and nothing is written to it', async () => {
      await begins();
      await door.says(X, '95%');
      await world.app.record.unlinkAccount(door.account(X), { ...who, now: world.clock.now() });
      await heard();
      const answered = await told(() => door.says(X, '人違いです'));
      expect(answered).toContain('名簿にお名前が見つかりませんでした');
      expect(answered).not.toContain('No.4');
      expect(await world.app.record.directPlaceOf('staff')).toBeNull();
    });

    test('speaks as whoever it is linked to by then', async () => {
      await begins();
      await door.says(X, '95%');
      await world.app.record.linkAccount(door.account(X), 'chief', { ...who, now: world.clock.now() });
      await heard();
      expect(await told(() => door.says(X, '96%'))).toContain('いまお聞きしている質問はなく');
      expect(await world.app.record.directPlaceOf('staff')).toBeNull();
      expect(await world.app.record.directPlaceOf('chief')).not.toBeNull();
      await world.app.record.linkAccount(door.account(STAFF), 'staff', { ...who, now: world.clock.now() });
    });
  });

  test('a link that an older instance makes beside is entered within the hour, where the platform says the address', async () => {
    await world.app.record.enterBaseline({ by: byCommandLine('事務局'), now: world.clock.now() });
    await door.says(STAFF, 'ヘルプ');
    const account = door.account(STAFF);
    await world.pool.query(
      `update accounts set email = null, recorded_for = null, standing = null, known_at = null where account = $1`,
      [account],
    );
    expect(await world.app.record.personOfAccount(account)).toBeNull();
    world.passes(61 * MINUTE_MS);
    await world.app.tick();
    expect(await world.app.record.personOfAccount(account)).toBe('staff');
    expect((await world.accountsIn('account_linked')).at(-1)).toBe(account);
  });

  test('a standing that is said to be known in a time to come is asked for anew', async () => {
    const account = door.account(STAFF);
    await world.pool.query(`update accounts set known_at = '2099-01-01' where account = $1`, [account]);
    const asked = door.lookUps();
    await door.says(STAFF, '状況');
    expect(door.lookUps()).toBe(asked + 1);
    const { knownAt } = (await world.app.record.linkOf(account))!;
    expect(knownAt! <= world.clock.now().toISOString()).toBe(true);
  });

  test('an account that somebody links by hand in the database is nobody’s, and is not entered', async () => {
    const account = door.account(WRONG);
    await world.pool.query(
      `insert into accounts (account, person_id, linked_at, standing, known_at)
       values ($1, 'chief', now(), 'member', '2099-01-01')
       on conflict (account) do update set person_id = 'chief', recorded_for = null`,
      [account],
    );
    world.passes(61 * MINUTE_MS);
    await world.app.tick();
    const before = door.told(WRONG).length;
    await door.says(WRONG, '状況');
    expect(door.told(WRONG).slice(before)).toContain('名簿にお名前が見つかりませんでした');
    expect(await world.app.record.personOfAccount(account)).toBeNull();
    const { replayed } = await world.app.record.verifyRecord();
    expect(replayed?.unexplained.map(({ row }) => row)).toEqual([`account ${account}`]);
    await world.app.record.unlinkAccount(account, {
      by: byCommandLine('事務局'),
      now: world.clock.now(),
    });
  });
});
