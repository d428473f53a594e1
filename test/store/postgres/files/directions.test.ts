/** The directions of a whole file decided in the chat: in its list, by its table, before and after it is taken in. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { UploadCommand } from '../../../../src/core/decision/command.js';
import { directionTable } from '../../../../src/core/rating/direction-list.js';
import { DIRECTION_ROWS } from '../../../../src/core/sheet/direction-page.js';
import { withoutResults } from '../../../../src/core/sheet/sheet.js';
import type { Uploads } from '../../../../src/flow/file-ports.js';
import { openRecord, type PostgresRecord } from '../../../../src/store/postgres/record.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { writeFile } from '../../../../src/workbook/files.js';
import { readSheets } from '../../../../src/workbook/worker/chat-files.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { undecidedYear } from '../../../workbook/undecided.js';
import { by, type City, city, effectId, later, NOW, printedSheets, sectionOf } from '../city.js';

let town: City;
let uploads: Uploads;
let record: PostgresRecord;
let minutes = 0;

beforeAll(async () => {
  town = await city();
  uploads = openUploads(town.pool, PATIENCE_MS);
  record = openRecord(town.pool, readSheets, PATIENCE_MS);
  const post = (role: 'coordinator' | 'staff', title: string) => ({
    section: sectionOf(printedSheets()[0]!),
    role,
    title,
  });
  await town.record.importRoster(
    {
      sections: [sectionOf(printedSheets()[0]!)],
      people: [
        { id: 'office', name: '事務局' },
        { id: 'staff1', name: '担当者1' },
      ],
      holdings: [
        { post: post('coordinator', '事務局'), person: 'office', from: '2023-04-01' },
        { post: post('staff', '担当者'), person: 'staff1', from: '2023-04-01' },
      ],
    },
    { by, now: NOW },
  );
}, 60_000);
afterAll(() => town.stop());

const sends = async (id: string, bytes: Uint8Array | string, person = 'office') => {
  minutes += 1;
  await uploads.keep({ id, person, name: `${id}.xlsx`, now: later(minutes) }, async () => [
    typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
  ]);
  return run({ kind: 'preview_upload', upload: id }, person);
};
const run = (command: UploadCommand, person = 'office') =>
  record.execute(effectId(), person, `test:dm:${person}`, command, later(minutes));
const workbook = async (year: number, names: readonly string[] = undefined as never) => {
  const written = await writeFile(
    undecidedYear(year, names).map((sheet) => ({ ...withoutResults(sheet), approved: true })),
    { format: 'xlsx' },
  );
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  return written.bytes;
};
const directions = async (year: number) => {
  const { rows } = await town.pool.query<{ directions: Record<string, string> }>(
    'select directions from sheets where fiscal_year = $1 order by id',
    [year],
  );
  return rows.flatMap((row) => Object.values(row.directions));
};

test('the preview tells them, the list decides them, and 取り込む enters them once with the sheets', async () => {
  const preview = await sends('a', await workbook(2030));
  expect(preview).toMatchObject({
    ok: true,
    upload: {
      directions: {
        waiting: 6,
        proposed: 4,
        decided: 0,
        first: [
          { name: '花壇の区域', likely: 'higher' },
          { name: '苦情件数', likely: 'lower' },
          { name: '苦情件数の削減', likely: null },
          { name: '空き家の数' },
          { name: '窓口の来庁' },
        ],
      },
    },
  });
  const first = await run({ kind: 'show_directions', upload: 'a', page: 0 });
  expect(first).toMatchObject({ directions: { count: 6, waiting: 6, proposed: 4, page: 0, pages: 2 } });
  expect(first.ok && first.directions!.rows).toHaveLength(DIRECTION_ROWS);
  expect(await run({ kind: 'show_directions', upload: 'a', page: 9 })).toMatchObject({
    directions: { page: 1, rows: { length: 6 - DIRECTION_ROWS } },
  });

  const proposed = await run({ kind: 'choose_directions', upload: 'a', said: 'proposed' });
  expect(proposed).toMatchObject({ directions: { waiting: 2, proposed: 0, decided: 4 } });
  const row = first.ok ? first.directions!.rows.find(({ name }) => name === '花壇の区域')! : null;
  const changed = await run({
    kind: 'choose_directions',
    upload: 'a',
    said: { at: row!.at, direction: 'lower' },
  });
  expect(changed).toMatchObject({ directions: { waiting: 2, decided: 1 } });
  expect(await directions(2030)).toEqual([]);

  const seen = preview.ok ? preview.upload!.seen : '';
  const entered = await run({ kind: 'import_upload', upload: 'a', seen });
  expect(entered).toMatchObject({ ok: true, upload: { directions: { waiting: 2, decided: 4 } } });
  expect((await directions(2030)).sort()).toEqual(['higher', 'lower', 'lower', 'lower']);
  const entry = (await town.record.history({})).findLast(({ action }) => action === 'sheet_imported');
  expect(entry).toMatchObject({ personId: 'office', post: '事務局' });
  expect(Object.values((entry!.after as { kept: { directions: object } }).kept.directions)).toHaveLength(4);
  expect(await town.record.verifyHistory()).toBeNull();
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ unexplained: [] });
  // It is taken in: nothing is decided in its list any more.
  expect(await run({ kind: 'show_directions', upload: 'a', page: 0 })).toMatchObject({
    refusal: { reason: 'upload_refused' },
  });
  expect(await uploads.directions('a')).toBeNull();
});

test('the next year knows what was decided and asks for the rest', async () => {
  const preview = await sends('b', await workbook(2031));
  expect(preview).toMatchObject({
    upload: { directions: { waiting: 2, first: [{ name: '苦情件数の削減' }, { name: '窓口の来庁' }] } },
  });
  await run({ kind: 'import_upload', upload: 'b', seen: preview.ok ? preview.upload!.seen : '' });
  expect(await directions(2031)).toHaveLength(4);
});

test('its table decides in the list while the workbook waits, in the record afterwards', async () => {
  await sends('c', await workbook(2032, ['芝生の広さ', '苦情件数の削減']));
  const list = await uploads.directions('c');
  const table = directionTable(list!.rows);
  expect(table).toContain('"芝生の広さ","20区画","多いほどよい","案（確かめてください）"');
  expect(table).toContain('"苦情件数の削減","5件","","案なし（決めてください）"');
  const filled = table.replace('"5件",""', '"5件","少ない"');

  const wrong = await sends('c1', filled.replace('"少ない"', '"横"'));
  expect(wrong).toMatchObject({
    refusal: {
      problems: [
        {
          ja: expect.stringMatching(/行目: 向き「横」は読み取れません/u),
          en: expect.stringContaining('line'),
        },
      ],
    },
  });
  const strange = await sends('c2', filled.replace('芝生の広さ', '芝の広さ'));
  expect(strange).toMatchObject({ refusal: { problems: [{ ja: expect.stringContaining('2行目') }] } });
  expect((await uploads.directions('c'))!.rows.some(({ chosen }) => chosen !== undefined)).toBe(false);

  const back = await sends('c3', filled);
  expect(back).toMatchObject({ directions: { upload: 'c', waiting: 0, decided: 2 } });
  const seen = back.ok ? back.directions!.seen : '';
  expect(await run({ kind: 'import_upload', upload: 'c', seen })).toMatchObject({
    upload: { directions: { waiting: 0, decided: 2 } },
  });
  expect((await directions(2032)).sort()).toEqual(['higher', 'lower']);

  // Nothing waits: it is about the sheets of the record now, and is shown first.
  const later = await sends('c4', filled.replace('"多いほどよい"', '"保つ"'));
  expect(later).toMatchObject({
    upload: { ofTable: true, directions: { waiting: 0, decided: 1 }, sheets: { length: 1 } },
  });
  expect((await directions(2032)).sort()).toEqual(['higher', 'lower']);
  const seenLater = later.ok ? later.upload!.seen : '';
  expect(await run({ kind: 'import_upload', upload: 'c4', seen: `${seenLater}x` })).toMatchObject({
    refusal: { reason: 'upload_outdated' },
  });
  expect(await run({ kind: 'import_upload', upload: 'c4', seen: seenLater })).toMatchObject({ ok: true });
  expect((await directions(2032)).sort()).toEqual(['lower', 'neither']);
  expect(await town.record.verifyHistory()).toBeNull();
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ unexplained: [] });
});

test('a workbook whose sheets are all in the record can still have its list decided', async () => {
  const preview = await sends('d', await workbook(2031));
  expect(preview).toMatchObject({
    upload: { sheets: [{ outcome: 'unchanged' }], directions: { waiting: 2 } },
  });
  const [{ at }] = (await run({ kind: 'show_directions', upload: 'd', page: 0 }).then((one) =>
    one.ok ? one.directions!.rows : [],
  )) as [{ at: number }];
  await run({ kind: 'choose_directions', upload: 'd', said: { at, direction: 'neither' } });
  const seen = preview.ok ? preview.upload!.seen : '';
  const entered = await run({ kind: 'import_upload', upload: 'd', seen });
  expect(entered).toMatchObject({ upload: { sheets: [{ outcome: 'changed' }] } });
  expect(await directions(2031)).toHaveLength(5);
});

test('nobody but 事務局 sees or decides any of it', async () => {
  await sends('e', await workbook(2033));
  for (const command of [
    { kind: 'show_directions', upload: 'e', page: 0 },
    { kind: 'choose_directions', upload: 'e', said: 'proposed' },
  ] as const)
    expect(await run(command, 'staff1')).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
  expect((await uploads.directions('e'))!.rows.some(({ chosen }) => chosen !== undefined)).toBe(false);
});
