import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { PATIENCE_MS } from './patience.js';

/**
 * What Chromium does without. Of this flag the last counts: what Playwright would leave out comes first. Chromium draws what
 * stands below its address bar as pages, three for each window, though nobody sees them here: they take more than our own.
 */
const WITHOUT = [
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...[
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
  ],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch'],
  'ThirdPartyStoragePartitioning',
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
];

const FLAGS = [
  `--disable-features=${WITHOUT.join(',')}`,
  // Not by Playwright's `route`: that stops each request of a page to be asked about it, and keeps nothing in the cache.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
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
  const note = (url: string) => {
    if (!isThisMachine(new URL(url))) refused.push(url);
  };
  return {
    refused,
    errors,
    newPage: async (options = {}) => {
      const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      context.on('request', (request) => note(request.url()));
      const page = await context.newPage();
      page.on('websocket', (socket) => note(socket.url()));
      page.on('pageerror', (error) => errors.push(error.message));
      return page;
    },
    close: () => browser.close(),
  };
}

const isThisMachine = (url: URL): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ||
  ['data:', 'blob:', 'about:'].includes(url.protocol);
