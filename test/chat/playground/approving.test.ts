/** Five goals approved on a phone: at most three taps, and the list on two screens. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Task } from '../../../src/core/report/task.js';
import { contentFor } from '../../store/postgres/city.js';
import { openBrowser, type TestBrowser } from '../../support/chromium.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { startDemo, type TestDemo } from './server.js';

/** The smallest phones that are still sold, in CSS pixels. */
const PHONE = { width: 360, height: 740 };
const SECTION = '区民生活課';

let demo: TestDemo;
let browser: TestBrowser;
let tasks: () => Promise<Task[]>;

beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());
// Of five goals there is one section, so each look has a demo of its own.
beforeEach(async () => {
  demo = await startDemo();
  const { record } = demo.app;
  const section = (await record.sections()).find((one) => one.name === SECTION)!;
  const [round] = await record.rounds();
  tasks = () => record.sectionTasks(section.id, round!.id);
  const writer = (await record.people(demo.clock.now())).find(({ posts }) =>
    posts.some(({ role, sectionId }) => role === 'staff' && sectionId === section.id),
  )!;
  for (const task of await tasks())
    await record.execute(
      `submit-${task.id}`,
      writer.id,
      'playground:test',
      { kind: 'submit', task: task.id, base: 0, content: { ...contentFor(task), checks: [] } },
      demo.clock.now(),
    );
  demo.app.work.wake();
  await demo.app.work.idle();
}, 60_000);
afterEach(async () => {
  await demo.end();
  expect(browser.errors).toEqual([]);
  expect(browser.refused).toEqual([]);
});

const card = (page: Page, text: string) =>
  page
    .getByRole('log', { name: '個別チャットのメッセージ' })
    .getByRole('article')
    .filter({ hasText: text })
    .last();

test.each(['Teams', 'Slack'] as const)(
  'as %s',
  async (look) => {
    const page = await browser.newPage({ viewport: PHONE, reducedMotion: 'reduce' });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(demo.url);
    await page.getByRole('radio', { name: look }).check({ force: true });
    await page.getByLabel('わたしは').selectOption({ label: `${SECTION} 課長` });
    await page.getByRole('textbox', { name: 'Maru へのメッセージ' }).fill('状況');
    await page.keyboard.press('Enter');
    const list = card(page, '承認待ちが5件あります。');
    await list.waitFor();
    const heightOf = async (text: string) => (await card(page, text).boundingBox())!.height;
    expect(await heightOf('承認待ちが5件あります。')).toBeLessThanOrEqual(2 * PHONE.height);
    let taps = 1;
    const tap = async (text: string, name: RegExp) => {
      taps += 1;
      await card(page, text).getByRole('button', { name }).click();
    };
    await tap('承認待ちが5件あります。', /まとめて承認/u);
    await card(page, 'まとめて承認する5件').waitFor();
    expect(await heightOf('まとめて承認する5件')).toBeLessThanOrEqual(PHONE.height);
    await tap('まとめて承認する5件', /この5件を承認する/u);
    await card(page, '5件をまとめて承認しました').waitFor();
    // With the one that opened the notification.
    expect(taps).toBeLessThanOrEqual(3);
    expect((await tasks()).map(({ report }) => report?.state)).toEqual(Array(5).fill('approved'));
    await page.context().close();
  },
  60_000,
);
