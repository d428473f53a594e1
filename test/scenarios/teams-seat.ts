import { CARD_TYPE } from '../../src/chat/teams/outgoing/invoke.js';
import { teamsAccount } from '../../src/chat/teams/place.js';
import { cardOf, dialogCard, shown as shownCard } from '../chat/teams/cards.js';
import {
  type BotConnector,
  type Posted,
  personalChat,
  TENANT,
  teamsActivities,
  type User,
} from '../support/bot-connector.js';
import type { Member, Reach, Seat, Shown } from './seat.js';

const CHANNEL = '19:section@thread.tacv2';
const userOf = ({ id, no }: Member): User => ({
  id: `29:user-${no}`,
  aadObjectId: `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`,
  name: id,
  email: `${id}@city.example.jp`,
});

/** A desk in Teams, beside a channel; `sends`: a file that lies at this address, in private. */
export function teamsSeat(
  connector: BotConnector,
  members: readonly Member[],
  { url }: Reach,
  channel = CHANNEL,
): Seat & { sends(who: Member, file: { name: string; url: string }): Promise<number> } {
  const activities = teamsActivities(connector);
  for (const one of members) connector.addUser(userOf(one));

  async function send(
    activity: object,
  ): Promise<{ status: number; body: { [key: string]: unknown } | null }> {
    const response = await fetch(`${url}/teams/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  let reading = '';

  /** Cards that stand where another was pressed. */
  const inPlace = new Map<string, { of: object; card: object }>();

  async function pressed(
    who: Member,
    message: Posted,
    data: object,
    fields: Readonly<Record<string, string>>,
  ): Promise<number> {
    const user = userOf(who);
    const root = /;messageid=(.+)$/u.exec(message.conversation)?.[1];
    const task = (name: 'task/fetch' | 'task/submit', value: object) =>
      send(
        root === undefined
          ? activities.task(user, name, value)
          : activities.taskIn(user, channel, root, name, value),
      );
    if ((data as { msteams?: { type?: string } }).msteams?.type === 'task/fetch') {
      const { status, body } = await task('task/fetch', data);
      // Something was said instead.
      if ((body?.task as { type?: string } | undefined)?.type !== 'continue') return status;
      const [sending] = dialogCard(body).buttons;
      if (!sending) {
        reading = JSON.stringify(body);
        return status;
      }
      const sent = await task('task/submit', { ...typedIn(body), ...sending.data, ...fields });
      // It stays open where something in it is wrong.
      if ((sent.body?.task as { type?: string } | undefined)?.type === 'continue')
        reading = JSON.stringify(sent.body);
      return sent.status;
    }
    const value = { ...data, ...fields };
    const { status, body } = await send(
      root === undefined
        ? activities.executed(user, value)
        : activities.executedIn(user, channel, root, value),
    );
    // The client puts a card that is answered in the place of the one pressed, until the message is edited.
    const answer = body as { type?: string; value?: object } | null;
    if (answer?.type === CARD_TYPE && answer.value)
      inPlace.set(message.id, { of: cardOf(message), card: answer.value });
    return status;
  }

  /** As it is now: what is pressed later is what stood there then. */
  function shown(message: Posted): Shown {
    const standing = inPlace.get(message.id);
    const card = structuredClone(
      standing?.of === cardOf(message) ? standing.card : cardOf(message),
    ) as ReturnType<typeof cardOf>;
    const { text, buttons: found } = shownCard(card);
    const buttons = found.map(({ title, data }, at) => ({ title: `${title} ${tooltipOf(card, at)}`, data }));
    return {
      id: message.id,
      lines: String(card.fallbackText).split('\n'),
      drawn: [text, ...buttons.map(({ title }) => title), ...picturesOf(card)].join('\n'),
      buttons: buttons.map(({ title, data }) => ({
        title,
        press: (who, fields) => pressed(who, message, data, fields),
      })),
    };
  }
  const standing = (fits: (conversation: string) => boolean, alone: readonly Posted[] = []) =>
    [...connector.messages.filter(({ conversation }) => fits(conversation)), ...alone]
      .filter(({ activity }) => activity.attachments !== undefined)
      .sort((a, b) => a.seq - b.seq)
      .map(shown);

  return {
    platform: 'teams',
    opened() {
      const closing = reading;
      reading = '';
      return closing;
    },
    account: (who) => teamsAccount(TENANT, userOf(who).aadObjectId),
    says: async (who, text) => (await send(activities.said(userOf(who), text))).status,
    repliesTo: async (who, _card, text) => (await send(activities.said(userOf(who), text))).status,
    async notes(who, { by, text, at }, fields) {
      // A chat between others, in which Maru is not.
      const chat = { id: '19:of-others@thread.v2', type: 'groupChat' } as const;
      const messagePayload = {
        id: String(Date.parse(at)),
        createdDateTime: at,
        linkToMessage: `https://teams.microsoft.com/l/message/x/${Date.parse(at)}`,
        body: { contentType: 'html', content: `<p>${text}</p>` },
        from: { user: { id: userOf(by).aadObjectId, displayName: by.name, userIdentityType: 'aadUser' } },
      };
      const user = userOf(who);
      const { status, body } = await send(
        activities.onMessage(user, chat, 'composeExtension/fetchTask', { messagePayload }),
      );
      if ((body?.task as { type?: string } | undefined)?.type !== 'continue')
        return { status, form: JSON.stringify(body) };
      const [sending] = dialogCard(body).buttons;
      const data = { ...typedIn(body), ...sending!.data, ...fields };
      const sent = await send(
        activities.onMessage(user, chat, 'composeExtension/submitAction', { messagePayload, data }),
      );
      return { status: sent.status, form: JSON.stringify(body) + JSON.stringify(sent.body) };
    },
    async mentions(who, text, under) {
      const above = connector.messages.find(({ id }) => id === under?.id)?.conversation;
      const root = above === undefined ? undefined : (/;messageid=(.+)$/u.exec(above)?.[1] ?? under?.id);
      return (await send(activities.mentioned(userOf(who), channel, text, root))).status;
    },
    inPrivate: (who) =>
      standing(
        (conversation) => conversation === personalChat(userOf(who).id),
        connector.targeted.filter(({ to }) => to === userOf(who).id),
      ),
    inChannel: () => standing((conversation) => conversation.startsWith(channel)),
    home: async () => null,
    sends: async (who, file) => (await send(activities.sentFiles(userOf(who), '', [file]))).status,
  };
}

/** What stands in the inputs of a dialog already, as the client sends it. */
function typedIn(body: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return void value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const { type, id, value: typed } = value as { type?: unknown; id?: unknown; value?: unknown };
    if (String(type).startsWith('Input.')) found[String(id)] = String(typed ?? '');
    else for (const item of Object.values(value)) walk(item);
  };
  walk(body);
  return found;
}

/** What the pictures of a card show, for who does not see them. */
function picturesOf({ body }: { body?: unknown }): string[] {
  return (Array.isArray(body) ? body : []).flatMap(({ altText }: { altText?: string }) => altText ?? []);
}

/** What is read out for the nth button of a card. */
function tooltipOf(card: object, nth: number): string {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return void value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const node = value as { type?: unknown; tooltip?: unknown };
    if (typeof node.type === 'string' && node.type.startsWith('Action.'))
      return void found.push(String(node.tooltip ?? ''));
    for (const item of Object.values(value)) walk(item);
  };
  const { body, actions } = card as { body?: unknown; actions?: unknown };
  walk(body);
  walk(actions);
  return found[nth] ?? '';
}
