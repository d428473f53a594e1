/** The thread in the channel of the playground, in a real browser: 承認 and a question written by the manager, answered by the writer. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { contentOfTask } from '../../support/answers.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { demoInBrowser } from './in-browser.js';
import { become, card, channel, direct } from './on-page.js';

const inBrowser = demoInBrowser(60_000, async (demo) => {
  const { record } = demo.app;
  for (const name of ['建設課', '産業振興課']) {
    const section = (await record.sections()).find((one) => one.name === name)!;
    const [round] = await record.rounds();
    const tasks = await record.sectionTasks(section.id, round!.id);
    const writer = (await record.people(demo.clock.now())).find(({ posts }) =>
      posts.some(({ role, sectionId }) => role === 'staff' && sectionId === section.id),
    )!;
    for (const task of tasks.slice(0, 2))
      await record.execute(
        `submit-${task.id}`,
        writer.id,
        'playground:test',
        { kind: 'submit', task: task.id, base: 0, content: contentOfTask(task) },
        demo.clock.now(),
      );
  }
  demo.app.work.wake();
  await demo.app.work.idle();
});

async function reply(page: Page, text: string) {
  const box = page.getByRole('textbox', { name: /スレッドへの返信/ });
  if ((await box.count()) === 0)
    await channel(page).getByRole('button', { name: 'スレッドで返信' }).first().click();
  await box.fill(text);
  await page.keyboard.press('Enter');
  await channel(page).getByRole('article').filter({ hasText: text }).last().waitFor();
}

test.each(['Teams', 'Slack'] as const)(
  'as %s: buttons for the manager alone, a question to the writer, and the answer in the thread',
  async (look) => {
    const page = await inBrowser.browser.newPage({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(inBrowser.demo.url);
    await page.getByRole('radio', { name: look }).check({ force: true });
    const section = look === 'Teams' ? '建設課' : '産業振興課';
    await become(page, `${section} 課長`);
    await card(channel(page), '承認待ち（課長）').waitFor();
    await reply(page, '承認');
    const several = card(direct(page), '承認待ちが2件あります。');
    await several.getByRole('button', { name: 'No.2 を承認する' }).waitFor();
    await several.getByRole('button', { name: 'No.2 の内容を見る' }).click();
    const read = page.getByRole('dialog', { name: '報告の内容' });
    await read.getByText('計画どおり実施した。').first().waitFor();
    await read.getByRole('button', { name: '閉じる' }).click();
    await read.waitFor({ state: 'hidden' });
    await reply(page, '2番の数字は？');
    await card(direct(page), '担当者へ伝えました').waitFor();

    await become(page, `${section} 担当者1`);
    const question = card(direct(page), '2番の数字は？');
    await question.getByRole('button', { name: 'No.2 についての質問に回答する' }).click();
    const form = page.getByRole('dialog', { name: '質問への回答' });
    await form.getByRole('button', { name: '回答を送る' }).click();
    await form.getByText('回答を書いてください。').first().waitFor();
    await form.getByRole('textbox', { name: /回答/ }).fill('190人です。');
    await form.getByRole('button', { name: '回答を送る' }).click();
    await card(direct(page), 'No.2 の質問に回答しました').waitFor();
    await card(channel(page), 'No.2 についての質問と回答').getByText('190人です。').waitFor();
    // Talk among people is not disturbed.
    const before = await direct(page).getByRole('article').count();
    await reply(page, '承認をお願いします');
    await inBrowser.demo.app.work.idle();
    expect(await direct(page).getByRole('article').count()).toBe(before);

    await become(page, `${section} 課長`);
    await card(direct(page), '担当者へ伝えました').waitFor();
    await page.getByRole('textbox', { name: 'Maru へのメッセージ' }).fill('状況');
    await page.keyboard.press('Enter');
    // The second list: 「承認」 in the thread was answered with the first.
    const lists = direct(page).getByRole('article').filter({ hasText: '承認をお待ちしている報告があります' });
    await lists.nth(1).waitFor();
    const waits = card(direct(page), '承認をお待ちしている報告があります');
    await waits.getByText('今日から承認待ち').first().waitFor();
    const cards = await direct(page).getByRole('article').count();
    await waits.getByRole('button', { name: 'No.1 の内容を見る' }).click();
    // In place, to be read: nothing is posted for it, and what decides is where it was opened.
    const reading = page.getByRole('dialog', { name: '報告の内容' });
    await reading.getByText('計画どおり実施した。').first().waitFor();
    await reading.getByText('続けます。').or(reading.getByText('今後の方針')).first().waitFor();
    expect((await reading.getByRole('button').allInnerTexts()).filter((text) => text !== '')).toEqual([
      '閉じる',
    ]);
    await reading.getByRole('button', { name: '閉じる' }).click();
    await reading.waitFor({ state: 'hidden' });
    expect(await direct(page).getByRole('article').count()).toBe(cards);
    await waits.getByRole('button', { name: 'No.1 を承認する' }).waitFor();
  },
  60_000,
);
