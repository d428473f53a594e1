/**
 * What the documents show: the demo played on as a section would, and a picture of what each role then has before
 * it. Nothing is drawn by hand, so a picture shows what Maru says today; what it shows stands in words beside it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { become, card, direct, say } from '../chat/playground/on-page.js';
import type { TestDemo } from '../chat/playground/server.js';
import type { TestBrowser } from '../support/chromium.js';
import { PATIENCE_MS } from '../support/patience.js';

/** Pixels of the page. Cards are drawn as wide as a chat beside other windows. */
const WHOLE = { width: 1180, height: 860 };
const CHAT = { width: 480, height: 1_400 };

type Scene = { readonly name: string; readonly picture: Buffer; readonly words: string };

/** Plays the scenes. Each has its name, a PNG, and the words in it as `<name>.txt` beside the picture keeps them. */
export async function playScenes(demo: TestDemo, browser: TestBrowser): Promise<Scene[]> {
  const page = await browser.newPage({ viewport: WHOLE, reducedMotion: 'reduce' });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(demo.url);
  await become(page, '建設課 担当者1');
  const scenes: Scene[] = [];
  const keep = async (name: string, shown: Locator) => {
    for (const picture of await shown.getByRole('img').all()) await picture.waitFor();
    scenes.push({ name, picture: await shown.screenshot(), words: wordsOf(await shown.innerText()) });
  };

  // The page itself stands in no list of words: it shows the time.
  await report(page, 'No.1', '201人', /○ 達成見込み/u, '地域の会議を6回開き、201人が参加しました。');
  await say(page, '3番');
  await told(page, '結果を教えてください').waitFor();
  await say(page, '4回');
  await told(page, '期末の見込みを選んでください').waitFor();
  scenes.push({ name: 'playground', picture: await page.screenshot(), words: '' });

  await page.setViewportSize(CHAT);
  await keep('question', told(page, '期末の見込みを選んでください'));
  await told(page, '期末の見込みを選んでください').getByRole('button', { name: /△/u }).click();
  await told(page, '理由').waitFor();
  await say(page, '上半期は会場の改修が重なったためです。');
  await told(page, '下半期に何をするか').waitFor();
  await say(page, '下半期に3回開きます。');
  await finish(page, 'No.3', '会場の改修があり、4回の開催でした。');

  await become(page, '建設課 課長');
  await say(page, '状況');
  await told(page, '承認待ちが2件').waitFor();
  await keep('approval', told(page, '承認待ちが2件'));

  await become(page, '事務局');
  await say(page, '状況');
  // The picture is put in when it is drawn.
  await told(page, '全体の状況').getByRole('img').waitFor();
  await keep('board', told(page, '全体の状況'));
  return scenes;
}

/** Writes the pictures and what stands in them into a folder. */
export async function writeScenes(scenes: readonly Scene[], folder: string): Promise<void> {
  for (const { name, picture, words } of scenes) {
    await writeFile(join(folder, `${name}.png`), picture);
    if (words !== '') await writeFile(join(folder, `${name}.txt`), `${words}\n`);
  }
}

const told = (page: Page, text: string) => card(direct(page), text);

async function report(
  page: Page,
  goal: string,
  result: string,
  rating: RegExp,
  status: string,
): Promise<void> {
  await say(page, `${goal.slice('No.'.length)}番`);
  await told(page, '結果を教えてください').waitFor();
  await say(page, result);
  await told(page, '期末の見込みを選んでください').getByRole('button', { name: rating }).click();
  await finish(page, goal, status);
}

async function finish(page: Page, goal: string, status: string): Promise<void> {
  await told(page, '目標達成状況を教えてください').waitFor();
  await say(page, status);
  await told(page, '今後の方針を教えてください').waitFor();
  await say(page, '下半期も続けます。');
  const review = direct(page)
    .getByRole('article')
    .filter({ hasText: status, has: page.getByRole('button', { name: '提出する' }) });
  await review.last().getByRole('button', { name: '提出する' }).click();
  await told(page, `${goal} を提出しました`).waitFor();
}

/** One line for each that is shown, without who wrote a message and when. */
const wordsOf = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'Maru' && !/^\d{1,2}月\d{1,2}日.* \d{1,2}:\d{2}$/u.test(line))
    .join('\n');
