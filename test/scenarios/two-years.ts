/** Two years of the eight sheets: what the seven other sections do, entered as their commands, and what goes out line by line. */
import { expect } from '@jest/globals';
import type { RoundKind } from '../../src/core/calendar/round.js';
import type { Command } from '../../src/core/decision/command.js';
import { type PlanTask, planOf } from '../../src/core/draft/plan/plan-draft.js';
import type { Task } from '../../src/core/report/task.js';
import { NO_THEME } from '../../src/site/theme-files.js';
import { writeSite } from '../../src/site/write-site.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { reorganise } from '../../src/store/postgres/roster/reorganise.js';
import { readFinished } from '../../src/store/postgres/sheets/finished.js';
import { siteSections } from '../../src/store/postgres/site/site-sections.js';
import { reportAsPrinted } from '../site/published-city.js';
import { contentFor, effectId } from '../store/postgres/city.js';
import { withPool } from '../support/pool.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import type { Stage } from './stage.js';

export const by = byCommandLine('事務局');
const sheets = kitaSheets();
export const nameOf = (n: number) => sheets[n - 1]!.header.organization.text;

/** The sections beside the one that is played in chat, as the nth sheets. */
export function others(stage: Stage, numbers: readonly number[]) {
  const { record } = stage;
  const enter = async (person: string, command: Command) => {
    const outcome = await record.execute(effectId(), person, 'test:dm', command, stage.now());
    expect([person, command.kind, outcome]).toMatchObject([person, command.kind, { ok: true }]);
  };
  const idOf = async (n: number) => (await record.sections()).find(({ name }) => name === nameOf(n))!.id;
  const tasksOf = async (n: number, roundId: string) => record.sectionTasks(await idOf(n), roundId);
  async function decided(n: number, task: Task, content: Parameters<typeof planOf>[1] | null): Promise<void> {
    const said =
      content === null
        ? contentFor(task)
        : { answers: [], nextPolicy: '', checks: [], plan: planOf(task as PlanTask, content) };
    await enter(`staff${n}`, { kind: 'submit', task: task.id, base: 0, content: said });
    await enter(`chief${n}`, { kind: 'approve', report: task.id, version: 1, step: 0 });
  }
  return {
    tasksOf,
    /** as the sheets of R5 are printed, approved */
    async reportAsPrinted(roundId: string): Promise<void> {
      for (const n of numbers)
        await reportAsPrinted(
          { record, tasks: (of) => tasksOf(of, roundId) },
          n,
          roundId,
          sheets[n - 1]!,
          stage.now(),
        );
    },
    /** every goal with its target reached, approved */
    async report(roundId: string, of = numbers): Promise<void> {
      for (const n of of) for (const task of await tasksOf(n, roundId)) await decided(n, task, null);
    },
    /** every goal goes on as it was, approved */
    async plan(roundId: string, of = numbers): Promise<void> {
      for (const n of of) for (const task of await tasksOf(n, roundId)) await decided(n, task, { plan: {} });
    },
    /** what `n` has of 見込み, by who holds the post then */
    async confirm(roundId: string, n: number, person = `staff${n}`): Promise<void> {
      const goals = (await tasksOf(n, roundId)).map(({ id, report }) => ({
        id,
        version: report!.version,
        step: report!.approvals.length,
      }));
      await enter(person, { kind: 'confirm', goals });
    },
    async merge(from: number, into: number, on: string): Promise<void> {
      const row = {
        line: 2,
        former: nameOf(from),
        next: nameOf(into),
        department: '',
        on,
        kind: 'merge',
        goals: [],
      } as const;
      await withPool(stage.databaseUrl, async (pool) => {
        const done = await reorganise(pool, '再編.csv', [row], { by, now: stage.now() });
        expect(done.plan.ok).toBe(true);
      });
    },
  };
}

/** A document of a section line by line: its head, and each indicator with what is printed of it. */
export function documentOf(
  stage: Stage,
  fiscalYear: number,
  kind: RoundKind,
  sectionId = stage.sectionId,
): Promise<string[]> {
  return withPool(stage.databaseUrl, async (pool) => {
    const [found] = await readFinished(pool, fiscalYear, [sectionId], kind);
    const { header, goals, approved, measures } = found!.sheet;
    return [
      [
        ...[header.fiscalYear.text, header.organization.text],
        `作成日 ${header.createdOn.text}`,
        `評価日 ${header.evaluatedOn.text}`,
        approved ? '完成' : '下書き',
      ].join(' ・ '),
      ...goals.flatMap(({ no, indicators, nextPolicy }, goal) => [
        ...indicators.map(({ name, target, result, rating, status }, at) =>
          [
            ...[`No.${no} ${name}`, target, result, rating, status],
            ...(measures?.[goal]?.[at] ? [`下半期の対策 ${measures[goal][at]}`] : []),
          ].join('｜'),
        ),
        ...(nextPolicy ? [`No.${no} 今後の方針｜${nextPolicy}`] : []),
      ]),
    ];
  });
}

/** The rows of the published data that are of a section, in the columns named. */
export function publishedRows(
  stage: Stage,
  fiscalYear: number,
  columns: readonly string[],
  sectionId = stage.sectionId,
): Promise<string[]> {
  const written = new Map<string, string>();
  const add = (path: string, bytes: Uint8Array) =>
    void written.set(path, (written.get(path) ?? '') + new TextDecoder().decode(bytes));
  return withPool(stage.databaseUrl, async (pool) => {
    await writeSite(
      siteSections(pool, { fiscalYear, also: [] }),
      { fiscalYear, ...NO_THEME },
      {
        write: async (path, bytes) => add(path, bytes),
        begin: async (path) => ({ write: async (bytes) => add(path, bytes), end: async () => undefined }),
      },
    );
    const { rows } = JSON.parse(written.get('data/indicators.json')!) as {
      rows: Record<string, string | number | null>[];
    };
    return rows
      .filter(({ section_id }) => section_id === sectionId)
      .map((row) => columns.map((name) => row[name] ?? '').join('｜'));
  });
}
