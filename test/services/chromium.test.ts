import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openBrowser, type TestBrowser } from '../support/chromium.js';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
}, 30_000);
afterAll(() => browser.close());

test('the browser shows a page of this machine and asks nothing of any other', async () => {
  const listen = async (address: string, page: string) => {
    const server = createServer((_, answer) =>
      answer.setHeader('content-type', 'text/html; charset=utf-8').end(page),
    ).listen(0, address);
    await new Promise((resolve) => server.once('listening', resolve));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    return {
      at: `${address}:${(server.address() as { port: number }).port}`,
      connections: () => connections,
      async stop() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  };
  // Would answer, but is not an address that counts as this machine.
  const other = await listen('127.0.0.2', '');
  const outside = ['https://example.com/a.png', `http://${other.at}/b.png`, `ws://${other.at}/c`];
  const own = await listen(
    '127.0.0.1',
    `<title>組織目標</title><img src="${outside[0]}"><img src="${outside[1]}"><script>
      document.title += new WebSocket('${outside[2]}').readyState;
      throw new Error("bad")</script>`,
  );
  const window = await browser.newPage({ viewport: { width: 360, height: 640 } });
  await Promise.all([window.waitForEvent('websocket'), window.goto(`http://${own.at}/`)]);
  expect(await window.title()).toBe('組織目標0');
  expect([...browser.refused].sort()).toEqual([...outside].sort());
  expect(browser.errors).toEqual(['bad']);
  expect([own.connections() > 0, other.connections()]).toEqual([true, 0]);
  await own.stop();
  await other.stop();
});
