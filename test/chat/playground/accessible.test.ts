/** The page of the demo for who cannot see it well or has no mouse: axe-core finds nothing, and a report needs the keyboard alone. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { channelPlace } from '../../../src/chat/playground/places.js';
import { problemsOf } from '../../support/axe.js';
import { cardsOf } from '../../support/sample-cards.js';
import { printedSheets } from '../../support/tasks.js';
import { demoInBrowser, openPage } from './in-browser.js';
import { become, card, direct } from './on-page.js';

const inBrowser = demoInBrowser();

/** Of the printed sheets those with at most five goals. */
const SHEETS_OF_FIVE = printedSheets.flatMap(({ goals }, i) => (goals.length <= 5 ? [i] : []));
/** The height of a usual phone, in CSS pixels. */
const SCREEN_PX = 844;

type Look = 'Teams' | 'Slack';
const LOOKS: readonly Look[] = ['Teams', 'Slack'];

async function open(look: Look, options: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const page = await openPage(inBrowser, options);
  await page.getByRole('radio', { name: look }).check({ force: true });
  return page;
}

/** Where the focus is: what it is called, or what it says. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(({ activeElement: at }) => at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent)(document)`,
  );

/** Presses Tab until the focus is on what is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

/** Waits until the focus is on the newest card that says this. */
async function focusOn(page: Page, text: string | RegExp): Promise<void> {
  await card(page, text).and(page.locator(':focus')).waitFor();
}

describe('a whole report with the keyboard alone', () => {
  test.each(LOOKS)(
    'as %s: the focus goes to each new card, and what is answered by writing leaves it where one writes',
    async (look) => {
      const page = await open(look);
      await become(page, look === 'Teams' ? '北出張所 担当者1' : '産業振興課 担当者1');
      await card(page, '入力をお願いします').waitFor();
      // From here on no more than Tab, Enter, Space and letters.
      await tabTo(page, /No\.1 を始める/);
      await page.keyboard.press('Enter');
      await focusOn(page, '結果を教えてください');
      await tabTo(page, /Maru へのメッセージ/);
      await page.keyboard.type('3回');
      await page.keyboard.press('Enter');
      await focusOn(page, '期末の見込みを選んでください');
      await tabTo(page, /○ 達成見込み/);
      await page.keyboard.press('Space');
      await focusOn(page, '目標達成状況を教えてください');
      await tabTo(page, /Maru へのメッセージ/);
      await page.keyboard.type('予定どおり3回行いました。');
      await page.keyboard.press('Enter');
      await card(page, '今後の方針を教えてください').waitFor();
      expect(await focused(page)).toBe('Maru へのメッセージ');
      await page.keyboard.type('来年度も続けます。');
      await page.keyboard.press('Enter');
      await focusOn(page, 'この内容で中間報告のシートに載ります');
      await tabTo(page, /今後の方針を直す/);
      await page.keyboard.press('Enter');
      await focusOn(page, '今後の方針を教えてください');
      await tabTo(page, /Maru へのメッセージ/);
      await page.keyboard.type('来年度は4回行います。');
      await page.keyboard.press('Enter');
      await focusOn(page, 'この内容で中間報告のシートに載ります');
      await tabTo(page, /提出する/);
      await page.keyboard.press('Enter');
      await focusOn(page, 'No.1 を提出しました');
    },
    180_000,
  );

  test('a form takes the focus, and gives it to the card that follows', async () => {
    const page = await open('Teams');
    await become(page, '健康福祉課 担当者1');
    await tabTo(page, /No\.1 を始める/);
    await page.keyboard.press('Enter');
    await focusOn(page, '結果を教えてください');
    await tabTo(page, /まとめて入力/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('2回');
    await tabTo(page, /保存する/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await focusOn(page, '期末の見込みを選んでください');
  }, 120_000);

  test('who has gone on elsewhere keeps the focus', async () => {
    const page = await open('Slack');
    await become(page, '健康福祉課 担当者2');
    const box = page.getByRole('textbox', { name: 'Maru へのメッセージ' });
    let answered = (): void => {};
    const held = new Promise<void>((resolve) => {
      answered = resolve;
    });
    await page.route('**/api/said', async (route) => {
      await held;
      await route.continue();
    });
    await box.fill('状況');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '1日進める' }).focus();
    answered();
    await card(page, 'わたしの報告').waitFor();
    expect(await focused(page)).toBe('1日進める');
  }, 60_000);
});

/** The root card as the round goes on: nothing reported, everything submitted, some of it approved, all of it. */
const ROOT_CARDS = [
  'summary begun',
  'summary submitted',
  'summary open',
  'summary complete',
  'summary erratum',
];

test('the root card of a section of five goals is at most one screen of a phone in every state of the round, in both looks', async () => {
  const page = await open('Teams', { width: 390 });
  await become(page, '北出張所 担当者1');
  const { sections } = (await (await fetch(`${inBrowser.demo.url}/api/start`)).json()) as {
    sections: { id: string; name: string }[];
  };
  const place = channelPlace(sections.find(({ name }) => name === '北出張所')!.id);
  const cards = SHEETS_OF_FIVE.flatMap((sheet) =>
    (['yearend', 'midyear'] as const).flatMap((kind) => {
      const all = cardsOf(sheet, 'ja', kind);
      return ROOT_CARDS.map((name) => all[name]!);
    }),
  );
  await page.getByRole('tab', { name: /チャンネル/ }).click();
  const shown = page.getByRole('log', { name: 'チャンネルのメッセージ' }).locator('.card');
  await shown.first().waitFor();
  const before = await shown.count();
  for (const card of cards) await inBrowser.demo.messenger.post(place, card, { under: null, key: null });
  await shown.nth(before + cards.length - 1).waitFor();
  for (const look of LOOKS) {
    await page.getByRole('radio', { name: look }).check({ force: true });
    const heights = (await page.evaluate(
      `[...document.querySelectorAll('[role=log][aria-label="チャンネルのメッセージ"] .card')].map(
        (card) => card.getBoundingClientRect().height)`,
    )) as number[];
    expect(heights.filter((height) => height > 0)).toHaveLength(before + cards.length);
    expect([look, heights.filter((height) => height > SCREEN_PX)]).toEqual([look, []]);
  }
}, 120_000);

describe('axe-core finds nothing', () => {
  const SIZES = [1280, 390].map((width) => ({ width, height: 800 }));

  /** In the dark the page draws the same in other colours (drawing/host-config.js). */
  async function problemsInBoth(page: Page): Promise<string[]> {
    const light = await problemsOf(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await nextFrame(page);
    const dark = await problemsOf(page, { of: 'colours' });
    await page.emulateMedia({ colorScheme: 'light' });
    await nextFrame(page);
    return [...light, ...dark.map((problem) => `dark: ${problem}`)];
  }

  test.each(LOOKS)(
    'as %s, light and dark, 1280 and 390 pixels wide',
    async (look) => {
      const page = await open(look);
      for (const [who, text] of [
        ['建設課 担当者1', '続き'],
        ['建設課 課長', '承認'],
        ['事務局', '状況'],
      ] as const) {
        await become(page, who);
        await direct(page).locator('.message, .welcome').first().waitFor();
        const before = await direct(page).getByRole('article').count();
        await page.getByRole('textbox', { name: 'Maru へのメッセージ' }).fill(text);
        await page.keyboard.press('Enter');
        await direct(page)
          .getByRole('article')
          .nth(before + 1)
          .waitFor();
        for (const size of SIZES) {
          await page.setViewportSize(size);
          await nextFrame(page);
          const at = [who, size.width];
          expect([...at, await problemsInBoth(page)]).toEqual([...at, []]);
          if (size.width === 1280) continue;
          await page.getByRole('tab', { name: /チャンネル/ }).click();
          expect([...at, 'channel', await problemsInBoth(page)]).toEqual([...at, 'channel', []]);
          await page.getByRole('tab', { name: /個別/ }).click();
        }
      }
      await become(page, '建設課 担当者1');
      // A form keeps the colours in which it was opened.
      for (const colorScheme of ['light', 'dark'] as const)
        for (const size of SIZES) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize(size);
          await direct(page).getByRole('button', { name: 'まとめて入力' }).last().click();
          await page.getByRole('dialog').waitFor();
          const at = ['form', colorScheme, size.width];
          const of = colorScheme === 'light' ? 'all' : 'colours';
          expect([...at, await problemsOf(page, { of })]).toEqual([...at, []]);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'hidden' });
        }
    },
    180_000,
  );
});

/** What the page does when it becomes wider or darker is done before its next frame. */
const nextFrame = (page: Page) => page.evaluate('new Promise((done) => requestAnimationFrame(done))');
