/** `maru export --round midyear`: what was reported at mid-year, from the conversation's answers to the files, against a real database. */
import { mkdtemp, readFile as readBytes, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addExportCommand } from '../../../src/cli/export/export.js';
import { addHistoryCommand } from '../../../src/cli/history/history.js';
import { addImportCommand } from '../../../src/cli/import/import.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import type { WantedSheets } from '../../../src/core/report/file-request.js';
import { makeFileMaker } from '../../../src/flow/notices/make-file.js';
import { fileWriters } from '../../../src/workbook/worker/chat-files.js';
import { openBook } from '../../../src/workbook/xlsx/library.js';
import { by, type City, city, contentFor, effectId, later, NOW } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let folder = '';
let settingsBack: () => void;

beforeAll(async () => {
  town = await city({ round: false });
  settingsBack = withSettings({ DATABASE_URL: town.url });
  folder = await mkdtemp(join(tmpdir(), 'maru-midyear-'));
}, 30_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(folder, { recursive: true, force: true });
});

const MEASURES = '11月に2回目の植栽を行います。';
const out = (name: string) => join(folder, name);
const run = (...words: string[]) =>
  runCommand(addExportCommand, ['export', '--year', 'R5', '--round', 'midyear', ...words]);

/** Reports every goal of section 7, the first at risk; approved unless told otherwise. */
async function report(): Promise<void> {
  for (const [at, task] of (await town.tasks(7)).entries()) {
    const plain = contentFor(task, '上半期は順調でした。');
    const content = {
      ...plain,
      answers: plain.answers.map((one) => ({
        ...one,
        ...(at === 0 ? { rating: 'partially_achieved' as const, reason: '雨', measures: MEASURES } : {}),
      })),
    };
    const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
      town.record.execute(effectId(), person, 'test:dm', command, later(at + 1));
    expect(await enter('staff7', { kind: 'submit', task: task.id, base: 0, content })).toMatchObject({
      ok: true,
    });
    expect(await enter('chief7', { kind: 'approve', report: task.id, version: 1, step: 0 })).toMatchObject({
      ok: true,
    });
  }
}

test('before its round was opened there is none, which is said in one sentence', async () => {
  expect((await run('--format', 'xlsx', '--out', out('x.xlsx'))).failed).toEqual([
    '令和5年度の中間報告は、まだ始まっていません。maru round open midyear で始めたあとに書き出せます。',
  ]);
});

test('what was approved is in the .xlsx, .csv and .html, and year-end’s sheet says nothing of it', async () => {
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' },
    { by, now: NOW },
  );
  await report();
  const said = await run('--section', '建設課', '--format', 'xlsx', '--out', out('m.xlsx'), '--json');
  expect(said.failed).toEqual([]);
  expect(JSON.parse(said.out)).toMatchObject({
    round: 'midyear',
    sections: [{ section: '建設課', approved: true }],
  });
  const rows = (await openBook(await readBytes(out('m.xlsx')))).sheets[0]!.rows.map((row) =>
    row.map((cell) => String(cell ?? '')),
  );
  expect(rows[0]![0]).toBe('組織目標管理シート（中間報告）');
  expect(rows.flat()).toContain('R5.9.30');
  expect(rows.flat()).not.toContain('R6.3.31');
  const [first] = rows.filter((row) => row.includes('200人以上'));
  expect(first!.slice(4, 6)).toEqual(['200人以上', '結果 200人以上']);
  expect(first!.slice(8)).toEqual(['△', MEASURES, '上半期は順調でした。', '続けます。']);
  for (const format of ['csv', 'html']) {
    const words = ['--section', '建設課', '--format', format, '--out', out(`m.${format}`)];
    expect((await run(...words)).failed).toEqual([]);
    const text = await readBytes(out(`m.${format}`), 'utf8');
    for (const part of [MEASURES, '下半期の対策', '中間結果', '一部未達成見込み'])
      expect(text).toContain(part);
  }
  const yearEnd = [
    'export',
    '--year',
    'R5',
    '--section',
    '建設課',
    '--format',
    'html',
    '--draft',
    '--out',
    out('e.html'),
  ];
  expect((await runCommand(addExportCommand, yearEnd)).failed).toEqual([]);
  const text = await readBytes(out('e.html'), 'utf8');
  for (const part of [MEASURES, '上半期は順調でした。', '中間']) expect(text).not.toContain(part);
  expect((await town.record.history({})).at(-2)).toMatchObject({
    action: 'exported',
    after: { round: 'midyear' },
  });
});

test('what is not approved goes out as a draft only, and every other section is there with nothing in it', async () => {
  const all = ['--format', 'csv', '--out', out('all.csv')];
  expect((await run(...all)).failed[0]).toContain('--draft');
  const said = await run(...all, '--draft');
  expect(said.failed).toEqual([]);
  expect(said.out).toContain('8 シートのうち 1 シート');
});

test('「出力 中間」 gives it in chat, named as what it is; without the word it is the sheet', async () => {
  const make = makeFileMaker({
    record: town.record,
    ...fileWriters(town.pool),
    uploads: { directions: async () => null },
  });
  const wanted = (more: Partial<WantedSheets>): WantedSheets => ({
    ...{
      kind: 'sheets',
      fiscalYear: null,
      sectionIds: [town.section(7)],
      named: null,
      format: 'csv',
      language: 'ja',
    },
    ...more,
  });
  const made = await make(wanted({ round: 'midyear' }), later(30));
  if (made.kind !== 'made') throw new Error(JSON.stringify(made));
  expect(made.file.name).toBe('組織目標管理シート_中間報告_R5_建設課.csv');
  expect(made.file.comment).toBe(
    '令和5年度 建設課の中間報告のシートです。公表する期末のシートは「出力」と送ると受け取れます。',
  );
  expect(Buffer.from(made.file.bytes).toString()).toContain(MEASURES);
  const sheet = await make(wanted({}), later(30));
  expect(sheet.kind === 'made' && Buffer.from(sheet.file.bytes).toString()).not.toContain(MEASURES);
  for (const language of ['ja', 'en'] as const) {
    const told = await make(wanted({ round: 'midyear', format: 'json', language }), later(30));
    expect(told.kind === 'told' && fallbackText(told.card)).toContain('.json');
  }
});

test('a file of mid-year given back is not taken in', async () => {
  for (const name of ['m.xlsx', 'm.csv']) {
    const said = await runCommand(addImportCommand, ['import', out(name), '--dry-run']);
    expect(said.failed.join()).toContain(
      '中間報告のシートです。取り込むと中間の結果が期末の結果になってしまう',
    );
  }
});

test('what it is not made of is said', async () => {
  expect((await run('--format', 'json', '--out', out('x.json'))).failed).toEqual([
    '--round midyear: .json はシートとして読み戻されるため、中間報告には使えません。xlsx、csv、html、pdf のどれかにしてください。',
  ]);
  const filled = ['--format', 'xlsx', '--template', out('m.xlsx'), '--out', out('x.xlsx')];
  expect((await run(...filled)).failed).toEqual([
    '--round midyear: --template は、期末のシートにだけ使えます。',
  ]);
  expect((await run('--round', 'autumn', '--format', 'csv', '--out', out('x.csv'))).failed).toHaveLength(1);
});

test('下半期の対策 is explained by the history, and a changed one is found', async () => {
  const verify = () => runCommand(addHistoryCommand, ['history', '--verify']);
  const [task] = await town.tasks(7);
  const held = await verify();
  expect(held.failed).toEqual([]);
  await town.pool.query(
    `update reports set body = jsonb_set(body::jsonb, '{content,answers,0,measures}', '"何もしません。"')::json where id = $1`,
    [task!.id],
  );
  expect((await verify()).failed.join() + (await verify()).out).toContain(task!.id);
});
