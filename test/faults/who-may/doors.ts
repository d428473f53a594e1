/** The three doors as people use them: the same press and the same words on each, and what of the answers they see. */
import { channelPlace, directPlace } from '../../../src/chat/playground/places.js';
import type { Action } from '../../../src/core/cards/action.js';
import { encodeAction } from '../../../src/core/cards/action.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { personalChat, teamsActivities } from '../../support/bot-connector.js';
import { slackSender } from '../../support/slack-sender.js';
import { BOT, TEAM } from '../../support/slack-workspace.js';
import type { Who } from './people.js';
import {
  SLACK_CHANNEL,
  SLACK_OTHER_CHANNEL,
  slackUser,
  TEAMS_CHANNEL,
  teamsUser,
  type World,
} from './world.js';

export type Press = {
  readonly action: Action;
  readonly fields: Readonly<Record<string, string>>;
  readonly form: boolean;
  readonly at: 'direct' | 'channel';
};

export type Answer = { readonly status: number; readonly text: string };

export type Door = {
  readonly name: 'slack' | 'teams' | 'playground';
  press(who: Who, press: Press): Promise<Answer>;
  say(who: Who, text: string, at: 'direct' | 'channel'): Promise<Answer>;
  /** what this person alone reads, latest last, each as JSON */
  privately(who: Who): Promise<string[]>;
  /** what everybody in the section's channel reads, as JSON */
  openly(): Promise<string>;
  /** files given to this person */
  files(who: Who): Promise<number>;
};

export function doorsOf(world: World): readonly Door[] {
  return [slackDoor(world), teamsDoor(world), playgroundDoor(world)];
}

function slackDoor({ slack, url, clock }: World): Door {
  const sender = slackSender({ url: () => url, server: slack, clock });
  const answer = ({ status, body }: { status: number; body: string }): Answer => ({ status, text: body });
  const filesOf = (conversation: string) =>
    [...slack.files.values()].filter(({ shares }) => shares?.private?.[conversation] !== undefined).length;
  return {
    name: 'slack',
    async press(who, { action, fields, form, at }) {
      const user = slackUser(who);
      const encoded = encodeAction(action.do, action.of, action.v, action.with);
      const channel = at === 'direct' ? slack.directOf(user).id : SLACK_CHANNEL;
      if (form) {
        const blocks = Object.keys(fields).map((id) => ({
          type: 'input',
          block_id: id,
          element: { type: 'plain_text_input', action_id: 'field' },
        }));
        const carried = {
          action: encoded,
          place: `slack:${TEAM}:${channel}`,
          surface: at === 'direct' ? 'direct' : 'channel',
        };
        const view = {
          id: `V${slack.nextTs()}`,
          hash: slack.nextTs(),
          type: 'modal',
          callback_id: 'maru_form',
          private_metadata: JSON.stringify(carried),
          blocks,
        };
        return answer(await sender.submits(user, view, { ...fields }));
      }
      const message = { ts: slack.nextTs(), user: BOT, text: '', blocks: [] };
      const pressed = sender.pressOn(user, channel, message, { action_id: 'maru:x', value: encoded });
      const values = Object.fromEntries(
        Object.entries(fields).map(([id, value]) => [id, { field: { type: 'plain_text_input', value } }]),
      );
      return answer(await sender.interaction({ ...pressed, state: { values } }));
    },
    async say(who, text, at) {
      const user = slackUser(who);
      if (at === 'direct') return answer(await sender.command(user, text));
      return answer((await sender.mentions(user, SLACK_OTHER_CHANNEL, text)).at(-1)!);
    },
    // A modal is seen by who pressed; only one person at a time presses here.
    privately: async (who) =>
      [...slack.readBy(slackUser(who)).filter(({ user }) => user === BOT), ...slack.views.values()].map(
        (one) => JSON.stringify(one),
      ),
    openly: async () =>
      JSON.stringify(slack.channels.get(SLACK_CHANNEL)?.messages.filter(({ user }) => user === BOT)),
    files: async (who) => filesOf(slack.directOf(slackUser(who)).id),
  };
}

function teamsDoor({ connector, url }: World): Door {
  const activities = teamsActivities(connector);
  const root = '1690000000000';
  async function send(activity: object): Promise<Answer> {
    const response = await fetch(`${url}/teams/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
      body: JSON.stringify(activity),
    });
    return { status: response.status, text: await response.text() };
  }
  const inChat = (who: Who) =>
    connector.messages.filter(({ conversation }) => conversation === personalChat(teamsUser(who).id));
  return {
    name: 'teams',
    press(who, { action, fields, form, at }) {
      const user = teamsUser(who);
      const data = { action: encodeAction(action.do, action.of, action.v, action.with), ...fields };
      if (at === 'direct')
        return send(form ? activities.task(user, 'task/submit', data) : activities.executed(user, data));
      return send(
        form
          ? activities.taskIn(user, TEAMS_CHANNEL, root, 'task/submit', data)
          : activities.executedIn(user, TEAMS_CHANNEL, root, data),
      );
    },
    say: (who, text, at) =>
      send(
        at === 'direct'
          ? activities.said(teamsUser(who), text)
          : activities.mentioned(teamsUser(who), TEAMS_CHANNEL, text),
      ),
    privately: async (who) =>
      [...inChat(who), ...connector.targeted.filter(({ to }) => to === teamsUser(who).id)].map(
        ({ activity }) => JSON.stringify(activity),
      ),
    openly: async () =>
      JSON.stringify(connector.messages.filter(({ conversation }) => conversation.startsWith(TEAMS_CHANNEL))),
    files: async (who) =>
      inChat(who).filter(({ activity }) => JSON.stringify(activity).includes('file.consent')).length,
  };
}

function playgroundDoor({ url, messages, sectionId, clock }: World): Door {
  let sent = 0;
  const next = () => {
    sent += 1;
    return `press-${String(sent).padStart(8, '0')}`;
  };
  async function post(path: string, body: object): Promise<Answer> {
    const response = await fetch(`${url}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }
  const inDirect = ({ id }: Who) => messages.latest(directPlace(id), 1_000);
  const isBots = ({ from }: { from: string }) => from === 'bot';
  return {
    name: 'playground',
    async press(who, { action, fields, at }) {
      const id = next();
      const place = at === 'direct' ? directPlace(who.id) : channelPlace(sectionId);
      // The card the button stands on.
      const card = messageCard('ja', 'カード', []);
      await messages.add({ id: `card-${id}`, place, at: clock.now().toISOString(), from: 'bot', card });
      const encoded = encodeAction(action.do, action.of, action.v, action.with);
      return post('pressed', { id, person: who.id, message: `card-${id}`, action: encoded, fields });
    },
    say: (who, text, at) =>
      post('said', {
        id: next(),
        person: who.id,
        text,
        channel: at === 'direct' ? null : sectionId,
        thread: null,
      }),
    privately: async (who) =>
      (await inDirect(who))
        .filter((one) => isBots(one) && !one.id.startsWith('card-'))
        .map((one) => JSON.stringify(one)),
    openly: async () =>
      JSON.stringify(
        (await messages.latest(channelPlace(sectionId), 1_000)).filter(
          (one) => isBots(one) && !one.id.startsWith('card-'),
        ),
      ),
    files: async (who) =>
      (await inDirect(who)).filter((one) => one.from === 'bot' && one.file !== undefined).length,
  };
}
