/** The page of the demo in English: asked for by `?lang=en` or by the browser, whole, and as good to those who cannot see it well. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../../support/axe.js';
import { demoInBrowser, openPage } from './in-browser.js';

const FOLDER = new URL('../../../src/chat/playground/page/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');
const english = JSON.parse(read('words/english.json')) as { [japanese: string]: string };
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

describe('the texts', () => {
  test('every Japanese one of the scripts has its English, and there is no other', () => {
    const asked = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => {
        const code = read(name)
          .replaceAll(/\/\*[\s\S]*?\*\//gu, '')
          .replaceAll(/(^|\s)\/\/.*$/gmu, '');
        return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/gu)]
          .map(([, single, template]) => single ?? template ?? '')
          .filter((text) => JAPANESE.test(text));
      });
    // The words a person may write are offered in the language of the page.
    const offered = ['続き', '状況', 'あとで', 'ヘルプ'];
    expect(asked.filter((text) => !Object.hasOwn(english, text) && !offered.includes(text))).toEqual([]);
    const html = read('index.html');
    const used = (text: string) => asked.includes(text) || html.includes(text) || !JAPANESE.test(text);
    expect(Object.keys(english).filter((text) => !used(text))).toEqual([]);
    for (const [japanese, own] of Object.entries(english))
      expect([japanese, own.split('{}').length]).toEqual([japanese, japanese.split('{}').length]);
  });
});

describe('in the browser', () => {
  const inBrowser = demoInBrowser();
  const open = (path: string, locale: string, dark = false, width = 1280) =>
    openPage(inBrowser, { path, locale, dark, width });
  const language = 'document.documentElement.lang';

  test.each([
    ['/', 'en-US', 'en'],
    ['/', 'ja-JP', 'ja'],
    ['/', 'fr-FR', 'ja'],
    ['/?lang=en', 'ja-JP', 'en'],
    ['/?lang=ja', 'en-US', 'ja'],
  ])('%s for a browser of %s is in %s', async (path, locale, expected) => {
    const page = await open(path, locale);
    expect(await page.evaluate(language)).toBe(expected);
  });

  test('the link changes to the other language and back', async () => {
    const page = await open('/', 'ja-JP');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('link', { name: '日本語' }).waitFor();
    expect(await page.evaluate(language)).toBe('en');
    await page.getByRole('link', { name: '日本語' }).click();
    await page.getByRole('link', { name: 'English' }).waitFor();
    expect(await page.evaluate(language)).toBe('ja');
  });

  test('nothing of the page itself is left in Japanese but names, and Maru answers in English when asked to', async () => {
    const page = await open('/?lang=en', 'ja-JP');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByRole('button', { name: 'continue', exact: true }).click();
    await page.getByRole('log', { name: 'Messages of the private chat' }).getByText('Goal').first().waitFor();
    const own = (await page.evaluate(`[...document.querySelectorAll(
      'header.top, nav, .guide, .words, .write-row, .hint, .pane-sub, label, .clock, .welcome, .message-at')]
      .flatMap((one) => [one.innerText, ...[...one.querySelectorAll('[aria-label],[placeholder]')].flatMap((e) =>
        [e.getAttribute('aria-label') ?? '', e.getAttribute('placeholder') ?? ''])]).join('\\n')`)) as string;
    // Posts have their Japanese names, with the English beside them.
    const left = own.replaceAll(/日本語|担当者|課長|事務局|承認|差戻し|建設課/gu, '');
    expect(left.split('\n').filter((line) => JAPANESE.test(line))).toEqual([]);
    expect(own).toContain('Mon 2 Oct 2023');
  });

  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('axe-core finds nothing, %s and %d pixels wide', async (scheme, width) => {
    const page = await open('/?lang=en', 'en-US', scheme === 'dark', width);
    expect(await problemsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});
