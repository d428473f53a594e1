import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addCardCommand } from '../../../src/cli/tools/card.js';
import { CARD_VIEWS } from '../../../src/core/cards/card.js';

function run(...args: string[]): { out: string; failed: string } {
  let out = '';
  let failed = '';
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => (failed += text) });
  addCardCommand(program, {
    out: (text) => (out += text),
    err: (text) => (failed += text),
    fail: (message) => (failed += message),
  });
  program.parse(['card', ...args], { from: 'user' });
  return { out, failed };
}

test.each(Object.keys(CARD_VIEWS))('%s for each platform', (name) => {
  expect(JSON.parse(run(name, '--platform', 'teams').out)).toMatchObject({
    type: 'AdaptiveCard',
    version: '1.5',
  });
  const slack = JSON.parse(run(name, '--platform', 'slack').out) as { view?: object; blocks?: object[] };
  expect(slack.view ?? slack.blocks).toBeDefined();
  expect(Object.keys(JSON.parse(run(name).out) as object)).toEqual(['slack', 'teams']);
});

test('an unknown card is told in one sentence with those there are', () => {
  expect(run('nothing')).toEqual({
    out: '',
    failed: expect.stringMatching(/「nothing」.*question、review/u),
  });
});

test('an unknown platform is refused', () => {
  expect(() => run('question', '--platform', 'fax')).toThrow();
});

test('the program as it is built draws the same without the libraries of the templates', async () => {
  const told = `import Module from 'node:module';
    process.on('exit', () => {
      const loaded = Object.keys(Module._cache).filter((path) => path.includes('adaptive'));
      process.stderr.write('loaded ' + JSON.stringify(loaded));
    });`;
  const hook = `data:text/javascript,${encodeURIComponent(told)}`;
  for (const name of Object.keys(CARD_VIEWS)) {
    const built = await promisify(execFile)(process.execPath, [
      '--import',
      hook,
      '.ci/maru.mjs',
      'card',
      name,
    ]);
    expect(built).toEqual({ stdout: run(name).out, stderr: expect.stringContaining('loaded []') });
  }
});
