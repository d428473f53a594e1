/** `maru publish --site`: the eight sheets' pages in a folder, on a real database. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse/sync';
import { addPublishCommand } from '../../../src/cli/export/publish.js';
import { digests, filesIn, finishedCity, SECRET } from '../../site/published-city.js';
import { type City, effectId, later, printedSheets } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let settingsBack: () => void;
let dir: string;

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

const run = (...words: string[]) => runCommand(addPublishCommand, ['publish', '--year', 'R5', ...words]);
const site = (name: string, ...words: string[]) => run('--site', join(dir, name), ...words);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const entries = async () =>
  (await town.record.history({ subject: '2023-site' })).filter(({ action }) => action === 'site_published');

test('the first time everything is published, and its entry holds the hash of every file', async () => {
  const said = await site('first', '--also', 'R4');
  expect(said.failed).toEqual([]);
  expect(said.out).toContain('令和5年度の8シートの公表を記録しました。');
  const files = await filesIn(join(dir, 'first'));
  const [entry] = await entries();
  const { files: hashes, head, list } = entry!.after as { files: object; head: string; list: string };
  expect(Object.fromEntries([...files].map(([path, bytes]) => [path, sha256(bytes)]))).toEqual({
    ...hashes,
    'SHA256SUMS.txt': list,
  });
  // It names the head before it.
  const before = (await town.record.history({})).find(({ seq }) => seq === entry!.seq - 1);
  expect(head).toBe(`maru-head ${before!.seq} ${before!.hash}`);
  const indicators = printedSheets().flatMap(({ goals }) => goals.flatMap((goal) => goal.indicators));
  expect(
    [...files.keys()].filter((path) => path.startsWith('sheets/') && path.endsWith('.html')),
  ).toHaveLength(9);
  expect([...files.keys()].filter((path) => path.startsWith('indicators/'))).toHaveLength(indicators.length);
}, 60_000);

test('the same record gives the same bytes and no second entry, whatever was published in between', async () => {
  const again = await site('second', '--also', 'R4');
  expect(again.failed).toEqual([]);
  expect(again.out).toContain('前に公表したページと同じ内容です。');
  expect(digests(await filesIn(join(dir, 'second')))).toEqual(digests(await filesIn(join(dir, 'first'))));
  expect(await entries()).toHaveLength(1);
}, 60_000);

test('a department that the sheets spell in two ways is one, by the name that stands for both', async () => {
  const files = await filesIn(join(dir, 'first'));
  expect([...files.keys()].filter((path) => /^departments\/[^/]+\.html$/u.test(path))).toHaveLength(1);
  const rows = parse(files.get('data/indicators.csv')!, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  expect(new Set(rows.map(({ department }) => department))).toEqual(new Set(['北区役所']));
  // The sheet itself is as it was printed.
  expect(files.get(`sheets/2023/${town.section(7)}.html`)!.toString()).toMatch(
    /組織名\(部\)<\/dt><dd>北区<\/dd>/u,
  );
});

test('a sheet carries the head of its own last decision', async () => {
  const files = await filesIn(join(dir, 'first'));
  for (const n of [1, 7]) {
    const own = (await town.record.history({ sectionId: town.section(n), fiscalYear: 2023 })).filter(
      ({ action }) => action === 'approved' || action === 'sheet_imported',
    );
    const { seq, hash } = own.at(-1)!;
    const page = files.get(`sheets/2023/${town.section(n)}.html`)!.toString();
    expect(page).toContain(`<meta name="maru-head" content="maru-head ${seq} ${hash}">`);
  }
});

test('its numbers equal the print, in the table and in the data', async () => {
  const files = await filesIn(join(dir, 'first'));
  const rows = parse(files.get('data/indicators.csv')!, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  const json = JSON.parse(files.get('data/indicators.json')!.toString()) as {
    rows: Record<string, unknown>[];
  };
  const printed = printedSheets().flatMap((sheet) =>
    sheet.goals.flatMap(({ no, indicators }) =>
      indicators.map(({ name, target, result, rating, status }) => [
        sheet.header.organization.text,
        no,
        name,
        target,
        result,
        rating,
        status,
      ]),
    ),
  );
  const year = rows.filter(({ fiscal_year }) => fiscal_year === '2023');
  const read = (all: readonly Record<string, unknown>[]) =>
    all
      .map((one) => [one.section, one.goal_no, one.indicator, one.target, one.result, one.rating, one.status])
      .sort();
  expect(read(year)).toEqual(printed.sort());
  expect(read(json.rows.filter((one) => one.fiscal_year === 2023))).toEqual(printed.sort());
  const ids = (fiscalYear: number) =>
    json.rows.filter((one) => one.section === '建設課' && one.fiscal_year === fiscalYear).map(({ id }) => id);
  expect(ids(2022)).toHaveLength(4);
  expect(ids(2022)).toEqual(ids(2023));
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(files.get('data/schema.json')!.toString()),
  );
  expect([validate(json), validate.errors]).toEqual([true, null]);
  expect(validate({ ...json, rows: [{ ...json.rows[0], rating: '◇' }] })).toBe(false);
});

test('nothing that is internal stands in any byte of it', async () => {
  const files = await filesIn(join(dir, 'first'));
  const inside = [
    '担当者1',
    '課長1',
    'staff1',
    'chief1',
    'example.jp',
    'test:channel',
    'test:dm',
    SECRET,
    '公表の担当者',
  ];
  const found = [...files].flatMap(([path, bytes]) =>
    inside.filter((text) => bytes.includes(text)).map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

test('no page asks anybody else for anything, runs anything, or is too large; every link leads to a file', async () => {
  const files = await filesIn(join(dir, 'first'));
  for (const [path, bytes] of files) {
    if (!path.endsWith('.html')) continue;
    const page = bytes.toString();
    expect([path, page.match(/<script|<iframe|\son\w+=|(?:src|href)="(?:https?:)?\/\//giu)]).toEqual([
      path,
      null,
    ]);
    expect([path, page.replace(/<svg[\s\S]*?<\/svg>/gu, '').length < 100_000]).toEqual([path, true]);
    const lost = [...page.matchAll(/(?:href|src)="([^"#]+)(?:#[^"]*)?"/gu)]
      .map(([, to = '']) => new URL(to, `file:///${path}`))
      .filter(({ protocol, pathname }) => protocol === 'file:' && !files.has(decodeURI(pathname.slice(1))));
    expect([path, lost.map(String)]).toEqual([path, []]);
  }
});

test('every indicator of every section stands under each of its plan references', async () => {
  const files = await filesIn(join(dir, 'first'));
  const page = files.get('plans/policy-4-3.html')!.toString();
  const carried = printedSheets().flatMap((sheet) =>
    sheet.goals.flatMap(({ indicators }) => {
      let above = '';
      return indicators.flatMap(({ planReference, name }) => {
        above = planReference || above;
        return above.startsWith('政策4-3-') ? [name] : [];
      });
    }),
  );
  expect(carried.length).toBeGreaterThan(0);
  expect(page.match(/<th scope="row">/gu)).toHaveLength(carried.length);
});

test('changed since, it shows what, wants a reason, marks 訂正 with its day, and lists what changed', async () => {
  const [task] = await town.tasks(7, '2023-yearend');
  const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
    town.record.execute(effectId(), person, 'test:dm', command, later(60 * 24 * 200));
  await enter('staff7', { kind: 'correct', report: task!.id, version: 1, reason: '集計の誤りのため' });
  const content = task!.report!.content;
  const answers = content.answers.map((one, at) => (at === 0 ? { ...one, result: '191人' } : one));
  await enter('staff7', { kind: 'submit', task: task!.id, base: 1, content: { ...content, answers } });
  await enter('chief7', { kind: 'approve', report: task!.id, version: 2, step: 0 });
  const earlier = await filesIn(join(dir, 'first'));

  const silent = await site('first', '--also', 'R4');
  expect(silent.failed[0]).toContain(
    '変わったのは 建設課 です。公表し直すときは --reason に理由を書いてください。',
  );
  expect(digests(await filesIn(join(dir, 'first')))).toEqual(digests(earlier));

  const said = await site('first', '--also', 'R4', '--reason', '訂正のため');
  expect(said.failed).toEqual([]);
  expect(said.out).toContain('令和5年度の1シートの公表を記録しました。');
  const files = await filesIn(join(dir, 'first'));
  expect([...files.keys()]).toEqual([...earlier.keys()]);
  const sheet = files.get(`sheets/2023/${town.section(7)}.html`)!.toString();
  expect(sheet).toContain('訂正');
  expect(files.get('errata.html')!.toString()).toMatch(/190人<\/td><td>191人<\/td><td>集計の誤りのため/u);
  const changes = parse(files.get('data/changes.csv')!, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  expect(
    changes
      .filter(({ section }) => section === '建設課')
      .map(({ kind, before, after }) => [kind, before, after]),
  ).toEqual([
    ['published', '', ''],
    ['published_again', '', ''],
    ['corrected', '190人', '191人'],
  ]);
  const untouched = [...files].filter(
    ([path, bytes]) =>
      path.startsWith('sheets/') && path.endsWith('.html') && bytes.equals(earlier.get(path)!),
  );
  expect(untouched).toHaveLength(8);
  const own = (await town.record.history({ sectionId: town.section(7) })).filter(
    ({ action }) => action === 'published',
  );
  expect(own.map(({ after }) => (after as { reason?: string }).reason)).toEqual([undefined, '訂正のため']);
  expect(await entries()).toHaveLength(2);
  expect(await town.record.verifyHistory()).toBeNull();
  expect((await town.record.verifyRecord()).found).toBeNull();
}, 60_000);

test('files of others in the folder stay, and are not written over', async () => {
  const folder = join(dir, 'others');
  await mkdir(folder);
  await writeFile(join(folder, 'robots.txt'), 'ours');
  await writeFile(join(folder, 'index.html'), 'theirs');
  const refused = await site('others', '--also', 'R4');
  expect(refused.failed[0]).toContain('index.html。別のフォルダーを指定してください。');
  expect([...(await filesIn(folder)).keys()]).toEqual(['index.html', 'robots.txt']);
  await rm(join(folder, 'index.html'));
  expect((await site('others', '--also', 'R4')).failed).toEqual([]);
  expect((await filesIn(folder)).get('robots.txt')!.toString()).toBe('ours');
}, 60_000);

test('an organisation’s own names, colour, style and logo; what is wrong in them is said, and nothing is written', async () => {
  const folder = join(dir, 'theme');
  await mkdir(folder);
  const theme = (json: unknown) => writeFile(join(folder, 'theme.json'), JSON.stringify(json));
  await theme({ colour: '#ffff00', titel: 'x', licence: { name: '' } });
  await writeFile(join(folder, 'style.css'), '@import "https://example.com/x.css";');
  await writeFile(join(folder, 'logo.svg'), '<svg><script/></svg>');
  const wrong = await site('themed', '--theme', folder, '--reason', '見た目');
  expect(wrong.failed[0]!.split('\n').slice(1)).toEqual([
    '・theme.json: licence.name: 空にはできません。',
    '・theme.json: colour: 白い文字と並べたときに、薄くて読みにくい色です（比 4.5 以上にしてください）。',
    expect.stringContaining('「titel」という項目はありません。使えるのは organization、title'),
    expect.stringContaining('・style.css: 「@import」は使えません。'),
    '・logo.svg: 「<script」を含む SVG は使えません。',
  ]);
  await theme({
    ...{ organization: '見本市', title: '目標と結果', colour: '#005a3c', footer: '見本市 政策企画課 <b>' },
    ...{ licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/deed.ja' } },
    english: { organization: 'Mihon City' },
  });
  await writeFile(join(folder, 'style.css'), 'h1{letter-spacing:.05em}');
  await writeFile(join(folder, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>');
  expect((await site('themed', '--theme', folder, '--also', 'R4', '--reason', '見た目')).failed).toEqual([]);
  const files = await filesIn(join(dir, 'themed'));
  const home = files.get('index.html')!.toString();
  for (const text of [
    '見本市',
    '<span lang="en">Start</span>',
    'src="logo.svg"',
    'CC BY 4.0',
    '政策企画課 &lt;b&gt;',
  ])
    expect(home).toContain(text);
  expect(files.get('style.css')!.toString()).toMatch(/--main:#005a3c[\s\S]*h1\{letter-spacing:\.05em\}$/u);
  expect(JSON.parse(files.get('data/indicators.json')!.toString())).toMatchObject({
    organization: '見本市',
    licence: 'CC BY 4.0 https://creativecommons.org/licenses/by/4.0/deed.ja',
  });
}, 60_000);
