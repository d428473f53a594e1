/** 担当 from a column of a sheet: set where a goal has none, shown before, and never over what was said since. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ReadSheets } from '../../../../src/flow/file-ports.js';
import { openRecord } from '../../../../src/store/postgres/record.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { blank, by, type City, city, effectId, later, NOW, printedSheets, sectionOf } from '../city.js';

let town: City;
const [sheet] = printedSheets().slice(0, 1).map(blank);
beforeAll(async () => {
  town = await city({ round: true });
  const section = sectionOf(sheet!);
  const post = (role: 'staff' | 'coordinator', title: string) => ({ section, role, title });
  await town.record.importRoster(
    {
      sections: [section],
      people: [
        { id: 'office', name: '事務局' },
        { id: 'staff1', name: '担当者1' },
        { id: 'staff91', name: '担当者91' },
        { id: 'staff92', name: '担当者92' },
        { id: 'staff93', name: '主任3' },
      ],
      holdings: [
        { post: post('coordinator', '事務局'), person: 'office', from: '2023-04-01' },
        ...['staff1', 'staff91', 'staff92', 'staff93'].map((person) => ({
          post: post('staff', '担当者'),
          person,
          from: '2023-04-01',
        })),
      ],
    },
    { by, now: NOW },
  );
}, 30_000);
afterAll(() => town.stop());

/** One file with these names in its column, looked at, and taken in where that is said. */
async function sent(owners: readonly string[], minutes: number, takes: boolean) {
  const read: ReadSheets = async () => ({
    kind: 'read',
    sheets: [{ sheet: sheet!, irregularities: [], owners }],
    notes: [],
  });
  const record = openRecord(town.pool, read, PATIENCE_MS);
  const id = `o${minutes}`;
  await openUploads(town.pool, PATIENCE_MS).keep(
    { id, person: 'office', name: 'a.xlsx', now: NOW },
    async () => [new Uint8Array([1])],
  );
  const run = (command: { kind: 'preview_upload' } | { kind: 'import_upload'; seen: string }) =>
    record.execute(effectId(), 'office', 'test:dm:office', { ...command, upload: id }, later(minutes));
  const preview = await run({ kind: 'preview_upload' });
  if (!preview.ok) throw new Error(JSON.stringify(preview));
  const { seen } = preview.upload!;
  if (takes) expect(await run({ kind: 'import_upload', seen })).toMatchObject({ ok: true });
  return preview.upload!;
}
const names = async () => {
  const { rows } = await town.pool.query<{ subject: string; name: string }>(
    'select w.subject, p.name from goal_owners w join people p on p.id = w.person_id where w.ended is null',
  );
  return (await town.tasks(1)).map(
    ({ goalId }) => rows.find(({ subject }) => subject === goalId)?.name ?? null,
  );
};
const ja = (words: readonly { ja: string }[] = []) => words.map((one) => one.ja);

test('the preview shows it and sets nothing; taken in, a name that is clear is the owner, with its history', async () => {
  const names1 = ['担当者1', '担当者9', '主任 3'];
  const shown = await sent(names1, 1, false);
  expect(ja(shown.sheets[0]!.changes)).toEqual(['No.1 担当: なし → 担当者1', 'No.3 担当: なし → 主任3']);
  expect(ja(shown.warnings)).toEqual([
    expect.stringMatching(
      /^No\.2 の担当「担当者9」は.*設定しません。近い名前は「担当者9[12]」「担当者9[12]」「担当者1」です。$/u,
    ),
  ]);
  expect(new Set(await names())).toEqual(new Set([null]));
  await sent(names1, 2, true);
  expect((await names()).slice(0, 3)).toEqual(['担当者1', null, '主任3']);
  expect(await town.record.history({})).toContainEqual(
    expect.objectContaining({ action: 'owner_set', personId: 'office' }),
  );
  expect((await town.record.verifyRecord()).found).toBeNull();
});

test('once more there is nothing to take in', async () => {
  expect((await sent(['担当者1', '', '主任3'], 3, false)).sheets[0]).toMatchObject({ outcome: 'unchanged' });
});

test('what a person said since stays, and is told', async () => {
  const [task] = await town.tasks(1);
  const outcome = await town.record.execute(
    effectId(),
    'office',
    'test:dm:office',
    { kind: 'set_owner', task: task!.id, to: '担当者91' },
    later(4),
  );
  expect(outcome).toMatchObject({ ok: true, owner: { name: '担当者91' } });
  const shown = await sent(['担当者1', '担当者92'], 5, true);
  expect(ja(shown.sheets[0]!.changes)).toEqual(['No.2 担当: なし → 担当者92']);
  expect(ja(shown.warnings)).toEqual([
    'No.1 の担当は担当者91のままです（シートでは「担当者1」）。替えるときは「1番 担当 氏名」と送ってください。',
  ]);
  expect((await names()).slice(0, 3)).toEqual(['担当者91', '担当者92', '主任3']);
  expect((await town.record.verifyRecord()).found).toBeNull();
});
