/** Bodies of shapes no platform has, as texts: what is made of them might end a process that looks at them carelessly. */

export type Shape = { readonly what: string; readonly body: string };

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
/** No text, and none can be made of it. */
const NONE = { toString: 1 };
/** A list that fills the largest body of Teams, in members. */
const MANY = 60_000;

/** `team`: the workspace that is served; `user`: somebody in it. */
export function slackShapes(team: string, user: string): Shape[] {
  const message = { type: 'message', channel: 'D1', channel_type: 'im', user, text: 'x', ts: '1.000001' };
  const event = { type: 'event_callback', event_id: 'EvShape', event: message };
  const shapes: Readonly<Record<string, object>> = {
    'an event without an id': { ...event, event_id: NONE },
    'a type that is no text': { type: NONE },
    'a type that is a list': { type: [NONE] },
    'an event of no type': { ...event, event: { ...message, type: NONE } },
    'an event that is none': { ...event, event: NONE },
    'an event that is null': { ...event, event: null },
    'a message in no channel': { ...event, event: { ...message, channel_type: 'channel', channel: NONE } },
    'a message at no time': { ...event, event: { ...message, channel_type: 'group', ts: NONE } },
    'a command without an id': { command: NONE, trigger_id: NONE },
    'a shortcut without an id': { type: 'message_action', callback_id: 'maru_memo', trigger_id: NONE },
    'a press without an id': { type: 'block_actions', trigger_id: NONE, actions: NONE },
    'a form without an id': { type: 'view_submission', view: NONE },
    'many authorizations': { ...event, authorizations: Array(MANY).fill(1) },
    'a deep text': { ...event, event: { ...message, text: 'DEEP' } },
    'a deep id': { ...event, event_id: 'DEEP' },
    'a deep type': { type: 'DEEP' },
    'a deep challenge': { type: 'url_verification', challenge: 'DEEP' },
  };
  return texts(Object.entries(shapes).map(([what, body]) => [what, { ...body, team_id: team }]));
}

/** `activity`: one that is in order. */
export function teamsShapes(activity: object): Shape[] {
  const { id: _id, ...unnamed } = activity as { id?: unknown };
  return texts([
    ['a deep value without an id', { ...unnamed, value: 'DEEP' }],
    ['a deep value', { ...activity, value: 'DEEP' }],
    ['deep entities without an id', { ...unnamed, entities: 'DEEP' }],
    ['a deep type', { ...unnamed, type: 'DEEP' }],
    ['a type that is no text', { ...unnamed, type: NONE }],
    ['an id that is no text', { ...activity, id: NONE }],
    ['many entities', { ...activity, entities: Array(MANY).fill(1) }],
    ['many members', { ...activity, type: 'conversationUpdate', membersAdded: Array(MANY).fill({}) }],
    ['many attachments', { ...activity, attachments: Array(MANY).fill(1) }],
  ]);
}

const texts = (shapes: readonly (readonly [string, object])[]): Shape[] =>
  shapes.map(([what, body]) => ({ what, body: JSON.stringify(body).replace('"DEEP"', DEEP) }));
