import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser whose pages reach nothing but this machine. */
export interface TestBrowser {
  /** A page with cookies and storage of its own, like a person's own window. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** Addresses outside this machine that pages asked for; they were refused. */
  readonly refused: readonly string[];
  /** Errors of the pages' own scripts. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** A headless Chromium. Call in `beforeAll`, and `close()` in `afterAll`. */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = process.env.MARU_TEST_CHROMIUM;
  if (executablePath === undefined) {
    throw new Error('MARU_TEST_CHROMIUM is set by test/support/global-setup.mjs; run through jest');
  }
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const refused: string[] = [];
  const errors: string[] = [];
  return {
    refused,
    errors,
    newPage: async (options = {}) => {
      const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', ...options });
      await context.route(
        (url) => !isThisMachine(url),
        (route) => {
          refused.push(route.request().url());
          return route.abort();
        },
      );
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error.message));
      return page;
    },
    close: () => browser.close(),
  };
}

const isThisMachine = (url: URL): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ||
  ['data:', 'blob:', 'about:'].includes(url.protocol);
