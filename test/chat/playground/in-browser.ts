/** The demo and a real browser for the tests of a file. */
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from '../../support/chromium.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { startDemo, type TestDemo } from './server.js';

interface InBrowser {
  readonly demo: TestDemo;
  readonly browser: TestBrowser;
  /** By the device they stand for, and its language. */
  readonly windows: Map<string, Page>;
}

/** There from the first test on. No script of a page may fail, and none asks for anything of another machine. */
export function demoInBrowser(
  timeoutMs = 60_000,
  prepare: (demo: TestDemo) => Promise<void> = async () => undefined,
): InBrowser {
  const windows = new Map<string, Page>();
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
    windows,
  };
}

/**
 * The page with its first message, for somebody who has not been there before. Each device is one window for all tests of a
 * file, because a new one takes more than twice as long: what it keeps is thrown away, and the page loaded anew.
 */
export async function openPage(
  { demo, browser, windows }: InBrowser,
  {
    width = 1280,
    dark = false,
    device = 'own',
    locale = 'ja-JP',
    path = '/',
  }: {
    readonly width?: number;
    readonly dark?: boolean;
    readonly device?: string;
    readonly locale?: string;
    readonly path?: string;
  } = {},
): Promise<Page> {
  const viewport = { width, height: 800 };
  const media = { colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' } as const;
  const key = `${device} ${locale}`;
  const kept = windows.get(key);
  const page = kept ?? (await browser.newPage({ viewport, locale, ...media }));
  if (kept) {
    await kept.unrouteAll();
    await kept.evaluate('localStorage.clear()');
    await kept.setViewportSize(viewport);
    await kept.emulateMedia(media);
  }
  windows.set(key, page);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${demo.url}${path}`);
  await page.getByRole('article').first().waitFor();
  return page;
}
