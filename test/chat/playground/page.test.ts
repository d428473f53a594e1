/** The page in a real browser, driven by roles and labels as a person with a screen reader would. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { channelPlace } from '../../../src/chat/playground/places.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { demoInBrowser, openPage } from './in-browser.js';
import { become, card, channel, direct, say } from './on-page.js';

const inBrowser = demoInBrowser();

const open = (options: { width?: number; dark?: boolean; device?: string } = {}) =>
  openPage(inBrowser, options);

const look = (page: Page, name: 'Teams' | 'Slack') =>
  page.getByRole('radio', { name }).check({ force: true });

/** A text, because the tests know no types of the browser: whether this stands within the channel as it is scrolled. */
const inView = `(text) => {
  const list = document.querySelector('[role=log][aria-label="チャンネルのメッセージ"]');
  const seen = list.getBoundingClientRect();
  return [...list.querySelectorAll('.message .message')].some((one) => {
    const { top } = one.getBoundingClientRect();
    return one.textContent.includes(text) && top >= seen.top && top < seen.bottom;
  });
}`;

/** Answers one goal to its review: each question is waited for, as a person would. */
async function answerAll(page: Page, result: string, rating: RegExp): Promise<void> {
  await card(direct(page), '結果を教えてください').waitFor();
  await say(page, result);
  await card(direct(page), '期末の見込みを選んでください').getByRole('button', { name: rating }).click();
  await card(direct(page), '目標達成状況を教えてください').waitFor();
  await say(page, '5月と9月に*2回*行いました。');
  await card(direct(page), '今後の方針を教えてください').waitFor();
  await say(page, '来年度も続けます。');
  await card(direct(page), 'この内容で中間報告のシートに載ります').waitFor();
}

describe('a report and its approval', () => {
  test.each(['Teams', 'Slack'] as const)(
    'as %s, from the first word to the root card',
    async (name) => {
      const page = await open();
      await look(page, name);
      const section = name === 'Teams' ? '建設課' : '産業振興課';
      const person = `${section} 担当者1`;
      await become(page, person);
      await say(page, '続き');
      await answerAll(page, '210', /○ 達成見込み/);
      const review = card(direct(page), 'この内容で中間報告のシートに載ります');
      // As typed, in both looks: neither takes the stars for formatting.
      await review.getByText('5月と9月に*2回*行いました。').waitFor();
      await review.getByRole('button', { name: '提出する' }).click();
      await card(direct(page), 'No.1 を提出しました').waitFor();

      const waiting = card(channel(page), '承認待ち（課長）');
      await waiting.waitFor();
      await become(page, `${section} 担当者2`);
      await card(channel(page), '承認待ち（課長）')
        .getByRole('button', { name: 'No.1 を承認する' })
        .last()
        .click();
      await card(direct(page), '受け付けられませんでした').waitFor();

      await become(page, `${section} 課長`);
      // The channel opens at what was posted last, so what waits for the manager is in view without scrolling.
      await page.waitForFunction(inView, '承認待ち（課長）');
      await card(channel(page), '承認待ち（課長）')
        .getByRole('button', { name: /の差戻し/ })
        .last()
        .click();
      const form = page.getByRole('dialog', { name: '差戻し' });
      await form.getByRole('button', { name: '差し戻す' }).click();
      await form.getByText('直してほしい点を書いてください。').first().waitFor();
      await form.getByRole('textbox', { name: /直してほしい点/ }).fill('回数も');
      // Closed and opened again: what was typed is still there.
      await page.keyboard.press('Escape');
      await form.waitFor({ state: 'hidden' });
      await card(channel(page), '承認待ち（課長）')
        .getByRole('button', { name: /の差戻し/ })
        .last()
        .click();
      expect(await form.getByRole('textbox', { name: /直してほしい点/ }).inputValue()).toBe('回数も');
      await form.getByRole('button', { name: '差し戻す' }).click();
      await form.waitFor({ state: 'hidden' });
      await card(channel(page), '差戻し：').waitFor();

      await become(page, person);
      await card(direct(page), 'コメント：回数も')
        .getByRole('button', { name: /No.1 を直す/ })
        .click();
      await card(direct(page), /回数も[\s\S]*この内容で中間報告のシートに載ります/)
        .getByRole('button', { name: '提出する' })
        .click();
      await card(direct(page), '差し戻されたあと、何も変わっていません')
        .getByRole('button', { name: '提出する' })
        .last()
        .click();
      await card(channel(page), '第2版').waitFor();
      await become(page, `${section} 課長`);
      await card(channel(page), '承認待ち（課長）')
        .getByRole('button', { name: 'No.1 を承認する' })
        .last()
        .click();
      await channel(page)
        .getByText(/承認済 1/)
        .first()
        .waitFor();
      await card(channel(page), '承認：課長').waitFor();

      const reports = await inBrowser.demo.app.record.history({});
      expect(reports.filter(({ action }) => action === 'approved').length).toBeGreaterThan(0);
    },
    180_000,
  );
});

describe('the one form', () => {
  test.each(['Teams', 'Slack'] as const)(
    'as %s, keeps what was typed when it is closed',
    async (name) => {
      const page = await open();
      await look(page, name);
      await become(page, name === 'Teams' ? '健康福祉課 担当者1' : '健康福祉課 担当者2');
      await say(page, '続き');
      await card(direct(page), '結果を教えてください').getByRole('button', { name: 'まとめて入力' }).click();
      const form = page.getByRole('dialog', { name: 'まとめて入力' });
      await form.getByRole('textbox', { name: /結果/ }).first().fill('120人');
      await form.getByRole('radio', { name: /△/ }).first().check({ force: true });
      await page.keyboard.press('Escape');
      await form.waitFor({ state: 'hidden' });
      await inBrowser.demo.app.work.idle();
      // On another device: a page that knows nothing of this one.
      const other = await open({ device: 'another' });
      await look(other, name);
      await become(other, name === 'Teams' ? '健康福祉課 担当者1' : '健康福祉課 担当者2');
      await say(other, '続き');
      await card(direct(other), /を教えてください/)
        .getByRole('button', { name: 'まとめて入力' })
        .click();
      const again = other.getByRole('dialog', { name: 'まとめて入力' });
      expect(await again.getByRole('textbox', { name: /結果/ }).first().inputValue()).toBe('120人');
      expect(await again.getByRole('radio', { name: /△/ }).first().isChecked()).toBe(true);
      await again.getByRole('button', { name: '保存する' }).click();
      await card(direct(other), '評価の理由を教えてください').waitFor();
    },
    120_000,
  );
});

/** A text, as above: one card drawn twice on one page, and what is chosen in each. */
const drawnTwice = `async () => {
  const { drawTeams } = await import('./drawing/teams.js');
  const choices = ['a', 'b'].map((value) => ({ title: value, value }));
  const input = { type: 'Input.ChoiceSet', id: 'kind', style: 'expanded', value: 'b', choices };
  const drawn = [1, 2].map(() => drawTeams({ type: 'AdaptiveCard', version: '1.5', body: [input] }, () => undefined));
  document.body.append(...drawn.map(({ element }) => element));
  return drawn.map(({ fields }) => fields[0].value());
}`;

test('what is chosen in one card as Teams draws it is not taken from another with the same field', async () => {
  const page = await open();
  expect(await page.evaluate(`(${drawnTwice})()`)).toEqual(['b', 'b']);
});

describe('the box to write in', () => {
  test('Enter sends, Shift+Enter does not, and Enter that ends a composition does not', async () => {
    const page = await open();
    await become(page, '区民生活課 担当者2');
    const box = page.getByRole('textbox', { name: 'Maru へのメッセージ' });
    const own = () =>
      direct(page)
        .getByRole('article', { name: /担当者2/ })
        .count();
    await box.fill('一行');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('二行');
    expect(await box.inputValue()).toBe('一行\n二行');
    await box.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    expect(await own()).toBe(0);
    await page.keyboard.press('Enter');
    await direct(page).getByText('一行\n二行').waitFor();
    // Emptied once it was taken, which the page may hear after it was shown the message.
    await box.and(page.locator(':placeholder-shown')).waitFor();
    expect(await own()).toBe(1);
  }, 60_000);

  test('what cannot be sent stays in the box, is said so, and is sent once in the end', async () => {
    const page = await open();
    await become(page, '区民生活課 担当者1');
    const box = page.getByRole('textbox', { name: 'Maru へのメッセージ' });
    await page.route('**/api/said', (route) => route.abort());
    await box.fill('状況');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'つながりません' }).waitFor();
    expect(await box.inputValue()).toBe('状況');
    await page.unroute('**/api/said');
    await page.keyboard.press('Enter');
    await card(direct(page), 'わたしの報告').waitFor();
    await page.getByRole('alert').filter({ hasText: 'つながりません' }).waitFor({ state: 'hidden' });
    expect(
      await direct(page)
        .getByRole('article', { name: /担当者1/ })
        .count(),
    ).toBe(1);
  }, 60_000);
});

describe('with the keyboard alone', () => {
  test('a notice is answered in its thread', async () => {
    const page = await open();
    await become(page, '北出張所 担当者2');
    await direct(page).getByRole('button', { name: 'スレッドで返信' }).first().waitFor();
    await tabTo(page, 'スレッドで返信');
    await page.keyboard.press('Enter');
    await page.keyboard.type('状況');
    await page.keyboard.press('Enter');
    const root = direct(page).getByRole('article').first();
    await root.getByRole('article').filter({ hasText: 'わたしの報告' }).waitFor();
  }, 60_000);
});

/** Presses Tab until the focus is on something of this name; fails when it never comes there. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole('button', { name }).or(page.getByRole('textbox', { name }));
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab');
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

describe('on a phone', () => {
  test.each([false, true])(
    'nothing is wider than 360 px (dark: %p)',
    async (dark) => {
      const page = await open({ width: 360, dark });
      await become(page, '北地域保健福祉センター 担当者1');
      for (const name of ['Teams', 'Slack'] as const) {
        await look(page, name);
        await page.getByRole('button', { name: '続き', exact: true }).click();
        const question = card(direct(page), '結果を教えてください');
        await question.waitFor();
        for (const tab of ['チャンネル', '個別チャット']) {
          await page.getByRole('tab', { name: new RegExp(tab) }).click();
          expect(await widest(page)).toBeLessThanOrEqual(360);
        }
        await question.getByRole('button', { name: 'まとめて入力' }).click();
        await page.getByRole('dialog').waitFor();
        expect(await widest(page)).toBeLessThanOrEqual(360);
        await page.keyboard.press('Escape');
      }
    },
    120_000,
  );

  test('a tab that is behind tells what is new', async () => {
    const page = await open({ width: 360 });
    // The channel is loaded once its stream is open: what is posted before that is not news but there already.
    const name = '北地域保健福祉センター 担当者2';
    const person = await page.getByRole('option', { name }).getAttribute('value');
    const loaded = page.waitForResponse((response) => {
      const { pathname, searchParams } = new URL(response.url());
      return (
        pathname.endsWith('/conversation') &&
        searchParams.get('person') === person &&
        searchParams.has('channel')
      );
    });
    await become(page, name);
    await loaded;
    const { sections } = (await (await fetch(`${inBrowser.demo.url}/api/start`)).json()) as {
      sections: { id: string; name: string }[];
    };
    const { id } = sections.find((section) => section.name === '北地域保健福祉センター')!;
    const card = messageCard('ja', 'お知らせ', []);
    await inBrowser.demo.messenger.post(channelPlace(id), card, { under: null, key: null });
    await page.getByRole('tab', { name: 'チャンネル 新着1' }).waitFor();
    await page.getByRole('tab', { name: /個別/ }).press('ArrowRight');
    const tab = page.getByRole('tab', { name: 'チャンネル', exact: true });
    await tab.waitFor();
    expect(await tab.getAttribute('aria-selected')).toBe('true');
    await channel(page).getByText('お知らせ').waitFor();
  }, 60_000);
});

/** The right edge of what reaches farthest to the right. */
const widest = (page: Page): Promise<number> =>
  page.evaluate(
    // A text, because the tests know no types of the inBrowser.browser.
    `Math.max(
      document.documentElement.scrollWidth,
      ...[...document.querySelectorAll('button, p, textarea, select, h1, h2, h3')].map(
        (one) => one.getBoundingClientRect().right))`,
  );

describe('the clock', () => {
  test('goes on by a day', async () => {
    const page = await open();
    await page.getByRole('button', { name: '1日進める' }).click();
    await page.getByText('令和5年10月3日(火)', { exact: true }).waitFor();
  }, 60_000);

  test('goes to the next notice: a reminder in private, then the weekly digest to the coordinator, and none to a section in which nothing changed', async () => {
    const page = await open();
    await become(page, '地域総務課 担当者2');
    const on = () => page.getByRole('button', { name: '次のお知らせまで進める' }).click();
    // What was begun above and not answered since is everybody's again.
    await on();
    await page.getByText('令和5年10月5日(木)', { exact: true }).waitFor();
    await on();
    await page.getByText('令和5年10月6日(金)', { exact: true }).waitFor();
    await card(direct(page), '中間報告の入力をお願いします').waitFor();
    await on();
    await page.getByText('令和5年10月10日(火)', { exact: true }).waitFor();
    await become(page, '事務局');
    await card(direct(page), '今週の状況（全8課）').waitFor();
    expect(await channel(page).getByText('今週の状況').count()).toBe(0);
  }, 60_000);
});
