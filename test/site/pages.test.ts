/** Every kind of page in a browser: axe-core finds nothing, it is read on a phone, at 400 % and with the keyboard alone, and printed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Theme } from '../../src/core/site/theme.js';
import { stageSite } from '../../src/site/folder.js';
import { addPapers } from '../../src/site/papers.js';
import { writeSite } from '../../src/site/write-site.js';
import { siteSections } from '../../src/store/postgres/site/site-sections.js';
import { by, type City, later } from '../store/postgres/city.js';
import { problemsOf } from '../support/axe.js';
import { openBrowser, type TestBrowser } from '../support/chromium.js';
import { filesIn, finishedCity } from './published-city.js';

const THEME: Theme = {
  ...{ organization: '見本市', colour: '#005a3c', footer: '見本市 政策企画課', logo: null, css: '' },
  english: { organization: 'Mihon City' },
};

let town: City;
let browser: TestBrowser;
let server: Server;
let dir: string;
let base: string;
let files: Map<string, Buffer>;

beforeAll(async () => {
  town = await finishedCity();
  await town.record.publish(2023, null, { by, now: later(1) });
  dir = await mkdtemp(join(tmpdir(), 'maru-pages-'));
  const staged = await stageSite(dir);
  const sections = () => siteSections(town.pool, { fiscalYear: 2023, also: [2022] });
  const about = { fiscalYear: 2023, theme: THEME, files: [] };
  const pages = await writeSite(sections(), about, staged);
  const { site } = await addPapers(pages, sections(), about, staged, { before: async () => null });
  await staged.settle(site.files);
  await staged.discard();
  files = await filesIn(dir);
  server = createServer((request, response) => {
    const path = decodeURI((request.url ?? '/').slice(1)) || 'index.html';
    const found = files.get(path);
    response.setHeader('content-type', path.endsWith('.css') ? 'text/css' : 'text/html');
    response.writeHead(found ? 200 : 404).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

/** One page of each kind, and those that differ most within it. */
const kinds = (): string[] => {
  const all = [...files.keys()];
  const trend = all.filter(
    (path) => path.startsWith('indicators/') && files.get(path)!.includes('id="trend-t"'),
  );
  const plain = all.filter((path) => path.startsWith('indicators/') && !files.get(path)!.includes('<svg'));
  const first = (folder: string) => all.filter((path) => path.startsWith(folder)).slice(0, 1);
  return [
    ...[
      'index.html',
      'departments.html',
      'plans.html',
      'papers.html',
      'plans/policy-4-3.html',
      'errata.html',
      'changes.html',
      'data.html',
    ],
    ...first('departments/'),
    ...[`sheets/2023/${town.section(7)}.html`, `sheets/2022/${town.section(7)}.html`],
    ...[...trend.slice(0, 1), ...plain.slice(0, 1)],
  ];
};

test('there is a page of every kind', () => {
  expect(kinds()).toHaveLength(13);
  expect(kinds().filter((path) => !files.has(path))).toEqual([]);
});

const SCREENS = [
  { on: 'a desk', width: 1280, height: 900 },
  { on: 'a phone', width: 390, height: 844 },
  // WCAG 2.1, 1.4.10: 1280 pixels at 400 %
  { on: '400 %', width: 320, height: 256 },
];

test('on a desk, a phone and at 400 % axe-core finds nothing, and only what is a table reaches beyond the side', async () => {
  const page = await browser.newPage();
  for (const path of kinds()) {
    await page.goto(`${base}/${path}`);
    for (const { on, ...size } of SCREENS) {
      await page.setViewportSize(size);
      expect([path, on, await problemsOf(page)]).toEqual([path, on, []]);
      const beyond = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([path, on, beyond]).toEqual([path, on, 0]);
      expect([on, await page.evaluate('innerWidth')]).toEqual([on, size.width]);
    }
  }
  await page.context().close();
}, 120_000);

test('one heading of the first level, none left out below it; every table has headings with scopes; the language is said', async () => {
  const page = await browser.newPage();
  for (const path of kinds()) {
    await page.goto(`${base}/${path}`);
    const levels = (await page.evaluate(
      `[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(({ localName }) => Number(localName[1]))`,
    )) as number[];
    expect([path, levels[0], levels.filter((level) => level === 1).length]).toEqual([path, 1, 1]);
    expect([path, levels.filter((level, at) => at > 0 && level > levels[at - 1]! + 1)]).toEqual([path, []]);
    const unscoped = await page.evaluate(
      `document.querySelectorAll('th:not([scope])').length + [...document.querySelectorAll('table')].filter((one) => !one.caption || !one.querySelector('th')).length`,
    );
    expect([path, unscoped]).toEqual([path, 0]);
    expect([path, await page.evaluate('document.documentElement.lang')]).toEqual([path, 'ja']);
    const pictures = (await page.evaluate(
      `[...document.querySelectorAll('svg')].map((one) => one.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id).textContent.length > 5))`,
    )) as boolean[][];
    expect([path, pictures.flat().includes(false)]).toEqual([path, false]);
  }
  await page.context().close();
}, 60_000);

test('from the start to an indicator with the keyboard alone', async () => {
  const page = await browser.newPage();
  await page.goto(`${base}/index.html`);
  const follow = async (name: RegExp) => {
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press('Tab');
      const text = String(
        await page.evaluate(`document.activeElement.matches('a') ? document.activeElement.textContent : ''`),
      );
      if (!name.test(text)) continue;
      const here = page.url();
      await page.keyboard.press('Enter');
      // The page that is left is loaded, too: what is awaited is another.
      await page.waitForURL((url) => url.href !== here);
      return;
    }
    throw new Error(`Tab does not lead to ${name}`);
  };
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.className')).toBe('skip');
  await follow(/^北区/u);
  await follow(/^建設課$/u);
  await follow(/アキグミ/u);
  await page.waitForURL(/\/indicators\//u);
  expect(await page.locator('h1').innerText()).toMatch(/アキグミ/u);
  await page.context().close();
}, 60_000);

test('a bullet bar and a trend are drawn to scale, and told by shape and in words', async () => {
  const page = await browser.newPage();
  const [path] = [...files.keys()].filter(
    (one) => one.startsWith('indicators/') && files.get(one)!.includes('アキグミ'),
  );
  await page.goto(`${base}/${path}`);
  expect(await page.locator('#bullet-d').textContent()).toBe(
    '目標 200人（縦の線）、中間結果 100人（ひし形）、結果 190人（横の棒）',
  );
  expect(await page.locator('#trend-d').textContent()).toBe(
    'R4 結果 190人、目標 200人。R5 結果 190人、目標 200人',
  );
  const [track, bar] = (await page.evaluate(
    `[...document.querySelectorAll('svg[aria-labelledby^=bullet] rect')].map((one) => Number(one.getAttribute('width')))`,
  )) as [number, number];
  // 190 of 220, a tenth more than the target
  expect(bar / track).toBeCloseTo(190 / 220, 2);
  await page.context().close();
}, 60_000);

test('nothing beyond this machine was asked for, and no page has a script', () => {
  expect(browser.refused).toEqual([]);
  expect(browser.errors).toEqual([]);
});
