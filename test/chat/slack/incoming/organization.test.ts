/**
 * Installed once in a whole organisation of Enterprise Grid: one token for all its workspaces, events that name the
 * organisation, and people of several workspaces on one goal.
 */
import { afterEach, expect, test } from '@jest/globals';
import { contentOfTask } from '../../../support/answers.js';
import { CHANNEL, type City, COORDINATOR, MANAGER, STAFF, startCity } from '../../../support/slack-city.js';
import { BOT, TEAM } from '../../../support/slack-workspace.js';

const ORGANIZATION = 'E0CITY';
/** the workspace of another bureau of the same organisation */
const BUREAU = 'T0BUREAU';

let city: City;
afterEach(() => city.stop());

/** The coordinator and the manager are in another workspace than the staff. */
async function begin(teamIds: string): Promise<void> {
  city = await startCity({ organization: ORGANIZATION, settings: { SLACK_TEAM_IDS: teamIds } });
  const { users } = city.server;
  for (const user of [MANAGER, COORDINATOR]) users.set(user, { ...users.get(user)!, team: BUREAU });
}
async function says(user: string, text: string): Promise<number | undefined> {
  const attempts = await city.sender.says(user, text);
  await city.settled();
  return attempts.at(-1)?.status;
}
async function submits(count: number): Promise<void> {
  const tasks = await city.record.sectionTasks(city.section.id, '2023-yearend');
  for (const task of tasks.slice(0, count))
    await city.record.execute(
      `submit-${task.id}`,
      'p-staff',
      `slack:${ORGANIZATION}:${STAFF}`,
      { kind: 'submit', task: task.id, base: 0, content: contentOfTask(task) },
      city.clock.now(),
    );
  city.work.wake();
  await city.settled();
}
const account = (user: string) => city.record.personOfAccount(`slack:${ORGANIZATION}:${user}`);
const shown = (user: string) => city.lastTo(user)?.text ?? '';

test('what one reports in their workspace another approves in theirs, and all with one token', async () => {
  await begin('');
  expect((await city.sender.command(COORDINATOR, '連携　建設課', CHANNEL)).body).toContain('連携しました');
  await city.settled();
  expect(await says(STAFF, '状況')).toBe(200);
  expect(shown(STAFF)).toContain('No.1');
  await submits(1);
  expect((await city.sender.press(MANAGER, '承認', CHANNEL)).status).toBe(200);
  await city.settled();
  const [approved] = await city.record.sectionTasks(city.section.id, '2023-yearend');
  expect(approved?.report?.state).toBe('approved');
  expect([await account(STAFF), await account(MANAGER), await account(COORDINATOR)]).toEqual([
    'p-staff',
    'p-chief',
    'p-coord',
  ]);
  expect(city.server.calls.filter(({ answer }) => answer === 'invalid_auth')).toEqual([]);
});

test('the channel of a section is one, whichever workspace is named', async () => {
  await begin('');
  await city.sender.command(COORDINATOR, '連携　建設課', CHANNEL);
  await city.settled();
  expect(await city.record.sectionOfPlace(`slack:${ORGANIZATION}:${CHANNEL}`)).toBe(city.section.id);
  const root = city.messages(CHANNEL).find(({ text }) => text.startsWith('令和5年度 期末報告'))!;
  await says(STAFF, '状況');
  await submits(2);
  // The manager is in the workspace of the bureau, and then writes from the other one.
  for (const team of [BUREAU, TEAM]) {
    city.server.users.set(MANAGER, { ...city.server.users.get(MANAGER)!, team });
    const before = city.direct(MANAGER).length;
    await city.sender.saysIn(MANAGER, CHANNEL, '承認', root.ts);
    await city.settled();
    const told = city.direct(MANAGER).slice(before);
    expect([team, told.map(({ text }) => text)]).toEqual([team, [expect.stringContaining('2')]]);
  }
});

test('a button in the home and a message by e-mail address reach the same account', async () => {
  await begin('');
  const found = await city.slack.accountByEmail('chief@city.example.jp');
  expect(found?.account).toBe(`slack:${ORGANIZATION}:${MANAGER}`);
  await city.sender.opensHome(STAFF);
  await city.settled();
  expect((await city.sender.pressHome(STAFF, '始める')).status).toBe(200);
  await city.settled();
  expect(shown(STAFF)).toContain('結果');
});

test('another organisation is refused at the door, and its people in a shared channel are turned away', async () => {
  await begin('');
  const [attempt] = await city.sender.deliver({
    ...city.sender.messageEvent(STAFF, '状況'),
    team_id: 'T0OTHER',
    enterprise_id: 'E0OTHER',
    context_team_id: 'T0OTHER',
    context_enterprise_id: 'E0OTHER',
    authorizations: [{ enterprise_id: 'E0OTHER', team_id: null, is_bot: true, is_enterprise_install: true }],
  });
  expect([attempt?.status, attempt?.noRetry]).toEqual([403, true]);
  city.server.addUser({
    id: 'U0OUTSIDE',
    email: 'staff2@city.example.jp',
    team: 'T0OTHER',
    organization: 'E0OTHER',
    stranger: true,
  });
  const envelope = city.sender.messageEvent('U0OUTSIDE', '状況');
  await city.sender.deliver({ ...envelope, team_id: TEAM, context_team_id: TEAM });
  await city.settled();
  expect(await account('U0OUTSIDE')).toBeNull();
  expect(city.server.readBy('U0OUTSIDE').filter(({ user }) => user === BOT)).toEqual([]);
});

test('with one workspace named, only what comes from it is let in, and who is in it as well as in another', async () => {
  await begin(TEAM);
  expect(await says(MANAGER, '状況')).toBe(403);
  city.server.users.set(MANAGER, { ...city.server.users.get(MANAGER)!, teams: [TEAM] });
  const envelope = city.sender.messageEvent(MANAGER, '状況');
  const [attempt] = await city.sender.deliver({ ...envelope, team_id: TEAM, context_team_id: TEAM });
  await city.settled();
  expect(attempt?.status).toBe(200);
  expect(await account(MANAGER)).toBe('p-chief');
});
