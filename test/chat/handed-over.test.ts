/**
 * 「Maru に実績メモとして残す」 on what somebody else wrote: who wrote it, or was quoted in it, is kept nowhere. Looked for in all
 * of PostgreSQL, in all of Redis and in every line of the log, also where places are written in base64url.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { EVERYBODY, WRITER } from '../faults/who-may/people.js';
import { slackUser, startWorld, teamsUser, type World } from '../faults/who-may/world.js';
import { teamsActivities } from '../support/bot-connector.js';
import { PATIENCE_MS } from '../support/patience.js';
import { slackSender } from '../support/slack-sender.js';
import { dialogCard } from './teams/cards.js';

const WHO = EVERYBODY.find(({ id }) => id === WRITER)!;
/** Somebody of whom nothing is known to Maru, and somebody who is quoted. */
const AUTHOR = { name: '投稿花子', slack: 'U0AUTHOR99', entra: 'abcdef01-2345-4678-9abc-def012345678' };
const QUOTED = { name: '引用太郎', entra: '12345678-9abc-4def-8012-3456789abcde' };
const TRACES = [...Object.values(AUTHOR), ...Object.values(QUOTED)];
const AT = '2024-03-20T03:00:00.000Z';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.stop());

/** What of these traces stands anywhere, and where. */
async function kept(): Promise<string[]> {
  const all = [
    ...(await rowsOf(world.stores.pool)),
    ...(await valuesOf(world.stores.redis as Redis)),
    ...world.logged.map((line) => JSON.stringify(line)),
  ];
  // A place is its facts as JSON in base64url.
  const read = all.map((text) =>
    text.replaceAll(/[\w-]{24,}/gu, (run) => `${run} ${Buffer.from(run, 'base64url').toString('utf8')}`),
  );
  return read.filter((text) =>
    TRACES.some((trace) => decodeURIComponentSafely(text).toLowerCase().includes(trace.toLowerCase())),
  );
}

const decodeURIComponentSafely = (text: string) =>
  text.replaceAll(/(?:%[0-9a-f]{2})+/giu, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );

async function rowsOf(pool: Pool): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`);
    found.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return found;
}

async function valuesOf(redis: Redis): Promise<string[]> {
  const found: string[] = [];
  for (const key of await redis.keys('*')) {
    const type = await redis.type(key);
    const value = await (type === 'string'
      ? redis.get(key)
      : type === 'hash'
        ? redis.hgetall(key)
        : type === 'list'
          ? redis.lrange(key, 0, -1)
          : type === 'set'
            ? redis.smembers(key)
            : type === 'zset'
              ? redis.zrange(key, '0', '-1')
              : redis.xrange(key, '-', '+'));
    found.push(`${key} ${JSON.stringify(value)}`);
  }
  return found;
}

/** The memos, as the section reads them. */
async function memos(): Promise<{ text: string; link: string }[]> {
  const { rows } = await world.stores.pool.query<{ text: string; link: string }>(
    'select text, link from memos order by noted_at',
  );
  return rows;
}

test('the rows, the keys and the log are looked through', async () => {
  const rows = await rowsOf(world.stores.pool);
  expect(rows.join('\n')).toContain(WRITER);
  await world.stores.redis.set('handed-over', AUTHOR.name);
  expect(await kept()).toEqual([`handed-over ${JSON.stringify(AUTHOR.name)}`]);
  await world.stores.redis.del('handed-over');
});

test('in Slack', async () => {
  const sender = slackSender({ url: () => world.url, server: world.slack, clock: world.clock });
  const views = world.slack.views.size;
  const message = {
    ts: `${Date.parse(AT) / 1000}.000100`,
    user: AUTHOR.slack,
    username: AUTHOR.name,
    icons: { image_48: `https://avatars.slack-edge.com/${AUTHOR.slack}.png` },
    user_profile: {
      real_name: AUTHOR.name,
      display_name: AUTHOR.name,
      image_72: `https://a/${AUTHOR.slack}`,
    },
    text: `<@${AUTHOR.slack}> と <@${AUTHOR.slack}|${AUTHOR.name}> のワークショップ、21人でした。`,
    attachments: [{ author_id: AUTHOR.slack, author_name: AUTHOR.name, text: '別の投稿' }],
    reactions: [{ name: 'ok', users: [AUTHOR.slack] }],
    reply_users: [AUTHOR.slack],
    edited: { user: AUTHOR.slack, ts: '1.2' },
  };
  expect((await sender.shortcut(slackUser(WHO), 'D0TWOPEOPLE', message, 'maru_memo')).status).toBe(200);
  const view = await opened(views);
  await world.settled();
  expect(await kept()).toEqual([]);
  expect((await sender.submits(slackUser(WHO), view, {})).status).toBe(200);
  await world.settled();
  expect((await memos()).at(-1)).toMatchObject({ text: '@… と @… のワークショップ、21人でした。' });
  expect(await kept()).toEqual([]);
});

async function opened(before: number): Promise<object> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await new Promise(setImmediate)) {
    const view = [...world.slack.views.values()].at(-1);
    if (world.slack.views.size > before && view && view.callback_id !== 'maru_waiting') return view;
  }
  throw new Error('no form opened');
}

const ONE_TO_ONE = `19:${teamsUser(WHO).aadObjectId}_${AUTHOR.entra}@unq.gbl.spaces`;
const GROUP = '19:0123456789abcdef@thread.v2';
const linkTo = (chat: string) =>
  `https://teams.microsoft.com/l/message/${chat}/${Date.parse(AT)}?context=%7B%22contextType%22%3A%22chat%22%7D`;
const QUOTE = `<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1710000000000"><strong itemprop="mri" itemid="8:orgid:${QUOTED.entra}">${QUOTED.name}</strong><span itemprop="time" itemid="1710000000000"></span><p itemprop="preview">前の投稿</p></blockquote>`;
const CALL = (name: string) =>
  `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">${name}</span>`;

/** In Teams a message of a chat that Maru is not in is handed over, and the form sent; gives what stood in it. */
async function handsOver(chat: { id: string; type: 'personal' | 'groupChat' }, of: object): Promise<string> {
  const activities = teamsActivities(world.connector);
  const send = async (activity: object) => {
    const response = await fetch(`${world.url}/teams/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.connector.token()}` },
      body: JSON.stringify(activity),
    });
    expect(response.status).toBe(200);
    const text = await response.text();
    await world.settled();
    return text === '' ? null : (JSON.parse(text) as { [key: string]: unknown });
  };
  const user = teamsUser(WHO);
  // Maru writes to nobody who has never written to it.
  await send(activities.said(user, 'ヘルプ'));
  const messagePayload = {
    id: String(Date.parse(AT)),
    createdDateTime: AT,
    from: { user: { id: AUTHOR.entra, displayName: AUTHOR.name, userIdentityType: 'aadUser' } },
    mentions: [{ id: 0, mentionText: AUTHOR.name, mentioned: { user: { id: AUTHOR.entra } } }],
    reactions: [{ reactionType: 'like', user: { user: { id: AUTHOR.entra, displayName: AUTHOR.name } } }],
    ...of,
  };
  const body = await send(activities.onMessage(user, chat, 'composeExtension/fetchTask', { messagePayload }));
  expect(await kept()).toEqual([]);
  const card = dialogCard(body);
  const typed = Object.fromEntries(card.inputs.map(({ id, value }) => [id, value]));
  const data = { ...typed, ...card.buttons[0]!.data };
  await send(activities.onMessage(user, chat, 'composeExtension/submitAction', { messagePayload, data }));
  expect(await kept()).toEqual([]);
  return card.text;
}

test.each([
  ['in Teams a message that answers another', `${QUOTE}<p>21人でした。</p>`, '21人でした。'],
  [
    'one that quotes what quoted another',
    `<div>\n${QUOTE.replace('</p>', `</p>${QUOTE}`)}\n<p>12人でした。</p></div>`,
    '12人でした。',
  ],
  [
    'one that calls the author and others',
    `<p>${CALL(AUTHOR.name)}さん、${CALL(QUOTED.name)}さんと31人</p>`,
    '@…さん、@…さんと31人',
  ],
  [
    'a name that is set in parts',
    `<p>${CALL(`<span>${AUTHOR.name.slice(0, 2)}</span>${AUTHOR.name}`)}と34人</p>`,
    '@…と34人',
  ],
  ['the same of another client', `<p><at id="0">${AUTHOR.name}</at> 32人</p>`, '@… 32人'],
  [
    'a quote that a client puts beside the text',
    '<attachment id="1710000000000"></attachment><p>33人でした。</p>',
    '33人でした。',
  ],
])('%s', async (_name, content, text) => {
  const attachments = [
    {
      id: '1710000000000',
      contentType: 'messageReference',
      content: JSON.stringify({
        messageId: '1710000000000',
        messagePreview: '前の投稿',
        messageSender: { user: { id: QUOTED.entra, displayName: QUOTED.name } },
      }),
    },
  ];
  await handsOver(
    { id: GROUP, type: 'groupChat' },
    { linkToMessage: linkTo(GROUP), attachments, id: text, body: { contentType: 'html', content } },
  );
  expect((await memos()).at(-1)).toEqual({ text, link: linkTo(GROUP) });
});

test.each([ONE_TO_ONE, encodeURIComponent(ONE_TO_ONE)])(
  'the address of a chat between two people, which is made of their ids, is kept nowhere: %s',
  async (chat) => {
    const said = await handsOver(
      { id: ONE_TO_ONE, type: 'personal' },
      {
        linkToMessage: linkTo(chat),
        id: chat,
        body: { contentType: 'html', content: `<p>${chat.length}人</p>` },
      },
    );
    expect(said).toContain('一対一のチャットへのリンクは残しません');
    expect((await memos()).at(-1)).toEqual({ text: `${chat.length}人`, link: '' });
  },
);
