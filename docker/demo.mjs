// The demo in a container. It answers its own machine alone, and a container is a machine of its own: what is published
// by compose.demo.yaml, to this computer only, is handed on here.
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [port = '3000', published = '3080'] = process.argv.slice(2);

const demo = spawn(process.execPath, ['dist/cli.js', 'demo', '--port', port], { stdio: 'inherit' });
const server = createServer((browser) => {
  const page = connect(Number(port), '127.0.0.1');
  browser.pipe(page).pipe(browser);
  // A tab that was closed, or the demo that has not begun: the other end is told by its end.
  browser.on('error', () => page.destroy());
  page.on('error', () => browser.destroy());
});
server.listen(Number(published));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => demo.kill(signal));
demo.on('exit', (code) => process.exit(code ?? 1));
