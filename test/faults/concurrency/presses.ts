/** Buttons and forms as people press them in Slack and in Teams, each with the input it makes, and what they were told. */
import { encodeAction } from '../../../src/core/cards/action.js';
import { personalChat, teamsActivities } from '../../support/bot-connector.js';
import { slackSender } from '../../support/slack-sender.js';
import { BOT, TEAM } from '../../support/slack-workspace.js';
import type { Person, Section } from './section.js';
import type { Town } from './town.js';

export type Platform = 'slack' | 'teams';
export const PLATFORMS: readonly Platform[] = ['slack', 'teams'];

export type Button = {
  readonly do: Parameters<typeof encodeAction>[0];
  readonly of: string;
  readonly v: number;
  readonly with?: string;
  /** what is typed into a form, which is then sent as one */
  readonly fields?: Readonly<Record<string, string>>;
};

export type Sent = {
  /** the input's id begins with this */
  readonly input: string;
  readonly taken: boolean;
  /** what was answered with the press itself */
  readonly answer: string;
};

export function pressesOf(town: Town) {
  const { slack, connector, clock } = town;
  const sender = slackSender({
    url: () => town.instances.slack.url,
    server: slack,
    clock: { ...clock, move: () => undefined },
  });
  const activities = teamsActivities(connector);

  async function inSlack(person: Person, section: Section, button: Button, direct: boolean): Promise<Sent> {
    const action = encodeAction(button.do, button.of, button.v, button.with);
    // Who presses a card of a channel of the other platform presses its copy in private.
    const privately = direct || section.on !== 'slack';
    const channel = privately ? slack.directOf(person.slack).id : section.channel;
    const sent = async (input: string, { status, body }: { status: number; body: string }) => ({
      input,
      taken: status === 200,
      answer: body,
    });
    if (button.fields) {
      const view = {
        id: `V${slack.nextTs()}`,
        hash: slack.nextTs(),
        type: 'modal',
        callback_id: 'maru_form',
        private_metadata: JSON.stringify({
          action,
          place: `slack:${TEAM}:${channel}`,
          surface: privately ? 'direct' : 'channel',
        }),
        blocks: Object.keys(button.fields).map((id) => ({
          type: 'input',
          block_id: id,
          element: { type: 'plain_text_input', action_id: 'field' },
        })),
      };
      const input = `slack:form:${person.slack}:${view.id}:`;
      return sent(input, await sender.submits(person.slack, view, { ...button.fields }));
    }
    const message = { ts: slack.nextTs(), user: BOT, text: '', blocks: [] };
    const pressed = sender.pressOn(person.slack, channel, message, {
      action_id: `maru:${button.do}`,
      value: action,
    });
    const input = `slack:press:${person.slack}:${pressed.actions[0].action_ts}:`;
    return sent(input, await sender.interaction(pressed));
  }

  async function inTeams(person: Person, section: Section, button: Button, direct: boolean): Promise<Sent> {
    const { teams: user } = person;
    const data = { action: encodeAction(button.do, button.of, button.v, button.with), ...button.fields };
    const here = direct || section.on !== 'teams';
    const root = '1690000000000';
    const activity = button.fields
      ? here
        ? activities.task(user, 'task/submit', data)
        : activities.taskIn(user, section.channel, root, 'task/submit', data)
      : here
        ? activities.executed(user, data)
        : activities.executedIn(user, section.channel, root, data);
    const response = await fetch(`${town.instances.teams.url}/teams/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
      body: JSON.stringify(activity),
    });
    const answer = await response.text();
    const input = `teams:${activity.conversation.id}:${activity.id}:`;
    return { input, taken: response.status === 200, answer };
  }

  const seen = { slack: new Map<string, number>(), teams: 0, targeted: 0 };
  return {
    press: (person: Person, section: Section, platform: Platform, button: Button, direct: boolean) =>
      (platform === 'slack' ? inSlack : inTeams)(person, section, button, direct),

    /** What each of these was told in private since this was asked last, one text a message. */
    toldSince(people: readonly Person[]): Map<string, string[]> {
      const inChats = new Map<string, string[]>();
      for (const { conversation, activity } of connector.messages.slice(seen.teams))
        inChats.set(conversation, [...(inChats.get(conversation) ?? []), JSON.stringify(activity)]);
      for (const { to, activity } of connector.targeted.slice(seen.targeted))
        inChats.set(personalChat(to), [...(inChats.get(personalChat(to)) ?? []), JSON.stringify(activity)]);
      seen.teams = connector.messages.length;
      seen.targeted = connector.targeted.length;
      return new Map(
        people.map(({ id, slack: user, teams }) => {
          const messages = slack.readBy(user);
          const fresh = messages.slice(seen.slack.get(user) ?? 0).filter((one) => one.user === BOT);
          seen.slack.set(user, messages.length);
          return [
            id,
            [
              ...fresh.map(({ text, blocks }) => `${text}\n${JSON.stringify(blocks)}`),
              ...(inChats.get(personalChat(teams.id)) ?? []),
            ],
          ];
        }),
      );
    },
  };
}
