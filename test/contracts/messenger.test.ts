/** The contract of the messenger on every platform there is; a new one takes its place here. */

import { channelPlace, directPlace, readPlace } from '../../src/chat/playground/places.js';
import { playgroundMessages } from '../../src/chat/playground/playground.js';
import { readSlackPlace } from '../../src/chat/slack/place.js';
import { slackPlatform } from '../../src/chat/slack/platform.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { conversationOf, readTeamsPlace, teamsPlace } from '../../src/chat/teams/place.js';
import { teamsPlatform } from '../../src/chat/teams/platform.js';
import { teamsSettings } from '../../src/chat/teams/settings.js';
import { fallbackText } from '../../src/core/cards/fallback.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { cardOf, shown } from '../chat/teams/cards.js';
import { personalChat, startBotConnector, TENANT } from '../support/bot-connector.js';
import { board, box, letterBoxes } from '../support/letter-box.js';
import { PATIENCE_MS } from '../support/patience.js';
import { startSlackServer } from '../support/slack-server.js';
import { BOT_TOKEN, TEAM } from '../support/slack-workspace.js';
import { freshRedis } from '../support/stores.js';
import { unescapeMarkdown } from '../support/unescape-markdown.js';
import { messengerContract } from './messenger.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date('2023-10-02T00:00:00Z') };
/** A number with each call, for places of their own. */
function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}
const pace = { acquire: async () => undefined, hold: () => undefined };

messengerContract('playground', {}, async () => {
  const server = await freshRedis();
  const redis = openRedis(server.url, log, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  const { messages, messenger } = playgroundMessages(redis, clock);
  const threadOf = (place: string) => readPlace(place)?.thread ?? null;
  const next = counter();
  /** The next call of a command is answered with a lost connection. */
  function lose(command: 'incr' | 'zrange'): void {
    const call = redis[command];
    Object.assign(redis, {
      async [command]() {
        Object.assign(redis, { [command]: call });
        throw new Error('connection lost');
      },
    });
  }
  return {
    messenger,
    channel: () => channelPlace(`s${next()}`),
    direct: () => directPlace(`p${next()}`),
    async standing(place) {
      const top = await messages.latest(place, 50);
      const threads = await Promise.all(top.map(({ id }) => messages.latest(`${place}:${id}`, 50)));
      return [...top, ...threads.flat()].map((one) => ({
        text: one.from === 'bot' ? (one.file?.name ?? fallbackText(one.card)) : one.text,
        under: threadOf(one.place),
      }));
    },
    async remove({ place, id }) {
      await redis.hdel('maru:playground:messages', id);
      await redis.zrem(`maru:playground:place:${place}`, id);
    },
    // The last thing that posting does: the message stands there.
    loseAnswer: () => lose('zrange'),
    refuse: () => lose('incr'),
    async stop() {
      redis.disconnect();
      await server.stop();
    },
  };
});

messengerContract('Slack', {}, async () => {
  const server = await startSlackServer({ rates: 'off' });
  const settings = slackSettings.parse({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: 's',
    SLACK_MODE: 'http',
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: server.apiUrl,
  });
  const { messenger } = slackPlatform({ settings, clock, log, pace });
  const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&' } as const;
  const unescaped = (text: string) =>
    text.replace(/&(?:lt|gt|amp);/gu, (one) => entities[one as keyof typeof entities]);
  const next = counter();
  return {
    messenger,
    channel() {
      const id = `C${next()}`;
      server.addChannel({ id });
      return `slack:${TEAM}:${id}`;
    },
    direct() {
      const id = `U${next()}`;
      server.addUser({ id });
      return `slack:${TEAM}:${id}`;
    },
    async standing(place) {
      const channel = readSlackPlace(place)!.conversation;
      const files = [...server.files.values()].filter(({ shares }) => channel in (shares.private ?? {}));
      return [
        ...(server.channels.get(channel)?.messages ?? []).map(({ text, thread_ts: under = null }) => ({
          text: unescaped(text),
          under,
        })),
        ...files.map((file) => ({
          text: String(file.name),
          under: (file.thread as string | undefined) ?? null,
        })),
      ];
    },
    async remove({ place, id }) {
      const { messages } = server.channels.get(readSlackPlace(place)!.conversation)!;
      messages.splice(
        messages.findIndex(({ ts }) => ts === id),
        1,
      );
    },
    loseAnswer: () => void server.faults.push({ method: 'chat.postMessage', kind: 'lost_reply' }),
    refuse: () =>
      void server.faults.push({ method: 'chat.postMessage', kind: 'status', status: 503, times: 1 }),
    stop: () => server.stop(),
  };
});

messengerContract('Teams', { filesInChannels: true }, async () => {
  const connector = await startBotConnector({ limits: false });
  const { messenger } = teamsPlatform({
    settings: teamsSettings.parse(connector.environment()),
    clock,
    log,
    pace,
  });
  const at = () => ({ s: connector.serviceUrl(), t: TENANT });
  const next = counter();
  return {
    messenger,
    channel: () => teamsPlace({ k: 'channel', ...at(), c: `19:c${next()}@thread.tacv2` }),
    direct() {
      const count = next();
      const aadObjectId = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
      const user = connector.addUser({
        id: `29:${count}`,
        aadObjectId,
        name: '',
        email: `${count}@city.example.jp`,
      });
      return teamsPlace({ k: 'personal', ...at(), c: personalChat(user.id), a: aadObjectId });
    },
    async standing(place) {
      const read = readTeamsPlace(place);
      if (read === null || read.k === 'person') throw new Error(`no conversation: ${place}`);
      const conversation = conversationOf(read);
      return connector.messages
        .filter((one) => one.conversation.split(';')[0] === conversation)
        .map((one) => ({
          text: unescapeMarkdown(shown(cardOf(one)).text),
          under: one.conversation.split(';messageid=')[1] ?? null,
        }));
    },
    async remove({ id }) {
      connector.messages.splice(
        connector.messages.findIndex((one) => one.id === id),
        1,
      );
    },
    loseAnswer: () => void connector.faults.push({ on: 'post', lose: true }),
    refuse: () => void connector.faults.push({ on: 'post', status: 429, retryAfter: '120' }),
    stop: () => connector.stop(),
  };
});

messengerContract('letters', { edit: true, threads: true }, async () => {
  const { platform, letters, faults } = letterBoxes(() => []);
  const next = counter();
  return {
    messenger: platform.messenger,
    channel: () => board(`s${next()}`),
    direct: () => box(`p${next()}@city.example.jp`),
    standing: async (place) =>
      letters
        .filter((one) => one.place === place)
        .map(({ text, file }) => ({ text: file?.name ?? text, under: null })),
    remove: null,
    loseAnswer: () => {
      faults.loseAnswers = 1;
    },
    refuse: () => {
      faults.refuse = 1;
    },
    stop: async () => undefined,
  };
});
