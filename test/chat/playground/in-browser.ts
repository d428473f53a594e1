/** The demo and a real browser for the tests of a file. */
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from '../../support/chromium.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { direct } from './on-page.js';
import { startDemo, type TestDemo } from './server.js';

/** There from the first test on. No script of a page may fail, and none asks for anything of another machine. */
export function demoInBrowser(
  timeoutMs = 60_000,
  prepare: (demo: TestDemo) => Promise<void> = async () => undefined,
): { readonly demo: TestDemo; readonly browser: TestBrowser } {
  let demo: TestDemo;
  let browser: TestBrowser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
    await prepare(demo);
  }, timeoutMs);
  afterAll(async () => {
    await browser.close();
    await demo.end();
  });
  afterEach(() => {
    expect(browser.errors).toEqual([]);
    expect(browser.refused).toEqual([]);
  });
  return {
    get demo() {
      return demo;
    },
    get browser() {
      return browser;
    },
  };
}

/** The page with its first message. */
export async function openPage(
  { demo, browser }: { readonly demo: TestDemo; readonly browser: TestBrowser },
  { width = 1280, dark = false }: { readonly width?: number; readonly dark?: boolean } = {},
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(demo.url);
  await direct(page).getByRole('article').first().waitFor();
  return page;
}
