// Runs jest and fails also for what jest only warns about: a test that leaves something running, and a test
// that is skipped. The counts go to .cache/jest.json.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail } from './packages.mjs';

const root = new URL('../', import.meta.url);
const results = fileURLToPath(new URL('.cache/jest.json', root));
/** Two runs at once must not write one file. */
const ownResults = `${results}.${process.pid}`;
/** What jest says when a test file left something open. It then waits for ever. */
const LEFT_OPEN = /Jest did not exit|failed to exit gracefully/;
/** How long after that it may still end by itself, in milliseconds. */
const PATIENCE_MS = 10_000;

mkdirSync(new URL('.cache/', root), { recursive: true });
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    fileURLToPath(new URL('node_modules/jest/bin/jest.js', root)),
    '--json',
    `--outputFile=${ownResults}`,
    ...process.argv.slice(2),
  ],
  // With --json the report for people goes to standard error, and the JSON also to standard output.
  { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
);
let leftOpen = false;
let tail = '';
jest.stderr.on('data', (chunk) => {
  process.stderr.write(chunk);
  tail = (tail + chunk).slice(-2_000);
  if (!leftOpen && LEFT_OPEN.test(tail)) {
    leftOpen = true;
    setTimeout(() => jest.kill('SIGTERM'), PATIENCE_MS).unref();
  }
});
// Ctrl-C reaches jest from the terminal; we wait for it and tell its end as our own.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') jest.kill(signal);
  });
}
const code = await new Promise((resolve) => jest.on('close', (status) => resolve(status ?? 1)));

if (existsSync(ownResults)) renameSync(ownResults, results);
if (leftOpen) {
  fail('終わらない処理を残したテストがあります（上の行）。', 'A test left something running (see above).');
}
if (code !== 0) process.exit(code);
const { numPendingTests, numTodoTests } = JSON.parse(readFileSync(results, 'utf8'));
const skipped = numPendingTests + numTodoTests;
// With a name pattern the others are left out on purpose.
if (skipped > 0 && !process.argv.some((word) => /^(-t|--testNamePattern)/.test(word))) {
  fail(`実行されなかったテストが ${skipped} 件あります。`, `${skipped} tests were skipped.`);
}
