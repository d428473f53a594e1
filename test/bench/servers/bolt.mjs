// A bare @slack/bolt that answers every message with one plain chat.postMessage. BENCH_VARIANT:
//   default  as bolt is out of the box, no store
//   tuned    a pooled HTTP client, and dedupe, get and compare-and-set of a 1 KB draft in Redis: one GET, one Lua call
//   acked    the pooled client, one write to Redis before the 2xx, the message after it
import bolt from '@slack/bolt';
import { Redis } from 'ioredis';
import { Agent, request } from 'undici';

const {
  BENCH_VARIANT: variant,
  SLACK_API_URL: slackApiUrl,
  REDIS_URL,
  BENCH_TOKEN,
  BENCH_SECRET,
} = process.env;
const DRAFT = 'x'.repeat(1000);

const agent = new Agent({ connections: 64, keepAliveTimeout: 30_000 });
async function pooledFetch(url, init = {}) {
  const answer = await request(url, {
    dispatcher: agent,
    method: init.method ?? 'GET',
    headers: init.headers,
    body: init.body,
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return {
    ok: answer.statusCode < 300,
    status: answer.statusCode,
    statusText: '',
    url: String(url),
    headers: new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    arrayBuffer: async () => bytes,
    json: async () => JSON.parse(bytes.toString()),
    text: async () => bytes.toString(),
  };
}

const tuned = variant !== 'default';
const app = new bolt.App({
  token: BENCH_TOKEN,
  signingSecret: BENCH_SECRET,
  logLevel: 'error',
  clientOptions: { slackApiUrl, ...(tuned ? { fetch: pooledFetch } : {}) },
  ...(variant === 'acked' ? { processBeforeResponse: true } : {}),
});

const redis = tuned ? new Redis(REDIS_URL, { enableAutoPipelining: true }) : null;
redis?.defineCommand('commit', {
  numberOfKeys: 2,
  lua: `
if redis.call('EXISTS', KEYS[1]) == 1 then return 'seen' end
if (redis.call('HGET', KEYS[2], 'revision') or '0') ~= ARGV[1] then return 'conflict' end
redis.call('SET', KEYS[1], '1', 'PX', 86400000)
redis.call('HSET', KEYS[2], 'revision', ARGV[1] + 1, 'body', ARGV[2])
return 'ok'`,
});

async function take(client, { channel, user, text, id }) {
  const answer = () => client.chat.postMessage({ channel, text: `受け付けました: ${text}` });
  switch (variant) {
    case 'default':
      await answer();
      return;
    case 'tuned': {
      const draft = `rival:desk:${user}`;
      const [revision] = await redis.hmget(draft, 'revision', 'body');
      const done = await redis.commit(`rival:seen:${id}`, draft, revision ?? '0', DRAFT);
      if (done === 'ok') await answer();
      return;
    }
    case 'acked':
      await redis.set(`rival:event:${id}`, DRAFT, 'PX', 86_400_000);
      answer().catch((error) => console.error(error));
      return;
    default:
      throw new Error(`no variant ${variant}`);
  }
}
app.message(async ({ message, client, body }) => {
  await take(client, { ...message, id: body.event_id });
});
app.action(/^maru:/, async ({ action, body, client, ack }) => {
  const taking = take(client, {
    channel: body.channel.id,
    user: body.user.id,
    text: action.value,
    id: body.trigger_id,
  });
  if (variant === 'acked') await taking;
  await ack();
  await taking;
});
app.error(async (error) => console.error(error));

await app.start({ port: 0, host: '127.0.0.1' });
const { port } = app.receiver.server.address();
console.log(`http://127.0.0.1:${port}`);
process.on('SIGTERM', () => process.exit(0));
