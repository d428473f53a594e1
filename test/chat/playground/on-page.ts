/** What stands on the demo's page, found by roles and labels, as with a screen reader. */
import type { Locator, Page } from 'playwright-core';

export const direct = (page: Page) => page.getByRole('log', { name: '個別チャットのメッセージ' });
export const channel = (page: Page) => page.getByRole('log', { name: 'チャンネルのメッセージ' });
export const become = (page: Page, name: string) => page.getByLabel('わたしは').selectOption({ label: name });

/** The latest message of the bot that says this. */
export const card = (where: Locator | Page, text: string | RegExp) =>
  where.getByRole('article').filter({ hasText: text }).last();

/** Types into the private chat, and waits until it stands there. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Maru へのメッセージ' }).fill(text);
  await page.keyboard.press('Enter');
  await card(direct(page), text).waitFor();
}
