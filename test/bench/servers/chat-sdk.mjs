// The Chat SDK as its documentation shows it: the request verified, told once, a draft of 1 KB kept as the thread's state
// in Redis, a card posted. What comes is taken at once and answered behind it, as on its own host.
import { createServer } from 'node:http';
import { createSlackAdapter } from '@chat-adapter/slack';
import { createRedisState } from '@chat-adapter/state-redis';
import { Actions, Button, Card, CardText, Chat, Field, Fields } from 'chat';

const {
  SLACK_API_URL: apiUrl,
  REDIS_URL: url,
  BENCH_TOKEN: botToken,
  BENCH_SECRET: signingSecret,
} = process.env;
const DRAFT = 'x'.repeat(1000);

const bot = new Chat({
  userName: 'maru',
  logger: 'error',
  adapters: { slack: createSlackAdapter({ apiUrl, botToken, signingSecret, logger: quiet() }) },
  state: createRedisState({ url, keyPrefix: 'rival', logger: quiet() }),
});

async function answer(thread, text) {
  const before = await thread.state;
  await thread.setState({ revision: (before?.revision ?? 0) + 1, body: DRAFT });
  await thread.post(
    Card({
      title: '受け付けました',
      children: [
        CardText(text),
        Fields([Field({ label: '目標値', value: '65人' }), Field({ label: '前回', value: '60人' })]),
        Actions([
          Button({ id: 'maru:begin', label: '次へ', value: 'next', style: 'primary' }),
          Button({ id: 'maru:later', label: 'あとで', value: 'later' }),
        ]),
      ],
    }),
  );
}
bot.onDirectMessage((thread, message) => answer(thread, message.text));
bot.onAction((event) => answer(event.thread, event.value ?? ''));

/** It says what goes wrong and nothing else. */
function quiet() {
  const silent = () => undefined;
  const logger = { debug: silent, info: silent, warn: silent, error: console.error, child: () => logger };
  return logger;
}

const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const request = new Request(`http://localhost${incoming.url}`, {
    method: incoming.method,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  });
  const response = await bot.webhooks.slack(request, { waitUntil: (task) => task.catch(console.error) });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.keepAliveTimeout = 60_000;
await bot.initialize();
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
