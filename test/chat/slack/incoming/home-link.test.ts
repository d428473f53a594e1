/** App Home, and linking a channel to a section from the channel. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { byCommandLine } from '../../../../src/store/postgres/ledger/recorded-by.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { CHANNEL, type City, COORDINATOR, MANAGER, STAFF, startCity } from '../../../support/slack-city.js';
import { TEAM } from '../../../support/slack-workspace.js';

let city: City;
beforeAll(async () => {
  city = await startCity();
}, 60_000);
afterAll(() => city.stop());

const homeText = (user: string) => JSON.stringify(city.server.homes.get(user)?.blocks ?? []);
/** The next turns of the event loop, until something holds. */
async function until(holds: () => boolean): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MS;
  while (!holds() && Date.now() < giveUp) await new Promise((done) => setTimeout(done, 5));
  expect(holds()).toBe(true);
}

describe('わたしの報告', () => {
  test('shows open goals with their deadline when it is opened, with buttons to begin', async () => {
    expect((await city.sender.opensHome(STAFF)).map(({ status }) => status)).toEqual([200]);
    await city.settled();
    expect(homeText(STAFF)).toContain('No.1');
    expect(homeText(STAFF)).toContain('4月12日');
    expect(homeText(STAFF)).toContain('始める');
    expect(homeText(STAFF)).not.toContain('承認待ち');
  });

  test('a button of it begins in the direct message, and the home follows', async () => {
    expect((await city.sender.pressHome(STAFF, '始める')).status).toBe(200);
    await city.settled();
    expect(city.lastTo(STAFF)?.text).toContain('結果');
    await until(() => homeText(STAFF).includes('続ける'));
  });

  test('a manager sees what waits for approval', async () => {
    await city.sender.opensHome(MANAGER);
    await city.settled();
    expect(homeText(MANAGER)).toContain('承認待ち');
  });

  test('is nobody’s any more once the account is a guest’s, or not linked', async () => {
    const account = `slack:${TEAM}:${MANAGER}`;
    await city.sender.opensHome(MANAGER);
    await city.settled();
    const email = 'chief@city.example.jp';
    city.server.addUser({ id: MANAGER, email, restricted: true });
    const seen = { emails: [email], unconfirmed: false };
    await city.record.meet(account, { ...seen, standing: 'guest' }, city.clock.now());
    await city.sender.says(MANAGER, 'ヘルプ');
    await until(() => homeText(MANAGER).includes('ゲスト'));
    expect(homeText(MANAGER)).not.toContain('承認待ち');
    city.server.addUser({ id: MANAGER, email });
    await city.record.meet(account, { ...seen, standing: 'member' }, city.clock.now());
    await city.sender.opensHome(MANAGER);
    await until(() => homeText(MANAGER).includes('承認待ち'));
    await city.record.unlinkAccount(account, { by: byCommandLine('事務局'), now: city.clock.now() });
    await city.sender.says(MANAGER, 'ヘルプ');
    await until(() => homeText(MANAGER).includes('名簿'));
    expect(homeText(MANAGER)).not.toContain('承認待ち');
    // Nor is it when it is opened within the minute for which an account is believed.
    await city.sender.opensHome(STAFF);
    await city.record.unlinkAccount(`slack:${TEAM}:${STAFF}`, {
      by: byCommandLine('事務局'),
      now: city.clock.now(),
    });
    await city.sender.opensHome(STAFF);
    await until(() => homeText(STAFF).includes('名簿'));
    for (const [user, person] of [
      [MANAGER, 'p-chief'],
      [STAFF, 'p-staff'],
    ] as const)
      await city.record.linkAccount(`slack:${TEAM}:${user}`, person, {
        by: byCommandLine('事務局'),
        now: city.clock.now(),
      });
  });

  test('somebody not in the roster is told so, a guest too', async () => {
    city.server.addUser({ id: 'U0NEW', email: 'new@city.example.jp' });
    city.server.addUser({ id: 'U0GUEST', email: 'guest@city.example.jp', restricted: true });
    await city.sender.opensHome('U0NEW');
    await city.sender.opensHome('U0GUEST');
    await city.settled();
    expect(homeText('U0NEW')).toContain('名簿');
    expect(homeText('U0GUEST')).toContain('ゲスト');
  });
});

describe('linking a channel', () => {
  const link = async (user: string, channel: string, text = '連携　建設課') => {
    const answer = await city.sender.command(user, text, channel);
    expect(answer.status).toBe(200);
    await city.settled();
    return answer.body;
  };
  const linkedTo = () => city.record.sectionOfPlace(`slack:T0CITY:${CHANNEL}`);

  test('is for the coordinator alone', async () => {
    expect(await link(STAFF, CHANNEL)).toContain('事務局だけ');
    expect(await linkedTo()).toBeNull();
  });
  test('asks which section, and names those there are', async () => {
    expect(await link(COORDINATOR, CHANNEL, '連携')).toContain('どの課');
    expect(await link(COORDINATOR, CHANNEL, '連携 防災課')).toContain('建設課');
  });
  test.each([
    ['the bot is not a member', { member: false }, '/invite'],
    ['the channel is archived', { archived: true }, 'アーカイブ'],
    ['people from outside are in it', { extShared: true }, '社外'],
    ['posting is restricted', { restricted: true }, '投稿できません'],
  ])('says so when %s', async (_name, channel, word) => {
    city.server.addChannel({ id: 'C0OTHER', ...channel });
    expect(await link(COORDINATOR, 'C0OTHER')).toContain(word);
    expect(await city.record.sectionOfPlace('slack:T0CITY:C0OTHER')).toBeNull();
  });
  test('says so in a private channel it cannot see, and in a direct message', async () => {
    expect(await link(COORDINATOR, 'G0HIDDEN')).toContain('/invite');
    expect(await link(COORDINATOR, 'D0COORD')).toContain('個別のチャットには');
  });
  test('works by mention too, and is answered in the thread when it does not', async () => {
    await city.sender.mentions(STAFF, CHANNEL, '連携 建設課');
    await city.settled();
    expect(city.messages(CHANNEL).at(-1)?.text).toContain('事務局だけ');
    await city.sender.mentions(COORDINATOR, CHANNEL, '連携 建設課');
    await city.settled();
    expect(city.messages(CHANNEL).some(({ text }) => text.includes('報告先にしました'))).toBe(true);
    expect(await linkedTo()).toBe(city.section.id);
    const [entry] = await city.record
      .history({})
      .then((all) => all.filter(({ action }) => action === 'channel_linked'));
    expect(entry?.personId).toBe('p-coord');
  });
  test('a linked channel gets the section’s root card', () => {
    expect(city.messages(CHANNEL).some(({ text }) => text.includes('期末報告'))).toBe(true);
  });
});
