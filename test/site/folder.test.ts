/** A site in a folder: what runs before left behind in the middle, and pieces that follow each other. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stageSite, yearsIn } from '../../src/site/folder.js';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'maru-folder-'));
});
afterEach(async () => {
  await rm(out, { recursive: true, force: true });
});

const LEFT = '.maru-0123456789ab.tmp';

test('what was left behind more than a day ago goes; what another makes now, and files of others, stay', async () => {
  const others = ['.maru-000000000000.tmp', '.maru-notes.tmp', 'old'];
  for (const name of [LEFT, ...others]) await mkdir(join(out, name, 'sheets'), { recursive: true });
  const long = new Date(Date.now() - 25 * 60 * 60_000);
  for (const name of [LEFT, '.maru-notes.tmp', 'old']) await utimes(join(out, name), long, long);
  const staged = await stageSite(out);
  await staged.discard();
  expect((await readdir(out)).sort()).toEqual(others);
});

test('what is being made is for nobody else to read', async () => {
  const staged = await stageSite(out);
  const [name = ''] = await readdir(out);
  expect((await stat(join(out, name))).mode & 0o077).toBe(0);
  await staged.discard();
});

test('pieces of a file stand one behind the other', async () => {
  const staged = await stageSite(out);
  const file = await staged.begin('data/x.csv');
  for (const piece of ['あ', 'b', 'う']) await file.write(new TextEncoder().encode(piece));
  await file.end();
  await staged.write('SHA256SUMS.txt', new Uint8Array());
  expect(await staged.settle({ 'data/x.csv': '' })).toEqual([]);
  expect(await readFile(join(out, 'data/x.csv'), 'utf8')).toBe('あbう');
  await staged.discard();
});

test('a file that was begun and not ended is closed with what is taken away', async () => {
  const staged = await stageSite(out);
  const file = await staged.begin('data/x.csv');
  await staged.discard();
  await expect(file.write(new Uint8Array([1]))).rejects.toThrow();
  expect(await readdir(out)).toEqual([]);
});

test('the years of the sheets in it are those of its list, whatever else lies there', async () => {
  expect(await yearsIn(join(out, 'nowhere'))).toEqual([]);
  await mkdir(join(out, 'sheets/2020'), { recursive: true });
  const paths = [
    'index.html',
    'sheets/2026/s1.html',
    'sheets/2024/s1.html',
    'sheets/2024/s1.pdf',
    'sheets/x',
  ];
  await writeFile(join(out, 'SHA256SUMS.txt'), paths.map((path) => `${'0'.repeat(64)}  ${path}\n`).join(''));
  expect(await yearsIn(out)).toEqual([2024, 2026]);
});
