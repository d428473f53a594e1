/** The process that sets PDFs: what ends it, and that nothing else ends with it. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { OfficialSheet, Written } from '../../../src/workbook/form/official-sheet.js';
import { paperOf } from '../../../src/workbook/pdf/paper.js';
import { openSetter } from '../../../src/workbook/pdf/typesetter.js';
import { writePdf } from '../../../src/workbook/pdf/write.js';
import { ran } from '../../cli/run-maru.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

// Each process reads its fonts: half a second on a quiet machine.
jest.setTimeout(120_000);

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILT = pathToFileURL(join(ROOT, 'dist/workbook/pdf/typesetter-process.js'));
const OPTIONS = { paper: 'A3', rating: 'symbol' } as const;
const sheets = approved(kitaSheets());
const sheetOf = (section: string): OfficialSheet =>
  sheets.find(({ header }) => header.organization.text === section)!;

let folder = '';
let open: ReturnType<typeof openSetter>[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-typesetter-'));
});
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function setter(options: Parameters<typeof openSetter>[0] = {}) {
  const one = openSetter({ entry: BUILT, ...options });
  open.push(one);
  return one;
}

/** The process as it was built, and something that it does before each document, given as `document`. */
async function entryThat(does: string): Promise<URL> {
  const path = join(folder, `${Math.abs(does.length)}.mjs`);
  await writeFile(
    path,
    `import { appendFileSync } from 'node:fs';
await import(${JSON.stringify(BUILT.href)});
process.prependListener('message', (document) => { ${does} });\n`,
  );
  return pathToFileURL(path);
}

test('a fault that ends the process names its sheet, and the others are set', async () => {
  const entry = await entryThat(
    `if (document.sheets.some(({ section }) => section === '建設課')) process.abort();`,
  );
  const { set } = setter({ entry });
  const made: Written[] = [];
  for (const section of ['北出張所', '建設課', '地域総務課'])
    made.push(await writePdf([sheetOf(section)], OPTIONS, set));
  expect(made.map(({ kind }) => kind)).toEqual(['written', 'refused', 'written']);
  const said = (one: Written) =>
    one.kind === 'refused' ? one.problems.map(({ message }) => message.ja) : [];
  expect(said(made[1]!)).toEqual([
    expect.stringMatching(/^「建設課」の PDF を作れませんでした（.*SIGABRT）。/u),
  ]);
  // In one file with others, it is still the one that is named.
  expect(said(await writePdf([sheetOf('北出張所'), sheetOf('建設課')], OPTIONS, set))).toEqual(
    said(made[1]!),
  );
});

test('what takes too long is ended', async () => {
  const entry = await entryThat('for (;;);');
  const made = await writePdf([sheetOf('北出張所')], OPTIONS, setter({ entry, seconds: 1 }).set);
  expect(made.kind === 'refused' && made.problems[0]!.message.ja).toContain('not done within 1 seconds');
});

test('after its share of documents a process is replaced, and sets the same bytes', async () => {
  const pids = join(folder, 'pids');
  const entry = await entryThat(`appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');`);
  const { set } = setter({ entry, most: 2 });
  const document = paperOf([sheetOf('北出張所')], OPTIONS);
  const made = [];
  for (let times = 0; times < 4; times += 1) made.push(await set(document));
  expect(made.map(({ kind }) => kind)).toEqual(['made', 'made', 'made', 'made']);
  const [first, ...others] = made.map((one) =>
    one.kind === 'made' ? Buffer.from(one.bytes) : Buffer.alloc(0),
  );
  for (const other of others) expect(other.equals(first!)).toBe(true);
  const told = (await readFile(pids, 'utf8')).trim().split('\n');
  expect(told).toEqual([told[0], told[0], told[2], told[2]]);
  expect(told[2]).not.toBe(told[0]);
});

test('a file that would come out the same is not set again; another text or day is', async () => {
  let set = 0;
  const { set: setOne } = setter();
  const counted = (document: Parameters<typeof setOne>[0]) => {
    set += 1;
    return setOne(document);
  };
  const sheet = {
    ...sheetOf('北出張所'),
    decided: { seq: 7, head: 'maru-head 7', at: '2024-04-10T01:02:03.000Z' },
  };
  const bytesOf = async (given: OfficialSheet, before?: Uint8Array) => {
    const made = await writePdf([given], { ...OPTIONS, ...(before ? { before } : {}) }, counted);
    if (made.kind === 'refused') throw new Error(JSON.stringify(made.problems));
    return made.bytes;
  };
  const first = await bytesOf(sheet);
  expect(Buffer.from(first).includes('D:20240410010203Z')).toBe(true);
  expect(await bytesOf(sheet, first)).toBe(first);
  expect(set).toBe(1);
  await bytesOf({ ...sheet, decided: { ...sheet.decided, at: '2024-04-11T00:00:00.000Z' } }, first);
  await bytesOf({ ...sheet, footnotes: ['※ほかの文'] }, first);
  expect(set).toBe(3);
});

test('where the typesetter is not installed, it is said how to install it, and other files are made', async () => {
  const copy = join(folder, 'installed');
  await mkdir(join(copy, 'node_modules'), { recursive: true });
  for (const name of await readdir(join(ROOT, 'node_modules')))
    if (!name.startsWith('.') && name !== '@myriaddreamin')
      await symlink(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
  for (const part of ['cards', 'manifests', 'package.json'])
    await symlink(join(ROOT, part), join(copy, part));
  await cp(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
  const convert = (format: string) =>
    ran(
      [
        process.execPath,
        join(copy, 'dist/cli.js'),
        'convert',
        join(ROOT, 'test/fixtures/kita-r5.txt'),
        '--format',
        format,
        '--out',
        join(folder, `x.${format}`),
      ],
      { cwd: folder },
    );
  const { code, err } = await convert('pdf');
  expect(code).toBe(1);
  expect(err).toContain('npm install --no-save @myriaddreamin/typst-ts-node-compiler@0.7.0');
  expect(existsSync(join(folder, 'x.pdf'))).toBe(false);
  expect(await convert('html')).toMatchObject({ code: 0 });
});
