/**
 * A whole report in Microsoft's own Agents Playground, as `npm run demo:teams` opens it: its page speaks the Bot
 * Framework protocol, and people press what they see. It has no dialogs, so forms come as cards.
 */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { createApp, openStores } from '../../../src/app.js';
import { teamsSettings } from '../../../src/chat/teams/settings.js';
import { teamsDemoPlatform } from '../../../src/demo/teams.js';
import { freePort } from '../../../src/services/free-port.js';
import { openBrowser, type TestBrowser } from '../../support/chromium.js';
import { isOfTheMachine, PATIENCE_MS, UNHURRIED } from '../../support/patience.js';
import { freshDatabase, freshRedis, MIGRATED, testDir } from '../../support/stores.js';

let demo: Awaited<ReturnType<typeof startTeamsDemo>>;
let browser: TestBrowser;
beforeAll(async () => {
  [demo, browser] = await Promise.all([startTeamsDemo(), openBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await demo.end();
}, 30_000);
afterEach(() => expect(demo.logged).toEqual([]));

/** The demo with real stores of its own, put together as the command line does. */
async function startTeamsDemo() {
  const [redis, database] = await Promise.all([freshRedis(), freshDatabase(MIGRATED)]);
  const logged: { message: string; facts: object }[] = [];
  const note = (facts: object, message: string) => {
    if (!isOfTheMachine(message)) logged.push({ message, facts });
  };
  const log = { info: () => undefined, warn: note, error: note };
  const stores = await openStores({ redisUrl: redis.url, databaseUrl: database.url }, log, PATIENCE_MS);
  const { platform, clock, prepare, open, close } = await teamsDemoPlatform({
    stores,
    settings: teamsSettings.parse({}),
    pagePorts: { staff: await freePort(), manager: await freePort() },
    dir: await testDir(),
    log,
  });
  const app = createApp({ stores, platforms: [platform], clock, log, ...UNHURRIED });
  await prepare(app);
  const pages = await open(await app.listen('127.0.0.1', 0));
  app.work.wake();
  await app.work.idle();
  const [staff, manager] = pages.urls;
  return {
    app,
    logged,
    urls: { staff: staff!, manager: manager! },
    async end() {
      await pages.stop();
      await app.stop();
      await close();
      await stores.close();
      await redis.stop();
      await database.stop();
    },
  };
}

/** Opens a page and waits for what Maru says first. */
async function open(url: string, first: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(PATIENCE_MS);
  await untilSeen(
    async () => {
      // The page waits for fonts from the internet, which it does without here.
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      await page.getByText('Type a message...').waitFor();
    },
    card(page, first),
  );
  return page;
}

/** Does something and waits for what comes of it. */
async function untilSeen(act: () => Promise<void>, result: Locator): Promise<void> {
  await act();
  await result.waitFor();
}

/** The latest card that says this. Cards have no role in the playground, only the renderer's class. */
const card = (page: Page, text: string | RegExp) =>
  page.locator('.ac-adaptiveCard').filter({ hasText: text }).last();

const press = (where: Locator, name: string | RegExp, result: Locator) =>
  untilSeen(() => where.getByRole('button', { name }).first().click(), result);

/** Types into the box below the chat. */
const say = (page: Page, text: string, result: Locator) =>
  untilSeen(async () => {
    await page.getByRole('textbox').last().click();
    await page.keyboard.insertText(text);
    await page.getByRole('button', { name: 'Send Message' }).click();
  }, result);

test('a report, its return and its approval in the channel', async () => {
  const manager = await open(demo.urls.manager, '使い方');
  await manager.getByRole('treeitem', { name: /建設課/ }).click();
  const root = card(manager, '提出された目標は、この投稿への返信に並びます');
  await root.getByText('承認済 0').waitFor();

  const staff = await open(demo.urls.staff, '中間報告の入力をお願いします');
  const ask = (question: string) => card(staff, question);
  await press(ask('中間報告の入力をお願いします'), '始める', ask('結果を教えてください'));
  await say(staff, '210', ask('期末の見込みを選んでください'));
  const status = ask('目標達成状況を教えてください');
  await press(ask('期末の見込みを選んでください'), /○ 達成見込み/, status);
  await status.getByRole('textbox', { name: '目標達成状況' }).fill('5月と9月に*2回*行いました。');
  await press(status, '回答する', ask('今後の方針を教えてください'));
  const review = ask('この内容で中間報告のシートに載ります');
  await say(staff, '来年度も続けます。', review);
  await review.getByText('5月と9月に*2回*行いました。').waitFor();
  const waiting = card(manager, '承認待ち（課長）');
  await press(review, '提出する', waiting);

  await waiting.getByText('210', { exact: true }).waitFor();
  await root.getByText('承認待ち 1').waitFor();
  const form = card(manager, '直してほしい点');
  await press(waiting, '差戻し', form);
  await form.getByRole('textbox').fill('内訳も書いてください');
  const returned = card(staff, 'コメント：内訳も書いてください');
  await press(form, '差し戻す', returned);
  await card(manager, '差戻し：課長').waitFor();
  await root.getByText('入力中 1').waitFor();

  const again = card(staff, /内訳も書いてください[\s\S]*この内容で中間報告のシートに載ります/);
  await press(returned, '直す', again);
  // The question of the first time still stands above.
  const asked = staff.locator('.ac-adaptiveCard').last().filter({ hasText: '目標達成状況を教えてください' });
  await press(again, '目標達成状況を直す', asked);
  expect(await asked.getByRole('textbox').inputValue()).toBe('5月と9月に*2回*行いました。');
  const corrected = card(staff, /5月に120人、9月に90人でした。[\s\S]*この内容で中間報告のシートに載ります/);
  await say(staff, '5月に120人、9月に90人でした。', corrected);
  const second = card(manager, '第2版');
  await press(corrected, '提出する', second);

  await second.getByText('5月に120人、9月に90人でした。').waitFor();
  await press(second, '承認', card(manager, '承認：課長'));
  await root.getByText('承認済 1').waitFor();

  const told = (await demo.app.record.history({})).filter(({ personId }) => personId !== null);
  expect(told.map(({ action, name, version, source }) => [action, name, version, source])).toEqual([
    ['owner_set', '担当者1', 0, 'teams'],
    ['submitted', '担当者1', 1, 'teams'],
    ['returned', '課長', 1, 'teams'],
    ['submitted', '担当者1', 2, 'teams'],
    ['approved', '課長', 2, 'teams'],
  ]);
  const section = told[0]!.sectionId!;
  const reports = await demo.app.record.sectionTasks(section, '2023-midyear');
  expect(reports[0]?.report).toMatchObject({ state: 'approved', version: 2 });
}, 180_000);
