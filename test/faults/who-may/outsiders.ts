/** Who is nobody here: guests, strangers, people of other organisations, closed accounts. Nothing they do is taken. */
import { setTimeout as pause } from 'node:timers/promises';
import { encodeAction } from '../../../src/core/cards/action.js';
import { personalChat, TENANT, teamsActivities, type User } from '../../support/bot-connector.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { slackSender } from '../../support/slack-sender.js';
import { BOT } from '../../support/slack-workspace.js';
import { MANAGER } from './people.js';
import { changedTables, type State } from './record-state.js';
import { SLACK_CHANNEL, TEAMS_CHANNEL, type World } from './world.js';

const ELSEWHERE = '12345678-bbbb-4ccc-8ddd-eeeeeeeeeeee';

type Try = {
  readonly name: string;
  /** gives the HTTP status */
  readonly act: () => Promise<number>;
  readonly status: number;
  /** how many messages this one was sent in private; null: no answer is owed */
  readonly told: (() => number) | null;
};

/** Everybody tries to approve and to speak; gives what went wrong. */
export async function knock(world: World, read: () => Promise<State>, start: State): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, act, status, told } of [
    ...slackOutsiders(world),
    ...teamsOutsiders(world),
    ...playgroundOutsiders(world),
  ]) {
    const before = told?.() ?? 0;
    const answered = await act();
    if (answered !== status) problems.push(`${name} was answered ${answered}, not ${status}`);
    const deadline = Date.now() + PATIENCE_MS;
    while (told && told() === before && Date.now() < deadline) await pause(5);
    if (told && told() === before) problems.push(`${name} was not told`);
    await world.settled();
    const changed = changedTables(start, await read());
    if (changed.length > 0) problems.push(`${name} changed ${changed.join(', ')}`);
  }
  return problems;
}

const approval = (world: World) => encodeAction('approve', world.targets.submitted, 1);
/** The address of somebody who may: an account elsewhere with it is still nobody's. */
const ADDRESS = `${MANAGER}@city.example.jp`;

function slackOutsiders(world: World): Try[] {
  const { slack, url, clock } = world;
  const sender = slackSender({ url: () => url, server: slack, clock });
  slack.addUser({ id: 'UGUEST', email: ADDRESS, restricted: true });
  slack.addUser({ id: 'UGUEST2', email: ADDRESS, ultraRestricted: true });
  slack.addUser({ id: 'USTRANGER', email: 'stranger@elsewhere.example.jp' });
  slack.addUser({ id: 'UCLOSED', email: ADDRESS, deleted: true });
  slack.addUser({ id: 'UOTHER', email: ADDRESS, team: 'T0OTHER', stranger: true });
  const told = (user: string) => () =>
    slack.directOf(user).messages.filter((message) => message.user === BOT).length;
  const button = { action_id: 'maru:approve', value: approval(world) };
  const press = (user: string, more: object = {}) =>
    sender.interaction({
      ...sender.pressOn(user, SLACK_CHANNEL, { ts: slack.nextTs(), user: BOT, text: '', blocks: [] }, button),
      ...more,
    });
  return (
    [
      ['UGUEST', 200, true],
      ['UGUEST2', 200, true],
      ['USTRANGER', 200, true],
      ['UCLOSED', 200, false],
      ['UOTHER', 403, false],
    ] as const
  ).flatMap(([user, status, isTold]) => [
    {
      name: `${user} pressing in Slack`,
      act: async () => (await press(user)).status,
      status,
      told: isTold ? told(user) : null,
    },
    {
      name: `${user} commanding in Slack`,
      act: async () => (await sender.command(user, '連携 建設課', SLACK_CHANNEL)).status,
      status: 200,
      told: isTold ? told(user) : null,
    },
    {
      name: `${user} from another workspace`,
      act: async () => (await press(user, { team: { id: 'T0OTHER' } })).status,
      status: 403,
      told: null,
    },
  ]);
}

function teamsOutsiders(world: World): Try[] {
  const { connector, url } = world;
  const own = teamsActivities(connector);
  const elsewhere = teamsActivities(connector, ELSEWHERE);
  const user = (no: number, email: string, userRole: User['userRole'] = 'user') =>
    connector.addUser({
      id: `29:outsider-${no}`,
      aadObjectId: `00000000-0000-4000-8000-9${String(no).padStart(11, '0')}`,
      name: 'x',
      email,
      userRole,
    });
  const guest = user(1, ADDRESS, 'guest');
  const stranger = user(2, 'stranger@elsewhere.example.jp');
  const send = async (activity: object) => {
    const response = await fetch(`${url}/teams/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
      body: JSON.stringify(activity),
    });
    await response.text();
    return response.status;
  };
  const told = (one: User) => () =>
    connector.messages.filter(({ conversation }) => conversation === personalChat(one.id)).length;
  const data = { action: approval(world) };
  const manager = [...connector.users.values()].find(({ email }) => email === ADDRESS)!;
  return [
    ...[guest, stranger].flatMap((one) => [
      {
        name: `${one.id} pressing in Teams`,
        act: () => send(own.executedIn(one, TEAMS_CHANNEL, '1690000000000', data)),
        status: 200,
        told: null,
      },
      {
        name: `${one.id} speaking in Teams`,
        act: () => send(own.said(one, '状況')),
        status: 200,
        told: told(one),
      },
    ]),
    {
      name: 'the account of somebody who may, in another tenant',
      act: () => send(elsewhere.executedIn(manager, TEAMS_CHANNEL, '1690000000000', data)),
      status: 403,
      told: null,
    },
    {
      name: 'an account without an id in the directory',
      act: () => {
        const activity = own.executedIn(manager, TEAMS_CHANNEL, '1690000000000', data);
        return send({ ...activity, from: { id: manager.id, name: manager.name } });
      },
      status: 200,
      told: null,
    },
    {
      name: 'an account whose id is another’s, not the one Teams knows it by',
      act: () =>
        send(
          own.executedIn(
            { ...guest, aadObjectId: '00000000-0000-4000-8000-888888888888' },
            `${TEAMS_CHANNEL}`,
            TENANT,
            data,
          ),
        ),
      status: 200,
      told: null,
    },
  ];
}

function playgroundOutsiders(world: World): Try[] {
  return [
    {
      name: 'somebody not in the roster on the playground',
      act: async () => {
        const response = await fetch(`${world.url}/api/said`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            id: 'outsider-1',
            person: 'nobody',
            text: '状況',
            channel: null,
            thread: null,
          }),
        });
        await response.text();
        return response.status;
      },
      status: 403,
      told: null,
    },
  ];
}
