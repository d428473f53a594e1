/** Places, texts and signatures: what goes out and comes back is the same, whatever is in it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeEntities } from '../../../../../src/chat/render/escape.js';
import { isSigned } from '../../../../../src/chat/slack/incoming/signature.js';
import { translate } from '../../../../../src/chat/slack/incoming/translate/translate.js';
import { asTyped, withoutMention } from '../../../../../src/chat/slack/incoming/translate/typed.js';
import {
  isDirect,
  placeOfAccount,
  readSlackPlace,
  slackAccount,
  slackPlace,
} from '../../../../../src/chat/slack/place.js';
import { slackSettingProblems, slackSettings } from '../../../../../src/chat/slack/settings.js';
import { encodeAction } from '../../../../../src/core/cards/action.js';
import { signed } from '../../../../support/slack-sender.js';

const id = fc.stringMatching(/^[A-Z][A-Z0-9]{2,11}$/u);
const ts = fc.stringMatching(/^[1-9]\d{9}\.\d{6}$/u);

describe('places', () => {
  test('are read back as they were made', () => {
    fc.assert(
      fc.property(id, id, fc.option(ts), (team, conversation, thread) => {
        expect(readSlackPlace(slackPlace(team, conversation, thread))).toEqual({
          team,
          conversation,
          thread,
        });
      }),
    );
  });
  test('anything else is none', () => {
    fc.assert(fc.property(fc.string(), (text) => readSlackPlace(text) === null));
    for (const text of [
      'slack:T1',
      'slack:T1:C1:',
      'slack:T1:C1:x',
      'slack:T1:C1:1.2:3',
      'playground:dm:p',
      'slack::C1',
    ])
      expect(readSlackPlace(text)).toBeNull();
  });
  test('an account leads to its person’s direct message, a channel does not', () => {
    expect(placeOfAccount(slackAccount('T1', 'U1'))).toBe('slack:T1:U1');
    expect(placeOfAccount('slack:T1:C1')).toBeNull();
    expect(placeOfAccount('other:x')).toBeNull();
    expect(['D1', 'U1', 'W1', 'C1', 'G1'].map(isDirect)).toEqual([true, true, true, false, false]);
  });
});

describe('texts', () => {
  test('what was typed comes back after Slack’s encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(asTyped(escapeEntities(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
  test.each([
    ['&lt;!channel&gt; &amp;amp;', '<!channel> &amp;'],
    ['<https://example.jp/a?b&amp;c>', 'https://example.jp/a?b&c'],
    ['<https://example.jp|example.jp>', 'example.jp'],
    ['<mailto:a@example.jp|a@example.jp>', 'a@example.jp'],
    ['<tel:0250000000|025-000-0000>', '025-000-0000'],
    ['<#C1|建設課>', '#建設課'],
    ['<!here>', '@here'],
    ['<!subteam^S1|@kensetsu>', '@kensetsu'],
    ['<@U1> へ', '<@U1> へ'],
    ['１，２００人　以上', '１，２００人　以上'],
  ])('%s', (sent, typed) => expect(asTyped(sent)).toBe(typed));
  test('a mention of the bot is no part of what was said', () => {
    expect(withoutMention('<@U0MARU> 連携　建設課', 'U0MARU')).toBe('連携　建設課');
    expect(withoutMention('状況 <@U0MARU|maru>', 'U0MARU')).toBe('状況');
    expect(withoutMention('<@U9> 状況', null)).toBe('状況');
    expect(withoutMention('<@U0MARU> <@U9> さん', 'U0MARU')).toBe('<@U9> さん');
  });
});

describe('signatures', () => {
  const now = new Date('2024-04-02T01:00:00Z');
  const check = (body: string, headers: Record<string, string>, secrets: string[]) =>
    isSigned({
      secrets,
      timestamp: headers['x-slack-request-timestamp'],
      signature: headers['x-slack-signature'],
      body: Buffer.from(body),
      now,
    });
  test('the documentation’s own example', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    expect(
      isSigned({
        secrets: ['8f742231b10e8888abcd99yyyzzz85a5'],
        timestamp: '1531420618',
        signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
        body: Buffer.from(body),
        now: new Date(1_531_420_618_000),
      }),
    ).toBe(true);
  });
  test('five minutes either way, to the second', () => {
    for (const [seconds, fine] of [
      [300, true],
      [301, false],
      [-300, true],
      [-301, false],
    ] as const)
      expect(check('x', signed('x', new Date(now.getTime() + seconds * 1000), 's'), ['s'])).toBe(fine);
  });
  test('while a secret is rotated both hold; no secret holds nothing', () => {
    const headers = signed('x', now, 'old');
    expect([['new', 'old'], ['new'], [], ['']].map((secrets) => check('x', headers, secrets))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(check('x', signed('x', now, ''), [''])).toBe(false);
  });
  test('another body, byte or text is refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (body, other) => {
        fc.pre(body !== other);
        return !check(other, signed(body, now, 's'), ['s']);
      }),
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (timestamp, signature) => {
        return !check('x', { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature }, ['s']);
      }),
    );
  });
});

describe('what comes in', () => {
  test('anything at all has a translation', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => translate(body).kind === 'nothing'),
      { numRuns: 500 },
    );
    for (const type of ['event_callback', 'block_actions', 'view_submission', 'view_closed', 'shortcut'])
      fc.assert(
        fc.property(
          fc.dictionary(fc.string(), fc.jsonValue()),
          (body) => translate({ ...body, type }).kind === 'nothing',
        ),
      );
  });

  const press = (over: object) => ({
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    trigger_id: '1.2',
    container: { type: 'message', message_ts: '10.000001', channel_id: 'C1' },
    channel: { id: 'C1' },
    message: { ts: '10.000001' },
    actions: [{ action_id: 'approve', value: encodeAction('approve', 'r1', 2), action_ts: '11.000001' }],
    ...over,
  });
  const inputOf = (body: unknown) => {
    const came = translate(body);
    if (came.kind !== 'input') throw new Error(`no input: ${JSON.stringify(came)}`);
    return came.input;
  };

  test('a press in a channel belongs to the thread of its message and is answered aside', () => {
    expect(inputOf(press({}))).toMatchObject({
      kind: 'pressed',
      place: 'slack:T1:C1:10.000001',
      aside: 'slack:T1:U1',
      surface: 'channel',
      action: { do: 'approve', of: 'r1', v: 2 },
    });
    const reply = { message: { ts: '10.000001', thread_ts: '9.000001' } };
    expect(inputOf(press(reply)).place).toBe('slack:T1:C1:9.000001');
  });
  test('a press in a direct message belongs to it, in a thread of it to the thread', () => {
    const direct = {
      channel: { id: 'D1' },
      container: { type: 'message', message_ts: '10.000001', channel_id: 'D1' },
    };
    expect(inputOf(press(direct))).toMatchObject({
      place: 'slack:T1:D1',
      aside: 'slack:T1:D1',
      surface: 'direct',
    });
    const root = { ...direct, message: { ts: '10.000001', thread_ts: '10.000001' } };
    expect(inputOf(press(root)).surface).toBe('direct');
    const reply = { ...direct, message: { ts: '10.000001', thread_ts: '9.000001' } };
    expect(inputOf(press(reply))).toMatchObject({ place: 'slack:T1:D1:9.000001', surface: 'thread' });
  });
  test('delivered again it has the same id; pressed again, by somebody else or on another message, another', () => {
    const ids = [
      press({}),
      press({}),
      press({ trigger_id: '9.9' }),
      press({ user: { id: 'U2', team_id: 'T1' } }),
      press({ message: { ts: '12.000001' } }),
      press({
        actions: [{ action_id: 'approve', value: encodeAction('approve', 'r1', 2), action_ts: '11.000002' }],
      }),
    ].map((body) => inputOf(body).id);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(new Set(ids).size).toBe(4);
  });
  test('on Enterprise Grid the account belongs to the organisation', () => {
    const came = translate(press({ enterprise: { id: 'E1' } }));
    expect(came.kind === 'input' && came.from).toEqual({ organization: 'E1', team: 'T1', user: 'U1' });
  });
  test('a command is told by its trigger, full-width spaces and all', () => {
    const command = {
      command: '/maru',
      text: '　連携　　建設課　',
      user_id: 'U1',
      team_id: 'T1',
      channel_id: 'C1',
      trigger_id: '1.2',
    };
    expect(translate(command)).toMatchObject({ kind: 'link', section: '建設課', conversation: 'C1' });
    expect(translate({ ...command, text: '連携' })).toMatchObject({ kind: 'link', section: '' });
    expect(inputOf({ ...command, text: '連携した団体は3つ' })).toMatchObject({
      kind: 'said',
      text: '連携した団体は3つ',
    });
  });
});

describe('said in a channel without calling the bot', () => {
  const event = {
    type: 'message',
    channel: 'C1',
    channel_type: 'channel',
    user: 'U1',
    text: '2番の数字は？ &lt;内訳&gt;',
    ts: '1700000002.000000',
    thread_ts: '1700000001.000000',
    parent_user_id: 'U0BOT',
  };
  const came = (change: object, envelope: object = {}) =>
    translate({
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: 'T1',
      authorizations: [{ team_id: 'T1', user_id: 'U0BOT', is_bot: true }],
      ...envelope,
      event: { ...event, ...change },
    });
  test.each(['channel', 'group'])(
    'is taken in the thread of a %s under a message of the bot',
    (channel_type) =>
      expect(came({ channel_type })).toMatchObject({
        kind: 'input',
        input: {
          kind: 'said',
          id: 'slack:C1:1700000002.000000',
          text: '2番の数字は？ <内訳>',
          mentioned: false,
          place: 'slack:T1:C1:1700000001.000000',
          aside: 'slack:T1:U1',
          surface: 'channel',
          under: { place: 'slack:T1:C1', id: '1700000001.000000' },
        },
      }),
  );
  test('is taken when it is shown in the channel as well', () =>
    expect(came({ subtype: 'thread_broadcast' })).toMatchObject({ kind: 'input' }));
  test.each<[string, object]>([
    ['no authorization', { authorizations: undefined }],
    ['the authorization of a person', { authorizations: [{ team_id: 'T1', user_id: 'U9', is_bot: false }] }],
  ])('is taken when the envelope has %s: the record knows what is ours', (_what, envelope) => {
    expect(came({}, envelope)).toMatchObject({ kind: 'input', input: { mentioned: false } });
    expect(came({ text: '<@U2> 2番の数字は？' }, envelope)).toMatchObject({ kind: 'nothing' });
  });
  test.each<[string, object]>([
    ['at the top of the channel', { thread_ts: undefined, parent_user_id: undefined }],
    ['the root itself', { thread_ts: event.ts }],
    ['under a colleague’s message', { parent_user_id: 'U2' }],
    ['naming the bot, which comes as a mention too', { text: '<@U0BOT> 承認' }],
    ['naming a colleague', { text: '<@U2> 2番の数字は？' }],
    ['in a group conversation', { channel_type: 'mpim' }],
    ['by the bot', { user: 'U0BOT' }],
    ['by another app', { bot_id: 'B1' }],
    ['edited', { subtype: 'message_changed' }],
    ['without text', { text: ' ' }],
  ])('is dropped: %s', (_why, change) => expect(came(change)).toMatchObject({ kind: 'nothing' }));
});

test('settings that are missing are named', () => {
  const problems = (given: object) =>
    slackSettingProblems(slackSettings.parse(given)).map((one) => one.split(':')[0]);
  expect(problems({})).toEqual([]);
  expect(problems({ SLACK_MODE: 'http' })).toEqual(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  expect(problems({ SLACK_MODE: 'socket', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' })).toEqual([
    'SLACK_APP_TOKEN',
  ]);
  expect(problems({ SLACK_MODE: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a, b' })).toEqual(
    [],
  );
});
