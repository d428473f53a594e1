/**
 * Every order of submitting, approving, undoing, returning, correcting, publishing and reopening, on a real database,
 * against the model: what was published, what stands, and what the 正誤表 must say.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Pool, QueryConfig, QueryResult } from 'pg';
import type { Command } from '../../../../src/core/decision/command.js';
import type { Erratum } from '../../../../src/core/report/errata.js';
import { approvedReport, type Report } from '../../../../src/core/report/report.js';
import type { Sheet } from '../../../../src/core/sheet/sheet.js';
import { closeRound } from '../../../../src/store/postgres/rounds/rounds.js';
import { publish } from '../../../../src/store/postgres/sheets/publish.js';
import { by, type City, city, contentFor, effectId, later, printedSheets, sectionOf } from '../city.js';
import { meanwhile } from '../meanwhile.js';
import {
  ACTS,
  type Act,
  accountedFor,
  after,
  type Goal,
  targetsAccountedFor,
  UNWRITTEN,
} from './publication-model.js';

const START = new Date('2024-04-15T01:00:00.000Z');
type Says = Pick<Goal, 'stands' | 'printed' | 'errata' | 'target' | 'targetsPrinted' | 'targetErrata'>;

const RUNS = 25;
const first = printedSheets()[0]!;
const section = sectionOf(first);
const APPROVERS = ['check1', 'chief1'];

let town: City;
let year = 2030;
beforeAll(async () => {
  town = await city({ round: false });
  await town.record.importRoster(
    {
      sections: [{ ...section, route: ['subsection_chief', 'section_manager'] }],
      people: [{ id: 'check1', name: '係長1', email: 'check1@example.jp' }],
      holdings: [
        { post: { section, role: 'staff', title: '担当者' }, person: 'staff1', from: '2023-04-01' },
        { post: { section, role: 'subsection_chief', title: '係長' }, person: 'check1', from: '2023-04-01' },
        { post: { section, role: 'section_manager', title: '課長' }, person: 'chief1', from: '2023-04-01' },
      ],
    },
    { by, now: START },
  );
}, 60_000);
afterAll(() => town.stop());

/** A sheet of one goal, of a year in which nothing else is, with its year-end round. */
async function sheetOfItsOwn() {
  year += 1;
  const fiscalYear = year;
  const goal = first.goals[0]!;
  const withTarget = (target: string) => ({
    ...first,
    fiscalYear,
    goals: [{ ...goal, indicators: goal.indicators.slice(0, 1).map((one) => ({ ...one, target })) }],
  });
  const [imported] = await town.record.importSheets([withTarget('')], { by, now: START });
  const id = imported!.sectionId;
  const roundId = `${fiscalYear}-yearend`;
  const asOf = '2024-03-31';
  await town.record.openRound(
    { fiscalYear, kind: 'yearend', opensOn: '2024-04-01', dueOn: '2024-04-30', asOf },
    { by, now: START },
  );
  const task = async () => (await town.record.sectionTasks(id, roundId))[0]!;
  const run = async (person: string, command: Command, now: Date) =>
    (await town.record.execute(effectId(), person, 'test:dm', command, now)).ok;

  return {
    id,
    fiscalYear,
    withTarget,
    task,
    /** Does it as somebody would who sees the present card; whether it was taken. */
    async act(act: Act, now: Date, words: string): Promise<boolean> {
      const { id: report, report: kept, ...rest } = await task();
      const version = kept?.version ?? 0;
      const steps = kept?.approvals.length ?? 0;
      const next = APPROVERS[Math.min(steps, 1)]!;
      const said = act === 'submit' ? words : (kept?.content.answers[0]?.status ?? '');
      switch (act) {
        case 'wait':
          return true;
        case 'submit':
        case 'submit same': {
          if (act === 'submit same' && !kept) return false;
          // 結果 is the same whatever the sheet says: the one text that changes is 目標達成状況.
          const indicators = rest.indicators.map((one) => ({ ...one, target: '' }));
          const content = contentFor({ ...rest, indicators, id: report, report: kept }, said);
          return run('staff1', { kind: 'submit', task: report, base: version, content }, now);
        }
        case 'withdraw':
          return run('staff1', { kind: 'withdraw', report, version }, now);
        case 'approve':
          return run(next, { kind: 'approve', report, version, step: steps }, now);
        case 'undo': {
          const step = Math.max(steps - 1, 0);
          return run(APPROVERS[step]!, { kind: 'undo_approval', report, version, step }, now);
        }
        case 'return':
          return run(next, { kind: 'return', report, version, comment: words }, now);
        case 'correct':
          return run('staff1', { kind: 'correct', report, version, reason: words }, now);
        case 'publish':
          return (await town.record.publish(fiscalYear, null, { by, now })).kind === 'published';
        case 'reopen':
          return (await town.record.reopen(report, words, { by, now })).ok;
        case 'close':
          return (await town.record.closeRound(roundId, { by, now })) !== null;
        case 'import':
          await town.record.importSheets([withTarget(words)], { by, now, reason: words });
          return true;
        default:
          return act satisfies never;
      }
    },
    /** What the record says of it: printed as it was, in the versions kept; what stands; the 正誤表. */
    async says(): Promise<Says> {
      const [finished] = await town.record.finished(fiscalYear, null);
      const { sheet } = finished!;
      const publications = await town.record.publications(fiscalYear);
      const { id: report } = await task();
      const versions = await town.pool.query<{ version: number; body: Report }>(
        'select version, body from report_versions where report_id = $1',
        [report],
      );
      const textOf = (version: number | undefined) =>
        versions.rows.find((row) => row.version === version)?.body.content.answers[0]?.status ?? '(lost)';
      const sheets = await town.pool.query<{ version: number; content: Sheet }>(
        'select version, after as content from history where subject = $1 and action = any($2)',
        [`${id}.${fiscalYear}`, ['sheet_imported', 'sheet_changed']],
      );
      const targetOf = (version: number | null) => {
        const kept = sheets.rows.find((row) => row.version === version);
        return kept ? kept.content.goals[0]!.indicators[0]!.target : '(lost)';
      };
      return {
        stands: sheet.approved ? sheet.goals[0]!.indicators[0]!.status : null,
        printed: publications.map(({ said }) => textOf(said?.[report])),
        errata: lines(sheet.errata, (field) => field !== 'sheet'),
        target: sheet.goals[0]!.indicators[0]!.target,
        targetsPrinted: publications.map(({ sheetVersion }) => targetOf(sheetVersion)),
        targetErrata: lines(sheet.errata, (field) => field === 'sheet'),
      };
    },
  };
}

function lines(errata: readonly Erratum[] = [], which: (field: Erratum['field']) => boolean) {
  return errata
    .filter(({ field }) => which(field))
    .map(({ before, after: now, reason }) => ({ before, after: now, reason }));
}

/** What is done next, of what the goal is now. */
type Next = (goal: Goal, now: number) => Act;

/** One history from its beginning: every act taken or refused as the model has it, and the record as the model is. */
async function play(nexts: readonly (Act | Next)[]): Promise<Goal> {
  const sheet = await sheetOfItsOwn();
  let goal = UNWRITTEN;
  let now = 0;
  const acts: Act[] = [];
  for (const one of nexts) {
    const act = typeof one === 'string' ? one : one(goal, now + 1);
    acts.push(act);
    now += act === 'wait' ? 11 : 1;
    const words = `${act} ${acts.length}`;
    const next = after(goal, act, now, words);
    const where = acts.join(', ');
    const taken = await sheet.act(act, later(now, START), words);
    expect({ where, taken }).toEqual({ where, taken: next !== null });
    goal = next ?? goal;
    const { stands, printed, errata, target, targetsPrinted, targetErrata } = goal;
    const says: Says = { stands, printed, errata, target, targetsPrinted, targetErrata };
    expect({ where, ...(await sheet.says()) }).toEqual({ where, ...says });
    expect(printed.filter((text) => !accountedFor(goal).includes(text))).toEqual([]);
    expect(targetsPrinted.filter((text) => !targetsAccountedFor(goal).includes(text))).toEqual([]);
  }
  return goal;
}

/**
 * At random, but of what leads on: what is pressed without a look at the goal is nearly always refused. 取り消す is
 * pressed at any time.
 */
const chance: fc.Arbitrary<Next> = fc.tuple(fc.nat(999), fc.nat(9)).map(([pick, blindly]) => (goal, now) => {
  const open = ACTS.filter((act) => act === 'undo' || after(goal, act, now, `${now}`) !== null);
  const from = blindly === 0 ? ACTS : open.filter((act) => act !== 'close' && act !== 'wait');
  return from[pick % from.length]!;
});

const DONE: readonly Act[] = ['submit', 'approve', 'approve'];
/** A correction from its beginning to its end. */
const CORRECTED: readonly Act[] = ['correct', 'submit', 'approve', 'approve'];

describe('the published text against the model', () => {
  test('any order of what people do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(chance, { minLength: 6, maxLength: 24, size: 'max' }), async (nexts) => {
        await play([...DONE, ...nexts]);
      }),
      // What failed says its acts; to look for fewer of them would take minutes.
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 300_000);

  test.each<[string, Act[], [number, number]]>([
    ['undone after the publication', [...DONE, 'publish', 'undo', ...CORRECTED], [1, 1]],
    [
      'a correction undone after it was published',
      [...DONE, ...CORRECTED, 'publish', 'undo', ...CORRECTED],
      [1, 1],
    ],
    [
      'undone, then published',
      [...DONE, ...CORRECTED, 'undo', 'publish', 'approve', 'undo', 'publish'],
      [2, 1],
    ],
    [
      'published while it is corrected',
      [...DONE, 'correct', 'publish', 'submit', 'approve', 'approve', 'undo'],
      [1, 1],
    ],
    [
      'a correction returned and taken back',
      [
        ...DONE,
        'publish',
        'correct',
        'submit',
        'approve',
        'undo',
        'return',
        'submit',
        'withdraw',
        'submit',
        'approve',
        'approve',
        'publish',
      ],
      [2, 1],
    ],
    [
      'reopened after the round is closed',
      [...DONE, 'publish', 'close', 'undo', 'reopen', 'submit', 'approve', 'approve', 'undo', 'publish'],
      [2, 1],
    ],
    [
      'a correction that changed nothing',
      [...DONE, 'publish', 'correct', 'submit same', 'undo', ...CORRECTED],
      [1, 1],
    ],
  ])('%s', async (_what, acts, [printed, errata]) => {
    const goal = await play(acts);
    expect([goal.printed.length, goal.errata.length]).toEqual([printed, errata]);
  });
});

describe('a changed sheet imported after the publication', () => {
  const FINISHED = [...DONE, 'publish'] as const;
  async function published() {
    const sheet = await sheetOfItsOwn();
    for (const [minute, act] of FINISHED.entries()) await sheet.act(act, later(minute, START), '一');
    return sheet;
  }

  test('is refused until somebody says why; what is not printed may change', async () => {
    const sheet = await published();
    const changed = sheet.withTarget('100人');
    await expect(town.record.importSheets([changed], { by, now: START })).rejects.toMatchObject({
      name: 'PublishedChanged',
      words: { ja: expect.stringMatching(/公表したシート[\s\S]*目標: {1,2}→ 「100人」[\s\S]*--reason/u) },
    });
    expect(await sheet.says()).toMatchObject({ target: '', targetErrata: [] });
    // 目標達成状況 is printed as it was reported, whatever the file says.
    const [goal] = changed.goals;
    const reported = {
      ...changed,
      goals: [
        { ...goal!, indicators: goal!.indicators.map((one) => ({ ...one, target: '', status: '別' })) },
      ],
    };
    await town.record.importSheets([reported], { by, now: START });
    expect(await sheet.says()).toMatchObject({ stands: '一', target: '', targetErrata: [] });
  });

  test('what it takes out and adds is told text by text, above the goals and in them', async () => {
    const sheet = await published();
    const before = sheet.withTarget('');
    const [goal] = before.goals;
    const row = goal!.indicators[0]!;
    const added = {
      ...row,
      name: '来館者数',
      target: '9人',
      planReference: '',
      initiativeCell: '',
      overview: '',
    };
    const now = later(60 * 24, START);
    const more = {
      ...before,
      header: { ...before.header, createdOn: { ...before.header.createdOn, text: 'R6.5.1' } },
      goals: [{ ...goal!, indicators: [row, added] }],
    };
    await town.record.importSheets([more], { by, now, reason: '転記もれ' });
    await town.record.importSheets([before], { by, now, reason: '誤り' });
    const [finished] = await town.record.finished(sheet.fiscalYear, null);
    const told = (finished!.sheet.errata ?? []).map((one) =>
      [one.goalNo, one.indicator, one.word, one.before, one.after, one.reason, one.correctedOn].join(' '),
    );
    expect(told.filter((one) => /来館者数|作成日/u.test(one))).toEqual([
      `  作成日 ${before.header.createdOn.text} R6.5.1 転記もれ 2024-04-16`,
      `  作成日 R6.5.1 ${before.header.createdOn.text} 誤り 2024-04-16`,
      `${goal!.no} 来館者数 取組指標  来館者数 転記もれ 2024-04-16`,
      `${goal!.no} 来館者数 目標  9人 転記もれ 2024-04-16`,
      ...['結果', '評価', '目標達成状況'].flatMap((word) =>
        told.filter((one) => one.includes(`来館者数 ${word} `) && one.includes('転記もれ')),
      ),
      `${goal!.no} 来館者数 取組指標 来館者数  誤り 2024-04-16`,
      `${goal!.no} 来館者数 目標 9人  誤り 2024-04-16`,
      ...['結果', '評価', '目標達成状況'].flatMap((word) =>
        told.filter((one) => one.includes(`来館者数 ${word} `) && one.includes('誤り')),
      ),
    ]);
  });

  test('what comes while it is being published is printed, or is a 訂正: one of the two', async () => {
    const sheet = await sheetOfItsOwn();
    for (const [minute, act] of DONE.entries()) await sheet.act(act, later(minute, START), '一');
    await meanwhile(
      town.pool,
      'history_head',
      () => sheet.act('publish', later(5, START), ''),
      () => sheet.act('import', later(5, START), '二'),
    );
    expect(await sheet.says()).toMatchObject({
      targetsPrinted: [''],
      targetErrata: [{ before: '', after: '二', reason: '二' }],
    });
  });
});

describe('published and decided at the same moment', () => {
  async function approved() {
    const sheet = await sheetOfItsOwn();
    for (const [minute, act] of DONE.entries()) await sheet.act(act, later(minute, START), '一');
    return sheet;
  }
  const held = 'history_head';

  test('an undo that comes while the sheet is being published is refused', async () => {
    const sheet = await approved();
    const both = await meanwhile(
      town.pool,
      held,
      () => sheet.act('publish', later(5, START), ''),
      () => sheet.act('undo', later(5, START), ''),
    );
    expect(both).toEqual([true, false]);
    expect(await sheet.says()).toMatchObject({ stands: '一', printed: ['一'], errata: [] });
  });

  test('what is being undone is not published', async () => {
    const sheet = await approved();
    const both = await meanwhile(
      town.pool,
      held,
      () => sheet.act('undo', later(5, START), ''),
      () => sheet.act('publish', later(5, START), ''),
    );
    expect(both).toEqual([true, false]);
    expect(await sheet.says()).toMatchObject({ stands: null, printed: [], errata: [] });
  });

  /** The sheets that the pool gives to `first`, held up on their way until `during` is through. */
  async function whileRead<A>(first: (pool: Pool) => Promise<A>, during: () => Promise<unknown>): Promise<A> {
    let begun: (taken: unknown) => void = () => undefined;
    const reading = new Promise((done) => {
      begun = done;
    });
    let through: Promise<unknown> | null = null;
    const slow = Object.create(town.pool, {
      query: {
        async value(query: QueryConfig, values?: unknown[]) {
          const answer: QueryResult<object> = await town.pool.query(query, values);
          if (answer.rows.some((row) => 'publications' in row)) {
            through ??= during().finally(() => begun(null));
            await through;
          }
          return answer;
        },
      },
    }) as Pool;
    const done = first(slow);
    // What is read within the transaction comes from no pool: nothing would have been held up.
    await Promise.race([reading, done]);
    expect(through).not.toBeNull();
    return done;
  }

  test.each([
    ['an undo', [], 'undo', { kind: 'unfinished' }, { stands: null, printed: [] }],
    [
      'a correction',
      ['correct', 'submit', 'approve'],
      'approve',
      { kind: 'published' },
      { stands: '二', printed: ['二'] },
    ],
  ] as const)(
    'nobody waits while the sheets are read: %s is taken, and what it left is published',
    async (_what, before, act, kind, says) => {
      const sheet = await approved();
      for (const one of before) await sheet.act(one, later(3, START), '二');
      const { fiscalYear } = sheet;
      const done = await whileRead(
        (pool) => publish(pool, fiscalYear, null, { by, now: later(5, START) }),
        async () => expect(await sheet.act(act, later(5, START), '二')).toBe(true),
      );
      expect(done).toMatchObject(kind);
      expect(await sheet.says()).toMatchObject({ ...says, errata: [] });
    },
  );

  test('nobody waits while a round is looked through before it is closed, and what was opened then is asked about', async () => {
    const sheet = await approved();
    const asked = await whileRead(
      (pool) => closeRound(pool, `${sheet.fiscalYear}-yearend`, { by, now: later(5, START), agreed: [] }),
      async () => expect(await sheet.act('correct', later(5, START), '二')).toBe(true),
    );
    expect(asked).toMatchObject({
      asked: expect.arrayContaining([{ kind: 'correction', section: section.name, goals: ['1'] }]),
    });
  });

  // The clocks of two machines: what is decided later may bear the earlier instant.
  test.each([
    ['approved while it is published', 'publish', 4],
    ['published while it is approved', 'approve', 6],
  ] as const)(
    'a correction is an erratum only against what was printed: %s',
    async (_what, first, minute) => {
      const sheet = await approved();
      for (const act of ['correct', 'submit', 'approve'] as const)
        await sheet.act(act, later(3, START), '二');
      const second = first === 'publish' ? 'approve' : 'publish';
      const at = { publish: later(5, START), approve: later(minute, START) };
      const both = await meanwhile(
        town.pool,
        held,
        () => sheet.act(first, at[first], ''),
        () => sheet.act(second, at[second], ''),
      );
      expect(both).toEqual([true, true]);
      expect(approvedReport((await sheet.task()).report)?.version).toBe(2);
      expect(await sheet.says()).toMatchObject(
        first === 'publish'
          ? { stands: '二', printed: ['一'], errata: [{ before: '一', after: '二', reason: '二' }] }
          : { stands: '二', printed: ['二'], errata: [] },
      );
    },
  );
});
