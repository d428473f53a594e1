/** What a local Slack knows, and the methods of its Web API with their documented errors and limits. */
import { blockKitProblems } from './block-kit.js';

// biome-ignore lint/suspicious/noExplicitAny: arguments and payloads are whatever JSON is
type Json = Record<string, any>;

export const TEAM = 'T0CITY';
export const BOT = 'U0MARU';
export const BOT_TOKEN = 'xoxb-test';
export const APP_TOKEN = 'xapp-test';

export type SlackUser = {
  id: string;
  email?: string;
  /** whether the address was confirmed; null: Slack does not say */
  emailConfirmed?: boolean | null;
  team?: string;
  /** the other workspaces of the organisation they are in */
  teams?: readonly string[];
  /** another organisation than the one the app is in (Slack Connect) */
  organization?: string;
  deleted?: boolean;
  restricted?: boolean;
  ultraRestricted?: boolean;
  stranger?: boolean;
};
export type SlackMessage = {
  ts: string;
  user: string;
  text: string;
  blocks: Json[];
  metadata?: Json;
  thread_ts?: string;
  /** who sees it, when nobody else does */
  ephemeral?: string;
};
export type SlackChannel = {
  id: string;
  /** the person of a direct message */
  user?: string;
  member?: boolean;
  archived?: boolean;
  extShared?: boolean;
  /** posting is allowed to its managers only */
  restricted?: boolean;
  messages: SlackMessage[];
};

/** `ok: false` with Slack's word for it. */
export class Refusal extends Error {}
export const refuse = (error: string): never => {
  throw new Refusal(error);
};

export type SlackWorkspace = ReturnType<typeof slackWorkspace>;

/**
 * `origin` of the server that carries it; `socketUrl` of Socket Mode's; `organization` of Enterprise Grid that the app is
 * installed in as a whole, with one token for all its workspaces.
 */
export function slackWorkspace(parts: {
  origin: () => string;
  now: () => number;
  socketUrl?: () => string;
  organization?: string;
}) {
  const { organization } = parts;
  const users = new Map<string, SlackUser>();
  const channels = new Map<string, SlackChannel>();
  const views = new Map<string, Json>();
  const homes = new Map<string, Json>();
  const files = new Map<string, Json>();
  const triggers = new Map<string, { at: number; used: boolean }>();
  let ticks = 1_700_000_000_000_000n;
  let count = 0;
  /** messages in a channel that one person sees */
  const ephemerals: { channel: string; message: SlackMessage }[] = [];
  /** what a workspace may not have yet */
  const has = { tables: true };

  const nextTs = () => {
    ticks += 1_000_001n;
    const text = String(ticks);
    return `${text.slice(0, -6)}.${text.slice(-6)}`;
  };
  const nextId = (letter: string) => {
    count += 1;
    return `${letter}${String(count).padStart(6, '0')}`;
  };

  function directOf(user: string): SlackChannel {
    const id = `D${user.slice(1)}`;
    const found = channels.get(id);
    if (found) return found;
    const made: SlackChannel = { id, user, member: true, messages: [] };
    channels.set(id, made);
    return made;
  }

  function channelOf(id: string, forPosting: boolean): SlackChannel {
    const known = /^[UW]/.test(id) && users.has(id) ? directOf(id) : channels.get(id);
    const channel = known ?? refuse('channel_not_found');
    if (channel.user && users.get(channel.user)?.deleted && forPosting) refuse('account_inactive');
    if (!channel.user && !channel.member) refuse('not_in_channel');
    if (channel.archived && forPosting) refuse('is_archived');
    if (channel.restricted && forPosting) refuse('restricted_action_read_only_channel');
    return channel;
  }

  function checkMessage(args: Json): void {
    const text = String(args.text ?? '');
    const blocks: Json[] = args.blocks ? JSON.parse(args.blocks) : [];
    if (text === '' && blocks.length === 0) refuse('no_text');
    if (text.length > 4000) refuse('msg_too_long');
    if (blocks.length > 50) refuse('invalid_blocks');
    if (blocks.length > 0 && blockKitProblems({ text, blocks }).length > 0) refuse('invalid_blocks');
    if (!has.tables && blocks.some(({ type }) => type === 'table')) refuse('invalid_blocks');
    // As Slack does until it has found out that a file is a picture, and for one that was never completed.
    for (const { type, slack_file: file } of blocks)
      if (type === 'image' && !isPicture(files.get(file.id))) refuse('invalid_blocks');
    if (args.metadata) {
      const { event_type: type, event_payload: payload } = JSON.parse(args.metadata);
      if (typeof type !== 'string' || typeof payload !== 'object') refuse('invalid_metadata_format');
    }
  }

  const isPicture = (file: Json | undefined): boolean =>
    file?.completed === true && !file.unknownFor && file.bytes.subarray(1, 4).toString('latin1') === 'PNG';

  /** Blocks of a modal or home; what those allow beyond a message is taken off before. */
  function checkView(view: Json): void {
    if (view.blocks.length > 100 || Buffer.byteLength(JSON.stringify(view)) > 250_000)
      refuse('view_too_large');
    const blocks = view.blocks.map((block: Json) => {
      if (block.type !== 'input') return block;
      const { dispatch_action: _sent, ...rest } = block;
      const { dispatch_action_config: _when, ...element } = rest.element;
      return { ...rest, element };
    });
    const plain = (text: string) => ({ type: 'plain_text', text });
    const frame = {
      type: 'modal',
      callback_id: 'x',
      title: plain('x'),
      submit: plain('x'),
      close: plain('x'),
      private_metadata: 'x',
    };
    const problems =
      view.type === 'home'
        ? blocks.flatMap((block: Json) => blockKitProblems({ view: { ...frame, blocks: [block] } }))
        : blockKitProblems({
            view: {
              ...frame,
              callback_id: view.callback_id,
              title: view.title,
              close: view.close,
              submit: view.submit ?? plain('x'),
              private_metadata: view.private_metadata ?? 'x',
              blocks,
            },
          });
    if (view.type === 'modal' && !view.submit && blocks.some((block: Json) => block.type === 'input'))
      problems.push('submit missing');
    if (problems.length > 0) throw Object.assign(new Refusal('invalid_arguments'), { problems });
  }

  function useTrigger(id: string): void {
    const trigger = triggers.get(id) ?? refuse('invalid_trigger_id');
    if (trigger.used) refuse('exchanged_trigger_id');
    if (parts.now() - trigger.at > 3000) refuse('expired_trigger_id');
    trigger.used = true;
  }

  const keepView = (view: Json): Json => {
    const kept = { ...view, id: nextId('V'), hash: nextId('h'), team_id: TEAM, state: { values: {} } };
    views.set(kept.id, kept);
    return kept;
  };

  const page = (list: SlackMessage[], args: Json): Json => {
    const from = Number(args.cursor ?? 0);
    const limit = Number(args.limit ?? 100);
    const shown = list.slice(from, from + limit).map(({ metadata, ...message }) => ({
      type: 'message',
      ...message,
      ...(args.include_all_metadata === 'true' && metadata ? { metadata } : {}),
    }));
    const more = from + limit < list.length;
    return {
      messages: shown,
      has_more: more,
      response_metadata: { next_cursor: more ? String(from + limit) : '' },
    };
  };

  const shownUser = (user: SlackUser): Json => ({
    id: user.id,
    team_id: user.team ?? TEAM,
    deleted: user.deleted ?? false,
    is_bot: false,
    is_restricted: user.restricted ?? false,
    is_ultra_restricted: user.ultraRestricted ?? false,
    ...(user.stranger ? { is_stranger: true } : {}),
    ...(user.emailConfirmed === null ? {} : { is_email_confirmed: user.emailConfirmed ?? true }),
    ...(organization === undefined
      ? {}
      : {
          enterprise_user: {
            id: user.id,
            enterprise_id: user.organization ?? organization,
            teams: [user.team ?? TEAM, ...(user.teams ?? [])],
          },
        }),
    profile: user.email ? { email: user.email } : {},
  });

  const METHODS: Record<string, (args: Json) => Json> = {
    'auth.test': () => ({
      ...(organization === undefined
        ? { team_id: TEAM, url: 'https://city.slack.com/' }
        : {
            team_id: organization,
            enterprise_id: organization,
            is_enterprise_install: true,
            url: 'https://city.enterprise.slack.com/',
          }),
      user_id: BOT,
      bot_id: 'B0MARU',
      team: 'city',
    }),
    'apps.connections.open': () => ({ url: parts.socketUrl?.() ?? refuse('internal_error') }),
    'chat.postMessage': (args) => {
      const channel = channelOf(args.channel, true);
      checkMessage(args);
      if (args.thread_ts && !channel.messages.some(({ ts }) => ts === args.thread_ts))
        refuse('thread_not_found');
      const message: SlackMessage = {
        ts: nextTs(),
        user: BOT,
        text: args.text,
        blocks: JSON.parse(args.blocks ?? '[]'),
        ...(args.metadata ? { metadata: JSON.parse(args.metadata) } : {}),
        ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
      };
      channel.messages.push(message);
      return { channel: channel.id, ts: message.ts, message };
    },
    'chat.postEphemeral': (args) => {
      const channel = channelOf(args.channel, true);
      if (channel.user) refuse('channel_not_found');
      if (!users.has(args.user)) refuse('user_not_in_channel');
      checkMessage(args);
      const message: SlackMessage = {
        ts: nextTs(),
        user: BOT,
        text: args.text,
        blocks: JSON.parse(args.blocks ?? '[]'),
        ephemeral: args.user,
        ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
      };
      ephemerals.push({ channel: channel.id, message });
      return { message_ts: message.ts };
    },
    'chat.update': (args) => {
      if (/^[UW]/.test(args.channel)) refuse('channel_not_found');
      const channel = channelOf(args.channel, true);
      checkMessage(args);
      const message = channel.messages.find(({ ts }) => ts === args.ts) ?? refuse('message_not_found');
      if (message.user !== BOT) refuse('cant_update_message');
      message.text = args.text;
      message.blocks = JSON.parse(args.blocks ?? '[]');
      return { channel: channel.id, ts: message.ts };
    },
    'chat.delete': (args) => {
      const channel = channelOf(args.channel, true);
      const at = channel.messages.findIndex(({ ts }) => ts === args.ts);
      if (at < 0) refuse('message_not_found');
      channel.messages.splice(at, 1);
      return {};
    },
    'conversations.open': (args) => {
      if (!users.has(args.users)) refuse('user_not_found');
      return { channel: { id: directOf(args.users).id } };
    },
    'conversations.info': (args) => {
      const channel = channels.get(args.channel) ?? refuse('channel_not_found');
      return {
        channel: {
          id: channel.id,
          is_im: channel.user !== undefined,
          is_member: channel.member ?? false,
          is_archived: channel.archived ?? false,
          is_ext_shared: channel.extShared ?? false,
        },
      };
    },
    'conversations.history': (args) => {
      if (/^[UW]/.test(args.channel)) refuse('channel_not_found');
      const { messages } = channelOf(args.channel, false);
      return page(messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts).toReversed(), args);
    },
    'conversations.replies': (args) => {
      const { messages } = channelOf(args.channel, false);
      if (!messages.some(({ ts }) => ts === args.ts)) refuse('thread_not_found');
      return page(
        messages.filter((one) => one.ts === args.ts || one.thread_ts === args.ts),
        args,
      );
    },
    'users.info': (args) => ({ user: shownUser(users.get(args.user) ?? refuse('user_not_found')) }),
    'users.lookupByEmail': (args) => {
      const user = [...users.values()].find(
        ({ email }) => email?.toLowerCase() === String(args.email).toLowerCase(),
      );
      return { user: shownUser(user ?? refuse('users_not_found')) };
    },
    'views.open': (args) => {
      useTrigger(args.trigger_id);
      const view = JSON.parse(args.view);
      checkView(view);
      return { view: keepView(view) };
    },
    'views.update': (args) => {
      const standing = views.get(args.view_id) ?? refuse('not_found');
      const view = JSON.parse(args.view);
      checkView(view);
      const next = { ...view, id: standing.id, hash: nextId('h'), state: { values: {} } };
      views.set(standing.id, next);
      return { view: next };
    },
    'views.publish': (args) => {
      if (!users.has(args.user_id)) refuse('user_not_found');
      const view = JSON.parse(args.view);
      checkView(view);
      for (const { type, slack_file: file } of view.blocks)
        if (type === 'image' && !isPicture(files.get(file.id))) refuse('invalid_blocks');
      homes.set(args.user_id, { ...view, id: nextId('V'), hash: nextId('h') });
      return { view: homes.get(args.user_id) };
    },
    'files.getUploadURLExternal': (args) => {
      const id = nextId('F');
      files.set(id, {
        id,
        name: args.filename,
        length: Number(args.length),
        bytes: Buffer.alloc(0),
        shares: {},
      });
      return { file_id: id, upload_url: `${parts.origin()}/upload/${id}` };
    },
    'files.completeUploadExternal': (args) => {
      // Without a channel the file is shared with nobody, and the bot alone may show it.
      const channel = args.channel_id === undefined ? null : channelOf(args.channel_id, true);
      for (const { id, title } of JSON.parse(args.files)) {
        const file = files.get(id) ?? refuse('file_not_found');
        if (file.bytes.length !== file.length) refuse('file_upload_size_restricted');
        Object.assign(file, {
          title,
          comment: args.initial_comment,
          thread: args.thread_ts,
          completed: true,
        });
        if (channel) file.shares = { private: { [channel.id]: [{ ts: nextTs() }] } };
      }
      return { files: JSON.parse(args.files) };
    },
    'files.delete': (args) => {
      if (!files.delete(args.file)) refuse('file_not_found');
      return {};
    },
    'files.info': (args) => {
      const { bytes, unknownFor = 0, ...file } = files.get(args.file) ?? refuse('file_not_found');
      // What a file is Slack finds out by itself, some time after it came.
      if (unknownFor > 0) files.set(args.file, { ...file, bytes, unknownFor: unknownFor - 1 });
      const isPng = bytes.subarray(1, 4).toString('latin1') === 'PNG';
      return {
        file: { ...file, mimetype: unknownFor > 0 ? '' : isPng ? 'image/png' : 'application/octet-stream' },
      };
    },
  };

  return {
    organization,
    users,
    channels,
    ephemerals,
    has,
    /** What this person alone reads, in the order it came: direct messages, and what is shown in channels to nobody else. */
    readBy: (user: string): SlackMessage[] =>
      [
        ...directOf(user).messages,
        ...ephemerals.flatMap(({ message }) => (message.ephemeral === user ? [message] : [])),
      ].sort((a, b) => (a.ts < b.ts ? -1 : 1)),
    views,
    homes,
    files,
    methods: METHODS,
    nextTs,
    directOf,
    addUser: (user: SlackUser) => users.set(user.id, user),
    addChannel: (channel: Partial<SlackChannel> & { id: string }) =>
      channels.set(channel.id, { member: true, messages: [], ...channel }),
    /** A trigger as Slack hands out with a click: good for three seconds and one view. */
    newTrigger: (ageMs = 0): string => {
      const id = nextId('trigger.');
      triggers.set(id, { at: parts.now() - ageMs, used: false });
      return id;
    },
  };
}
