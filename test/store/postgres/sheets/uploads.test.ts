/** Files put aside, and commands about them: read outside of the transaction, entered within one, once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReadSheets, Uploads } from '../../../../src/flow/file-ports.js';
import { openPieces } from '../../../../src/store/postgres/evidence/pieces.js';
import { openRecord, type PostgresRecord } from '../../../../src/store/postgres/record.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { blank, by, type City, city, effectId, later, NOW, printedSheets, sectionOf } from '../city.js';

let town: City;
let uploads: Uploads;
beforeAll(async () => {
  town = await city();
  uploads = openUploads(town.pool, PATIENCE_MS);
  const [first] = printedSheets();
  await town.record.importRoster(
    {
      sections: [sectionOf(first!)],
      people: [
        { id: 'office', name: '事務局' },
        { id: 'chief1', name: '課長1' },
        { id: 'staff1', name: '担当者1' },
      ],
      holdings: [
        {
          post: { section: sectionOf(first!), role: 'coordinator', title: '事務局' },
          person: 'office',
          from: '2023-04-01',
        },
        {
          post: { section: sectionOf(first!), role: 'staff', title: '担当者' },
          person: 'staff1',
          from: '2023-04-01',
        },
      ],
    },
    { by, now: NOW },
  );
}, 30_000);
afterAll(() => town.stop());

const bytes = (text: string) => new TextEncoder().encode(text);
const keep = (id: string, text = 'x', person = 'office', now = NOW) =>
  uploads.keep({ id, person, name: `${id}.xlsx`, now }, async () => [bytes(text)]);

describe('keeping', () => {
  test('what is kept is loaded, and dropped', async () => {
    expect(await keep('u1', 'あ')).toEqual({ name: 'u1.xlsx', size: 3, kept: true, upload: 'u1' });
    expect(await uploads.load('u1')).toMatchObject({ person: 'office', name: 'u1.xlsx' });
    expect(new TextDecoder().decode((await uploads.load('u1'))!.bytes)).toBe('あ');
    await uploads.drop('u1');
    expect(await uploads.load('u1')).toBeNull();
  });

  test('of what it begins with it is told what it may be, and its bytes go with it', async () => {
    const before = await openPieces(town.pool).usage();
    expect(await keep('u4', '%PDF-1.7 …')).toMatchObject({ upload: 'u4', kind: 'pdf' });
    expect(await openPieces(town.pool).usage()).toMatchObject({ files: before.files + 1 });
    await uploads.drop('u4');
    expect(await openPieces(town.pool).usage()).toEqual(before);
  });

  test('of what cannot be received its address is kept, and no bytes', async () => {
    const at = { id: 'u5', person: 'office', name: '写真.jpg', now: NOW, link: 'https://a.example/b' };
    const sent = { name: '写真.jpg', size: 0, kept: false, why: 'unreachable', upload: 'u5' };
    expect(await uploads.keep(at, async () => 'unreachable')).toEqual(sent);
    expect(await uploads.keep(at, () => Promise.reject(new Error('fetched again')))).toEqual(sent);
    expect(await uploads.load('u5')).toBeNull();
  });

  test('two tries of one message at once leave the bytes once', async () => {
    const before = await openPieces(town.pool).usage();
    await Promise.all([keep('u6'), keep('u6'), keep('u6')]);
    expect(await openPieces(town.pool).usage()).toMatchObject({ files: before.files + 1 });
  });

  test('what is too large, or breaks off on its way, leaves nothing', async () => {
    const before = await openPieces(town.pool).usage();
    async function* broken() {
      yield bytes('x'.repeat(300_000));
      throw new Error('reset');
    }
    const at = { id: 'u7', person: 'office', name: 'u7', now: NOW };
    await expect(uploads.keep(at, async () => broken())).rejects.toThrow('reset');
    function* large() {
      for (let n = 0; n < 21; n += 1) yield new Uint8Array(1024 * 1024);
    }
    expect(await uploads.keep(at, async () => large())).toMatchObject({ kept: false, why: 'too_large' });
    expect(await openPieces(town.pool).usage()).toEqual(before);
  });

  test('a message sent again fetches nothing a second time', async () => {
    await keep('u2', 'one');
    const again = await uploads.keep({ id: 'u2', person: 'office', name: 'u2.xlsx', now: NOW }, () =>
      Promise.reject(new Error('fetched again')),
    );
    expect(again).toMatchObject({ kept: true, size: 3 });
  });

  test('what cannot be had is not kept, and a fault is passed on', async () => {
    const at = { id: 'u3', person: 'office', name: 'u3', now: NOW };
    expect(await uploads.keep(at, async () => 'too_large')).toMatchObject({ kept: false, why: 'too_large' });
    await expect(uploads.keep(at, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await uploads.load('u3')).toBeNull();
  });

  test('what is old, or more than one person needs, is thrown away', async () => {
    await keep('old', 'x', 'other');
    for (let n = 0; n < 12; n += 1) await keep(`many${n}`, 'x', 'office', later(n + 1));
    expect(await uploads.load('many0')).toBeNull();
    expect(await uploads.load('many11')).not.toBeNull();
    expect(await uploads.load('old')).not.toBeNull();
    await keep('new', 'x', 'office', later(8 * 24 * 60));
    expect(await uploads.load('old')).toBeNull();
  });
});

describe('commands', () => {
  const changed = () =>
    printedSheets()
      .map(blank)
      .map((sheet) => ({ ...sheet, footnotes: [...sheet.footnotes, '追記'] }));
  const record = (read: ReadSheets): PostgresRecord => openRecord(town.pool, read, PATIENCE_MS);
  const reading: ReadSheets = async () => ({
    kind: 'read',
    sheets: changed().map((sheet) => ({ sheet, irregularities: [] })),
    notes: [],
  });
  const never: ReadSheets = () => Promise.reject(new Error('it was opened'));
  const source = 'test:dm:office';

  test('a preview changes nothing, done twice it answers the same without reading again', async () => {
    await keep('p1');
    const before = await town.record.sheets(2023);
    const id = effectId();
    const command = { kind: 'preview_upload', upload: 'p1' } as const;
    const first = await record(reading).execute(id, 'office', source, command, NOW);
    expect(first).toMatchObject({ ok: true, upload: { file: 'p1.xlsx', sheets: { length: 8 } } });
    expect(await town.record.sheets(2023)).toEqual(before);
    expect(await record(never).execute(id, 'office', source, command, NOW)).toEqual(first);
    expect(await town.record.verifyHistory()).toBeNull();
  });

  test('the preview names what does not fit in the sheets, and where', async () => {
    await keep('p7');
    const sheets = printedSheets().map((sheet) => ({ sheet, irregularities: [] }));
    const preview = await record(async () => ({ kind: 'read', sheets, notes: [] })).execute(
      effectId(),
      'office',
      source,
      { kind: 'preview_upload', upload: 'p7' },
      // when the year is over: before, days of it are still to come
      new Date('2024-04-10T01:00:00Z'),
    );
    expect(preview).toMatchObject({
      upload: {
        checks: {
          count: 1,
          first: [
            {
              ja: expect.stringMatching(
                /^建設課 確認 No\.3 「研修発表実施数\(回\)」 数の食い違い: .*「発表数は14回」/u,
              ),
              en: expect.stringMatching(/^建設課: Check No\.3 “研修発表実施数\(回\)”, Two figures: /u),
            },
          ],
        },
      },
    });
  });

  test('a text that stood in last year’s sheet is found though the file has this year’s alone', async () => {
    const [last] = printedSheets().slice(6, 7);
    const copied = {
      ...last!,
      fiscalYear: 2024,
      header: { ...last!.header, fiscalYear: { ...last!.header.fiscalYear, text: '令和6年度' } },
    };
    await town.record.importSheets([last!], { by, now: NOW });
    await keep('p8');
    const preview = await record(async () => ({
      kind: 'read',
      sheets: [{ sheet: copied, irregularities: [] }],
      notes: [],
    })).execute(
      effectId(),
      'office',
      source,
      { kind: 'preview_upload', upload: 'p8' },
      new Date('2025-04-10T01:00:00Z'),
    );
    const checks = preview.ok ? preview.upload!.checks! : { count: 0, first: [] };
    expect(checks.first.map(({ ja }) => ja).join('\n')).toMatch(/前年度/u);
    await town.record.importSheets([blank(last!)], { by, now: NOW });
  });

  test('a published sheet: the preview says that 取り込む makes a 訂正, and one from before the publication is outdated', async () => {
    await keep('p6');
    const run = (command: { kind: 'preview_upload' } | { kind: 'import_upload'; seen: string }) =>
      record(reading).execute(effectId(), 'office', source, { ...command, upload: 'p6' }, NOW);
    const before = await run({ kind: 'preview_upload' });
    const sectionId = (await town.record.sheets(2023))[0]!.section.id;
    await town.pool.query(
      `insert into publications (section_id, fiscal_year, published_at, by, said) values ($1, 2023, $2, '事務局', '{}')`,
      [sectionId, NOW],
    );
    const seen = before.ok ? before.upload!.seen : '';
    expect(await run({ kind: 'import_upload', seen })).toMatchObject({
      refusal: { reason: 'upload_outdated' },
    });
    const preview = await run({ kind: 'preview_upload' });
    expect(preview).toMatchObject({
      upload: { warnings: [{ ja: expect.stringMatching(/公表したシートが変わります.*正誤表/u) }] },
    });
    await town.pool.query('delete from publications');
  });

  test('twenty at once with the same effect: entered once', async () => {
    await keep('p2');
    const preview = await record(reading).execute(
      effectId(),
      'office',
      source,
      { kind: 'preview_upload', upload: 'p2' },
      NOW,
    );
    const seen = preview.ok ? preview.upload!.seen : '';
    const id = effectId();
    const count = async () =>
      (await town.record.history({})).filter(({ action }) => action === 'sheet_changed').length;
    const before = await count();
    const command = { kind: 'import_upload', upload: 'p2', seen } as const;
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => record(reading).execute(id, 'office', source, command, NOW)),
    );
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    expect(outcomes[0]).toMatchObject({ ok: true });
    expect((await count()) - before).toBe(8);
  });

  test.each(['staff1', 'nobody'])('%s may not, and the file is not even opened', async (person) => {
    await keep('p3');
    for (const command of [
      { kind: 'preview_upload', upload: 'p3' },
      { kind: 'import_upload', upload: 'p3', seen: '' },
      { kind: 'drop_upload', upload: 'p3' },
    ] as const)
      expect(await record(never).execute(effectId(), person, 'test:dm', command, NOW)).toEqual({
        ok: false,
        refusal: { reason: 'not_entitled' },
      });
    expect(await uploads.load('p3')).not.toBeNull();
  });

  test('a fault of the reader rejects, and the next try reads again', async () => {
    await keep('p4');
    const id = effectId();
    const command = { kind: 'preview_upload', upload: 'p4' } as const;
    await expect(record(never).execute(id, 'office', source, command, NOW)).rejects.toThrow('it was opened');
    expect(await record(reading).execute(id, 'office', source, command, NOW)).toMatchObject({ ok: true });
  });

  test('refused by the reader: its sentences, at most ten', async () => {
    await keep('p5');
    const problems = Array.from({ length: 30 }, (_, n) => ({ ja: `${n}行目。`, en: `line ${n}.` }));
    const outcome = await record(async () => ({ kind: 'refused', problems })).execute(
      effectId(),
      'office',
      source,
      { kind: 'preview_upload', upload: 'p5' },
      NOW,
    );
    expect(outcome).toEqual({
      ok: false,
      refusal: {
        reason: 'upload_refused',
        problems: [...problems.slice(0, 10), { ja: 'ほか20件', en: '20 more' }],
      },
    });
  });
});
