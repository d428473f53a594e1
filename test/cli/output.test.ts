/** What a command writes, where it cannot be written; and which version it is. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { toTerminal } from '../../src/cli/io.js';
import { VERSION } from '../../src/package/version.js';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const words = ['--import', path('test/support/typescript.mjs'), path('src/cli.ts'), '--version'];

test('the version', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, words);
  expect(stdout).toBe(`${VERSION}\n`);
});

test('a full disk is one sentence and no success', async () => {
  // Linux's own disk that is always full (full(4)).
  const full = await open('/dev/full', 'w');
  const child = spawn(process.execPath, words, { stdio: ['ignore', full.fd, 'pipe'] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  await full.close();
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([expect.stringContaining('ディスクがいっぱいで')]);
});

test('what others typed moves no cursor on a terminal, and goes to a file as it is', () => {
  const typed = '\u001b]0;x\u0007\u001b[2Jメモ\t一行目\n二行目\u202e\r';
  expect(toTerminal(typed, true)).toBe(' ]0;x  [2Jメモ\t一行目\n二行目  ');
  expect(toTerminal(typed, false)).toBe(typed);
});
