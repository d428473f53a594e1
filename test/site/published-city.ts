/** The eight sheets reported as they are printed, at mid-year and at year-end, approved, with a sheet of the year before. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportContent } from '../../src/core/report/report.js';
import type { Task } from '../../src/core/report/task.js';
import { foldSymbol } from '../../src/core/sheet/scale.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { by, type City, city, contentFor, effectId, NOW, printedSheets } from '../store/postgres/city.js';

/** Stands in what must not go out. */
export const SECRET = '外に出さない理由';

/** What the print of a sheet says, as a report of this goal. */
function asPrinted(task: Task, sheet: Sheet, midyear: boolean): ReportContent {
  const plain = contentFor(task);
  const goal = sheet.goals.find(({ no }) => no === task.goalNo)!;
  return {
    nextPolicy: goal.nextPolicy ?? '',
    answers: plain.answers.map((answer, at) => {
      const { result, rating, status } = goal.indicators[at]!;
      const step = task.scale.steps.find(({ symbol }) => symbol === foldSymbol(rating));
      return {
        ...answer,
        ...{ result: midyear ? '100人' : result, rating: step!.code, status, reason: SECRET },
      };
    }),
  };
}

/** Reports and approves what is printed on the nth sheet, in a round that is open. */
export async function reportAsPrinted(
  town: Pick<City, 'record' | 'tasks'>,
  n: number,
  round: string,
  sheet: Sheet,
  at = NOW,
): Promise<void> {
  for (const task of await town.tasks(n, round)) {
    const content = asPrinted(task, sheet, round.endsWith('midyear'));
    const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
      town.record.execute(effectId(), person, 'test:dm', command, at);
    await enter(`staff${n}`, { kind: 'submit', task: task.id, base: 0, content });
    await enter(`chief${n}`, { kind: 'approve', report: task.id, version: 1, step: 0 });
  }
}

/** The city with everything reported and approved, and 建設課's sheet of the year before as it was printed then. */
export const finishedCity = async (): Promise<City> => finish(await city({ round: false }));

/** The same from a city whose eight sheets are imported and not reported yet. */
export async function finish(town: City): Promise<City> {
  const sheets = printedSheets();
  const lastYear = { ...sheets[6]!, fiscalYear: 2022 };
  const { header } = lastYear;
  await town.record.importSheets(
    [
      {
        ...lastYear,
        header: { ...header, fiscalYear: { ...header.fiscalYear, text: '令和4年度' } },
      },
    ],
    { by, now: NOW },
  );
  for (const [kind, dueOn] of [
    ['midyear', '2023-10-13'],
    ['yearend', '2024-04-12'],
  ] as const)
    await town.record.openRound({ fiscalYear: 2023, kind, opensOn: '2023-10-02', dueOn }, { by, now: NOW });
  for (const [at, sheet] of sheets.entries())
    for (const round of ['2023-midyear', '2023-yearend']) await reportAsPrinted(town, at + 1, round, sheet);
  return town;
}

/** Every file below a folder, by its path with `/` between. */
export async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const read = await Promise.all(
    files.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const),
  );
  return new Map(read);
}

/** Told apart by these, files of megabytes are compared at once. */
export const digests = (files: ReadonlyMap<string, Buffer>): [path: string, sha256: string][] =>
  [...files].map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]);
