/** 根拠資料 in the record: who may add, see and take away, what is taken at all, and what the history says of it. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Command } from '../../../../src/core/decision/command.js';
import type { EvidenceCommand } from '../../../../src/core/decision/evidence/evidence-command.js';
import type { Outcome } from '../../../../src/core/decision/outcome/outcome.js';
import type { EvidenceLimits } from '../../../../src/core/evidence/evidence.js';
import { markOfPublic } from '../../../../src/core/report/exceptions.js';
import type { CheckWorkbook } from '../../../../src/flow/evidence/check.js';
import { wholeOf } from '../../../../src/flow/evidence/store.js';
import { openEvidenceFiles } from '../../../../src/store/postgres/evidence/files.js';
import { listEvidence } from '../../../../src/store/postgres/evidence/list.js';
import { openPieces } from '../../../../src/store/postgres/evidence/pieces.js';
import { prune } from '../../../../src/store/postgres/prune.js';
import { openRecord } from '../../../../src/store/postgres/record.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { checkWorkbook } from '../../../../src/workbook/evidence.js';
import { writeXlsx } from '../../../../src/workbook/xlsx/write.js';
import { storeZip } from '../../../../src/workbook/xlsx/zip.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { by, type City, city, contentFor, effectId, later, printedSheets, withDesk } from '../city.js';
import { meanwhile } from '../meanwhile.js';

let town: City;
let task: string;
beforeAll(async () => {
  town = await city();
  await withDesk(town);
  task = (await town.tasks(1))[0]!.id;
}, 60_000);
afterAll(() => town.stop());

const check: CheckWorkbook = async (bytes, name) => checkWorkbook(await wholeOf(bytes), name);
const small: EvidenceLimits = { fileBytes: 1_000, sectionBytes: 2_500 };
let seconds = 0;
const next = () => {
  seconds += 1;
  return later(5 + seconds / 60);
};
const record = (limits = small) =>
  openRecord(town.pool, undefined, PATIENCE_MS, undefined, { check, limits });
const run = (command: EvidenceCommand, person = 'staff1', id = effectId(), now = next()): Promise<Outcome> =>
  record().execute(id, person, `test:dm:${person}`, command, now);

let files = 0;
/** A file that somebody sent, put aside; its id. */
async function sends(content: string | Uint8Array, name = '名簿.pdf', person = 'staff1', link?: string) {
  files += 1;
  const id = `f${files}`;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await openUploads(town.pool, PATIENCE_MS).keep(
    { id, person, name, now: later(files), ...(link ? { link } : {}) },
    async () => (link ? 'unreachable' : [bytes]),
  );
  return id;
}
const pdf = (size = 100, mark = '') => `%PDF-1.7 ${mark}`.padEnd(size, 'x');
const adds = async (
  content: string | Uint8Array = pdf(),
  more: { name?: string; to?: string; by?: string } = {},
) => {
  const { name = '名簿.pdf', to = task, by = 'staff1' } = more;
  return run({ kind: 'add_evidence', task: to, of: { file: await sends(content, name, by) } }, by);
};
const list = async (person = 'staff1', of = task) => {
  const outcome = await run({ kind: 'show_evidence', task: of, page: 0 }, person);
  const shown = outcome.ok ? outcome.evidence : undefined;
  if (shown?.kind !== 'list') throw new Error(JSON.stringify(outcome));
  return shown;
};
const why = (outcome: Outcome): string =>
  outcome.ok
    ? 'done'
    : outcome.refusal.reason === 'upload_refused'
      ? outcome.refusal.problems.map(({ ja }) => ja).join()
      : outcome.refusal.reason;

test('a file stands with the goal, by its hash in the history, and the record is explained by it', async () => {
  const before = await town.record.history({});
  const added = await adds(pdf(100, 'one'), { name: '..\\参加者名簿\u202Efdp.exe' });
  expect(added).toMatchObject({ ok: true, evidence: { kind: 'list', did: { what: 'added' } } });
  const { items, removable } = await list();
  const sha256 = createHash('sha256').update(pdf(100, 'one')).digest('hex');
  expect(items).toEqual([
    {
      id: expect.stringMatching(/\//u),
      name: '参加者名簿 fdp.exe.pdf',
      file: { kind: 'pdf', size: 100, sha256 },
      link: null,
      by: {
        personId: 'staff1',
        name: '担当者1',
        post: '担当者',
        at: expect.stringMatching(/^2023-10-02T01:/u),
      },
    },
  ]);
  expect(removable).toEqual([items[0]!.id]);
  const [entry] = (await town.record.history({})).slice(before.length);
  expect(entry).toMatchObject({ action: 'evidence_added', subject: items[0]!.id, name: '担当者1' });
  expect(JSON.stringify(entry!.after)).toContain(sha256);
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ count: 0 });
  // It is no file that waits any more, and it is not thrown away with those.
  await prune(town.pool, later(60 * 24 * 30), 100);
  const given = await openEvidenceFiles(town.pool).load(items[0]!.id);
  expect(Buffer.from(given!.bytes).toString()).toBe(pdf(100, 'one'));
  expect(given).toMatchObject({ name: '参加者名簿 fdp.exe.pdf' });
});

test('what is changed behind the history is found by verify', async () => {
  const [item] = (await list()).items;
  await town.pool.query(
    `update evidence set body = replace(body::text, '"size":100', '"size":101')::json where id = $1`,
    [item!.id],
  );
  const { replayed } = await town.record.verifyRecord();
  expect(replayed?.unexplained.map(({ row, problem }) => [row, problem])).toEqual([
    [`evidence ${item!.id}`, 'changed'],
  ]);
  await town.pool.query(
    `update evidence set body = replace(body::text, '"size":101', '"size":100')::json where id = $1`,
    [item!.id],
  );
});

test('pressed twice it stands once; the same effect again answers the same', async () => {
  const file = await sends(pdf(50, 'twice'));
  const command: EvidenceCommand = { kind: 'add_evidence', task, of: { file } };
  const id = effectId();
  const first = await run(command, 'staff1', id);
  expect(await run(command, 'staff1', id)).toEqual(first);
  expect(await run(command)).toMatchObject({ ok: true, evidence: { did: null } });
  expect((await list()).items.filter(({ file: one }) => one?.size === 50)).toHaveLength(1);
});

test.each([
  ['<script>alert(1)</script>', '絵.png', 'お預かりできるのは'],
  ['MZ\u0090\u0000', '請求書.pdf', 'お預かりできるのは'],
  [pdf(1_001), '大.pdf', '1ファイル'],
  ['PK\u0003\u0004not a zip', '名簿.xlsx', 'xlsx'],
])('%j as %s is refused, whatever it is called', async (content, name, said) => {
  const before = await openPieces(town.pool).usage();
  const refused = why(await adds(content, { name }));
  expect(refused).not.toBe('done');
  if (said !== 'xlsx') expect(refused).toContain(said);
  expect((await openPieces(town.pool).usage()).files).toBe(before.files + 1);
  expect(await list()).toMatchObject({ items: { length: 2 } });
});

test('a sheet is not taken as evidence, but told who takes it in', async () => {
  const [first] = printedSheets();
  const sheet = await writeXlsx([{ ...first!, approved: true } as never], { paper: 'A3' });
  if (sheet.kind === 'refused') throw new Error('not written');
  const file = await sends(sheet.bytes, '目標.xlsx');
  const looks = () =>
    openRecord(town.pool, undefined, PATIENCE_MS, undefined, { check }).execute(
      effectId(),
      'staff1',
      'test:dm:staff1',
      { kind: 'look_evidence', file },
      later(5),
    );
  expect(why(await looks())).toContain('事務局だけができます');
  // Of 事務局 who reports for the section as well.
  const role = (from: string, to: string) =>
    town.pool.query(
      'update posts set role = $2 where role = $1 and id in (select post_id from holdings where person_id = $3)',
      [from, to, 'staff1'],
    );
  await role('staff', 'coordinator');
  expect(why(await looks())).toContain('取り込むときは');
  await role('coordinator', 'staff');
  const other = await sends(storeZip(new Map([['a.txt', new Uint8Array([1])]])), '写真集.xlsx');
  expect(why(await run({ kind: 'look_evidence', file: other }))).not.toBe('done');
});

test('a section has its limit in a year, and others their own', async () => {
  expect(why(await adds(pdf(1_000)))).toBe('done');
  expect(why(await adds(pdf(1_000)))).toBe('done');
  expect(why(await adds(pdf(1_000)))).toContain('1年度に合わせて');
  const [others] = await town.tasks(2);
  expect(why(await adds(pdf(1_000), { to: others!.id, by: 'staff2' }))).toBe('done');
  const several = await Promise.all(
    [1, 2, 3, 4].map((no) => adds(pdf(700, `${no}`), { to: others!.id, by: 'staff2' })),
  );
  expect(several.map(why).filter((one) => one === 'done')).toHaveLength(2);
});

test('links, and files that could not be received, stand as links', async () => {
  expect(
    why(
      await run({ kind: 'add_evidence', task, of: { link: 'https://city.example.jp/%E8%B3%87%E6%96%99' } }),
    ),
  ).toBe('done');
  const file = await sends('', '共有の写真.jpg', 'staff1', 'https://files.example/x');
  expect(why(await run({ kind: 'add_evidence', task, of: { file } }))).toBe('done');
  const links = (await list()).items.filter(({ link }) => link !== null);
  expect(links).toMatchObject([
    { name: 'city.example.jp 資料', link: 'https://city.example.jp/%E8%B3%87%E6%96%99' },
    { name: '共有の写真.jpg', link: 'https://files.example/x', unreached: true },
  ]);
  expect(await run({ kind: 'give_evidence', evidence: links[0]!.id })).toMatchObject({ ok: false });
});

test('who does not see the section neither adds, sees, gets nor takes away; nor with another’s file', async () => {
  const [item] = (await list()).items;
  const file = await sends(pdf(10), 'a.pdf', 'staff2');
  const commands: EvidenceCommand[] = [
    { kind: 'show_evidence', task, page: 0 },
    { kind: 'give_evidence', evidence: item!.id },
    { kind: 'remove_evidence', evidence: item!.id },
    { kind: 'add_evidence', task, of: { file } },
    { kind: 'add_evidence', task, of: { link: 'https://a.example/b' } },
  ];
  for (const command of commands) {
    expect(why(await run(command, 'staff2'))).toBe('not_entitled');
    expect(why(await run(command, 'nobody'))).not.toBe('done');
  }
  expect(why(await run({ kind: 'add_evidence', task, of: { file } }))).toBe('upload_gone');
  for (const person of ['chief1', 'desk']) {
    expect((await list(person)).removable).toEqual([]);
    expect(await run({ kind: 'give_evidence', evidence: item!.id }, person)).toMatchObject({
      evidence: { kind: 'file', evidence: item!.id },
    });
    expect(why(await run({ kind: 'remove_evidence', evidence: item!.id }, person))).toContain('担当者1');
  }
});

test('who reports for the section says that it is to be published, and takes that back; nobody else does', async () => {
  const [item] = (await list()).items;
  const marks = (on: boolean, person = 'staff1') =>
    run({ kind: 'mark_evidence', evidence: item!.id, on }, person);
  for (const person of ['staff2', 'chief2', 'nobody'])
    expect(why(await marks(true, person))).not.toBe('done');
  expect((await list()).items[0]).toEqual(item);
  expect(await marks(true)).toMatchObject({
    evidence: {
      did: { what: 'marked', name: item!.name },
      items: [{ id: item!.id, publicFrom: 1 }, {}, {}, {}, {}, {}],
    },
  });
  const entries = (await town.record.history({})).length;
  expect(await marks(true)).toMatchObject({ evidence: { did: { what: 'marked' } } });
  expect((await town.record.history({})).length).toBe(entries);
  expect((await list('chief1')).items[0]).toMatchObject({ publicFrom: 1 });
  expect((await list()).markable).toBe(true);
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ count: 0 });
  expect(await marks(false)).toMatchObject({ evidence: { did: { what: 'unmarked' } } });
  expect((await list()).items[0]).toEqual(item);
  expect(
    (await town.record.history({})).slice(-2).map(({ action, subject, name }) => [action, subject, name]),
  ).toEqual([
    ['evidence_marked', item!.id, '担当者1'],
    ['evidence_unmarked', item!.id, '担当者1'],
  ]);
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ count: 0 });
});

test('approved on, it stays; before that who handed it over takes it away, bytes and all', async () => {
  const [item, other] = (await list()).items;
  const before = await openPieces(town.pool).usage();
  expect(await run({ kind: 'remove_evidence', evidence: item!.id })).toMatchObject({
    evidence: { did: { what: 'removed' } },
  });
  expect((await openPieces(town.pool).usage()).files).toBe(before.files - 1);
  expect((await town.record.history({})).at(-1)).toMatchObject({
    action: 'evidence_removed',
    subject: item!.id,
  });
  const tasks = await town.tasks(1);
  await record().execute(
    effectId(),
    'staff1',
    'test:dm:staff1',
    { kind: 'submit', task, base: 0, content: contentFor(tasks[0]!) },
    later(20),
  );
  await record().execute(
    effectId(),
    'chief1',
    'test:dm:chief1',
    { kind: 'approve', report: task, version: 1, step: 0 },
    later(30),
  );
  expect((await town.tasks(1))[0]!.report?.state).toBe('approved');
  expect(why(await run({ kind: 'remove_evidence', evidence: other!.id }))).toContain('承認・確認が済んだ');
  expect((await list()).removable).toEqual([]);

  // While it is corrected the approval stands again, unless something changes.
  const does = (command: Command, at: number) =>
    record().execute(effectId(), 'staff1', 'test:dm:staff1', command, later(at));
  await does({ kind: 'correct', report: task, version: 1, reason: '誤字があったため' }, 40);
  expect((await town.tasks(1))[0]!.report?.state).toBe('returned');
  expect(why(await run({ kind: 'remove_evidence', evidence: other!.id }))).toContain('承認・確認が済んだ');
  const content = contentFor(tasks[0]!);
  await does({ kind: 'submit', task, base: 1, content: { ...content, nextPolicy: '別の方針です。' } }, 50);
  expect((await town.tasks(1))[0]!.report?.state).toBe('submitted');
  expect(await run({ kind: 'remove_evidence', evidence: other!.id })).toMatchObject({
    evidence: { did: { what: 'removed' } },
  });
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ count: 0 });
});

test('marked while an approval is being entered, it goes out with the next one', async () => {
  const [, goal] = await town.tasks(1);
  const enters = (person: string, command: Command, at: Date) =>
    record().execute(effectId(), person, `test:dm:${person}`, command, at);
  await run({ kind: 'add_evidence', task: goal!.id, of: { link: 'https://city.example.jp/b' } });
  const [item] = (await list('staff1', goal!.id)).items;
  await enters('staff1', { kind: 'submit', task: goal!.id, base: 0, content: contentFor(goal!) }, later(40));
  // The approval has read what is marked, and waits to be written.
  const [approved, marked] = await meanwhile(
    town.pool,
    `reports where id = '${goal!.id}'`,
    () => enters('chief1', { kind: 'approve', report: goal!.id, version: 1, step: 0 }, later(50)),
    () => run({ kind: 'mark_evidence', evidence: item!.id, on: true }),
  );
  expect(approved.ok).toBe(true);
  expect(marked).toMatchObject({ evidence: { did: { what: 'marked_late' }, items: [{ publicFrom: 2 }] } });
});

test('taken away while an approval is being entered, it stays', async () => {
  const [goal] = await town.tasks(4);
  await run({ kind: 'add_evidence', task: goal!.id, of: { link: 'https://city.example.jp/d' } }, 'staff4');
  const [item] = (await list('staff4', goal!.id)).items;
  const submit: Command = { kind: 'submit', task: goal!.id, base: 0, content: contentFor(goal!) };
  await record().execute(effectId(), 'staff4', 'test:dm:staff4', submit, later(40));
  const approve: Command = { kind: 'approve', report: goal!.id, version: 1, step: 0 };
  const [approved, removed] = await meanwhile(
    town.pool,
    `reports where id = '${goal!.id}'`,
    () => record().execute(effectId(), 'chief4', 'test:dm:chief4', approve, later(50)),
    () => run({ kind: 'remove_evidence', evidence: item!.id }, 'staff4'),
  );
  expect(approved.ok).toBe(true);
  expect(why(removed)).toContain('承認・確認が済んだ');
  expect((await list('staff4', goal!.id)).items).toEqual([item]);
});

test('an approval of a card from before the mark enters nothing', async () => {
  const [, , goal] = await town.tasks(1);
  const enters = (person: string, command: Command, at: Date) =>
    record().execute(effectId(), person, `test:dm:${person}`, command, at);
  await run({ kind: 'add_evidence', task: goal!.id, of: { link: 'https://city.example.jp/c' } });
  const [item] = (await list('staff1', goal!.id)).items;
  await enters('staff1', { kind: 'submit', task: goal!.id, base: 0, content: contentFor(goal!) }, later(60));
  await run({ kind: 'mark_evidence', evidence: item!.id, on: true });
  const approve = { kind: 'approve', report: goal!.id, version: 1, step: 0 } as const;
  expect(why(await enters('chief1', approve, later(70)))).toBe('goes_public');
  const now = (await town.tasks(1))[2]!;
  expect(now.report).toMatchObject({ state: 'submitted', approvals: [] });
  expect((await enters('chief1', { ...approve, shown: markOfPublic(now) }, later(80))).ok).toBe(true);
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ count: 0 });
});

test('of a goal that its sheet has no more it stands in the list of the year all the same', async () => {
  const goal = (await town.tasks(3)).at(-1)!;
  await adds(pdf(100, 'left out'), { to: goal.id, by: 'staff3', name: '外れた.pdf' });
  const named = async () => (await listEvidence(town.pool, 2023)).filter(({ name }) => name === '外れた.pdf');
  const round = goal.round.kind;
  expect(await named()).toMatchObject([{ round, goalNo: goal.goalNo, goal: goal.goalText }]);
  const sheet = printedSheets()[2]!;
  await town.record.importSheets([{ ...sheet, goals: sheet.goals.slice(0, -1) }], { by, now: next() });
  expect((await town.tasks(3)).map(({ id }) => id)).not.toContain(goal.id);
  expect(await named()).toMatchObject([
    {
      round,
      section: goal.sectionName,
      goalNo: '',
      goal: '（シートから外れた目標）',
      key: expect.any(String),
    },
  ]);
});
