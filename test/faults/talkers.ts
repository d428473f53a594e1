/** People on both platforms, each with a direct message to the bot, as the platforms send what they type. */
import { startBotConnector, teamsActivities, type User } from '../support/bot-connector.js';
import { APP, SECRET, signed } from '../support/slack-sender.js';
import { startSlackServer } from '../support/slack-server.js';
import { BOT, BOT_TOKEN, TEAM } from '../support/slack-workspace.js';

/** What a platform sends; the same again when it is sent again. */
export type Sent = { readonly path: string; readonly body: string; headers(): Record<string, string> };

export type Talker = {
  /** of the roster */
  readonly id: string;
  readonly email: string;
  readonly platform: string;
  says(text: string): Sent;
  /** a button that carries this action, on a message in their direct message */
  presses(action: string): Sent;
  /** every message that stands in their direct message, oldest first */
  shown(): string[];
};

/** The platforms, and `each` people on each of them. */
export async function talkersOn(each: number) {
  const [slack, connector] = [
    await startSlackServer({ rates: 'off' }),
    await startBotConnector({ limits: false }),
  ];
  const activities = teamsActivities(connector);
  let count = 0;

  function onSlack(i: number): Talker {
    const [user, email] = [`U0P${i}`, `s${i}@city.example.jp`];
    slack.addUser({ id: user, email });
    return {
      id: `s-${i}`,
      email,
      platform: 'Slack',
      says(text) {
        count += 1;
        const ts = slack.nextTs();
        const event = { type: 'message', channel: slack.directOf(user).id, channel_type: 'im', user, text };
        const body = JSON.stringify({
          team_id: TEAM,
          api_app_id: APP,
          type: 'event_callback',
          event_id: `Ev${count}`,
          event_time: Math.floor(Date.now() / 1000),
          authorizations: [{ enterprise_id: null, team_id: TEAM, user_id: BOT, is_bot: true }],
          event: { ...event, ts, event_ts: ts },
        });
        const headers = () => ({ 'content-type': 'application/json', ...signed(body, new Date()) });
        return { path: '/slack/events', body, headers };
      },
      presses(action) {
        count += 1;
        const { id: channel } = slack.directOf(user);
        const payload = {
          type: 'block_actions',
          team: { id: TEAM, domain: 'city' },
          user: { id: user, username: user, team_id: TEAM },
          api_app_id: APP,
          trigger_id: slack.newTrigger(),
          container: { type: 'message', message_ts: '1700000000.000001', channel_id: channel },
          channel: { id: channel, name: 'x' },
          message: { ts: '1700000000.000001', text: '' },
          state: { values: {} },
          actions: [
            {
              type: 'button',
              action_id: 'b',
              block_id: 'b',
              value: action,
              action_ts: `1700000000.${count}`,
            },
          ],
        };
        const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
        const headers = () => ({
          'content-type': 'application/x-www-form-urlencoded',
          ...signed(body, new Date()),
        });
        return { path: '/slack/events', body, headers };
      },
      shown: () => slack.directOf(user).messages.map((one) => JSON.stringify(one)),
    };
  }

  function onTeams(i: number): Talker {
    const email = `t${i}@city.example.jp`;
    const user: User = connector.addUser({
      id: `29:user-${i}`,
      aadObjectId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      name: `担当者${i}`,
      email,
    });
    return {
      id: `t-${i}`,
      email,
      platform: 'Teams',
      says: (text) => ({
        path: '/teams/messages',
        body: JSON.stringify(activities.said(user, text)),
        headers: () => ({ 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` }),
      }),
      presses: (action) => ({
        path: '/teams/messages',
        body: JSON.stringify(activities.submitted(user, { action })),
        headers: () => ({ 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` }),
      }),
      shown: () =>
        connector.messages
          .filter(({ conversation }) => conversation === `a:user-${i}-chat`)
          .map(({ activity }) => JSON.stringify(activity)),
    };
  }

  return {
    slack,
    connector,
    talkers: Array.from({ length: 2 * each }, (_, i) =>
      i % 2 === 0 ? onSlack(Math.floor(i / 2)) : onTeams(Math.floor(i / 2)),
    ),
    settings: {
      SLACK_MODE: 'http',
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_TEAM_IDS: TEAM,
      SLACK_API_URL: slack.apiUrl,
      ...connector.environment(),
    } as Record<string, string>,
    async stop() {
      await Promise.all([slack.stop(), connector.stop()]);
    },
  };
}
