/** `maru publish --site` of one year keeps what is published of the others, later ones among them; and what was entered is said when the pages fail. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addPublishCommand } from '../../../src/cli/export/publish.js';
import { type PlanTask, planOf } from '../../../src/core/draft/plan/plan-draft.js';
import { siteZips } from '../../../src/site/zip-site.js';
import { openZip } from '../../../src/workbook/xlsx/zip.js';
import { digests, filesIn, finishedCity } from '../../site/published-city.js';
import { by, type City, effectId, later } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

/** Monday 8 April 2024, 10:00 in the city */
const SPRING = new Date('2024-04-08T01:00:00.000Z');
const TARGETS = '2024-targets';

let town: City;
let settingsBack: () => void;
let dir: string;

beforeAll(async () => {
  town = await finishedCity();
  settingsBack = withSettings({ DATABASE_URL: town.url, MARU_OPERATOR: '公表の担当者' });
  dir = await mkdtemp(join(tmpdir(), 'maru-years-'));
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'targets', dueOn: '2024-04-30' },
    { by, now: SPRING },
  );
  for (const task of (await town.tasks(7, TARGETS)) as PlanTask[]) {
    const content = { answers: [], nextPolicy: '', plan: planOf(task, {}), checks: [] };
    const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
      town.record.execute(effectId(), person, 'test:dm', command, later(1, SPRING));
    await enter('staff7', { kind: 'submit', task: task.id, base: 0, content });
    await enter('chief7', { kind: 'approve', report: task.id, version: 1, step: 0 });
  }
}, 180_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

const run = (year: string, ...words: string[]) =>
  runCommand(addPublishCommand, ['publish', '--year', year, '--no-pdf', ...words]);
const plan = (folder: string, ...words: string[]) =>
  run('R6', '--plan', '--section', '建設課', '--site', join(dir, folder), ...words);
const entries = async () => (await town.record.history({})).length;
const files = (folder: string) => filesIn(join(dir, folder));
const sheets = (paths: Iterable<string>) => [...paths].filter((path) => path.startsWith('sheets/'));
const page = (year: number) => `sheets/${year}/${town.section(7)}.html`;
const zip = async () => siteZips(town.pool)({ fiscalYear: 2023, by: asked }, later(5, SPRING));
const asked = { personId: 'chief1', name: '課長1', post: '政策企画課長', source: 'test' };

test('a plan that is entered is said to be where its pages fail, in JSON, too; again makes the pages alone', async () => {
  const folder = join(dir, 'plan');
  await mkdir(folder);
  await writeFile(join(folder, 'index.html'), 'theirs');
  const failing = await plan('plan', '--json');
  expect(JSON.parse(failing.out)).toEqual({
    ...{ fiscal_year: 2024, entered: true, site: null },
    sheets: [{ section: '建設課', department: expect.any(String) }],
  });
  expect(failing.err).toContain('公表は記録しましたが、ページは書き出し終えていません。');
  expect(failing.err).toContain('run it again for the pages alone');
  expect(failing.failed.join()).toMatch(/フォルダーは変えていません: index\.html/u);
  await rm(join(folder, 'index.html'));
  const again = await plan('plan');
  expect([again.failed, again.err]).toEqual([[], '']);
  expect(sheets((await files('plan')).keys())).toEqual([page(2024)]);
  // Nothing is published up to the year that the chat asks for.
  expect(await zip()).toEqual({ kind: 'none' });
}, 60_000);

test('a year of before Maru that is in the folder does not go unsaid: nothing is entered, and the sentence names it', async () => {
  expect((await plan('site', '--also', 'R4', '--reason', '前の年度も')).failed).toEqual([]);
  expect(sheets((await files('site')).keys())).toEqual([page(2022), page(2024)]);
  const before = [await entries(), digests(await files('site'))];
  for (const forgotten of [
    await run('R5', '--site', join(dir, 'site')),
    await plan('site', '--reason', '訂正'),
  ]) {
    expect(forgotten.failed.join()).toContain('前に書き出した R4 のシートのページがなくなる');
    expect(forgotten.failed.join()).toContain('Keep them with --also R4');
    expect(forgotten.out).toBe('');
  }
  expect([await entries(), digests(await files('site'))]).toEqual(before);
}, 60_000);

test('the results of a year leave the plan of the next where it is, in chat, too; every link leads to a file', async () => {
  expect((await run('R5')).failed).toEqual([]);
  const made = await zip();
  const opened = made.kind === 'made' ? openZip(made.bytes) : made.kind;
  if (typeof opened === 'string') throw new Error(opened);
  expect(sheets(opened.entries.keys()).filter((path) => path.includes(town.section(7)))).toEqual([
    ...[page(2022), page(2023), page(2024)],
  ]);

  const said = await run('R5', '--site', join(dir, 'site'), '--also', 'R4');
  expect(said.failed).toEqual([]);
  // The first pages of that year are those that the chat gave.
  expect(said.out).toContain('前に公表したページと同じ内容です。');
  const written = await files('site');
  expect(written.get(page(2024))!.toString()).toContain('この年度の計画です。');
  expect(written.get(page(2023))!.toString()).toContain('190人');
  expect(written.has(page(2022))).toBe(true);
  expect(written.get('index.html')!.toString()).toContain('令和5年度');
  for (const [path, bytes] of written) {
    if (!path.endsWith('.html')) continue;
    const lost = [...bytes.toString().matchAll(/(?:href|src)="([^"#]+)(?:#[^"]*)?"/gu)]
      .map(([, to = '']) => new URL(to, `file:///${path}`))
      .filter(({ protocol, pathname }) => protocol === 'file:' && !written.has(decodeURI(pathname.slice(1))));
    expect([path, lost.map(String)]).toEqual([path, []]);
  }
}, 60_000);

test('of a later year nothing goes out but what is published', async () => {
  const rows = (await files('site')).get('data/indicators.json')!.toString();
  const { rows: all } = JSON.parse(rows) as { rows: { fiscal_year: number; section: string }[] };
  expect(new Set(all.filter((one) => one.fiscal_year === 2024).map(({ section }) => section))).toEqual(
    new Set(['建設課']),
  );
});

test('what the system says of a file below the folder is a sentence', async () => {
  // Linux takes paths of 4,095 bytes: the folder is made, and a file of the pages in it is not.
  let long = join(dir, 'long');
  while (long.length < 3_900) long = join(long, 'x'.repeat(100));
  long = join(long, 'x'.repeat(4_069 - long.length));
  const said = await run('R5', '--site', long, '--also', 'R4');
  expect(said.failed.join()).toMatch(/書き込めません（名前が長すぎます）。 \/ Cannot write it/u);
  expect(said.err).toBe('');
}, 60_000);
