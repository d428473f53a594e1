import { setTimeout as sleep } from 'node:timers/promises';
import { slackAccount } from '../../src/chat/slack/place.js';
import { decodeAction, FORM_OPENERS } from '../../src/core/cards/action.js';
import { PATIENCE_MS } from '../support/patience.js';
import { buttonsIn, slackSender } from '../support/slack-sender.js';
import type { SlackServer } from '../support/slack-server.js';
import { BOT, type SlackMessage, TEAM } from '../support/slack-workspace.js';
import type { Member, Reach, Seat, Shown } from './seat.js';

const CHANNEL = 'C0SECTION';
const userOf = ({ no }: Member) => `U${String(no).padStart(6, '0')}`;

/** A desk in Slack. */
export function slackSeat(server: SlackServer, members: readonly Member[], { url, clock }: Reach): Seat {
  const sender = slackSender({ url: () => url, server, clock });
  for (const one of members) server.addUser({ id: userOf(one), email: `${one.id}@city.example.jp` });
  server.addChannel({ id: CHANNEL });

  let reading = '';

  async function pressed(
    who: Member,
    channel: string,
    message: SlackMessage,
    button: { value: string },
    fields: Readonly<Record<string, string>>,
  ): Promise<number> {
    const before = { views: server.views.size, told: server.readBy(userOf(who)).length };
    const { status } = await sender.interaction(sender.pressOn(userOf(who), channel, message, button));
    const name = decodeAction(button.value)?.do;
    if (status !== 200 || name === undefined || !FORM_OPENERS.includes(name)) return status;
    const view = await opened(who, before);
    if (view === null) return status;
    if (!('submit' in view)) {
      reading = unescaped(JSON.stringify(view));
      return status;
    }
    return (await sender.submits(userOf(who), view, { ...fields })).status;
  }

  /** A form is opened behind the answer; null when something is said instead. */
  async function opened(who: Member, before: { views: number; told: number }): Promise<object | null> {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(5)) {
      const view = [...server.views.values()].at(-1);
      if (server.views.size > before.views && view && view.callback_id !== 'maru_waiting') return view;
      if (server.readBy(userOf(who)).length > before.told) return null;
    }
    throw new Error('no form opened');
  }

  /** As it is now: what is pressed later is what stood there then. */
  function shown(channel: string, message: SlackMessage): Shown {
    const kept = structuredClone(message);
    return {
      id: kept.ts,
      lines: unescaped(kept.text).split('\n'),
      drawn: unescaped(JSON.stringify(kept.blocks)),
      buttons: buttonsIn(kept.blocks).map((button) => ({
        title: `${button.text.text} ${button.accessibility_label ?? ''}`,
        press: (who, fields) => pressed(who, channel, kept, button as { value: string }, fields),
      })),
    };
  }
  const placeOf = (user: string, message: SlackMessage) =>
    server.ephemerals.find((one) => one.message === message)?.channel ?? server.directOf(user).id;
  const fromBot = (id: string) =>
    (server.channels.get(id)?.messages ?? []).filter(({ user }) => user === BOT).map((one) => shown(id, one));
  const lastStatus = (attempts: readonly { status: number }[]) => attempts.at(-1)?.status ?? 0;

  return {
    platform: 'slack',
    opened() {
      const closing = reading;
      reading = '';
      return closing;
    },
    account: (who) => slackAccount(TEAM, userOf(who)),
    says: async (who, text) => lastStatus(await sender.says(userOf(who), text)),
    repliesTo: async (who, card, text) => lastStatus(await sender.says(userOf(who), text, card.id)),
    async notes(who, { by, text, at }, fields) {
      const before = { views: server.views.size, told: server.readBy(userOf(who)).length };
      const ts = `${Date.parse(at) / 1000}.000100`;
      const message = { ts, user: userOf(by), text };
      const { status } = await sender.shortcut(userOf(who), 'C0ELSEWHERE', message, 'maru_memo');
      const view = status === 200 ? await opened(who, before) : null;
      if (view === null || !('submit' in view)) return { status, form: '' };
      const sent = await sender.submits(userOf(who), view, { ...fields });
      return { status: sent.status, form: unescaped(JSON.stringify(view)) + sent.body };
    },
    mentions: async (who, text, under) =>
      lastStatus(await sender.mentions(userOf(who), CHANNEL, text, under && rootOf(server, under.id))),
    inPrivate: (who) =>
      server
        .readBy(userOf(who))
        .filter(({ user }) => user === BOT)
        .map((one) => shown(placeOf(userOf(who), one), one)),
    inChannel: () => fromBot(CHANNEL),
    async home(who) {
      server.homes.delete(userOf(who));
      await sender.opensHome(userOf(who));
      for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(5))
        if (server.homes.has(userOf(who))) break;
      return unescaped(JSON.stringify(server.homes.get(userOf(who))?.blocks));
    },
  };
}

function rootOf(server: SlackServer, ts: string): string {
  return server.channels.get(CHANNEL)?.messages.find((one) => one.ts === ts)?.thread_ts ?? ts;
}

const unescaped = (text = '') => text.replace(/&lt;/gu, '<').replace(/&gt;/gu, '>').replace(/&amp;/gu, '&');
