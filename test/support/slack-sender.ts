/**
 * Slack's side of the wire, as people use it: what they type, press and fill in, sent to the bot as signed requests
 * and sent again as documented when the answer is not a 2xx. Slack waits for it three seconds; here, where the machine
 * is shared, longer.
 */
import { createHmac, randomInt } from 'node:crypto';
import { PATIENCE_MS } from './patience.js';
import type { SlackServer } from './slack-server.js';
import { BOT, type SlackMessage, TEAM } from './slack-workspace.js';

// biome-ignore lint/suspicious/noExplicitAny: payloads are whatever JSON is
type Json = Record<string, any>;

export const SECRET = 'a signing secret';
export const APP = 'A0MARU';

/** docs.slack.dev/apis/events-api: at once, after one minute and after five. */
const RETRIES_AFTER_MS = [0, 60_000, 300_000];

export type Attempt = { status: number; body: string; ms: number; noRetry: boolean };

export function signed(body: string, at: Date, secret = SECRET): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}

/** The request with which Slack sends, now, what somebody wrote to Maru in their direct message. */
export function slackRequest(eventId: string): RequestInit {
  const event = { type: 'message', channel: 'D0X', channel_type: 'im', user: 'U0X', text: '状況', ts: '1.1' };
  const body = JSON.stringify({
    team_id: TEAM,
    api_app_id: APP,
    type: 'event_callback',
    event_id: eventId,
    event,
  });
  const headers = { 'content-type': 'application/json', ...signed(body, new Date()) };
  return { method: 'POST', body, headers };
}

/** `clock` moves on between retries. */
export function slackSender(parts: {
  url: () => string;
  server: SlackServer;
  clock: { now(): Date; move(ms: number): void };
}) {
  const { url, server, clock } = parts;
  // Slack never gives an id twice, also not after a restore: each sender begins somewhere else.
  let events = randomInt(100_000) * 1_000;
  let clicks = 0;

  async function send(
    body: string,
    contentType: string,
    more: Record<string, string> = {},
  ): Promise<Attempt> {
    const began = performance.now();
    try {
      const response = await fetch(`${url()}/slack/events`, {
        method: 'POST',
        headers: { 'content-type': contentType, ...signed(body, clock.now()), ...more },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return {
        status: response.status,
        body: await response.text(),
        ms: performance.now() - began,
        noRetry: response.headers.get('x-slack-no-retry') === '1',
      };
    } catch {
      return { status: 0, body: '', ms: performance.now() - began, noRetry: false };
    }
  }

  /** An event, sent again until it is taken or the retries are used up; gives every attempt. */
  async function deliver(envelope: Json): Promise<Attempt[]> {
    const body = JSON.stringify(envelope);
    const attempts = [await send(body, 'application/json')];
    for (const [i, after] of RETRIES_AFTER_MS.entries()) {
      const last = attempts.at(-1)!;
      if ((last.status >= 200 && last.status < 300) || last.noRetry) break;
      clock.move(after);
      attempts.push(
        await send(body, 'application/json', {
          'x-slack-retry-num': String(i + 1),
          'x-slack-retry-reason': last.status === 0 ? 'http_timeout' : 'http_error',
        }),
      );
    }
    return attempts;
  }

  const teamOf = (user: string): string => server.users.get(user)?.team ?? TEAM;

  /** Where an event comes from; with an installation in a whole organisation, the workspace its author is in. */
  function cameFrom(user: string): Json {
    const { organization } = server;
    const installed = { user_id: BOT, is_bot: true, is_enterprise_install: organization !== undefined };
    return organization === undefined
      ? { team_id: TEAM, authorizations: [{ enterprise_id: null, team_id: TEAM, ...installed }] }
      : {
          team_id: teamOf(user),
          enterprise_id: organization,
          context_team_id: teamOf(user),
          context_enterprise_id: organization,
          authorizations: [{ enterprise_id: organization, team_id: null, ...installed }],
        };
  }

  function envelope(event: Json, more: Json = {}): Json {
    events += 1;
    return {
      token: 'unused',
      api_app_id: APP,
      type: 'event_callback',
      event_id: `Ev${String(events).padStart(10, '0')}`,
      event_time: Math.floor(clock.now().getTime() / 1000),
      ...cameFrom(event.user),
      event,
      ...more,
    };
  }

  const encoded = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

  function messageEvent(user: string, text: string, thread?: string): Json {
    const direct = server.directOf(user);
    const message: SlackMessage = {
      ts: server.nextTs(),
      user,
      text: encoded(text),
      blocks: [],
      ...(thread ? { thread_ts: thread } : {}),
    };
    direct.messages.push(message);
    return envelope({
      type: 'message',
      channel: direct.id,
      channel_type: 'im',
      user,
      text: message.text,
      ts: message.ts,
      event_ts: message.ts,
      ...(thread ? { thread_ts: thread } : {}),
    });
  }

  function mentionEvent(user: string, channel: string, text: string, thread?: string): Json {
    const ts = server.nextTs();
    server.channels.get(channel)?.messages.push({ ts, user, text, blocks: [] });
    return envelope({
      type: 'app_mention',
      channel,
      user,
      text: `<@${BOT}> ${encoded(text)}`,
      ts,
      event_ts: ts,
      ...(thread ? { thread_ts: thread } : {}),
    });
  }

  function channelEvent(user: string, channel: string, text: string, thread?: string): Json {
    const ts = server.nextTs();
    const standing = server.channels.get(channel)?.messages ?? [];
    const above = standing.find((one) => one.ts === thread);
    standing.push({ ts, user, text, blocks: [], ...(thread ? { thread_ts: thread } : {}) });
    return envelope({
      type: 'message',
      channel,
      channel_type: 'channel',
      user,
      text: encoded(text),
      ts,
      event_ts: ts,
      ...(thread ? { thread_ts: thread, parent_user_id: above?.user } : {}),
    });
  }

  /** A message with files, as Slack tells of it: their bytes are had at their private address only. */
  function fileEvent(
    user: string,
    text: string,
    sent: readonly { name: string; bytes: Uint8Array; url?: string }[],
  ): Json {
    const body = messageEvent(user, text);
    const files = sent.map(({ name, bytes, url }) => {
      const id = `F0SENT${server.files.size + 1}`;
      server.files.set(id, { id, name, bytes: Buffer.from(bytes), shares: {} });
      return {
        id,
        name,
        size: bytes.length,
        url_private: url ?? `${new URL(server.apiUrl).origin}/files-pri/${id}`,
      };
    });
    return { ...body, event: { ...body.event, subtype: 'file_share', files } };
  }

  const interaction = (payload: Json): Promise<Attempt> =>
    send(
      new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      'application/x-www-form-urlencoded',
    );

  const by = (user: string) => ({
    ...(server.organization === undefined
      ? { team: { id: TEAM, domain: 'city' } }
      : {
          team: { id: teamOf(user), domain: 'city', enterprise_id: server.organization },
          enterprise: { id: server.organization, name: 'city' },
          is_enterprise_install: true,
        }),
    user: { id: user, username: user.toLowerCase(), team_id: teamOf(user) },
    api_app_id: APP,
    token: 'unused',
  });

  const actionTs = () => {
    clicks += 1;
    return `1700000000.${String(clicks).padStart(6, '0')}`;
  };

  function pressOn(user: string, channel: string, message: SlackMessage, button: Json): Json {
    return {
      type: 'block_actions',
      ...by(user),
      trigger_id: server.newTrigger(),
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel,
        is_ephemeral: message.ephemeral !== undefined,
        ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
      },
      channel: { id: channel, name: 'x' },
      // Of an ephemeral message Slack says no more than where it stands.
      ...(message.ephemeral === undefined && {
        message: {
          ts: message.ts,
          ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
          text: message.text,
        },
      }),
      state: { values: {} },
      response_url: `${new URL(server.apiUrl).origin}/actions/${channel}/${message.ts}/${server.newTrigger()}`,
      actions: [
        {
          type: 'button',
          action_id: button.action_id,
          block_id: 'b',
          value: button.value,
          action_ts: actionTs(),
        },
      ],
    };
  }

  /** What stands in the fields of an open modal: its own values with those changed. */
  function stateOf(view: Json, values: Record<string, string>): Json {
    return Object.fromEntries(
      view.blocks
        .filter((block: Json) => block.type === 'input')
        .map((block: Json) => {
          const { element } = block;
          const text = values[block.block_id] ?? element.initial_value ?? null;
          const chosen = values[block.block_id] ?? element.initial_option?.value;
          const option = element.options?.find((one: Json) => one.value === chosen) ?? null;
          const value =
            element.type === 'plain_text_input'
              ? { type: element.type, value: text === '' ? null : text }
              : { type: element.type, selected_option: option };
          return [block.block_id, { [element.action_id]: value }];
        }),
    );
  }

  return {
    send,
    deliver,
    envelope,
    messageEvent,
    sendsFiles: (user: string, text: string, files: Parameters<typeof fileEvent>[2]) =>
      deliver(fileEvent(user, text, files)),
    fileEvent,
    interaction,
    pressOn,

    /** The shortcut on a message (docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload). */
    shortcut: (
      user: string,
      channel: string,
      message: { ts: string; user: string; text: string },
      callback: string,
    ) =>
      interaction({
        type: 'message_action',
        ...by(user),
        callback_id: callback,
        trigger_id: server.newTrigger(),
        action_ts: actionTs(),
        message_ts: message.ts,
        response_url: `${new URL(server.apiUrl).origin}/app/${TEAM}/${channel}/${message.ts}`,
        channel: { id: channel, name: 'x' },
        message: { type: 'message', ...message },
      }),

    says: (user: string, text: string, thread?: string) => deliver(messageEvent(user, text, thread)),

    mentions: (user: string, channel: string, text: string, thread?: string) =>
      deliver(mentionEvent(user, channel, text, thread)),
    mentionEvent,

    /** A message in a channel without a mention, as `message.channels` tells of it. */
    saysIn: (user: string, channel: string, text: string, thread?: string) =>
      deliver(channelEvent(user, channel, text, thread)),
    channelEvent,

    opensHome: (user: string) =>
      deliver(envelope({ type: 'app_home_opened', user, channel: server.directOf(user).id, tab: 'home' })),

    command: (user: string, text: string, channel = server.directOf(user).id) =>
      send(
        new URLSearchParams({
          token: 'unused',
          ...(server.organization === undefined
            ? { team_id: TEAM }
            : {
                team_id: teamOf(user),
                enterprise_id: server.organization,
                enterprise_name: 'city',
                is_enterprise_install: 'true',
              }),
          team_domain: 'city',
          channel_id: channel,
          channel_name: 'x',
          user_id: user,
          user_name: user.toLowerCase(),
          command: '/maru',
          text: encoded(text),
          api_app_id: APP,
          response_url: 'https://hooks.slack.com/unused',
          trigger_id: server.newTrigger(),
        }).toString(),
        'application/x-www-form-urlencoded',
      ),

    /** The press of the latest button in a conversation whose title, or what is read out for it, contains `title`. */
    press(user: string, title: string, channel = server.directOf(user).id): Promise<Attempt> {
      const own = channel === server.directOf(user).id;
      const messages = own ? server.readBy(user) : (server.channels.get(channel)?.messages ?? []);
      for (const message of messages.toReversed())
        for (const button of buttonsIn(message.blocks))
          if (`${button.text.text} ${button.accessibility_label ?? ''}`.includes(title)) {
            const at = server.ephemerals.find((one) => one.message === message)?.channel ?? channel;
            return interaction(pressOn(user, at, message, button));
          }
      throw new Error(`no button 「${title}」 in ${channel}: ${messages.at(-1)?.text}`);
    },

    pressHome(user: string, title: string): Promise<Attempt> {
      const view = server.homes.get(user);
      const button = buttonsIn(view?.blocks ?? []).find((one) => one.text.text.includes(title));
      if (!view || !button) throw new Error(`no button 「${title}」 in the home of ${user}`);
      return interaction({
        type: 'block_actions',
        ...by(user),
        trigger_id: server.newTrigger(),
        container: { type: 'view', view_id: view.id },
        view: { ...view, state: { values: {} } },
        actions: [
          {
            type: 'button',
            action_id: button.action_id,
            block_id: 'b',
            value: button.value,
            action_ts: actionTs(),
          },
        ],
      });
    },

    /** Typing into an open modal: one interaction for the field named last. */
    types(user: string, view: Json, values: Record<string, string>): Promise<Attempt> {
      const last = Object.keys(values).at(-1) ?? '';
      const block = view.blocks.find((one: Json) => one.block_id === last);
      if (block?.dispatch_action !== true)
        return Promise.resolve({ status: 0, body: '', ms: 0, noRetry: false });
      return interaction({
        type: 'block_actions',
        ...by(user),
        trigger_id: server.newTrigger(),
        container: { type: 'view', view_id: view.id },
        view: { ...view, state: { values: stateOf(view, values) } },
        actions: [
          {
            type: block.element.type,
            action_id: block.element.action_id,
            block_id: last,
            action_ts: actionTs(),
          },
        ],
      });
    },

    submits: (user: string, view: Json, values: Record<string, string>) =>
      interaction({
        type: 'view_submission',
        ...by(user),
        trigger_id: server.newTrigger(),
        view: { ...view, state: { values: stateOf(view, values) } },
        response_urls: [],
      }),

    /** Slack tells of a closed modal without what was typed in it, or with it. */
    closes: (user: string, view: Json, values: Record<string, string> | null = null) =>
      interaction({
        type: 'view_closed',
        ...by(user),
        view: { ...view, state: { values: values ? stateOf(view, values) : [] } },
        is_cleared: false,
      }),
  };
}

/** Every button of a message or view, in its order. */
export function buttonsIn(blocks: readonly Json[]): Json[] {
  return blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : [block.accessory]))
    .filter((one: Json | undefined) => one?.type === 'button');
}
