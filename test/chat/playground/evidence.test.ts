/** A memo made of a message, and a file sent with a text, on the page in a real browser. */
import { expect, test } from '@jest/globals';
import { demoInBrowser, openPage } from './in-browser.js';
import { become, card, channel, direct, say } from './on-page.js';

const inBrowser = demoInBrowser();
const NOTE = '実績メモとして残す';

test('any message becomes a memo: of the private chat, and of the channel', async () => {
  const page = await openPage(inBrowser);
  await become(page, '建設課 担当者1');
  await say(page, '1番の植栽活動に32人');
  const form = page.getByRole('dialog', { name: '実績メモ' });
  const content = form.getByRole('textbox', { name: /内容/ });
  // Not Maru's answer, which says it again and comes when it comes.
  const written = direct(page).getByRole('article').filter({ hasText: '1番の植栽活動に32人' }).first();
  await written.getByRole('button', { name: NOTE }).first().click();
  expect(await content.inputValue()).toBe('1番の植栽活動に32人');
  await form.getByRole('radio', { name: /No\.1/ }).check({ force: true });
  await form.getByRole('button', { name: '残す', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  await card(direct(page), '実績メモに残しました').getByText('32人と読み取りました').waitFor();

  await card(channel(page), '中間報告').getByRole('button', { name: NOTE }).first().click();
  await form.waitFor();
  expect(await content.inputValue()).toContain('中間報告');
  await form.getByText('投稿した方の名前は残しません').waitFor();
}, 60_000);

test('a picture goes with what was written: into the memo, and the box is empty again', async () => {
  const page = await openPage(inBrowser);
  await become(page, '建設課 担当者2');
  const box = page.getByRole('textbox', { name: 'Maru へのメッセージ' });
  await box.fill('メモ 1番 植栽活動、41人');
  const buffer = await page.screenshot();
  await page.locator('#file').setInputFiles({ name: '植栽.png', mimeType: 'image/png', buffer });
  await card(direct(page), 'メモ 1番 植栽活動、41人').getByText('植栽.png').waitFor();
  await card(direct(page), '実績メモに残しました').getByText('41人と読み取りました').waitFor();
  await card(direct(page), '植栽.png').getByText('根拠資料').first().waitFor();
  await box.and(page.locator(':placeholder-shown')).waitFor();
}, 60_000);

test('what could not be sent stays in the box', async () => {
  const page = await openPage(inBrowser);
  await become(page, '建設課 担当者2');
  const box = page.getByRole('textbox', { name: 'Maru へのメッセージ' });
  const text = 'あ'.repeat(1001);
  await box.fill(text);
  await page
    .locator('#file')
    .setInputFiles({ name: '資料.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
  await page.getByRole('alert').filter({ hasText: '文が長すぎます' }).waitFor();
  expect(await box.inputValue()).toBe(text);
  expect(await direct(page).getByText('資料.pdf').count()).toBe(0);
}, 60_000);
