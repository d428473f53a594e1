/**
 * JSON of the record in every form it ever had: rows of before forms were numbered, of now, of a newer version beside
 * this one, and damaged ones. What was typed is read back to the letter.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { storedOutcome } from '../../../src/core/decision/outcome/stored-outcome.js';
import { readAsked } from '../../../src/core/decision/stored-inquiry.js';
import { NOTICE_KINDS, type NoticeAbout } from '../../../src/core/notice/notice.js';
import { readAbout, storedAbout } from '../../../src/core/notice/stored-about.js';
import { storedReport, storedSaid, storedSignature } from '../../../src/core/report/stored-report.js';
import { readNumbering, storedSheet } from '../../../src/core/sheet/stored-sheet.js';
import { NewerRow, UnreadableRow } from '../../../src/core/text/stored-json.js';
import { owe } from '../../../src/store/postgres/ledger/owed-notices.js';
import { openNotices } from '../../../src/store/postgres/notices/notices.js';
import { openSchedule } from '../../../src/store/postgres/rounds/schedule.js';
import { type City, city, effectId, later, NOW, submit } from './city.js';

/** Line ends, blanks, NUL, half of a surrogate pair, and what JSON escapes. */
const TYPED = ' 一行め\r\n二行め\u0000\ud83d"\\ ';
const ROW = { table: 'reports', id: 's1.2023.1:midyear' };

const words = { ja: '目標200人以上 → 結果190人、95.0％', en: '' };
const signed = {
  personId: 'p1',
  name: '担当者1',
  post: '担当者',
  at: '2023-10-02T01:01:00.000Z',
  actingFor: null,
};
const proposal = {
  rating: 'partially_achieved',
  ask: false,
  ratio: '0.950',
  because: words,
  rule: 'niigata-r5/partial',
  warnings: [{ id: 'V09', message: words }],
  pace: null,
};
const contentOf = (proposed: object) => ({
  answers: [
    {
      indicatorId: 's1.2023.1.1',
      result: TYPED,
      rating: 'partially_achieved',
      reason: '',
      status: TYPED,
      proposal: proposed,
    },
  ],
  nextPolicy: TYPED,
});
const present = contentOf({ ...proposal, arithmetic: words });

/** A report as it was kept when reports were first kept: a proposal had its arithmetic in `because` alone. */
const FIRST = {
  id: ROW.id,
  goalId: 's1.2023.1',
  roundId: '2023-midyear',
  sectionId: 's1',
  version: 1,
  state: 'submitted',
  content: contentOf(proposal),
  writer: signed,
  approvals: [],
  returned: null,
  late: false,
  previous: null,
};

/** Reports as every later version kept them before forms were numbered, by what came in. */
const UNNUMBERED = {
  'with the arithmetic by itself': { ...FIRST, content: present },
  'withdrawn and reopened': {
    ...FIRST,
    content: present,
    state: 'withdrawn',
    withdrawn: signed,
    reopened: true,
  },
  'returned, with an approval that stands again': {
    ...FIRST,
    content: present,
    state: 'returned',
    returned: { ...signed, comment: TYPED },
    standing: [{ ...signed, actingFor: '課長', escalated: true }],
    previous: present,
  },
  'corrected, after a 確認': {
    ...FIRST,
    content: present,
    state: 'approved',
    approvals: [{ ...signed, check: true }, signed],
    corrections: [
      {
        reason: TYPED,
        by: signed,
        approved: { version: 1, content: present, writer: signed, approvals: [signed] },
        approvedAt: null,
      },
    ],
    previousAt: signed.at,
  },
  'with its checks, one of them answered': {
    ...FIRST,
    content: {
      ...present,
      checks: [
        {
          kind: 'figures',
          indicatorId: 'i1',
          texts: [
            { of: 'status', text: '210人' },
            { of: 'result', text: '190人' },
          ],
          message: words,
          reason: TYPED,
        },
        {
          kind: 'copied',
          indicatorId: '',
          texts: [{ of: 'policy', text: TYPED }],
          message: words,
          reason: null,
        },
      ],
    },
  },
  'signed with an account': { ...FIRST, content: present, writer: { ...signed, account: 'slack:T:U' } },
};

/** Every kind of notice, as the version that brought it kept it. */
const ABOUTS: { readonly [kind in NoticeAbout['kind']]: readonly object[] } = {
  summary: [{ sectionId: 's1', roundId: '2023-midyear' }],
  promises: [{ personId: 'p1', day: '2024-08-01', promises: 's1.2023.1:ab s1.2023.2:cd@2024-09-01' }],
  approval: [{ reportId: ROW.id }],
  finished_file: [{ sectionId: 's1', roundId: '2023-midyear' }],
  returned: [
    { reportId: ROW.id, version: 1 },
    { reportId: ROW.id, version: 1, to: 'p2' },
  ],
  approved: [
    { reportId: ROW.id, version: 1 },
    { reportId: ROW.id, version: 1, to: 'p2' },
  ],
  decide: [{ reportId: ROW.id, version: 1, step: 0, personId: 'p2' }],
  target: [{ changeId: 's1.2023.1.1/0', sectionId: 's1' }],
  decide_target: [{ changeId: 's1.2023.1.1/0', sectionId: 's1', step: 0, personId: 'p2' }],
  target_decided: [{ changeId: 's1.2023.1.1/0', sectionId: 's1', step: 1, personId: 'p1' }],
  targets_waiting: [{ personId: 'p1', day: '2023-10-02' }],
  post_reviews: [{ personId: 'p2', day: '2023-10-02' }],
  ask_again: [{ taskId: ROW.id, personId: 'p1', until: signed.at }],
  entered_for: [{ reportId: ROW.id, version: 1, personId: 'p1' }],
  owner: [{ taskId: ROW.id, personId: 'p1', at: signed.at }],
  // there was one for each round
  reminder: [
    { personId: 'p1', roundId: '2023-midyear', day: '2023-10-02' },
    { personId: 'p1', day: '2023-10-02' },
  ],
  nudge: [{ personId: 'p2', writerId: 'p1', day: '2023-10-02' }],
  digest: [{ sectionId: 's1', week: '2023-10-02' }],
  overview: [{ personId: 'p2', week: '2023-10-02' }],
  department: [{ personId: 'p2', week: '2023-10-02' }],
  handover: [{ personId: 'p1', postId: 's1.staff', from: '2023-10-02' }],
  question: [{ questionId: 'q1', reportId: ROW.id, personId: 'p1' }],
  question_answer: [{ questionId: 'q1', reportId: ROW.id }],
  desk_question: [{ questionId: 'q1', reportId: ROW.id, personId: 'p2' }],
  desk_answer: [{ questionId: 'q1', reportId: ROW.id }],
  turned_away: [{ account: 'slack:T:U', of: 'p1', personId: 'p2', at: signed.at, standing: 'guest' }],
  check_question: [{ questionId: 'q1', reportId: ROW.id, personId: 'p1' }],
  check_answer: [{ questionId: 'q1', reportId: ROW.id }],
  signed_head: [{ personId: 'p1', at: signed.at, head: `maru-head 12 ${'a'.repeat(64)}` }],
  account: [
    { event: 'linked', account: 'slack:T:U', of: 'p1', personId: 'p1', at: signed.at },
    { event: 'unlinked', account: 'slack:T:U', of: 'p1', personId: 'p1', at: signed.at, parting: 'not_me' },
  ],
};

const asKept = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** The rows of a backup by table, as its version wrote them. */
function backupOf(name: string): ReadonlyMap<string, Readonly<Record<string, string>>[]> {
  const path = new URL(`../../fixtures/earlier/${name}.maru.gz`, import.meta.url);
  const tables = new Map<string, Record<string, string>[]>();
  let table: { name: string; columns: readonly string[] } | null = null;
  const plain = (field: string) =>
    field.replace(/\\(.)/gu, (_, c: string) => ({ t: '\t', n: '\n', r: '\r' })[c] ?? c);
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    const part = line.startsWith('{')
      ? (JSON.parse(line) as { part?: string; name: string; columns: string[] })
      : null;
    if (part) table = part.part === 'table' ? part : null;
    else if (table && line !== '' && line !== '\\.') {
      const { columns } = table;
      const fields = line.split('\t').map((field, at) => [columns[at]!, plain(field)]);
      tables.set(table.name, [...(tables.get(table.name) ?? []), Object.fromEntries(fields)]);
    }
  }
  return tables;
}

const faultOf = (work: () => unknown): Error => {
  try {
    work();
  } catch (fault) {
    return fault as Error;
  }
  throw new Error('it was read');
};

describe('a report', () => {
  test('of the first days is read, its arithmetic where it is looked for now', () => {
    expect(storedReport.read(asKept(FIRST), ROW)).toEqual({ ...FIRST, content: present });
    const corrected = { ...UNNUMBERED['corrected, after a 確認'], previous: FIRST.content };
    const [one] = corrected.corrections;
    const first = {
      ...corrected,
      corrections: [{ ...one, approved: { ...one!.approved, content: FIRST.content } }],
    };
    expect(storedReport.read(asKept(first), ROW)).toEqual({ ...corrected, previous: present });
  });

  test.each(Object.entries(UNNUMBERED))(
    'of before forms were numbered is read as it was kept: %s',
    (_, kept) => {
      expect(storedReport.read(asKept(kept), ROW)).toEqual(kept);
    },
  );

  test('is written with its form, which is no part of it, and keys another version added are kept', () => {
    const report = storedReport.read({ ...FIRST, content: { ...present, later: 1 }, later: [TYPED] }, ROW);
    expect(report).toMatchObject({ later: [TYPED], content: { later: 1 } });
    const written = storedReport.write(report);
    expect(written).toEqual({ form: 1, ...report });
    expect(storedReport.read(asKept(written), ROW)).toEqual(report);
  });

  test('of a newer form is left to the newer version, and says where it stands', () => {
    const fault = faultOf(() => storedReport.read({ form: 2, all: 'new' }, ROW));
    expect(fault).toBeInstanceOf(NewerRow);
    expect(fault.message).toBe('reports s1.2023.1:midyear: form 2 is newer than the 1 known here');
  });

  test.each([
    [null, '(all of it)'],
    ['text', '(all of it)'],
    [{ ...FIRST, version: '1' }, 'version'],
    [{ ...FIRST, state: 'lost' }, 'state'],
    [{ ...FIRST, content: contentOf({ ...proposal, because: TYPED }) }, 'content.answers.0.proposal.because'],
    [{ ...FIRST, approvals: [{ ...signed, name: undefined }] }, 'approvals.0.name'],
  ])('that is damaged is a fault with table, id and path, and without its text: %#', (kept, path) => {
    const fault = faultOf(() => storedReport.read(kept, ROW));
    expect(fault).toBeInstanceOf(UnreadableRow);
    expect(fault).not.toBeInstanceOf(NewerRow);
    expect(fault.message.startsWith(`reports s1.2023.1:midyear: ${path}: `)).toBe(true);
    expect(fault.message).not.toContain('一行め');
  });
});

describe('what a notice is about', () => {
  test.each(NOTICE_KINDS)('%s is read in every form', (kind) => {
    for (const shape of ABOUTS[kind as NoticeAbout['kind']]) {
      const about = { kind, ...shape };
      expect(readAbout(asKept(about), 'k')).toEqual(about);
      expect(readAbout(asKept(storedAbout.write(about as NoticeAbout)), 'k')).toEqual(about);
      const [key] = Object.keys(shape);
      const fault = faultOf(() => readAbout({ ...about, [key!]: 7 }, 'k'));
      expect(fault.message).toContain(`notices k: ${key}: `);
    }
  });

  test('of a kind or a form that only a newer version knows is nothing here', () => {
    expect(readAbout({ kind: 'praise', of: 'p1' }, 'k')).toBeNull();
    expect(readAbout({ form: 2, kind: 'approval', reports: [ROW.id] }, 'k')).toBeNull();
  });
});

describe('all else that is kept', () => {
  test.each([
    ['signature', storedSignature, signed, 'name'],
    ['versions printed', storedSaid, { [ROW.id]: 2 }, ROW.id],
    [
      'outcome',
      storedOutcome,
      { ok: true, goalNo: '1', version: 1, complete: false, of: '担当者1' },
      'goalNo',
    ],
    ['refusal', storedOutcome, { ok: false, refusal: { reason: 'not_writer', by: '担当者1' } }, 'refusal'],
  ] as const)('%s: without a form, with it, damaged and newer', (_, stored, kept, key) => {
    const read = (value: unknown) => stored.read(value, { table: 't', id: 'i' });
    expect(read(asKept(kept))).toEqual(kept);
    expect(read({ form: 1, ...kept })).toEqual(kept);
    expect(faultOf(() => read({ ...kept, [key]: null })).message).toContain(`t i: ${key}: `);
    expect(faultOf(() => read({ form: 2 }))).toBeInstanceOf(NewerRow);
  });

  test('a question, its text as typed', () => {
    expect(readAsked({ id: 'q1', asker: signed, text: TYPED })).toEqual({ asker: signed, text: TYPED });
    expect(faultOf(() => readAsked({ id: 'q1', asker: signed, text: { no: 1 } })).message).toContain(
      'questions q1: ',
    );
  });
});

describe.each(['0.1.0-midround', '0.1.0-published'])('a database of %s', (name) => {
  const tables = backupOf(name);
  const rows = (table: string) => tables.get(table) ?? [];

  test('holds reports, sheets, notices, outcomes and a history that are read as they were kept', () => {
    expect([...rows('reports'), ...rows('report_versions')].length).toBeGreaterThan(4);
    for (const { body } of [...rows('reports'), ...rows('report_versions')])
      expect(storedReport.read(JSON.parse(body!), ROW)).toEqual(JSON.parse(body!));
    expect(rows('sheets').length).toBeGreaterThan(0);
    for (const { content, numbering } of rows('sheets')) {
      expect(storedSheet.read(JSON.parse(content!), ROW)).toEqual(JSON.parse(content!));
      expect(readNumbering(JSON.parse(numbering!), ROW)).toEqual(JSON.parse(numbering!));
    }
    expect(rows('notices').length).toBeGreaterThan(5);
    for (const { about } of rows('notices'))
      expect(readAbout(JSON.parse(about!), 'k')).toEqual(JSON.parse(about!));
    for (const { outcome } of rows('done_commands'))
      expect(storedOutcome.read(JSON.parse(outcome!), ROW)).toEqual(JSON.parse(outcome!));
    const reports = rows('history').filter(({ action }) => ['submitted', 'approved'].includes(action!));
    expect(reports.length).toBeGreaterThan(4);
    for (const { after } of reports)
      expect(storedReport.read(JSON.parse(after!), ROW)).toEqual(JSON.parse(after!));
  });
});

describe('in the database', () => {
  let town: City;
  beforeAll(async () => {
    town = await city();
    for (const n of [1, 2, 3]) await submit(town, `staff${n}`, (await town.tasks(n))[0]!);
  });
  afterAll(() => town.stop());

  const idOf = (n: number) => `${town.section(n)}.2023.1:midyear`;
  const bodyOf = async (n: number) =>
    (await town.pool.query('select body from reports where id = $1', [idOf(n)])).rows[0].body;
  const setBody = (n: number, sql: string) =>
    town.pool.query(`update reports set body = ${sql} where id = $1`, [idOf(n)]);
  const approve = (n: number, id = effectId()) =>
    town.record.execute(
      id,
      `chief${n}`,
      `test:dm:chief${n}`,
      { kind: 'approve', report: idOf(n), version: 1, step: 0 },
      later(2),
    );

  test('all that is written has the number of its form', async () => {
    const { rows } = await town.pool.query(
      `select distinct form from (select body->>'form' as form from reports union all select body->>'form' from report_versions
       union all select content->>'form' from sheets union all select about->>'form' from notices
       union all select outcome->>'form' from done_commands) all_of_it`,
    );
    expect(rows).toEqual([{ form: '1' }]);
  });

  test('a report and a sheet of before are decided on, and numbered when they are next written', async () => {
    await town.pool.query(`update sheets set content = (content::jsonb - 'form')::json`);
    await setBody(1, `(body::jsonb - 'form')::json`);
    const before = await bodyOf(1);
    expect(before).not.toHaveProperty('form');
    expect(await approve(1)).toMatchObject({ ok: true });
    expect(await bodyOf(1)).toMatchObject({ form: 1, state: 'approved', content: before.content });
  });

  test('the outcome of a command entered by the version before is given again', async () => {
    await town.pool.query(
      `insert into done_commands values ('before#0', '{"ok":true,"goalNo":"9","version":4,"complete":false}', now())`,
    );
    expect(await approve(2, 'before#0')).toEqual({ ok: true, goalNo: '9', version: 4, complete: false });
  });

  test('a report of a newer form is not decided on, and stays as it is', async () => {
    await setBody(2, `(body::jsonb || '{"form":2}')::json`);
    const before = await bodyOf(2);
    await expect(approve(2)).rejects.toThrow(`reports ${idOf(2)}: form 2 is newer than the 1 known here`);
    expect(await bodyOf(2)).toEqual(before);
    // No look is counted against it.
    await look();
    expect((await town.pool.query('select * from put_aside')).rows).toEqual([]);
    await setBody(2, `(body::jsonb || '{"form":1}')::json`);
  });

  async function look(): Promise<void> {
    await town.pool.query(`update agenda set look_at = $1`, [NOW]);
    await openSchedule(town.pool).look(later(5), 100);
  }

  test('a damaged report stops its section and no other', async () => {
    await setBody(3, `(body::jsonb - 'writer')::json`);
    const what = `reports ${idOf(3)}: writer: `;
    await expect(town.tasks(3)).rejects.toThrow(what);
    const status = await town.record.status(2023);
    expect(status.find(({ sectionId }) => sectionId === town.section(3))).toMatchObject({ submitted: 1 });
    const { weeks, unreadable } = await town.record.digests(2023, later(5));
    expect(weeks.map(({ section }) => section.id).sort()).toEqual(
      [1, 2, 4, 5, 6, 7, 8].map((n) => town.section(n)).sort(),
    );
    expect(unreadable).toEqual([expect.stringContaining(what)]);
    // The season of all sections is still told, and this one's look says why there is nothing of it.
    expect((await town.record.rehearse(2023, later(5))).length).toBeGreaterThan(0);
    await look();
    const { rows } = await town.pool.query('select section_id, reason from put_aside');
    expect(rows).toEqual([{ section_id: town.section(3), reason: expect.stringContaining(what) }]);
    expect((await submit(town, 'staff4', (await town.tasks(4))[0]!)).ok).toBe(true);
  });

  test('somebody of two sections goes on in the one that can be read', async () => {
    await town.pool.query(
      `insert into holdings select id, 'staff4', '2023-04-01', null from posts where section_id = $1 and role = 'staff'`,
      [town.section(3)],
    );
    const context = (person: string) =>
      town.record.context(
        { person, from: { surface: 'direct', place: `test:dm:${person}` }, named: null },
        later(6),
      );
    expect(new Set((await context('staff4'))!.tasks.map(({ sectionId }) => sectionId))).toEqual(
      new Set([town.section(4)]),
    );
    await expect(context('staff3')).rejects.toThrow(`reports ${idOf(3)}: writer: `);
  });

  test('a damaged numbering leaves the lists of all sections whole', async () => {
    await town.pool.query(`update sheets set numbering = '"lost"' where section_id = $1`, [town.section(1)]);
    expect(await town.record.status(2023)).toHaveLength(8);
    expect((await town.record.rehearse(2023, later(6))).length).toBeGreaterThan(0);
    await expect(town.tasks(1)).rejects.toThrow(`sheets ${town.section(1)}.2023: numbering: `);
  });

  test('a notice of a newer form is left alone, a damaged one put aside with its reason, and the others go out', async () => {
    const notices = openNotices(town.pool, () => null);
    const key = (n: number) => `summary/${town.section(n)}/2023-midyear`;
    await town.pool.query('update notices set settled = wanted where key <> all($1)', [
      [key(6), key(7), key(8)],
    ]);
    const about = { form: 2, kind: 'summary', sections: [town.section(6)] };
    await town.pool.query('update notices set about = $2 where key = $1', [key(6), JSON.stringify(about)]);
    await town.pool.query(`update notices set about = '{"kind":"summary","sectionId":7}' where key = $1`, [
      key(7),
    ]);
    await owe(town.pool, [
      {
        key: key(6),
        to: { kind: 'channel', sectionId: town.section(6) },
        about: { kind: 'summary', sectionId: town.section(6), roundId: '2023-midyear' },
        under: null,
        dueAt: NOW.toISOString(),
        staleAt: null,
      },
    ]);
    expect((await notices.claim(later(7), 60_000, 100)).map((one) => one.key)).toEqual([key(8)]);
    const { rows } = await town.pool.query(
      'select key, about, given_up, reason from notices where key = any($1) order by key = $2',
      [[key(6), key(7)], key(7)],
    );
    expect(rows).toEqual([
      { key: key(6), about, given_up: false, reason: null },
      {
        key: key(7),
        about: { kind: 'summary', sectionId: 7 },
        given_up: true,
        reason: expect.stringContaining(`notices ${key(7)}: sectionId: `),
      },
    ]);
  });
});
