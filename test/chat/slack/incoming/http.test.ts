/** Who and what is let in, and when Slack is told that it was taken. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeAction } from '../../../../src/core/cards/action.js';
import type { Drafts } from '../../../../src/flow/ports.js';
import { CHANNEL, type City, MANAGER, STAFF, startCity } from '../../../support/slack-city.js';
import { SECRET, signed } from '../../../support/slack-sender.js';
import { BOT, TEAM } from '../../../support/slack-workspace.js';
import { heldWaits } from '../../../support/waits.js';

let city: City;
const { wait, pass } = heldWaits();
/** what the next commits do instead of committing */
let faults: ((commit: () => Promise<unknown>) => Promise<never>)[] = [];
let commits: string[] = [];

beforeAll(async () => {
  city = await startCity({
    wait,
    wrapDrafts: (drafts): Drafts => ({
      ...drafts,
      commit: async (turn) => {
        const fault = faults.shift();
        if (fault) return fault(() => drafts.commit(turn));
        const answer = await drafts.commit(turn);
        commits.push(answer);
        return answer;
      },
    }),
  });
}, 60_000);
afterAll(() => city.stop());

const post = (body: string, headers: Record<string, string>, path = '/slack/events', method = 'POST') =>
  fetch(`${city.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' ? { body } : {}),
  });
const event = (text = '状況') => JSON.stringify(city.sender.messageEvent(STAFF, text));
const answersTo = (user: string) => city.direct(user).filter((one) => one.user === BOT).length;

describe('a request is Slack’s or refused', () => {
  /** The lines about what is turned away, from now on: what was said in the minute before is over. */
  const linesFromNow = () => {
    city.clock.move(60_000);
    const before = city.logged.length;
    return () =>
      city.logged
        .slice(before)
        .filter(({ message }) => message === 'request turned away')
        .map(({ level, facts }) => ({ level, ...facts }) as Record<string, unknown>);
  };
  const ago = (ms: number) => new Date(city.clock.now().getTime() - ms);

  test.each<[string, (body: string) => Record<string, string>, RegExp, number | null]>([
    ['without a signature', () => ({}), /^no signature/u, null],
    [
      'with another secret',
      (body) => signed(body, city.clock.now(), 'another'),
      /does not match: another SLACK_SIGNING_SECRET/u,
      null,
    ],
    ['from ten minutes ago', (body) => signed(body, ago(600_000)), /at another time.*clock/u, 600],
    ['from ten minutes ahead', (body) => signed(body, ago(-600_000)), /at another time.*clock/u, -600],
    [
      'of another body',
      () => signed(event(), city.clock.now()),
      /does not match.*body that was rewritten/u,
      null,
    ],
    [
      'with a time that is no number',
      (body) => ({ ...signed(body, city.clock.now()), 'x-slack-request-timestamp': 'NaN' }),
      /time is no number/u,
      null,
    ],
    [
      'with a short signature',
      (body) => ({ ...signed(body, city.clock.now()), 'x-slack-signature': 'v0=00' }),
      /not a signature of version v0/u,
      null,
    ],
  ])('%s: 401, nothing is done, and the log says why', async (_name, sign, reason, ahead) => {
    commits = [];
    const lines = linesFromNow();
    const body = event('秘密の返事');
    const headers = sign(body);
    expect((await post(body, headers)).status).toBe(401);
    expect(commits).toEqual([]);
    expect(lines()).toMatchObject([
      { level: 'warn', platform: 'slack', status: 401, reason: expect.stringMatching(reason) },
    ]);
    const { aheadSeconds } = lines()[0]!;
    if (ahead === null) expect(aheadSeconds).toBeUndefined();
    else expect(Math.abs(Number(aheadSeconds) - ahead)).toBeLessThanOrEqual(5);
    for (const secret of ['秘密の返事', SECRET, headers['x-slack-signature'] ?? SECRET])
      expect(JSON.stringify(lines())).not.toContain(secret);
  });

  test('what is refused again and again has a line a minute, which numbers the others', async () => {
    const lines = linesFromNow();
    const other = () => post('x'.repeat(9), signed('y', city.clock.now()));
    for (let i = 0; i < 20; i += 1) await post(event(), {});
    for (let i = 0; i < 3; i += 1) await other();
    expect(lines().map(({ reason, unsaid }) => [String(reason).slice(0, 13), unsaid])).toEqual([
      ['no signature', undefined],
      ['the signature', 19],
    ]);
    city.clock.move(60_000);
    await post(event(), {});
    expect(lines().map(({ unsaid }) => unsaid)).toEqual([undefined, 19, 2]);
  });

  test('within four minutes either way it is taken', async () => {
    for (const ms of [-240_000, 240_000]) {
      const body = event();
      expect((await post(body, signed(body, new Date(city.clock.now().getTime() + ms)))).status).toBe(200);
    }
  });

  test('replayed, it is taken once; later, it is refused', async () => {
    commits = [];
    const body = event();
    const headers = signed(body, city.clock.now());
    for (let i = 0; i < 5; i += 1) expect((await post(body, headers)).status).toBe(200);
    expect(commits).toEqual(['ok', 'seen', 'seen', 'seen', 'seen']);
    city.clock.move(301_000);
    expect((await post(body, headers)).status).toBe(401);
  });

  test('other workspaces are refused and told not to come again', async () => {
    commits = [];
    for (const more of [
      { team_id: 'T0OTHER' },
      { authorizations: [{ team_id: 'T0OTHER', enterprise_id: null, user_id: BOT, is_bot: true }] },
      { team_id: 'T0OTHER', authorizations: null },
      { enterprise_id: 'E0OTHER', team_id: 'T0OTHER' },
    ]) {
      const [attempt, ...again] = await city.sender.deliver({ ...JSON.parse(event()), ...more });
      expect([attempt?.status, attempt?.noRetry, again.length]).toEqual([403, true, 0]);
    }
    const press = city.sender.pressOn(STAFF, 'D0STAFF', { ts: '1.000001' } as never, {
      action_id: 'a',
      value: '{"do":"status"}',
    });
    expect(
      (
        await city.sender.interaction({
          ...press,
          team: { id: 'T0OTHER' },
          user: { id: STAFF, team_id: 'T0OTHER' },
        })
      ).status,
    ).toBe(403);
    expect(commits).toEqual([]);
  });

  test('anything but a post of a known kind and size is refused', async () => {
    const lines = linesFromNow();
    expect((await post('', {}, '/slack/events', 'GET')).status).toBe(405);
    const large = JSON.stringify({ type: 'event_callback', text: 'あ'.repeat(1_000_000) });
    expect((await post(large, signed(large, city.clock.now()))).status).toBe(413);
    for (const body of ['[]', '{', '"x"', 'null'])
      expect((await post(body, signed(body, city.clock.now()))).status).toBe(400);
    const text = await post('x', { ...signed('x', city.clock.now()), 'content-type': 'text/plain' });
    expect(text.status).toBe(400);
    expect(lines().map(({ status, reason }) => [status, reason])).toEqual([
      [405, 'not a POST'],
      [413, 'its body is too large'],
      [400, 'content type or shape'],
    ]);
    expect((await post(event(), {}, '/elsewhere')).status).toBe(404);
  });

  test('Slack’s own checks are answered', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c-123', token: 'x' });
    const answer = await post(body, signed(body, city.clock.now()));
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: 'c-123' }]);
    const form = 'application/x-www-form-urlencoded';
    expect((await city.sender.send('ssl_check=1&token=x', form)).status).toBe(200);
    // It need not be signed; everything else has to be.
    const unsigned = (text: string) => post(text, { 'content-type': form });
    expect((await unsigned('ssl_check=1&token=x')).status).toBe(200);
    expect((await unsigned('ssl_check=0&token=x')).status).toBe(401);
    expect((await unsigned(`ssl_check=1&text=${'x'.repeat(300)}`)).status).toBe(401);
    expect(
      (await city.sender.deliver({ type: 'app_rate_limited', team_id: TEAM, minute_rate_limited: 1 }))[0]
        ?.status,
    ).toBe(200);
  });

  test('hostile shapes are no faults', async () => {
    for (const body of [
      { type: 'event_callback', team_id: TEAM, event_id: 'Ev1', event: { type: 'message' } },
      {
        type: 'event_callback',
        team_id: TEAM,
        event_id: 'Ev2',
        event: { type: 'message', channel: [], ts: 5, user: {} },
      },
      {
        type: 'event_callback',
        team_id: TEAM,
        event_id: 'Ev3',
        event: { type: 'constructor', channel: { id: 1 } },
      },
    ])
      expect((await city.sender.deliver(body)).map(({ status }) => status)).toEqual([200]);
    const press = city.sender.pressOn(STAFF, 'D0STAFF', { ts: '1.000001' } as never, {
      action_id: 'a',
      value: '',
    });
    for (const value of ['{"do":"drop"}', '{', '', 'x'.repeat(3000), '{"do":"approve","v":-1}'])
      expect(
        (await city.sender.interaction({ ...press, actions: [{ ...press.actions[0], value }] })).status,
      ).toBe(200);
    const form = { type: 'view_submission', team: { id: TEAM }, user: { id: STAFF, team_id: TEAM } };
    for (const view of [undefined, {}, { id: 'V1', type: 'modal' }, { id: 'V1', type: 'modal', state: 5 }])
      expect((await city.sender.interaction({ ...form, view })).status).toBe(200);
    // A value of any shape may stand where an id or a type belongs: it is no text, and cannot be made one.
    const none = { toString: 1 };
    const thread = { type: 'message', channel_type: 'channel', text: 'x', user: STAFF };
    const sent = [
      { type: 'event_callback', event_id: none, event: { type: 'message' } },
      { type: 'event_callback', event_id: 'Ev4', event: { ...thread, channel: none, ts: none } },
      { type: 'event_callback', event_id: 'Ev5', event: { type: none } },
      { type: none },
      { type: 'message_action', callback_id: 'maru_memo', trigger_id: none },
      { command: none, trigger_id: none },
    ];
    for (const one of sent) {
      const body = JSON.stringify({ ...one, team_id: TEAM });
      for (const again of [{}, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }])
        expect((await post(body, { ...signed(body, city.clock.now()), ...again })).status).toBe(200);
    }
    expect(city.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('what is nested more deeply than Slack ever does is malformed, and not to be sent again', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = event().replace('"text":', `"blocks":${deep},"text":`);
    expect(body).toContain(deep);
    const answer = await post(body, signed(body, city.clock.now()));
    expect([answer.status, answer.headers.get('x-slack-no-retry')]).toEqual([400, '1']);
    const type = 'application/x-www-form-urlencoded';
    const form = await city.sender.send(new URLSearchParams({ payload: body }).toString(), type);
    expect(form.status).toBe(400);
    expect(city.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('only after the commit is it acknowledged', () => {
  test('a failed commit is answered 500, and sent again it is taken once', async () => {
    commits = [];
    faults = [
      async () => {
        throw new Error('Redis is away');
      },
      async () => {
        throw new Error('Redis is away');
      },
    ];
    const before = answersTo(STAFF);
    const attempts = await city.sender.says(STAFF, '状況');
    expect(attempts.map(({ status }) => status)).toEqual([500, 500, 200]);
    expect(attempts[0]!.noRetry).toBe(false);
    await city.settled();
    expect(commits).toEqual(['ok']);
    expect(answersTo(STAFF)).toBe(before + 1);
  });

  test('a commit whose answer was lost is seen when it comes again, and acknowledged', async () => {
    commits = [];
    faults = [
      async (commit) => {
        await commit();
        throw new Error('the answer was lost');
      },
    ];
    expect((await city.sender.says(STAFF, '状況')).map(({ status }) => status)).toEqual([500, 200]);
    expect(commits).toEqual(['seen']);
  });

  test('what takes too long is told to come again before Slack gives up', async () => {
    let fail = () => {};
    faults = [
      () =>
        new Promise<never>((_, reject) => {
          fail = () => reject(new Error('slow'));
          pass(2_700);
          pass(0);
        }),
    ];
    const attempts = await city.sender.says(STAFF, 'ヘルプ');
    fail();
    expect(attempts.map(({ status }) => status)).toEqual([503, 200]);
  });

  test('a press that could not be taken is told in private, since Slack does not send it again', async () => {
    await city.settled();
    faults = [
      async () => {
        throw new Error('Redis is away');
      },
    ];
    expect((await city.sender.press(STAFF, '状況を見る')).status).toBe(500);
    await city.settled();
    expect(city.lastTo(STAFF)?.text).toContain('処理できませんでした');
  });
});

describe('what is not said to the bot is left alone', () => {
  const quiet = async (event: object, more: object = {}) => {
    commits = [];
    const before = city.server.callsOf('chat.postMessage').length;
    const attempts = await city.sender.deliver(city.sender.envelope(event, more));
    expect(attempts.map(({ status }) => status)).toEqual([200]);
    await city.settled();
    expect([commits, city.server.callsOf('chat.postMessage').length - before]).toEqual([[], 0]);
  };
  const message = {
    type: 'message',
    channel: 'D0STAFF',
    channel_type: 'im',
    user: STAFF,
    text: '状況',
    ts: '1.000001',
  };

  test('edits, deletions, joins and other notes of Slack', async () => {
    await quiet({ ...message, subtype: 'message_changed', hidden: true, message, previous_message: message });
    await quiet({ ...message, subtype: 'message_deleted', deleted_ts: '1.000001', hidden: true });
    await quiet({ ...message, subtype: 'channel_join' });
    await quiet({ ...message, hidden: true });
  });
  test('its own messages and those of other bots', async () => {
    await quiet({ ...message, user: BOT, bot_id: 'B0MARU' });
    await quiet({ ...message, user: BOT });
    await quiet({ ...message, bot_id: 'B0OTHER', subtype: 'bot_message' });
  });
  test('what is said in channels and group messages', async () => {
    await quiet({ ...message, channel: CHANNEL, channel_type: 'channel' });
    await quiet({ ...message, channel: 'G0GROUP', channel_type: 'mpim' });
  });
  test('an edited mention, the other tab of the home, unknown events', async () => {
    await quiet({
      type: 'app_mention',
      channel: CHANNEL,
      user: STAFF,
      text: `<@${BOT}> 状況`,
      ts: '1.000001',
      edited: { ts: '1.000002' },
    });
    await quiet({ type: 'app_home_opened', user: STAFF, tab: 'messages', channel: 'D0STAFF' });
    await quiet({ type: 'reaction_added', user: STAFF });
  });
});

describe('who may speak', () => {
  const refused = async (user: string) => {
    commits = [];
    const attempts = await city.sender.says(user, '状況');
    await city.settled();
    expect([attempts.map(({ status }) => status), commits]).toEqual([[200], []]);
    return city.lastTo(user)?.text ?? '';
  };
  test('guests are told so', async () => {
    city.server.addUser({ id: 'U0GUEST', email: 'guest@city.example.jp', restricted: true });
    expect(await refused('U0GUEST')).toContain('ゲスト');
    city.server.addUser({ id: 'U0GUEST2', email: 'staff@city.example.jp', ultraRestricted: true });
    expect(await refused('U0GUEST2')).toContain('ゲスト');
  });
  test('people of other organisations and closed accounts are left without an answer', async () => {
    city.server.addUser({ id: 'U0STRANGE', email: 'staff@city.example.jp', team: 'T0OTHER', stranger: true });
    expect(await refused('U0STRANGE')).toBe('');
    city.server.addUser({ id: 'U0GONE', email: 'chief@city.example.jp', deleted: true });
    expect(await refused('U0GONE')).toBe('');
    expect(await city.record.personOfAccount(`slack:${TEAM}:U0STRANGE`)).toBeNull();
  });
  test('somebody not in the roster is told whom to ask', async () => {
    city.server.addUser({ id: 'U0NEW', email: 'new@city.example.jp' });
    expect(await refused('U0NEW')).toContain('事務局');
    city.server.addUser({ id: 'U0NOMAIL' });
    expect(await refused('U0NOMAIL')).toContain('事務局');
  });
  test('an e-mail address leads to the account of who may, and to no other', async () => {
    const of = async (name: string) =>
      (await city.slack.accountByEmail(`${name}@city.example.jp`))?.account ?? null;
    expect(await of('STAFF')).toBe(`slack:${TEAM}:${STAFF}`);
    expect([await of('guest'), await of('nobody')]).toEqual([null, null]);
    city.server.addUser({ id: 'U0LEFT', email: 'left@city.example.jp', deleted: true });
    city.server.addUser({ id: 'U0ELSE', email: 'else@city.example.jp', team: 'T0OTHER', stranger: true });
    expect([await of('left'), await of('else')]).toEqual([null, null]);
    // Who is not there is not asked for again at once.
    city.server.faults.push({ method: 'users.lookupByEmail', kind: 'status', status: 502 });
    expect(await of('nobody')).toBeNull();
    await expect(of('chief')).rejects.toThrow('users.lookupByEmail');
  });
  test('entered into the roster, they are known half a minute later; made a guest, refused within minutes', async () => {
    await city.record.importRoster(
      { people: [{ id: 'p-new', name: '担当者', email: 'new@city.example.jp' }] },
      { by: { personId: null, name: 'x', post: '', source: 'test' }, now: city.clock.now() },
    );
    city.clock.move(31_000);
    await city.sender.says('U0NEW', '状況');
    await city.settled();
    expect(city.lastTo('U0NEW')?.text).not.toContain('名簿');
    city.server.addUser({ id: 'U0NEW', email: 'new@city.example.jp', restricted: true });
    city.clock.move(6 * 60_000);
    expect(await refused('U0NEW')).toContain('ゲスト');
  });
  test('people known already are served while Slack does not say who they are', async () => {
    await city.sender.says(MANAGER, 'ヘルプ');
    city.clock.move(6 * 60_000);
    city.server.faults.push({ method: 'users.info', kind: 'error', error: 'internal_error' });
    commits = [];
    expect((await city.sender.says(MANAGER, 'ヘルプ')).map(({ status }) => status)).toEqual([200]);
    expect(commits).toEqual(['ok']);
  });
  test('what somebody new sends is kept while Slack does not say who they are, and answered when it does', async () => {
    city.server.addUser({ id: 'U0LATE', email: 'late@city.example.jp' });
    city.server.faults.push({ method: 'users.info', kind: 'status', status: 502, times: 2 });
    expect((await city.sender.says('U0LATE', 'ヘルプ')).map(({ status }) => status)).toEqual([200]);
    await city.settled();
    expect(answersTo('U0LATE')).toBe(0);
    // What could not be done is tried again half a minute later.
    city.clock.move(41_000);
    await city.work.sweep();
    await city.settled();
    expect(answersTo('U0LATE')).toBe(1);
  });
  test('a button of somebody new opens its form when it is known who they are', async () => {
    city.server.addUser({ id: 'U0FORM', email: 'form@city.example.jp' });
    let known = () => {};
    const until = new Promise<void>((resolve) => (known = resolve));
    city.server.faults.push({ method: 'users.info', kind: 'held', until });
    const viewOpened = city.server.told('views.open');
    const pressed = city.sender.interaction(
      city.sender.pressOn(
        'U0FORM',
        CHANNEL,
        { ts: '1.000002', user: BOT, text: '', blocks: [] },
        {
          action_id: 'maru:x',
          value: encodeAction('open_return', 'nothing', 1),
        },
      ),
    );
    pass(1_500);
    expect((await pressed).status).toBe(200);
    await viewOpened;
    pass(0);
    const viewChanged = city.server.told('views.update');
    known();
    await viewChanged;
    await city.settled();
    expect(answersTo('U0FORM')).toBe(1);
  });
});
