import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openBrowser, type TestBrowser } from '../support/chromium.js';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
}, 30_000);
afterAll(() => browser.close());

test('the browser shows a page of this machine and asks nothing of any other', async () => {
  const page =
    '<title>組織目標</title><img src="https://example.com/a.png"><script>throw new Error("bad")</script>';
  const server = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html; charset=utf-8').end(page),
  ).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const window = await browser.newPage({ viewport: { width: 360, height: 640 } });
  await window.goto(`http://127.0.0.1:${port}/`);
  expect(await window.title()).toBe('組織目標');
  expect(browser.refused).toEqual(['https://example.com/a.png']);
  expect(browser.errors).toEqual(['bad']);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
