/** `maru publish --site` of a year with changed targets and 見込み: pages, data and PDFs say what the published sheet printed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { addPublishCommand } from '../../../src/cli/export/publish.js';
import { filesIn } from '../../site/published-city.js';
import { by, type City, city, effectId, later, NOW, submit, withDesk } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';
import { readPdf } from '../../support/read-pdf.js';

const YEAREND = '2023-yearend';
const MARCH = new Date('2024-03-11T01:00:00.000Z');
const APRIL = new Date('2024-04-02T01:00:00.000Z');

let town: City;
let settingsBack: () => void;
let dir: string;
beforeAll(async () => {
  town = await city();
  await withDesk(town);
  settingsBack = withSettings({ DATABASE_URL: town.url, MARU_OPERATOR: '公表の担当者' });
  dir = await mkdtemp(join(tmpdir(), 'maru-site-'));
}, 120_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

const execute = (person: string, command: Parameters<City['record']['execute']>[3], now: Date) =>
  town.record.execute(effectId(), person, `test:dm:${person}`, command, now);
const publish = () =>
  runCommand(addPublishCommand, [
    ...['publish', '--year', 'R5', '--section', '建設課', '--yes', '--site', join(dir, 'site')],
  ]);
const squeezed = (text: string) => text.replace(/\s+/gu, '');

test('the changed target with what it was before; nothing of it, and no 見込み, goes out before it is confirmed', async () => {
  const [first] = await town.tasks(7);
  const { id, target, name } = first!.indicators[0]!;
  const asked = later(60);
  const said = { kind: 'ask_target', indicator: id, target: '250人', reason: '会場が使えないため' } as const;
  expect(await execute('staff7', said, asked)).toMatchObject({ ok: true });
  const change = `${id}/${asked.getTime()}`;
  expect(await execute('chief7', { kind: 'approve_target', change, step: 0 }, later(61))).toMatchObject({
    ok: true,
    complete: true,
  });
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-02-15', dueOn: '2024-04-12', confirms: true },
    { by, now: NOW },
  );
  const goals: { id: string; version: number; step: number }[] = [];
  for (const task of await town.tasks(7, YEAREND)) {
    expect(await submit(town, 'staff7', task, MARCH)).toMatchObject({ ok: true });
    const approving = { kind: 'approve', report: task.id, version: 1, step: 0 } as const;
    expect(await execute('chief7', approving, later(1, MARCH))).toMatchObject({ ok: true });
    goals.push({ id: task.id, version: 1, step: 0 });
  }
  expect((await publish()).failed[0]).toContain('見込みのまま確定されていない');
  expect(await filesIn(dir)).toEqual(new Map());

  expect(await execute('staff7', { kind: 'confirm', goals }, APRIL)).toMatchObject({ ok: true });
  expect((await publish()).failed).toEqual([]);
  const files = await filesIn(join(dir, 'site'));
  const [own] = await town.record.finished(2023, [town.section(7)]);
  const printed = own!.sheet.goals[0]!.indicators[0]!.target;
  expect(printed).toBe(`250人（R5.10.2変更 変更前：${target}）`);
  const page = `sheets/2023/${town.section(7)}.html`;
  for (const path of [page, `indicators/${id}.html`]) expect(files.get(path)!.toString()).toContain(printed);
  const pdf = await readPdf(files.get(page.replace('.html', '.pdf'))!);
  expect(squeezed(pdf.pages.join(''))).toContain(squeezed(printed));
  const rows = parse(files.get('data/indicators.csv')!, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  const row = rows.find((one) => one.id === id)!;
  expect([row.indicator, row.target, row.target_value, row.target_unit]).toEqual([
    name,
    printed,
    '250',
    '人',
  ]);
  for (const [path, bytes] of files) {
    const text = path.endsWith('.pdf') ? (await readPdf(bytes)).pages.join('') : bytes.toString();
    expect([path, /見込み|会場が使えない/u.test(text)]).toEqual([path, false]);
  }
  // Page and PDF carry the head of the last decision, which is the confirmation.
  const history = await town.record.history({ sectionId: town.section(7), fiscalYear: 2023 });
  const { seq, hash } = history.filter(({ action }) => action === 'confirmed').at(-1)!;
  expect(own!.decided?.seq).toBe(seq);
  expect(files.get(page)!.toString()).toContain(`content="maru-head ${seq} ${hash}"`);
  expect(pdf.about.get('Keywords')).toContain(`maru-head ${seq} ${hash}`);
  expect(pdf.about.get('CreationDate')).toContain('2024');
}, 120_000);
