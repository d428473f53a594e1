/** Test files share a process, and nothing else: what one leaves does nothing to jest and to those that follow (support/environment.mjs, support/jest). */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');
const testEnvironment = fileURLToPath(new URL('support/environment.mjs', import.meta.url));
const runtime = fileURLToPath(new URL('support/jest/runtime.cjs', import.meta.url));

let rootDir: string;
beforeEach(async () => {
  rootDir = await mkdtemp(join(tmpdir(), 'maru-runner-'));
});
afterEach(() => rm(rootDir, { recursive: true }));

/** Runs jest on these test files, one after the other in their order. */
async function run(files: Readonly<Record<string, string>>, more: object = {}) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(rootDir, name), text);
  const sequencer = `module.exports = class { shard(t) { return t } cacheResults() {} allFailedTests(t) { return t }
    sort(tests) { return [...tests].sort((a, b) => a.path < b.path ? -1 : 1) } }`;
  await writeFile(join(rootDir, 'in-order.cjs'), sequencer);
  const config = {
    rootDir,
    testEnvironment,
    runtime,
    testSequencer: '<rootDir>/in-order.cjs',
    transform: {},
    ...more,
  };
  const outputFile = join(rootDir, 'out.json');
  const { code, told } = await new Promise<{ code: unknown; told: string }>((resolve) =>
    execFile(
      process.execPath,
      [jest, '--config', JSON.stringify(config), '--runInBand', '--json', `--outputFile=${outputFile}`],
      { cwd: rootDir },
      (fault, _out, told) => resolve({ code: fault?.code ?? 0, told }),
    ),
  );
  const counts = JSON.parse(await readFile(outputFile, 'utf8')) as Record<string, number>;
  return { code, told, passed: counts.numPassedTests, failed: counts.numFailedTests };
}

test('a timer that a failed test left ends with its file', async () => {
  const { code, told, ...counts } = await run({
    'a.test.js': `const { existsSync } = require('node:fs');
      const late = () => { if (existsSync('b-began')) throw new Error('late') };
      test('a', () => { setInterval(late, 1); throw new Error('red') });`,
    'b.test.js': `require('node:fs').writeFileSync('b-began', '');
      test('b', () => new Promise((resolve) => setTimeout(resolve, 300)));`,
  });
  expect(told).toContain('This test file left open: 1 Timeout');
  expect({ code, ...counts }).toEqual({ code: 1, passed: 1, failed: 1 });
});

test('a fault after the end of its file is told, and the run fails with its counts', async () => {
  const { code, told, ...counts } = await run(
    {
      'a.test.js': `const timers = require('node:timers');
        const { existsSync } = require('node:fs');
        const late = () => { if (existsSync('ended')) throw new Error('late') };
        test('a', () => { timers.setInterval(late, 1).unref() });`,
      'end.cjs': `module.exports = async () => {
          require('node:fs').writeFileSync('ended', '');
          while (!process.exitCode) await new Promise((resolve) => setTimeout(resolve, 20));
        };`,
    },
    { globalTeardown: '<rootDir>/end.cjs' },
  );
  expect(told).toContain('After the end of its test file: Error: late');
  expect({ code, ...counts }).toEqual({ code: 1, passed: 1, failed: 0 });
});

test('what takes longer than its file says is not given up before it has had its time', async () => {
  const { code, passed } = await run({
    'a.test.js': `beforeAll(() => new Promise((resolve) => setTimeout(resolve, 100)), 10);
      test('a', () => new Promise((resolve) => setTimeout(resolve, 100)), 10);`,
  });
  expect({ code, passed }).toEqual({ code: 0, passed: 1 });
});

test('what a file changes in the process is put back before the next', async () => {
  const { told, ...counts } = await run({
    'a.test.js': `test('a', () => {
      process.env.LEFT = 'left';
      delete process.env.PATH;
      process.env = {};
      console.log = () => {};
      setTimeout = () => {};
    }); `,
    'b.test.js': `test('b', async () => {
      expect([process.env.LEFT, typeof process.env.PATH]).toEqual([undefined, 'string']);
      await new Promise((resolve) => setTimeout(resolve, 1));
      console.log('told');
    });`,
  });
  expect(told).toContain('told');
  expect(counts).toEqual({ code: 0, passed: 2, failed: 0 });
});

test('a source is loaded once, a test and what supports it anew for each file', async () => {
  const at = (path: string) => relative(rootDir, fileURLToPath(new URL(path, import.meta.url)));
  const seen = (expected: readonly boolean[]) => `import { expect, test } from '@jest/globals';
    import * as support from '${at('support/within.js')}';
    import * as source from '${at('../src/core/text/fold.js')}';
    const first = (globalThis.seenFirst ??= { support, source });
    test('same', () => expect([first.support === support, first.source === source]).toEqual(${JSON.stringify(expected)}));`;
  const { code, passed } = await run(
    { 'a.test.mjs': seen([true, true]), 'b.test.mjs': seen([false, true]) },
    { testMatch: ['<rootDir>/*.test.mjs'] },
  );
  expect({ code, passed }).toEqual({ code: 0, passed: 2 });
});
