/**
 * The methods of Slack's Web API that are called, one line each: how often they may be (docs.slack.dev/apis/web-api/
 * rate-limits and the page of the method) and which scopes they need. The manifest asks for exactly these scopes.
 */

/** Calls a minute that Slack promises to take, a method and workspace. */
export const TIERS = { T1: 1, T2: 20, T3: 50, T4: 100 } as const;

type Method = { readonly tier: keyof typeof TIERS | null; readonly scopes: readonly string[] };

const HISTORY = ['channels:history', 'groups:history', 'im:history'];

export const METHODS = {
  // "hundreds of requests per minute"
  'auth.test': { tier: null, scopes: [] },
  // special: one a second and channel, see rate-limit.ts
  'chat.postMessage': { tier: null, scopes: ['chat:write'] },
  'chat.postEphemeral': { tier: 'T4', scopes: ['chat:write'] },
  'chat.update': { tier: 'T3', scopes: ['chat:write'] },
  'chat.delete': { tier: 'T3', scopes: ['chat:write'] },
  'conversations.history': { tier: 'T3', scopes: HISTORY },
  'conversations.replies': { tier: 'T3', scopes: HISTORY },
  'conversations.info': { tier: 'T3', scopes: ['channels:read', 'groups:read'] },
  'conversations.open': { tier: 'T3', scopes: ['im:write'] },
  'users.info': { tier: 'T4', scopes: ['users:read', 'users:read.email'] },
  'users.lookupByEmail': { tier: 'T3', scopes: ['users:read.email'] },
  'views.open': { tier: 'T4', scopes: [] },
  'views.update': { tier: 'T4', scopes: [] },
  'views.publish': { tier: 'T4', scopes: [] },
  'files.getUploadURLExternal': { tier: 'T4', scopes: ['files:write'] },
  'files.completeUploadExternal': { tier: 'T4', scopes: ['files:write'] },
  'files.delete': { tier: 'T3', scopes: ['files:write'] },
  'files.info': { tier: 'T4', scopes: ['files:read'] },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

/** What Slack is asked to deliver: chat/slack/incoming/listeners.ts lets nothing else through, and the manifest has a line for each. */
export const DELIVERED = {
  /** bot event → scope it needs */
  events: {
    'message.im': 'im:history',
    // what an approver writes in the thread of our card without calling the bot
    'message.channels': 'channels:history',
    'message.groups': 'groups:history',
    app_mention: 'app_mentions:read',
    app_home_opened: null,
  },
  /** slash command → scope it needs */
  commands: { '/maru': 'commands' },
  /** shortcut on a message, by its callback_id → scope it needs */
  shortcuts: { maru_memo: 'commands' },
} as const;
