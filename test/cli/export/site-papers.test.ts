/** `maru publish --site`: the PDFs beside the pages, on a real database and with the real typesetter. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { addExportCommand } from '../../../src/cli/export/export.js';
import { addPublishCommand } from '../../../src/cli/export/publish.js';
import { makeSite } from '../../../src/cli/export/site.js';
import { NO_THEME } from '../../../src/site/theme-files.js';
import { openSetter, type SetDocument } from '../../../src/workbook/pdf/typesetter.js';
import { digests, filesIn, finishedCity, SECRET } from '../../site/published-city.js';
import { by, type City, effectId, later, printedSheets } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';
import { type ReadPdf, readPdf } from '../../support/read-pdf.js';

jest.setTimeout(120_000);

let town: City;
let settingsBack: () => void;
let dir: string;
let files: Map<string, Buffer>;

beforeAll(async () => {
  town = await finishedCity();
  settingsBack = withSettings({ DATABASE_URL: town.url, MARU_OPERATOR: '公表の担当者' });
  dir = await mkdtemp(join(tmpdir(), 'maru-site-'));
}, 120_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

const site = (name: string, ...words: string[]) =>
  runCommand(addPublishCommand, [
    'publish',
    '--year',
    'R5',
    '--site',
    join(dir, name),
    '--also',
    'R4',
    ...words,
  ]);
const pdfsIn = (all: ReadonlyMap<string, Buffer>) => [...all].filter(([path]) => path.endsWith('.pdf'));
const entries = async () =>
  (await town.record.history({ subject: '2023-site' })).filter(({ action }) => action === 'site_published');
const squeezed = (text: string) => text.replace(/\s+/gu, '');
const textOf = ({ pages }: ReadPdf) => squeezed(pages.join(''));

const typesetter = openSetter();
let documents: string[] = [];
/** The command's own part, with what sets the PDFs; `before` it something that may answer in its place. */
async function made(
  name: string,
  instead: (section: string) => 'failed' | 'missing' | null,
  reason?: string,
) {
  documents = [];
  const set: SetDocument = async (document) => {
    const section = document.sheets.map((one) => one.section).join('・');
    documents.push(section);
    const kind = document.sheets.map((one) => instead(one.section)).find((one) => one !== null);
    if (kind === 'missing') return { kind };
    return kind === 'failed' ? { kind, reason: 'no reason' } : typesetter.set(document);
  };
  const said = { err: '' };
  const io = {
    out: () => undefined,
    err: (text: string) => {
      said.err += text;
    },
    fail: () => undefined,
  };
  const years = { fiscalYear: 2023, also: [2022] };
  const out = join(dir, name);
  const about = { out, theme: NO_THEME, years, set, ...(reason === undefined ? {} : { reason }) };
  return { ...(await makeSite({ pool: town.pool, by }, about, io)), ...said };
}

test('pages without PDFs come first where that is wanted; PDFs beside the same pages need no reason', async () => {
  const plain = await site('first', '--no-pdf');
  expect(plain.failed).toEqual([]);
  expect(pdfsIn(await filesIn(join(dir, 'first')))).toEqual([]);
  const said = await site('first');
  expect(said.failed).toEqual([]);
  files = await filesIn(join(dir, 'first'));
  // Nine sheets, and one of their department.
  expect(pdfsIn(files)).toHaveLength(10);
  expect(said.out).toContain('うち PDF 10');
  expect(await entries()).toHaveLength(2);
});

test('every PDF has its hash in the history, and is linked from its page and the list with its size', async () => {
  const entry = (await entries()).at(-1)!;
  const { files: hashes } = entry.after as { files: Record<string, string> };
  const list = files.get('papers.html')!.toString();
  const data = files.get('data.html')!.toString();
  expect(data).toContain('href="papers.html"');
  for (const [path, bytes] of pdfsIn(files)) {
    expect(hashes[path]).toBe(createHash('sha256').update(bytes).digest('hex'));
    const size = `（PDF、${Math.ceil(bytes.length / 1000)} KB）`;
    const page = files.get(path.replace('.pdf', '.html'))!.toString();
    expect(page).toMatch(new RegExp(`href="../(?:../)?${path}"[^>]*>[^<]*${size}</a>`, 'u'));
    expect(path.startsWith('sheets/') ? list : data).toMatch(
      new RegExp(`href="${path}"[^>]*>[^<]*${size}</a>`, 'u'),
    );
    const section = path.slice('sheets/2023/'.length).replace('.pdf', '');
    if (!path.startsWith('sheets/2023/')) continue;
    const department = [...files].find(
      ([name, text]) =>
        name.startsWith('departments/') && name.endsWith('.html') && text.includes(`${section}.html`),
    );
    expect(department![1].toString()).toContain(`href="../${path}"`);
  }
});

test('each is the tagged form with the head of its last decision, says what is printed, and nothing that is internal', async () => {
  const inside = ['担当者1', '課長1', 'staff1', 'chief1', 'example.jp', 'test:channel', 'test:dm', SECRET];
  const sheets = printedSheets();
  let read = 0;
  for (const [path, bytes] of pdfsIn(files)) {
    const pdf = await readPdf(bytes);
    const text = textOf(pdf);
    expect([path, pdf.about.get('Tagged')]).toEqual([path, 'yes']);
    for (const secret of [...inside, '公表の担当者'])
      expect([
        path,
        text.includes(squeezed(secret)),
        [...pdf.about.values()].join().includes(secret),
      ]).toEqual([path, false, false]);
    const at = sheets.findIndex((_, n) => path === `sheets/2023/${town.section(n + 1)}.pdf`);
    if (at < 0) continue;
    read += 1;
    for (const { result } of sheets[at]!.goals.flatMap(({ indicators }) => indicators))
      expect(text).toContain(squeezed(result));
    const head = /content="(maru-head [^"]+)"/u.exec(
      files.get(path.replace('.pdf', '.html'))!.toString(),
    )![1];
    expect(pdf.about.get('Keywords')).toContain(head);
  }
  expect(read).toBe(8);
});

test('the same record gives the same bytes as another folder, and as the export', async () => {
  expect((await site('second')).out).toContain('前に公表したページと同じ内容です。');
  expect(digests(await filesIn(join(dir, 'second')))).toEqual(digests(files));
  const out = join(dir, 'export');
  const words = ['export', '--year', 'R5', '--section', '建設課', '--format', 'pdf', '--out', `${out}.pdf`];
  expect((await runCommand(addExportCommand, words)).failed).toEqual([]);
  const exported = (await filesIn(dir)).get('export.pdf')!;
  expect(exported.equals(files.get(`sheets/2023/${town.section(7)}.pdf`)!)).toBe(true);
});

test('what is as it was published is not made again; what somebody changed in the folder is', async () => {
  expect((await made('first', () => null)).change).toBeNull();
  expect(documents).toEqual([]);
  // With the mark by which a file is known that would come out the same.
  const path = `sheets/2023/${town.section(7)}.pdf`;
  await writeFile(join(dir, 'first', path), Buffer.concat([files.get(path)!, Buffer.from('forged')]));
  expect((await made('first', () => null)).change).toBeNull();
  expect(documents).toEqual(['建設課']);
  expect(digests(await filesIn(join(dir, 'first')))).toEqual(digests(files));
});

test('one that cannot be made is named, and everything else is written', async () => {
  const { failed, pdfs } = await made('failing', (section) => (section === '建設課' ? 'failed' : null));
  expect(failed).toEqual([expect.stringMatching(/^「建設課」の PDF を作れませんでした/u)]);
  const written = await filesIn(join(dir, 'failing'));
  // Without its two sheets and its department's.
  expect(pdfs).toBe(pdfsIn(files).length - 3);
  const page = written.get(`sheets/2023/${town.section(7)}.html`)!.toString();
  expect(page).toContain('建設課');
  expect(page).not.toContain('.pdf"');
  expect(written.get('papers.html')!.toString()).not.toContain(town.section(7));
});

test('where the typesetter is not installed, the pages come without, and a sentence says how to install it', async () => {
  const { failed, pdfs, err } = await made('without', () => 'missing');
  expect([failed, pdfs]).toEqual([[], 0]);
  expect(err).toMatch(/npm install --no-save \S+[\s\S]*ページは PDF なしで書き出しました。\n$/u);
  const written = await filesIn(join(dir, 'without'));
  expect([...written].filter(([, bytes]) => bytes.includes('.pdf"'))).toEqual([]);
  expect(written.has('papers.html')).toBe(false);
});

test('a corrected sheet is the only one that is made again, with its department', async () => {
  await made('first', () => null);
  const [task] = await town.tasks(7, '2023-yearend');
  const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
    town.record.execute(effectId(), person, 'test:dm', command, later(60 * 24 * 200));
  await enter('staff7', { kind: 'correct', report: task!.id, version: 1, reason: '集計の誤りのため' });
  const { content } = task!.report!;
  const answers = content.answers.map((one, at) => (at === 0 ? { ...one, result: '191人' } : one));
  await enter('staff7', { kind: 'submit', task: task!.id, base: 1, content: { ...content, answers } });
  // While it waits for approval, what was approved stands: nothing is another.
  expect((await made('first', () => null)).change).toBeNull();
  expect(documents).toEqual([]);
  await enter('chief7', { kind: 'approve', report: task!.id, version: 2, step: 0 });
  await expect(made('first', () => null)).rejects.toThrow('--reason');
  // It was said before a PDF was made.
  expect(documents).toEqual([]);
  await made('first', () => null, '訂正のため');
  expect(documents).toHaveLength(2);
  expect(documents[0]).toBe('建設課');
  const now = await filesIn(join(dir, 'first'));
  expect(textOf(await readPdf(now.get(`sheets/2023/${town.section(7)}.pdf`)!))).toMatch(/191人.*正誤表/u);
  expect(await town.record.verifyHistory()).toBeNull();
});
