/** A published sheet that is corrected: what `maru export`, `maru history` and the cards then say, on a real database. */
import { mkdtemp, readFile as readBytes, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addExportCommand } from '../../../src/cli/export/export.js';
import { addHistoryCommand } from '../../../src/cli/history/history.js';
import { addImportCommand } from '../../../src/cli/import/import.js';
import { addReopenCommand } from '../../../src/cli/rounds/reopen.js';
import { noticeCard } from '../../../src/core/cards/notices/notice.js';
import { loadMaterial } from '../../../src/store/postgres/notices/notice-material.js';
import { readFile } from '../../../src/workbook/files.js';
import { toInterchange } from '../../../src/workbook/interchange.js';
import {
  blank,
  by,
  type City,
  city,
  contentFor,
  effectId,
  printedSheets,
} from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

const SECTION = 7;
const YEAREND = '2023-yearend';
const REASON = '当日受付の分を足していませんでした。';

let town: City;
let folder = '';
let settingsBack: () => void;

beforeAll(async () => {
  town = await city({ round: false });
  folder = await mkdtemp(join(tmpdir(), 'maru-errata-'));
  settingsBack = withSettings({ DATABASE_URL: town.url });
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-25', dueOn: '2024-04-12' },
    { by, now: new Date('2024-03-25T00:00:00Z') },
  );
  for (const task of await town.tasks(SECTION, YEAREND)) {
    await enter('staff', '2024-04-01', { kind: 'submit', task: task.id, base: 0, content: contentFor(task) });
    await enter('chief', '2024-04-02', { kind: 'approve', report: task.id, version: 1, step: 0 });
  }
  // No.1 is corrected before the publication, No.2 asked for before it and approved after it
  await correct(0, '公表前の直しです。', '2024-05-01', '2024-05-02');
  await correct(1, REASON, '2024-05-30', null);
  await town.record.publish(2023, [town.section(SECTION)], { by, now: new Date('2024-05-31T03:00:00Z') });
  await approve(1, '2024-06-03');
  // published once more: what the first readers saw still counts
  await town.record.publish(2023, [town.section(SECTION)], { by, now: new Date('2024-06-10T03:00:00Z') });
}, 60_000);
afterAll(async () => {
  settingsBack();
  await rm(folder, { recursive: true, force: true });
  await town.stop();
});

async function enter(who: 'staff' | 'chief', day: string, command: Parameters<City['record']['execute']>[3]) {
  const now = new Date(`${day}T03:00:00Z`);
  const outcome = await town.record.execute(effectId(), `${who}${SECTION}`, 'test:dm', command, now);
  expect(outcome).toMatchObject({ ok: true });
}

/** Asks for a correction of the nth goal, from 0, writes it, and has it approved on `approvedOn` (null: not yet). */
async function correct(n: number, reason: string, day: string, approvedOn: string | null): Promise<void> {
  const task = (await town.tasks(SECTION, YEAREND))[n]!;
  const version = task.report!.version;
  await enter('staff', day, { kind: 'correct', report: task.id, version, reason });
  await enter('staff', day, {
    kind: 'submit',
    task: task.id,
    base: version,
    content: contentFor(task, `直しました。${reason}`),
  });
  if (approvedOn) await approve(n, approvedOn);
}

async function approve(n: number, day: string): Promise<void> {
  const task = (await town.tasks(SECTION, YEAREND))[n]!;
  await enter('chief', day, { kind: 'approve', report: task.id, version: task.report!.version, step: 0 });
}

async function exported(format: string): Promise<{ out: string; bytes: Buffer }> {
  const path = join(folder, `sheet.${format}`);
  const { out, failed } = await runCommand(addExportCommand, [
    ...['export', '--year', 'R5', '--section', '建設課', '--format', format, '--out', path],
  ]);
  expect(failed).toEqual([]);
  return { out, bytes: await readBytes(path) };
}

test('the exported sheet is marked at the goal corrected after its publication, and at no other', async () => {
  const { out, bytes } = await exported('html');
  expect(out).toContain('公表後の訂正があるのは 1 シートです。');
  const page = bytes.toString('utf8');
  expect([...page.matchAll(/>(\d)<br><strong class="erratum">訂正/gu)].map(([, no]) => no)).toEqual(['2']);
  expect(page).toContain('<time datetime="2024-06-03">令和6年6月3日</time>');
  const list = page.slice(page.indexOf('<table class="errata">'));
  expect(list).toContain(REASON);
  expect(list).toContain(`<td>順調です。</td><td>直しました。${REASON}</td>`);
  expect(list).not.toContain('公表前の直しです');
});

test('the exported workbook is imported again as the sheet it is', async () => {
  const [finished] = await town.record.finished(2023, [town.section(SECTION)]);
  const { errata, approved, ...sheet } = finished!.sheet;
  expect([approved, errata?.map(({ goalNo }) => goalNo)]).toEqual([true, expect.arrayContaining(['2'])]);
  for (const format of ['xlsx', 'csv']) {
    const read = await readFile((await exported(format)).bytes, `sheet.${format}`);
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
    expect(read.sheets.map((one) => one.sheet)).toEqual([sheet]);
    const [outcome] = await town.record.importSheets(
      read.sheets.map((one) => one.sheet),
      { by, now: new Date('2024-06-11T03:00:00Z'), dryRun: true },
    );
    expect(outcome!.sectionId).toBe(town.section(SECTION));
  }
});

test('the root card says 訂正 with the day', async () => {
  const about = { kind: 'summary', sectionId: town.section(SECTION), roundId: YEAREND } as const;
  const material = await loadMaterial(town.pool, about, new Date('2024-06-11T03:00:00Z'));
  const card = noticeCard(about, material!, 'ja');
  if (card?.name !== 'summary') throw new Error('no root card');
  expect(card.view.items.map(({ state }) => state).slice(0, 3)).toEqual([
    expect.stringMatching(/^[○△×] \S+$/u),
    expect.stringMatching(/^[○△×] \S+ ・ 訂正 令和6年6月3日$/u),
    expect.stringMatching(/^[○△×] \S+$/u),
  ]);
});

test('the history names what belongs to a correction after publication', async () => {
  const { out } = await runCommand(addHistoryCommand, [
    ...['history', '--section', '建設課', '--year', 'R5', '--format', 'csv'],
  ]);
  const actions = (no: string) =>
    out
      .split('\r\n')
      .map((line) => line.split(','))
      .filter(([, , , , subject]) => subject?.endsWith(`No.${no}`))
      .map((cells) => cells[6]);
  expect(actions('1')).toEqual(['提出', '承認', '承認後の修正の申し出', '提出', '承認']);
  expect(actions('2')).toEqual(['提出', '承認', '承認後の修正の申し出', '提出', '訂正の承認']);
  expect(out.split('\r\n').find((line) => line.includes('訂正の承認'))).toContain(REASON);
});

test('reopened by the coordinator after the round is closed, it is a correction after publication too', async () => {
  await town.record.closeRound(YEAREND, { by, now: new Date('2024-06-14T00:00:00Z') });
  const { out, failed } = await runCommand(addReopenCommand, [
    ...['reopen', 'yearend', '--year', 'R5', '--section', '建設課', '--goal', '3', '--reason', '誤記です。'],
  ]);
  expect([failed, out]).toEqual([[], expect.stringContaining('この理由が正誤表に載ります')]);
  const task = (await town.tasks(SECTION, YEAREND))[2]!;
  const base = task.report!.version;
  const content = contentFor(task, '誤記を直しました。');
  const today = new Date().toISOString().slice(0, 10);
  await enter('staff', today, { kind: 'submit', task: task.id, base, content });
  await approve(2, today);
  const [finished] = await town.record.finished(2023, [town.section(SECTION)]);
  const ofThree = finished!.sheet.errata?.filter(({ goalNo }) => goalNo === '3') ?? [];
  expect(new Set(ofThree.map(({ reason }) => reason))).toEqual(new Set(['誤記です。']));
  const history = await runCommand(addHistoryCommand, ['history', '--section', '建設課', '--goal', '3']);
  expect(history.out).toMatch(/訂正の差し戻し[\s\S]*訂正の提出[\s\S]*訂正の承認/u);
});

test('a sheet imported after its publication with other texts is refused without a reason, and then a 訂正', async () => {
  const sheet = printedSheets()
    .map(blank)
    .find((one) => one.header.organization.text === '建設課')!;
  const [goal, ...others] = sheet.goals;
  const corrected = {
    ...sheet,
    header: { ...sheet.header, createdOn: { ...sheet.header.createdOn, text: '令和5年5月1日' } },
    goals: [{ ...goal!, text: `${goal!.text}（改）` }, ...others],
  };
  const file = join(folder, 'corrected.json');
  await writeFile(file, JSON.stringify(toInterchange([corrected])));

  const refused = await runCommand(addImportCommand, ['import', file]);
  expect(refused.failed.join()).toMatch(/公表したシートの文が変わるため.*（改）.*--reason/su);
  expect((await exported('html')).bytes.toString('utf8')).not.toContain('（改）');

  const taken = await runCommand(addImportCommand, ['import', file, '--reason', '転記の誤り']);
  expect(taken.failed).toEqual([]);
  expect(taken.out).toContain('公表したシートの訂正として、正誤表に2件載ります。');
  const page = (await exported('html')).bytes.toString('utf8');
  const list = page.slice(page.indexOf('<table class="errata">'));
  expect(list).toMatch(/<td>作成日<\/td>.*<td>令和5年5月1日<\/td><td>転記の誤り<\/td>/u);
  expect(list).toContain(`（改）</td><td>転記の誤り</td>`);
  const csv = new TextDecoder().decode((await exported('csv')).bytes);
  expect(csv.split('\r\n')[1]).toContain('作成日');
  const { out } = await runCommand(addHistoryCommand, ['history', '--format', 'csv']);
  expect(out).toMatch(/シート.*転記の誤り/u);
});
