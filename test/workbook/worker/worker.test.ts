import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { transform } from '@swc/core';
import { readFile as readHere } from '../../../src/workbook/files.js';
import { exportInWorker, importInWorker } from '../../../src/workbook/worker/worker.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

// compiling the modules and starting processes takes seconds on a busy machine
// At the lowest priority four busy neighbours leave it a hundredth of a processor.
jest.setTimeout(1_800_000);

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let folder = '';
let entry: URL;

/** A process of its own runs JavaScript only here, so what it needs is compiled first, where the packages are found. */
beforeAll(async () => {
  await mkdir(join(ROOT, 'node_modules/.cache'), { recursive: true });
  folder = await mkdtemp(join(ROOT, 'node_modules/.cache/worker-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const part of ['src/core', 'src/flow', 'src/workbook', 'src/package']) {
    for (const name of await readdir(join(ROOT, part), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const source = join(ROOT, part, name);
      const target = join(folder, relative(ROOT, source)).replace(/\.ts$/, '.js');
      const { code } = await transform(await readFile(source, 'utf8'), {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, code);
    }
  }
  entry = pathToFileURL(join(folder, 'src/workbook/worker/worker-process.js'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The niceness of every thread of the processes that read or write files for this one; none where no /proc tells. */
function nicenessOfWorkers(): number[] {
  const { pid } = process;
  const children = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(children)) return [];
  const workers = readFileSync(children, 'utf8')
    .split(' ')
    .filter((child) => child !== '')
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('worker-process'));
  return workers.flatMap((worker) =>
    readdirSync(`/proc/${worker}/task`).map((thread) => {
      const stat = readFileSync(`/proc/${worker}/task/${thread}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    }),
  );
}

const many = (count: number) =>
  Array.from({ length: Math.ceil(count / 8) }, () => approved(kitaSheets()))
    .flat()
    .slice(0, count);

/** Where no limit of time is tried: at a low priority a busy machine leaves it next to nothing. */
const UNHURRIED_SECONDS = 3_600;
const unhurried = () => ({ entry, seconds: UNHURRIED_SECONDS });

test('an export in a process of its own leaves this one free, tells how far it is, and gives the same file', async () => {
  const sheets = many(80);
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const progress: number[] = [];
  let niceness: number[] = [];
  const start = performance.now();
  const written = await exportInWorker(
    sheets,
    {
      format: 'xlsx',
      onProgress: (done) => {
        if (progress.push(done) === 1) niceness = nicenessOfWorkers();
      },
    },
    unhurried(),
  );
  const elapsed = performance.now() - start;
  clearInterval(beat);
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  expect(progress).toEqual(sheets.map((_, index) => index + 1));
  // written here it would be one single block
  expect(longest).toBeLessThan(elapsed / 2);
  // none of its threads stands in the way of whoever answers
  expect(niceness.filter((nice) => nice !== constants.priority.PRIORITY_LOW)).toEqual([]);
  if (existsSync('/proc/self/task')) expect(niceness.length).toBeGreaterThan(1);
  const read = await readHere(written.bytes, 'x.xlsx');
  expect(read.kind === 'read' && read.sheets.length).toBe(80);
});

test('refusals come back as values, also from reading', async () => {
  const open = kitaSheets().map((sheet) => ({ ...sheet, approved: false }));
  expect((await exportInWorker(open, { format: 'csv' }, unhurried())).kind).toBe('refused');
  expect((await importInWorker(new Uint8Array([1]), 'x.xlsx', {}, unhurried())).kind).toBe('refused');
});

test('what takes too long is stopped and refused with a sentence', async () => {
  const written = await exportInWorker(many(300), { format: 'xlsx' }, { entry, seconds: 0.05 });
  expect(written.kind === 'refused' && written.problems[0]!.message.ja).toContain('中止しました');
});

/** A clock that says 0 once, and from then on something else. */
function jumped(ms: number) {
  const told: number[] = [];
  return { told, now: () => (told.push(ms) === 1 ? 0 : ms) };
}

test('where others have all processors it may take long by the clock, and what hangs is stopped all the same', async () => {
  const late = jumped(UNHURRIED_SECONDS * 9_000);
  expect((await exportInWorker(many(80), { format: 'xlsx' }, { ...unhurried(), now: late.now })).kind).toBe(
    'written',
  );
  // it was looked at
  if (existsSync('/proc/self/stat')) expect(late.told.length).toBeGreaterThan(1);
  const never = jumped(UNHURRIED_SECONDS * 11_000);
  expect((await exportInWorker(many(80), { format: 'xlsx' }, { ...unhurried(), now: never.now })).kind).toBe(
    'refused',
  );
});

test('run from source, the work is done right here', async () => {
  expect((await exportInWorker(approved(kitaSheets()), { format: 'json' })).kind).toBe('written');
});
